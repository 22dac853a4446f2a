"""A text of several pages, which stay known as places in it while the text changes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ingest.domain.pages import Page

# What ends a sentence at the end of a page, so that the next page may begin a paragraph.
_ENDS = frozenset('.:?!)"”')


@dataclass(frozen=True, slots=True)
class PagedText:
    """A text and its pages, in order; the place of a page is where its first line begins."""

    text: str
    pages: tuple[Page, ...] = ()

    def replaced(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "PagedText":
        """Return the text with something else for each match; a page that begins in a match begins after it."""
        pieces: list[str] = []
        pages: list[Page] = []
        position = length = 0
        for match in pattern.finditer(self.text):
            while len(pages) < len(self.pages) and self.pages[len(pages)].start <= match.start():
                pages.append(_moved(self.pages[len(pages)], length - position))
            new = by(match)
            pieces += (self.text[position : match.start()], new)
            length += match.start() - position + len(new)
            position = match.end()
            while len(pages) < len(self.pages) and self.pages[len(pages)].start < position:
                pages.append(replace(self.pages[len(pages)], start=length))
        pages += (_moved(page, length - position) for page in self.pages[len(pages) :])
        return PagedText("".join([*pieces, self.text[position:]]), tuple(pages))


def joined(pages: Iterable[tuple[Page, list[str]]]) -> PagedText:
    """Join the lines of pages so that a sentence runs on over a page break; a page without lines is left out.

    Where each page starts is worked out here.
    """
    pieces: list[str] = []
    found: list[Page] = []
    length, ended = 0, False
    for page, lines in pages:
        if not (text := "\n".join(lines).strip("\n")):
            continue
        if pieces:
            pieces.append("\n\n" if ended else "\n")
            length += len(pieces[-1])
        found.append(replace(page, start=length))
        pieces.append(text)
        length += len(text)
        ended = text.rstrip(" \t")[-1:] in _ENDS
    return PagedText("".join(pieces), tuple(found))


def _moved(page: Page, by: int) -> Page:
    return replace(page, start=page.start + by)
