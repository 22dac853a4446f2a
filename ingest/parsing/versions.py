"""Several texts of one telegram: what one of them has and another hides, paragraph by paragraph."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.domain.cable import Cable
from ingest.language.letters import folded
from ingest.parsing.releases import BRACKETED_CODES

Kind = Literal["hidden here", "hidden there", "only here", "only there", "different"]

REDACTED = re.compile(rf"[Xx]{{4,}}|\[[^\]\n]{{0,30}}(?i:redacted|removed)[^\]\n]{{0,30}}\]|{BRACKETED_CODES}")
_UNWRITTEN = re.compile(r"[\W_]+")
_Label = tuple[int | None, int]  # a paragraph's number, and how many of that number stand before it


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that two texts of a cable do not have alike.

    `here` and `there` are its words in the one and in the other text, None where it is not in it.
    """

    number: int | None
    kind: Kind
    here: str | None
    there: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """Another text of a cable than the one that answers: its place, and what is different in it."""

    place: str
    differences: tuple[Difference, ...]

    @property
    def in_short(self) -> str:
        """What is different, in one line: "it redacts words of ¶2, ¶5; it lacks ¶7"."""
        return "; ".join(
            words.format(_listed(names))
            for kind, words in _WORDS.items()
            if (names := [_name(each) for each in self.differences if each.kind == kind])
        )


_WORDS: dict[Kind, str] = {
    "hidden here": "it shows words of {} that are redacted in the other",
    "hidden there": "it redacts words of {}",
    "only there": "it alone has {}",
    "only here": "it lacks {}",
    "different": "it has other words in {}",
}
_MOST_NAMES = 8


def bare(text: str) -> str:
    """Return the letters and figures of a text, in small letters without accents."""
    return _UNWRITTEN.sub("", folded(text))


def known_words(cable: Cable) -> int:
    """Return how many characters of its paragraphs a text shows: what is redacted does not count."""
    texts = [paragraph.text for paragraph in cable.paragraphs]
    return sum(map(len, texts)) - sum(len(found[0]) for text in texts for found in REDACTED.finditer(text))


def differences(here: Cable, there: Cable) -> tuple[Difference, ...]:
    """Return what two texts of a cable do not have alike, in order; line ends and signs make no difference.

    A paragraph that both have is none either, under whichever number.
    """
    mine, theirs = ([(each.number, each.text) for each in cable.paragraphs] for cable in (here, there))
    alike = Counter(bare(text) for _, text in mine) & Counter(bare(text) for _, text in theirs)
    own, other = dict(_labelled(mine, alike.copy())), dict(_labelled(theirs, alike))
    labels = [*own, *(label for label in other if label not in own)]
    found = (_difference(label[0], own.get(label), other.get(label)) for label in labels)
    return tuple(sorted(found, key=lambda each: (each.number is None, each.number or 0)))


def _labelled(paragraphs: Iterable[tuple[int | None, str]], alike: Counter[str]) -> Iterator[tuple[_Label, str]]:
    """Yield the paragraphs that are not alike with their labels."""
    met = Counter[int | None]()
    for number, text in paragraphs:
        if alike[words := bare(text)]:
            alike[words] -= 1
        else:
            yield (number, met[number]), text
            met[number] += 1


def _difference(number: int | None, here: str | None, there: str | None) -> Difference:
    if here is None or there is None:
        return Difference(number, "only there" if here is None else "only here", here, there)
    hidden_here, hidden_there = (len(REDACTED.findall(text)) for text in (here, there))
    kind: Kind = "different"
    if hidden_here != hidden_there:
        kind = "hidden here" if hidden_here > hidden_there else "hidden there"
    return Difference(number, kind, here, there)


def _name(difference: Difference) -> str:
    return f"¶{difference.number}" if difference.number is not None else "a paragraph without a number"


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    return ", ".join(names[:_MOST_NAMES]) + (" ..." if len(names) > _MOST_NAMES else "")
