"""The pages of a file, as places in its text: what a citation of a memorandum or a scan names beside the words."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a file: `number` counts from 1, `start` is where it begins in the text.

    `confidence` is how sure optical character recognition was of its words, from 0 to 1; None where the text was
    in the file.
    """

    number: int
    start: int
    confidence: float | None = None


# Below it, that OCR read a page is told wherever its words are cited.
SURE = 0.85


def pages_of(pages: Sequence[Page], start: int, end: int) -> tuple[Page, ...]:
    """Return the pages on which `text[start:end]` stands, which has at least one character; none if none is known.

    `pages` are in the order of their starts.
    """
    starts = [page.start for page in pages]
    first, after = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1))
    return tuple(pages[max(first, 0) : after])


def low_confidence(pages: Sequence[Page]) -> float | None:
    """Return how sure OCR was of the worst of these pages, None where its words can be relied on."""
    least = min((page.confidence for page in pages if page.confidence is not None), default=1.0)
    return least if least < SURE else None


def page_words(numbers: Sequence[int]) -> str:
    """Return pages as they are cited: "p. 3", "pp. 3–4"; "" for none."""
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    return f"p. {first}" if first == last else f"pp. {first}–{last}"


def misread_words(confidence: float | None) -> str:
    """Return what is told beside words that OCR was not sure of; "" where it was, or did not read them."""
    return "" if confidence is None else f"read by OCR with confidence {confidence:.2f}"


def pages_within(pages: Sequence[Page], start: int, end: int) -> tuple[Page, ...]:
    """Return the pages of `text[start:end]`, as places in that part alone."""
    return tuple(replace(page, start=max(page.start - start, 0)) for page in pages_of(pages, start, end))
