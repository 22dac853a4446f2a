"""Tables within a paragraph: their lines mean nothing when they are run together as the lines of prose are."""

import re

from ingest.parsing.lines import Line, Range, overlapping

# Between two columns: two blanks that do not part two sentences, or more, or a tab.
_GAP = re.compile(r"(?<=\S)(?:[ ]{3,}|[ ]*\t\s*|(?<![.?!:;\"”')\]])[ ]{2})(?=\S)")
_WIDE = re.compile(r"(?<=\S)(?:[ ]{3,}|[ ]*\t\s*)(?=\S)")
_FIGURE = re.compile(r"[($€£~+-]*\d[\d.,:/-]*[%)]*|n/?a|-{1,3}|\.{2,}", re.IGNORECASE)
_INDENT = 8  # blanks from which on a line above the rows is taken for the heads of their columns


def table_lines(text: str, content: list[Line], noise: list[Range]) -> dict[int, str]:
    """Return the lines of tables by their places in `content`, each as it stands, less the indent of its table.

    A table is two lines or more, one below the other, that have columns: each has a wide gap within, or ends
    with a figure behind a gap. A line above them that has gaps or is far indented has the heads of the columns.
    Rules may stand between. A line in which `noise` was blanked out has no columns that one could trust.
    """
    found: dict[int, str] = {}
    if not _may_have_gaps(text[content[0].start : content[-1].end]):
        return found
    rows: list[int] = []
    for place, line in enumerate([*content, Line(0, 0, "blank")]):
        if line.kind == "text" and _is_row(text[line.start : line.end]) and not _is_damaged(line, noise):
            rows.append(place)
        elif rows and line.kind != "rule":
            found |= _table(text, content, rows)
            rows = []
    return found


def has_table(text: str) -> bool:
    """Tell whether a paragraph's text, in which the lines of tables are lines, has a table."""
    return "\n" in text and sum(_is_row(line) for line in text.splitlines()) > 1


def _may_have_gaps(words: str) -> bool:
    """Tell whether there is anything that might be a gap: most texts have none, and need no further look."""
    return "  " in words or "\t" in words


def _is_row(words: str) -> bool:
    if not _may_have_gaps(words):
        return False
    cells = _GAP.split(words)
    return len(cells) > 1 and (_WIDE.search(words) is not None or _FIGURE.fullmatch(cells[-1]) is not None)


def _is_damaged(line: Line, noise: list[Range]) -> bool:
    return bool(noise) and bool(overlapping(noise, line.start, line.end))


def _table(text: str, content: list[Line], rows: list[int]) -> dict[int, str]:
    figures = sum(any(map(_FIGURE.fullmatch, text[content[row].start : content[row].end].split())) for row in rows)
    if len(rows) < 2 or figures < 2:
        return {}
    above = rows[0] - 1
    if above >= 0 and content[above].kind == "text" and _indent(text, content[above]) >= _INDENT:
        rows = [above, *rows]
    common = min(_indent(text, content[row]) for row in rows)
    return {
        row: " " * (_indent(text, content[row]) - common) + text[content[row].start : content[row].end]
        for row in rows
    }


def _indent(text: str, line: Line) -> int:
    """Return how far a line is indented; the words behind a paragraph's number are not."""
    begin = text.rfind("\n", 0, line.start) + 1
    before = text[begin : line.start]
    return len(before.expandtabs()) if before.isspace() else 0
