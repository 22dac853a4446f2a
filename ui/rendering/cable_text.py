"""Words of a cable as templates show them: cited ones, links to other cables, and what was taken out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.parsing.inline_references import Link
from ingest.parsing.releases import BRACKETED_CODES
from ui.rendering.addresses import Place

REDACTED = re.compile(rf"([Xx]{{4,}}|\[(?i:redacted|name removed)\]|{BRACKETED_CODES})")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a cable that may be a link: in `pieces` each stretch of text, and the redaction that follows it."""

    pieces: Sequence[tuple[str, str]]
    href: str | None = None


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
) -> Text:
    """Return a text with the words that are cited in it; `address` makes links of what refers to other cables."""

    def linked(start: int, end: int) -> list[Words]:
        # Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words
        # that the mark cuts in two are left as they are.
        found = []
        for link in referring:
            if start <= link.start and link.end <= end:
                found.append(words(text[start : link.start]))
                found.append(words(text[link.start : link.end], address(link.targets[0])))
                start = link.end
        return [*found, words(text[start:end])]

    if cited is None:
        return Text(linked(0, len(text)))
    start, end = cited
    return Text(linked(0, start), linked(start, end), linked(end, len(text)))


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
