"""The paragraphs of a page of a PDF: told by the gaps between its lines and by how far these are indented."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.forms.pdf_columns import Shown

WIDER = 1.2  # times the distance of lines, from which on a gap parts paragraphs
LETTER = 6.0  # points: the width of a letter, near enough for an indent
LEAST = 8.0  # points by which a line is indented that is not merely uneven
MOST_BLANKS = 60
_NOWHERE: tuple[float, float | None, float] = (0.0, None, 0.0)
SHARE = 0.25  # of the distances between lines, as small as the smallest: those within paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    left: float
    bottom: float | None  # None where nothing is shown on it
    size: float


def with_paragraphs(shown: Sequence[Shown]) -> str:
    """Return the text of a page, given by its pieces, with a blank line at each gap and with its indents."""
    lines = _lines(shown)
    written = [line for line in lines if line.bottom is not None and line.words.strip()]
    if len(written) < 2:
        return "\n".join(line.words for line in lines)
    falls = sorted(fall for fall in map(_fall, written, written[1:]) if fall > 0)
    usual = falls[int(len(falls) * SHARE)] if falls else 0.0
    size = sorted(line.size for line in written)[len(written) // 2] or 1.0
    margin = min(line.left for line in written)
    found: list[str] = []
    before: _Line | None = None
    for line in written:
        if before and usual:
            larger = max(1.0, min(before.size, line.size) / size)  # the lines of a headline are further apart
            if _fall(before, line) > WIDER * usual * larger:
                found.append("")
        inset = line.left - margin
        blanks = min(int(inset / LETTER), MOST_BLANKS) if inset >= LEAST else 0
        found.append(" " * blanks + line.words.strip())
        before = line
    return "\n".join(found)


def _fall(above: _Line, below: _Line) -> float:
    return (above.bottom or 0.0) - (below.bottom or 0.0)


def _lines(shown: Sequence[Shown]) -> list[_Line]:
    """Join pieces to lines; each is where its first words are."""
    found: list[_Line] = []
    words, place = "", _NOWHERE
    for left, bottom, piece, size in shown:
        for number, part in enumerate(piece.split("\n")):
            if number:
                found.append(_Line(words, *place))
                words, place = "", _NOWHERE
            if part.strip() and place is _NOWHERE:
                place = (left, bottom, size)
            words += part
    return [*found, _Line(words, *place)]
