"""The words that are typical of somebody: in more of their paragraphs than in those of the whole archive.

How much more is told by the log-likelihood ratio G2 of a two-by-two table (Dunning, "Accurate Methods for the
Statistics of Surprise and Coincidence", 1993): paragraphs with and without the word, theirs and all others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from ingest import Library
from ingest.attribution.people import Individual
from ingest.domain.keys import Key
from ingest.language.reporting_verbs import SAYING
from ingest.search.word_index import stems

MOST_PARAGRAPHS = 400  # of somebody that are looked at, the latest ones
_MOST_WORDS = 16
_LEAST_PARAGRAPHS = 3  # that a typical word stands in
_LEAST = 10.83  # G2 from which on chance makes such a difference once in a thousand words
_SHORTEST = 3  # letters


@dataclass(frozen=True, slots=True)
class TypicalWord:
    """A word as somebody's paragraphs have it most, in how many of these it stands, and its G2."""

    word: str
    paragraphs: int
    score: float


def typical_words(library: Library, person: Individual, keys: Sequence[Key]) -> list[TypicalWord]:
    """Return the words most typical of what somebody says in these paragraphs, the most typical first."""
    named = set(person.named)
    own = {stem for name in (person.name, *person.spellings) for stem in stems(name)}
    having: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    looked_at = list(keys[-MOST_PARAGRAPHS:])
    for words in _words(library, looked_at, named):
        found = {stem: word for word in words for stem in stems(word)[:1]}
        having.update(found.keys() - own)
        for stem, word in found.items():
            forms.setdefault(stem, Counter())[word] += 1
    often = {stem: number for stem, number in having.items() if number >= _LEAST_PARAGRAPHS}
    everywhere = library.frequency(often)
    total = library.status().paragraphs
    scored = (
        TypicalWord(_usual(forms[stem]), number, g2(number, len(looked_at), everywhere[stem], total))
        for stem, number in often.items()
    )
    kept = [each for each in scored if each.score >= _LEAST]
    return sorted(kept, key=lambda each: (-each.score, each.word))[:_MOST_WORDS]


def _usual(forms: Counter[str]) -> str:
    return forms.most_common(1)[0][0]


def g2(own: int, of_own: int, everywhere: int, total: int) -> float:
    """Return the log-likelihood ratio of a word that stands in `own` of `of_own` paragraphs, and in `everywhere`
    of `total`, those included; 0 where it is not more frequent than elsewhere."""
    others, of_others = max(everywhere - own, 0), max(total - of_own, 1)
    others = min(others, of_others)
    if own / of_own <= others / of_others:
        return 0.0
    with_word, all_of_them = own + others, of_own + of_others
    table = (
        (own, of_own * with_word / all_of_them),
        (others, of_others * with_word / all_of_them),
        (of_own - own, of_own * (all_of_them - with_word) / all_of_them),
        (of_others - others, of_others * (all_of_them - with_word) / all_of_them),
    )
    return 2 * sum(seen * log(seen / expected) for seen, expected in table if seen)


def _words(library: Library, keys: Sequence[Key], named: set[tuple[str, str]]) -> Iterator[set[str]]:
    """Yield the words of what they say in each paragraph."""
    for key, (paragraph, said) in library.attributed_paragraphs(keys).items():
        texts = [paragraph.text[each.start : each.end] for each in said if (key.cable, each.speaker) in named]
        yield {
            word.strip(".,;:()[]\"“”'’?!").lower()
            for text in texts
            for word in text.split()
            if len(word) >= _SHORTEST and word.lower() not in SAYING and not any(map(str.isdigit, word))
        }
