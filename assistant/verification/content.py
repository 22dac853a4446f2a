"""What a text is about: the stems of its content words, weighed by how rare they are."""

from collections.abc import Callable, Collection, Iterable, Mapping

from assistant.question_words import ASKING
from ingest.language.lexicon import lexicon
from ingest.search.word_index import stems

Rarity = Callable[[Iterable[str]], Mapping[str, float]]  # as Library.rarity

_EMPTY_WORDS = frozenset(
    word
    for section in "auxiliaries determiners pronouns connectives prepositions copulas".split()
    for word in (*lexicon(section), *lexicon("clause openers"), *ASKING, "s", "re", "t", "no", "not", "never", "d")
)
_EMPTY = frozenset(stem for word in _EMPTY_WORDS for stem in stems(word))
_SHORTEST = 5  # letters that two stems must share to be of one word: negotiat, negotiation
_LEAST = 0.1  # what a stem weighs that is everywhere


def content(text: str) -> tuple[str, ...]:
    """Return the stems of a text's content words, each once, in order."""
    return tuple(dict.fromkeys(stem for stem in stems(text) if stem not in _EMPTY))


def is_empty(word: str) -> bool:
    """Whether a word, in small letters, only holds others together: "the", "would", "after"."""
    return word in _EMPTY_WORDS


def shared(wanted: Iterable[str], given: Collection[str]) -> tuple[str, ...]:
    """Return those of the wanted stems that are given, or of which another form is."""
    starts = {stem[:_SHORTEST] for stem in given if len(stem) >= _SHORTEST}
    return tuple(stem for stem in wanted if stem in given or stem[:_SHORTEST] in starts)


def share(wanted: Collection[str], given: Collection[str], weights: Mapping[str, float]) -> float:
    """Return the weight of the wanted stems that are given, as a share of all; 1 where nothing is wanted."""
    total = sum(weights[stem] for stem in wanted)
    return sum(weights[stem] for stem in shared(wanted, given)) / total if total else 1.0


def weigh(wanted: Iterable[str], rarity: Rarity | None) -> dict[str, float]:
    """Return the weight of each stem, by its rarity in the library where that is known, else all alike."""
    if rarity is None:
        return dict.fromkeys(wanted, 1.0)
    return {stem: max(weight, _LEAST) for stem, weight in rarity(wanted).items()}
