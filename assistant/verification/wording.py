"""The words of a text one by one, each with what it may be recognised by in another: its stem, its country."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.verification.content import is_empty
from ingest.domain.countries import place
from ingest.language.letters import folded
from ingest.search.word_index import word_stems

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?<=\d)[.,](?=\d)\d+)*")
_SHORTEST = 5  # letters that two stems must share to be of one word
_REMEMBERED = 128  # texts, as the sentences of an answer cite the same paragraphs


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands, its lower case, and the keys of which it shares one with other forms of it.

    `alike` are keys that it shares with words of much the same meaning. `says` is False for a word that only holds
    others together.
    """

    text: str
    start: int
    end: int
    low: str
    keys: frozenset[str]
    alike: frozenset[str]
    says: bool

    @property
    def capital(self) -> bool:
        """Whether it is written as a name."""
        return self.text[0].isupper()

    @property
    def figure(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdigit()


@lru_cache(_REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text in order."""
    found = list(_WORD.finditer(text))
    lows = [folded(match[0]).replace(".", "") if match[0][-1] == "." else folded(match[0]) for match in found]
    stems = word_stems([low or "x" for low in lows]) if lows else []
    if len(stems) != len(lows):  # a sign that the stemmer takes for two words or none
        stems = lows
    return tuple(
        Token(
            match[0],
            match.start(),
            match.end(),
            low,
            _keys(low, stem),
            _synonyms().get(stem, frozenset()),
            _says(match[0], low),
        )
        for match, low, stem in zip(found, lows, stems, strict=True)
    )


def keys(found: Iterable[Token]) -> frozenset[str]:
    """Return all keys of some words."""
    return frozenset(key for token in found for key in token.keys)


def phrase(text: str, part: Sequence[Token]) -> str:
    """Return the stretch of a text from the first of some of its words to the last."""
    return text[part[0].start : part[-1].end]


def _says(written: str, low: str) -> bool:
    """Whether a word says something by itself; "US" does, and "us" does not."""
    return not is_empty(low) or (len(low) > 1 and written.isupper())


@cache
def _keys(low: str, stem: str) -> frozenset[str]:
    found = {stem}
    if len(stem) >= _SHORTEST:
        found.add(stem[:_SHORTEST] + "-")
    if country := place(low):
        found.add(f"={country}")
    return frozenset(found)


@cache
def _synonyms() -> Mapping[str, frozenset[str]]:
    """The stem of each word that has synonyms -> a key of each line that it stands in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for number, line in enumerate((files(__package__) / "synonyms.txt").read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            for stem in word_stems(line.split()):
                found[stem].add(f"~{number}")
    return {stem: frozenset(lines) for stem, lines in found.items()}
