"""From places in a paragraph's text to places in the cable's raw text, and back.

A paragraph's text is unwrapped and freed of page lines, so that its white space is not the cable's. Its words
are: the n-th character that is not blank is the same on both sides, and all counting here is of those.
"""

from collections.abc import Iterable
from itertools import islice

from ingest.domain.cable import Paragraph


def to_raw(paragraph: Paragraph, start: int, end: int, raw: str) -> tuple[int, int]:
    """Return where the words of `paragraph.text[start:end]` stand in `raw`.

    The result begins and ends at a word; between its words there may be line breaks and page lines. Raises
    ValueError where the stretch holds no word, or where `raw` is not the cable that the paragraph is from.
    """
    begin, end = max(start, 0), min(end, len(paragraph.text))
    before = _count(paragraph.text[:begin])
    within = _count(paragraph.text[begin:end])
    return _stretch(_inked(raw, paragraph.pieces), before, before + within)


def to_text(paragraph: Paragraph, start: int, end: int, raw: str) -> tuple[int, int]:
    """Return where the words of `raw[start:end]` stand in `paragraph.text`.

    Words outside the paragraph are left out. Raises ValueError where no word of the paragraph is left.
    """
    before = within = 0
    for place in _inked(raw, paragraph.pieces):
        before += place < start
        within += start <= place < end
    return _stretch(_inked(paragraph.text, [(0, len(paragraph.text))]), before, before + within)


def _inked(text: str, pieces: Iterable[tuple[int, int]]) -> Iterable[int]:
    """Yield the places of the characters in `pieces` that are not blank."""
    return (
        place for start, end in pieces for place in range(start, min(end, len(text))) if not text[place].isspace()
    )


def _count(text: str) -> int:
    return len("".join(text.split()))


def _stretch(places: Iterable[int], first: int, last: int) -> tuple[int, int]:
    """Return the stretch from the place counted `first` to just behind the one before `last`."""
    chosen = list(islice(places, first, last))
    if not chosen or len(chosen) < last - first:
        raise ValueError("these words are not in the paragraph")
    return chosen[0], chosen[-1] + 1
