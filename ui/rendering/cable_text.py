"""Words of a cable as templates show them: cited ones, links to other cables, and what was taken out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from ingest.parsing.inline_references import Link
from ingest.parsing.releases import BRACKETED_CODES
from ui.rendering.addresses import Place
from ui.rendering.explained_terms import TermPlace

REDACTED = re.compile(rf"([Xx]{{4,}}|\[(?i:redacted|name removed)\]|{BRACKETED_CODES})")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a cable: in `pieces` each stretch of text, and the redaction that follows it.

    They may be a link, or a term that is explained. `noted` is the colour in which a note highlights them, `notes`
    are the ids of those that begin with them.
    """

    pieces: Sequence[tuple[str, str]]
    href: str | None = None
    term: TermPlace | None = None
    noted: str = ""
    notes: Sequence[str] = ()

    @property
    def text(self) -> str | None:
        """The words where they are no more than that; None where there is something about them."""
        is_plain = self.href is None and self.term is None and not self.noted
        return self.pieces[0][0] if is_plain and len(self.pieces) == 1 and not self.pieces[0][1] else None


@dataclass(frozen=True, slots=True)
class NotedStretch:
    """The words of a text that a note is on, and its colour."""

    id: str
    start: int
    end: int
    colour: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the words that are cited in it, None where none are."""

    before: Sequence[Words]
    cited: Sequence[Words] | None = None
    after: Sequence[Words] = ()


def in_window(cable_id: str) -> str:
    """Return the link to a cable within the chat window."""
    return Place(cable_id).href


def marked(
    text: str,
    cited: tuple[int, int] | None,
    referring: Sequence[Link] = (),
    address: Callable[[str], str] = in_window,
    explained: Sequence[TermPlace] = (),
    noted: Sequence[NotedStretch] = (),
) -> Text:
    """Return a text with the words that are cited in it, and those that notes are on.

    `address` makes links of what refers to other cables. `explained`: where terms stand in it; a link is no term
    besides.
    """
    parts = _parts(text, cited or (0, 0), [*referring, *explained], noted)
    colours = _colours([start for start, _, _ in parts], noted)
    begun: dict[int, list[str]] = {}
    for each in noted:
        begun.setdefault(each.start, []).append(each.id)
    shown = []
    for (start, end, place), colour in zip(parts, colours, strict=True):
        found = _special(text[start:end], place, address) if place else words(text[start:end])
        shown.append(replace(found, noted=colour, notes=begun.get(start, ())) if colour else found)
    if cited is None:
        return Text(shown)
    before, behind = (bisect_left([start for start, _, _ in parts], edge) for edge in cited)
    return Text(shown[:before], shown[before:behind], shown[behind:])


def _parts(
    text: str, cited: tuple[int, int], special: Sequence[Link | TermPlace], noted: Sequence[NotedStretch]
) -> list[tuple[int, int, Link | TermPlace | None]]:
    """Return the parts of a text, each with the link or the term that it is, cut where words are cited or noted.

    Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words that are
    cut in two are neither.
    """
    edges = sorted({0, len(text), *cited, *(edge for each in noted for edge in (each.start, each.end))})
    whole: dict[int, Link | TermPlace] = {}
    after = 0
    for each in sorted(special, key=lambda each: (each.start, isinstance(each, TermPlace))):
        if each.start >= after and bisect_right(edges, each.start) == bisect_left(edges, each.end):
            whole[each.start] = each
            after = each.end
    starts = sorted({*edges, *whole, *(each.end for each in whole.values())})
    return [(start, end, whole.get(start)) for start, end in pairwise(starts)]


def _colours(starts: Sequence[int], noted: Sequence[NotedStretch]) -> Iterator[str]:
    """Yield in which colour the part that begins at each place is shown: that of the last note begun."""
    to_come = sorted(noted, key=lambda each: each.start, reverse=True)
    open_ones: list[NotedStretch] = []
    for start in starts:
        while to_come and to_come[-1].start <= start:
            open_ones.append(to_come.pop())
        while open_ones and open_ones[-1].end <= start:
            open_ones.pop()
        yield open_ones[-1].colour if open_ones else ""


def _special(text: str, place: Link | TermPlace, address: Callable[[str], str]) -> Words:
    if isinstance(place, Link):
        return words(text, address(place.targets[0]))
    return Words([(text, "")], None, place)


def words(text: str, href: str | None = None) -> Words:
    """Return words, and a link if they are one, in which what was taken out of them can be made visible."""
    if "[" not in text and "xxxx" not in text.lower():
        return plain(text) if href is None else Words([(text, "")], href)  # most are: it spares them the pattern
    parts = REDACTED.split(text)
    return Words(list(zip_longest(parts[::2], parts[1::2], fillvalue="")), href)


def plain(text: str) -> Words:
    """Return words from which nothing was taken out."""
    return Words([(text, "")])


def is_shown(words: Words) -> bool:
    """Return whether there is anything to show."""
    return words.href is not None or any(map(any, words.pieces))
