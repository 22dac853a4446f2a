"""Excel workbooks (.xlsx): each sheet a table of cables, read row by row by openpyxl.

openpyxl is pure Python, MIT, and takes its XML from defusedxml. calamine is faster, but holds a sheet as a whole,
and one cell in the last corner makes it ask for more memory than there is, which ends the process.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from ingest.domain.documents import Document, Failure
from ingest.sources.forms.csv_table import cables_of_rows
from ingest.sources.limits import LARGEST_CELL, LARGEST_COPY, LARGEST_FILE, LARGEST_STYLES, MOST_CELLS
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied
from ingest.sources.zipped_document import ZippedDocument, zipped_document

LARGEST = {"xl/worksheets/": LARGEST_COPY, "xl/sharedStrings": 2 * LARGEST_FILE}  # bytes of such a part
CUT = f"has a cell of {LARGEST_CELL:,} characters, the most that Excel keeps: the end of its text is lost"


def read_workbook(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of each sheet; `Unreadable` where a workbook is damaged or has no table of cables."""
    from openpyxl import load_workbook

    with zipped_document(source, "an Excel workbook") as document:
        _measure(document)
        book = load_workbook(document.file, read_only=True, data_only=True, keep_links=False)
        found, reasons, cells = False, list[str](), MOST_CELLS
        for sheet in book.worksheets:
            rows = _Rows(sheet, cells)
            try:
                for item in cables_of_rows(rows, replace(source, place=f"{source.place}, sheet {sheet.title}")):
                    found = True
                    yield item
                    if isinstance(item, Document) and rows.is_cut:
                        yield Failure(item.place, CUT)
            except Unreadable as error:
                reasons.append(str(error))
            cells = rows.cells
        if not found:
            raise Unreadable(reasons[0] if reasons else "has no rows")


def _measure(document: ZippedDocument) -> None:
    """Refuse a workbook of which a part would fill the memory: only its cells are read bit by bit."""
    for name in document.names:
        if name.endswith((".xml", ".rels")):
            document.check(
                name, next((most for part, most in LARGEST.items() if name.startswith(part)), LARGEST_STYLES)
            )


class _Rows(Iterator[list[str]]):
    """The rows of a sheet that are not empty; `is_cut` tells whether Excel kept only a part of the last one."""

    def __init__(self, sheet: Any, cells: int) -> None:
        sheet.reset_dimensions()  # which programs write as they please
        self._rows = sheet.iter_rows(values_only=True)
        self.cells = cells
        self.is_cut = False

    def __next__(self) -> list[str]:
        for row in self._rows:
            self.cells -= len(row) or 1
            if self.cells < 0:
                raise Unreadable(f"has more than {MOST_CELLS:,} cells; save it as CSV")
            if any(cell is not None for cell in row):
                self.is_cut = any(isinstance(cell, str) and len(cell) >= LARGEST_CELL for cell in row)
                return [_text(cell) for cell in row]
        raise StopIteration


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return tidied(cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
