"""Citations: the verbatim words of a cable that a sentence of an answer rests on, and where they stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answer import Citation, Passage
from ingest import Cable, Paragraph
from ingest.domain.cable import SpanKind
from ingest.domain.keys import HEADER
from ingest.domain.offsets import to_raw
from ingest.domain.pages import low_confidence, pages_of
from ingest.domain.posts import parts

if TYPE_CHECKING:
    from ingest import Library


def cite(
    number: int, cable: Cable, paragraph: Paragraph, start: int, end: int, speaker: str | None = None
) -> Citation:
    """Return the citation of `paragraph.text[start:end]`.

    Where a page line cuts the words in two, the quote is their longer part: it stands verbatim in the cable.
    """
    pieces = _unbroken(cable, paragraph, start, end)
    first, last = max(pieces, key=lambda piece: piece[1] - piece[0])
    return _citation(number, cable, paragraph, first, last, speaker)


def as_found(cable: Cable | None, passage: Passage) -> Paragraph | None:
    """Return the paragraph of a cable that a passage was found in, None unless it still reads as it did.

    Between finding and citing the cable may have been replaced, or be gone.
    """
    if cable is None or not HEADER < passage.ordinal <= len(cable.paragraphs):
        return None
    paragraph = cable.paragraphs[passage.ordinal - 1]
    return paragraph if paragraph.text == passage.text else None


def cite_header(number: int, cable: Cable, field: SpanKind) -> Citation | None:
    """Return the citation of a field of a cable's header, label and all, or None where it has no such field."""
    span = next((span for span in cable.spans if span.kind == field), None)
    return _citation(number, cable, None, span.start, span.end, None) if span else None


def cite_lines(number: int, cable: Cable, start: int, end: int) -> Citation:
    """Return the citation of `cable.raw[start:end]`, which stands in the cable's header."""
    return _citation(number, cable, None, start, end, None)


def with_pages(library: "Library", citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return citations with the pages of their files on which they stand, and whether these may be misread."""
    pages = library.pages({each.cable for each in citations}) if citations else {}
    if not pages:
        return tuple(citations)
    found = ((each, pages_of(pages.get(each.cable, ()), each.start, each.end)) for each in citations)
    return tuple(
        replace(each, pages=tuple(page.number for page in on), confidence=low_confidence(on)) for each, on in found
    )


@lru_cache(maxsize=1024)  # the sources of an answer, and the cables of an archive, are of few days
def day(date: str | None, cable: str = "") -> str:
    """Return an ISO date as it is read: "4 February 2010". Without one the id of its cable tells the year."""
    if date is None:
        return year(date, cable) or "undated"
    return f"{datetime.fromisoformat(date[:10]):%-d %B %Y}"


def year(date: str | None, cable: str) -> str | None:
    """Return the year of an ISO date, or else the one that the id of its cable tells."""
    known = parts(cable)
    return date[:4] if date else str(known.year) if known else None


def _unbroken(cable: Cable, paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of raw text, free of page lines, that hold the words of a stretch of the text."""
    first, last = to_raw(paragraph, start, end, cable.raw)
    inside = [(max(a, first), min(b, last)) for a, b in paragraph.pieces if a < last and b > first]
    joined: list[tuple[int, int]] = []
    for a, b in inside:
        if joined and not cable.raw[joined[-1][1] : a].strip():
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _citation(
    number: int, cable: Cable, paragraph: Paragraph | None, start: int, end: int, speaker: str | None
) -> Citation:
    marking = "/".join(filter(None, (paragraph.level, *paragraph.caveats))) if paragraph else cable.classification
    return Citation(
        number=number,
        cable=cable.id,
        paragraph=paragraph.number if paragraph else None,
        ordinal=paragraph.ordinal if paragraph else 0,
        quote=" ".join(cable.raw[start:end].split()),
        start=start,
        end=end,
        speaker=speaker,
        date=cable.date,
        origin=cable.origin,
        subject=cable.subject,
        marking=marking or None,
    )
