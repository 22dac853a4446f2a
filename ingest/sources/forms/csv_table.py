"""Tables of cables, a row for each: the full dump, and whatever spreadsheets and programs make of it.

The dump has eight columns without a header row:

    "1","12/28/1966 18:48","66BUENOSAIRES2481","Embassy Buenos Aires","UNCLASSIFIED","refs|...","header","body"
"""

from collections.abc import Iterable, Iterator, Sequence

from ingest.domain.documents import Document, Failure, PageFacts
from ingest.sources.csv_columns import UNTOLD, Columns, columns_of, is_heading
from ingest.sources.forms.csv_rows import Broken, rows
from ingest.sources.source import Source, Unreadable
from ingest.sources.written_dates import written_date

MOST_BROKEN = 1_000


def read_table(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of a table, a Failure for what is broken; `Unreadable` if its columns are not known."""
    return cables_of_rows(rows(source), source)


def cables_of_rows(rows: Iterable[list[str] | Broken], source: Source) -> Iterator[Document | Failure]:
    """Yield the same of the rows of a table, however they were written."""
    columns = source.columns
    broken = 0  # rows one after the other, of which the first is told
    is_first = True
    for number, row in enumerate(rows, start=1):
        place = f"{source.place}, row {number}"
        if isinstance(row, Broken):
            broken += 1
            if broken == 1:
                yield Failure(place, row.reason)
            elif broken > MOST_BROKEN:
                raise Unreadable(f"has more than {MOST_BROKEN:,} broken rows one after the other; is it a table?")
            continue
        broken = 0
        heads = False
        if is_first:
            heads = is_heading(row)
            if columns is None:
                columns, heads = columns_of(row)
        is_first = False
        if columns is None:
            raise Unreadable(UNTOLD)
        if not heads:
            yield row_document(place, row, columns)


def row_document(place: str, row: Sequence[str], columns: Columns) -> Document | Failure:
    """Return the cable of a row whose columns hold this."""
    cells = {role: cell.strip() for role, cell in zip(columns, row, strict=False)}
    text = [part.strip("\n") for role, part in zip(columns, row, strict=False) if role in ("header", "text")]
    id = cells.get("id", "")
    if "id" in cells and not id:
        return Failure(place, "has no cable id")
    if "text" not in cells:
        return Failure(place, f"has {len(row)} columns, too few for its text")
    page = PageFacts(
        id or None,
        written_date(cells.get("date", "")),
        cells.get("classification") or None,
        cells.get("origin") or None,
        cells.get("subject") or None,
    )
    return Document(place, "\n\n".join(text) + "\n", name=id or None, page=page)
