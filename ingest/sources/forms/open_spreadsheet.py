"""OpenDocument spreadsheets (.ods), as LibreOffice saves them: sheet by sheet, a cable per row."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from ingest.domain.documents import Document, Failure
from ingest.sources.csv_columns import UNTOLD
from ingest.sources.forms.csv_table import cables_of_rows
from ingest.sources.forms.open_document import CONTENT, KIND, MOST_IN_ONE, check_open
from ingest.sources.forms.open_text import PARAGRAPHS, number_in, words_of
from ingest.sources.limits import MOST_CELLS
from ingest.sources.safe_xml import Event, attribute, elements, local_name
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied
from ingest.sources.zipped_document import zipped_document

WIDEST = 1_000  # columns of a table of cables
CELLS = frozenset({"table-cell", "covered-table-cell"})


def read_spreadsheet(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of each sheet; `Unreadable` where a file is damaged or has no table of cables."""
    with zipped_document(source, KIND) as document:
        check_open(document)
        events = elements(document.part(CONTENT), whole={"table-row"})
        found = untold = False
        for event, name, element in events:
            if event != "start" or name != "table":
                continue
            sheet = replace(
                source, place=f"{source.place}, sheet {attribute(element, 'name') or 'without a name'}"
            )
            rows = _rows(events)
            try:
                for item in cables_of_rows(rows, sheet):
                    found = True
                    yield item
            except Unreadable as error:
                if str(error) != UNTOLD:
                    raise
                untold = True
            for _ in rows:  # what is left of a sheet that is no table of cables
                pass
        if not found:
            raise Unreadable(UNTOLD if untold else "has no rows")


def _rows(events: Iterator[Event]) -> Iterator[list[str]]:
    """Yield the rows of a sheet that are not empty; it ends where the sheet does."""
    within = cells = 0  # elements of the row, cells of the sheet
    for event, name, element in events:
        if event == "start":
            within = 1 if name == "table-row" else within + 1
            cells += name in CELLS
            if within > MOST_IN_ONE:
                raise Unreadable("has more in one row than any table of cables has")
            if cells > MOST_CELLS:
                raise Unreadable(f"has more than {MOST_CELLS:,} cells; save it as CSV")
        elif name == "table":
            return
        elif name == "table-row" and any(row := _cells(element)):
            yield row


def _cells(row: Element) -> list[str]:
    """Return the cells of a row up to the last that is not empty; one that is repeated stands there as often."""
    found: list[str] = []
    for cell in row:
        if local_name(cell.tag) not in CELLS:
            continue
        times = number_in(attribute(cell, "number-columns-repeated"), 1)
        found += [_value(cell)] * min(times, WIDEST - len(found))
    while found and not found[-1]:
        found.pop()
    return found


def _value(cell: Element) -> str:
    if (attribute(cell, "value-type") or "") == "date":
        return (attribute(cell, "date-value") or "").replace("T", " ")
    return tidied("\n".join(words_of(each).text for each in cell if local_name(each.tag) in PARAGRAPHS))
