"""Where a paragraph refers to another cable: "see reftel", "ref B", "STATE 09124"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.domain.cable import Cable
from ingest.domain.posts import CableId, parts
from ingest.parsing.reference_list import likely_year, telegrams

# "reftel", "reftels", "ref A", "refs A and B", "reftel (B)", "Refs A-C"
_ONE = r"(?:\([A-Z]\)|[A-Z]\b)"
_REFTEL = re.compile(
    rf"\b(?P<word>[Rr]eftels?|REFTELS?|[Rr]efs?\.?|REFS?)\b"
    rf"(?P<letters>\s*{_ONE}(?:\s*(?:,|and|AND|&|-|through)\s*{_ONE})*)?"
)
# Only a post in capitals is one: "in Paris 2007" names a year.
_NAMED = re.compile(r"\b(?:(?:19|20)?\d\d )?[A-Z]{2,}(?: [A-Z]{2,}){0,3} \d{2,7}\b(?![/.]\d)")
# A paragraph without any of these names no telegram: it spares most of them the slower patterns.
_REF_WORDS = ("ref", "Ref", "REF")
_CAPITALS_AND_NUMBER = re.compile(r"[A-Z] \d\d")
_LETTER = re.compile(r"\b[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a paragraph that refer to cables; `start` and `end` are offsets in the paragraph's text."""

    ordinal: int
    start: int
    end: int
    targets: tuple[str, ...]


def links(cable: Cable) -> Iterator[Link]:
    """Yield the references in the paragraphs of a cable, in order, each with the ids that it resolves to."""
    own = parts(cable.id)
    for paragraph in cable.paragraphs:
        found = [*_by_letter(cable, paragraph.text), *_by_name(own, paragraph.text)]
        for start, end, targets in sorted(found):
            if targets:
                yield Link(paragraph.ordinal, start, end, targets)


def targets(cable: Cable) -> tuple[str, ...]:
    """Return the ids of all cables that a cable refers to, in its REF list or in its text."""
    listed = [reference.id for reference in cable.references if reference.id]
    named = [id for targets in dict.fromkeys(link.targets for link in links(cable)) for id in targets]
    return tuple(id for id in dict.fromkeys([*listed, *named]) if id != cable.id)


def _by_letter(cable: Cable, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    if not any(word in text for word in _REF_WORDS):
        return
    meant: dict[frozenset[str], tuple[str, ...]] = {}  # by letters: a text may say the same ten thousand times
    for match in _REFTEL.finditer(text):
        letters = _spread(match["letters"] or "")
        if not letters and not match["word"].casefold().startswith("reftel"):
            continue
        if letters not in meant:
            meant[letters] = tuple(
                reference.id
                for reference in cable.references
                if reference.id and (not letters or reference.letter in letters)
            )
        yield match.start(), match.end(), meant[letters]


def _spread(letters: str) -> frozenset[str]:
    """Return the letters named: of "A-C" all three, of " a man" none."""
    named = _LETTER.findall(letters)
    if len(named) == 2 and re.search(r"-|through", letters):
        return frozenset(chr(code) for code in range(ord(named[0]), ord(named[1]) + 1))
    return frozenset(named)


def _by_name(own: CableId | None, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield telegrams named in full; in a text all in capitals, names cannot be distinguished from other words."""
    if own is None or not _CAPITALS_AND_NUMBER.search(text) or text.isupper():
        return
    for match in _NAMED.finditer(text):
        ids = tuple(
            str(CableId(year, post, number))
            for written, post, number in telegrams(match.group())
            if (year := written or likely_year(own, post, number))
        )
        yield match.start(), match.end(), ids
