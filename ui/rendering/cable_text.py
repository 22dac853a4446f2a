"""Words of a cable as templates show them: cited ones, links to other cables, and what was taken out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.parsing.inline_references import Link
from ingest.parsing.releases import BRACKETED_CODES
from ui.rendering.addresses import Place
from ui.rendering.explained_terms import TermPlace

REDACTED = re.compile(rf"([Xx]{{4,}}|\[(?i:redacted|name removed)\]|{BRACKETED_CODES})")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a cable: in `pieces` each stretch of text, and the redaction that follows it.

    They may be a link, or a term that is explained.
    """

    pieces: Sequence[tuple[str, str]]
    href: str | None = None
    term: TermPlace | None = None

    @property
    def text(self) -> str | None:
        """The words where they are no more than that; None where there is something about them."""
        if self.href is not None or self.term is not None or len(self.pieces) != 1 or self.pieces[0][1]:
            return None
        return self.pieces[0][0]


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
) -> Text:
    """Return a text with the words that are cited in it; `address` makes links of what refers to other cables.

    `explained`: where terms stand in it; a link is no term besides.
    """
    special: list[Link | TermPlace] = [*referring, *explained]
    special.sort(key=lambda each: (each.start, isinstance(each, TermPlace)))

    def linked(start: int, end: int) -> list[Words]:
        # Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words
        # that the mark cuts in two are left as they are.
        found = []
        for each in special:
            if start <= each.start and each.end <= end:
                if start < each.start:
                    found.append(words(text[start : each.start]))
                found.append(_special(text[each.start : each.end], each, address))
                start = each.end
        return [*found, words(text[start:end])]

    if cited is None:
        return Text(linked(0, len(text)))
    start, end = cited
    return Text(linked(0, start), linked(start, end), linked(end, len(text)))


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
