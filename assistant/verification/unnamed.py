"""Names of a sentence that its sources do not have, and do not have in other words either."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.verification.names import Name, names, stand
from ingest.attribution.letter_case import is_common
from ingest.domain.countries import place
from ingest.language.lexicon import lexicon

_RUN = re.compile(
    r"(?<![\w’'.-])[^\W\d_a-z][\w’'.-]*+(?: (?:(?:of|the|and|for|de|bin|al) )?[^\W\d_a-z][\w’'.-]*+)+"
)
_WORD = re.compile(r"[^\W\d_a-z][\w’'-]*+")
_LONGEST = 8  # words of a name that an abbreviation may stand for
_SHORTEST = 3  # letters of such an abbreviation
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_CALLED = re.compile(r"\b([A-Z][a-z’'-]{1,30}) (?=([A-Z][\w’'-]*))")
_NO_GIVEN_NAMES = (
    lexicon("offices") | lexicon("portfolios") | lexicon("holders") | lexicon("bodies") | lexicon("openings")
)


def unnamed(claim: str, texts: Sequence[str]) -> list[Name]:
    """Return the names of a sentence that no text has.

    What is no name: a common word with which the sentence opens; the words for which a text has the abbreviation;
    the given name of somebody whom the texts call by surname, and by no other given name.
    """
    standing = stand(names(claim), texts)
    missing = [name for name, stands in standing.items() if not stands]
    if not missing:
        return []
    there = {name.text for name, stands in standing.items() if stands}
    spelt = _Spelt(
        frozenset(short for text in texts for short in _ABBREVIATION.findall(text)),
        frozenset(there),
        _called(texts),
    )
    excused = {word for run in _RUN.finditer(claim) for word in spelt.told(run[0])}
    return [
        name for name in missing if name.text not in excused and not (name.opens and is_common(name.text.lower()))
    ]


@dataclass(frozen=True, slots=True)
class _Spelt:
    """The abbreviations of some texts, the names of a sentence in them, and their given names by surname."""

    short: frozenset[str]
    there: frozenset[str]
    given: Mapping[str, set[str]]

    def told(self, run: str) -> Iterator[str]:
        """Yield the words of a name of several words that need not stand in the texts."""
        words = _WORD.findall(run)[:_LONGEST]
        for first in range(len(words)):
            for last in range(first + _SHORTEST, len(words) + 1):
                if "".join(word[0] for word in words[first:last]) in self.short:
                    yield from words[first:last]
        surname = words[-1]
        if surname in self.there and place(surname) is None and surname.lower() not in _NO_GIVEN_NAMES:
            called = self.given.get(surname, set())
            for word in words[:-1]:
                if _is_given(word) and called <= {word}:
                    yield word


def _called(texts: Sequence[str]) -> Mapping[str, set[str]]:
    """Return the given names that texts have before each surname."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for match in _CALLED.finditer(text):
            if _is_given(match[1]):
                found[match[2]].add(match[1])
    return found


def _is_given(word: str) -> bool:
    """Whether a word may be somebody's given name: it is no office, no country and no common word."""
    return word.lower() not in _NO_GIVEN_NAMES and place(word) is None and not is_common(word.lower())
