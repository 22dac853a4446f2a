"""How much is read of one cable, so that no text costs more than a large cable does.

The limits lie far above what published cables have: the longest has 300,000 characters, 77 paragraphs are many,
and so are 18 references. What goes beyond is left in the raw text, and the cable is flagged as oversized.
"""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

LONGEST_TEXT = 1 << 20  # characters that are parsed
MOST_PARAGRAPHS = 5_000
MOST_REFERENCES = 500
MOST_TAGS = 100
MOST_ADDRESSEES = 2_000
LONGEST_ENTRY = 1_000  # characters of one entry of the REF list, which stands with each telegram that it names
LONGEST_TAG = 100
LONGEST_ATTRIBUTION = 120  # seconds of a processor that finding out who speaks may take
LONGEST_FIELD = 1_000  # and of a subject or a heading, which stand with each paragraph


class Measure:
    """Cuts the parts of one cable down to the limits; `exceeded` tells whether anything had to be cut."""

    def __init__(self) -> None:
        self.exceeded = False

    def text(self, value: str, longest: int) -> str:
        """Return as much of a text as is read."""
        self.exceeded |= len(value) > longest
        return value[:longest]

    def field(self, value: str | None) -> str | None:
        """Return as much of a field as is read."""
        return None if value is None else self.text(value, LONGEST_FIELD)

    def items(self, values: Iterable[T], most: int) -> tuple[T, ...]:
        """Return as many of some values as are read; the others are not even made."""
        found = tuple(islice(values, most + 1))
        self.exceeded |= len(found) > most
        return found[:most]
