"""The post to whose cables a question limits itself: "in the Riyadh cables", "from Tel Aviv's cables"."""

import re
from dataclasses import dataclass, replace

from ingest.domain.filters import Filters
from ingest.domain.posts import post

_WORD = r"(?!(?:by|for|from|in|of|the)\b)[^\W\d_][\w.'’-]*+"
_PLACE = rf"{_WORD}(?: {_WORD}){{0,2}}"
_CABLES = r"(?:cables?|telegrams?|messages?|reports?)"
_IN_CABLES = re.compile(
    r"\b(?:in|from|by|according to|within) (?:the )?"
    rf"(?:{_CABLES} (?:from|of|sent by) (?:the )?(?P<after>{_PLACE})|(?P<before>{_PLACE}) (?:{_CABLES}|reporting))"
    r"\b,?",
    re.IGNORECASE,
)


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
    for match in _IN_CABLES.finditer(text):
        name = re.sub(r"['’]s?$", "", match["after"] or match["before"])
        origin = post(name)
        if origin and f"cables from {origin}" not in without:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return Limited(re.sub(r" (?=[?.!,;]+\Z)", "", " ".join(rest.split())), origin)
    return Limited(text)
