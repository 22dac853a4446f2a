"""Pages of a PDF on which words stand beside each other: tables, which stay as they are, and columns of text.

Many programs write such a page line by line, so that the lines of two columns come in turns.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

# From the left, from the bottom, in points, the words that begin there, and their size.
Shown = tuple[float, float, str, float]

LEAST = 3  # lines with words beside others, at the same distance from the left
FAR = 100  # points between where the one and where the other words begin
PROSE = 3  # words of a line of a column, while a cell of a table has fewer
GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
ENDED = re.compile(r"[.:?!)\"”]\s*\Z")


def is_side_by_side(shown: Iterable[Shown]) -> bool:
    """Tell whether several lines of a page have words far apart, each time in the same place."""
    begins: dict[int, list[float]] = {}
    for left, bottom, words, _ in shown:
        if words.strip():
            begins.setdefault(round(bottom), []).append(left)
    far = Counter(
        round(right / 5)
        for places in begins.values()
        for right in {right for left, right in pairwise(places) if right - left >= FAR}
    )
    return any(number + far[place + 1] >= LEAST for place, number in far.items())


def columns_apart(lines: Sequence[str]) -> list[str]:
    """Return the lines of a page, as they stand there, with each column behind the one to its left."""
    starts = Counter(gap.end() for line in lines for gap in GAP.finditer(line))
    if not starts or (often := starts.most_common(1)[0])[1] < LEAST:
        return list(lines)
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, None]:
        if line is not None and (not line.strip() or not line[: often[0]].strip() or _ends_before(line, often[0])):
            block.append(line)
            continue
        found += _parted(block, often[0])
        block = []
        if line is not None:
            found.append(line)
    return found


def _ends_before(line: str, column: int) -> bool:
    """Tell whether a line has nothing, or a gap, just before a column."""
    return len(line) < column or not line[column - 2 : column].strip()


def _parted(block: Sequence[str], column: int) -> list[str]:
    """Return a block of lines that have a gap before a column as two columns, if these are text."""
    both = [line for line in block if line[:column].strip() and line[column:].strip()]
    sides = [
        [part.split() for part in parts]
        for parts in zip(*((line[:column], line[column:]) for line in both), strict=True)
    ]
    if len(both) < LEAST or any(median(map(len, side)) < PROSE for side in sides):
        return list(block)
    first = next(place for place, line in enumerate(block) if line in both)
    last = max(place for place, line in enumerate(block) if line[column:].strip()) + 1
    # What stands above the first line of both is as wide as the page.
    above, block, below = list(block[:first]), block[first:last], list(block[last:])
    left = [line[:column].rstrip() for line in block]
    right = [line[column:].rstrip() for line in block]
    while left and not left[-1]:
        left.pop()
    return [*above, *left, *([""] if left and ENDED.search(left[-1]) else []), *right, *below]
