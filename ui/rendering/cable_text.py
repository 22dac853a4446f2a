"""Words of a cable as templates show them: cited ones, links to other cables, and what was taken out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from ingest.parsing.inline_references import Link
from ingest.parsing.releases import BRACKETED_CODES
from ui.rendering.addresses import Place

REDACTED = re.compile(rf"([Xx]{{4,}}|\[(?i:redacted|name removed)\]|{BRACKETED_CODES})")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a cable that may be a link: in `pieces` each stretch of text, and the redaction that follows it.

    `noted` is the colour in which a note highlights them, `notes` are the ids of those that begin with them.
    """

    pieces: Sequence[tuple[str, str]]
    href: str | None = None
    noted: str = ""
    notes: Sequence[str] = ()


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
    noted: Sequence[NotedStretch] = (),
) -> Text:
    """Return a text with the words that are cited in it, and those that notes are on.

    `address` makes links of what refers to other cables.
    """
    parts = _parts(text, cited or (0, 0), referring, noted)
    colours = _colours([start for start, _, _ in parts], noted)
    begun: dict[int, list[str]] = {}
    for each in noted:
        begun.setdefault(each.start, []).append(each.id)
    shown = [
        replace(
            words(text[start:end], address(link.targets[0]) if link else None),
            noted=colour,
            notes=begun.get(start, ()),
        )
        for (start, end, link), colour in zip(parts, colours, strict=True)
    ]
    if cited is None:
        return Text(shown)
    before, behind = (bisect_left([start for start, _, _ in parts], edge) for edge in cited)
    return Text(shown[:before], shown[before:behind], shown[behind:])


def _parts(
    text: str, cited: tuple[int, int], referring: Sequence[Link], noted: Sequence[NotedStretch]
) -> list[tuple[int, int, Link | None]]:
    """Return the parts of a text, each with the link that it is, cut where something is cited or noted.

    Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words that are
    cut in two are no link.
    """
    edges = sorted({0, len(text), *cited, *(edge for each in noted for edge in (each.start, each.end))})
    links = {
        each.start: each for each in referring if bisect_right(edges, each.start) == bisect_left(edges, each.end)
    }
    starts = sorted({*edges, *links, *(each.end for each in links.values())})
    return [(start, end, links.get(start)) for start, end in pairwise(starts)]


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


def words(text: str, href: str | None = None) -> Words:
    """Return words, and a link if they are one, in which what was taken out of them can be made visible."""
    parts = REDACTED.split(text)
    return Words(list(zip_longest(parts[::2], parts[1::2], fillvalue="")), href)


def plain(text: str) -> Words:
    """Return words from which nothing was taken out."""
    return Words([(text, "")])


def is_shown(words: Words) -> bool:
    """Return whether there is anything to show."""
    return words.href is not None or any(map(any, words.pieces))
