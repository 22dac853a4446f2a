"""The words that Tesseract found on a page, with their places, as the text of the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

COLUMNS = 12  # level, page, block, paragraph, line, word, left, top, width, height, confidence, text
WIDE_GAP = 2.5  # characters, from which a gap between words is one between columns
INDENTED = 3  # characters, from which a line begins further right than others; less is the tilt of the page
WIDEST = 60  # characters, of a gap
PARTED = 1.6  # times the usual distance of lines, from which a blank line lies between two


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[str, ...]
    left: int
    bottom: int
    width: int
    confidence: float
    text: str

    @property
    def right(self) -> int:
        return self.left + self.width


def page_text(table: str) -> tuple[str, float]:
    """Return the text of a page and how sure Tesseract is of it, from 0 to 1, after its table of words (TSV)."""
    words = list(_words(table))
    letters = sum(len(word.text) for word in words)
    if not letters:
        return "", 0.0
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    return "\n".join(_laid_out(words)), round(confidence, 3)


def _words(table: str) -> Iterator[_Word]:
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != COLUMNS or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        yield _Word(tuple(cells[2:5]), left, top + height, width, confidence, cells[11].strip())


def _laid_out(words: Sequence[_Word]) -> Iterator[str]:
    lines = [sorted(line, key=lambda word: word.left) for _, line in groupby(words, lambda word: word.line)]
    character = median(word.width / len(word.text) for word in words) or 1.0
    margin = min(line[0].left for line in lines)
    steps = [after[0].bottom - before[0].bottom for before, after in pairwise(lines)]
    usual = median(below) if (below := [step for step in steps if step > 0]) else 0
    for line, step in zip(lines, [0, *steps], strict=True):
        if usual and step > PARTED * usual:
            yield ""
        indent = round((line[0].left - margin) / character)
        text = " " * min(indent, WIDEST) * (indent >= INDENTED) + line[0].text
        for before, word in pairwise(line):
            gap = (word.left - before.right) / character
            text += " " * (min(round(gap), WIDEST) if gap >= WIDE_GAP else 1) + word.text
        yield text
