"""The post to whose cables a question limits itself: "in the Riyadh cables", "from Tel Aviv's cables"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.question.posts_in_text import post_before, posts_at
from ingest.domain.filters import Filters

_CABLES = r"(?:cables?|telegrams?|messages?|reports?)"
_IN = r"\b(?:in|from|by|according to|within) (?:the )?"
_CABLES_FROM = re.compile(rf"{_IN}{_CABLES} (?:from|of|sent by) (?:the )?(?=\w)", re.IGNORECASE)
_ITS_CABLES = re.compile(rf"(?:['’]s?)? (?:{_CABLES}|reporting)\b", re.IGNORECASE)
_LEAD = re.compile(rf"{_IN}\Z", re.IGNORECASE)
_REACH = 24  # characters in which what leads to a post stands before it


@dataclass(frozen=True, slots=True)
class Limited:
    """A question without the words that limit it to the cables of a post; None where it names no post."""

    text: str
    origin: str | None = None

    def within(self, where: Filters) -> Filters:
        """Return filters that keep to the post, too; a post that the reader has set stays."""
        return where if self.origin is None or where.origin else replace(where, origin=self.origin)

    @property
    def understood(self) -> tuple[str, ...]:
        """What the reader is told of it."""
        return (f"cables from {self.origin}",) if self.origin else ()


def limited(text: str, without: tuple[str, ...] = ()) -> Limited:
    """Return a question taken apart from the post that it names, unless the reader took that away."""
    for origin, start, end in _posts(text):
        if f"cables from {origin}" not in without:
            rest = f"{text[:start]} {text[end:].removeprefix(',')}"
            return Limited(re.sub(r" (?=[?.!,;]+\Z)", "", " ".join(rest.split())), origin)
    return Limited(text)


def _posts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each post to whose cables a text limits itself, and where the words for that begin and end."""
    for lead in _CABLES_FROM.finditer(text):
        names, end = posts_at(text, lead.end())
        if len(names) == 1:
            yield names[0], lead.start(), end
    for cables in _ITS_CABLES.finditer(text):
        if found := post_before(text, cables.start()):
            origin, start = found
            if before := _LEAD.search(text, max(0, start - _REACH), start):
                yield origin, before.start(), cables.end()
