"""Tables as CSV that a spreadsheet opens without running anything: no cell is taken for a formula."""

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.attribution.acquaintances import EncounterRow
from ingest.attribution.statement_rows import StatementRow
from ui.rendering.printable import one_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """Return a text as the value of a cell: a spreadsheet would take one that begins as a formula for one."""
    return f"'{one_line(text)}" if text.lstrip(" ").startswith(_FORMULA) else one_line(text)


def statements_csv(rows: Iterable[StatementRow]) -> Iterator[str]:
    """Yield a table of statements line by line, the names of its columns first."""
    return _csv(StatementRow, rows)


def encounters_csv(rows: Iterable[EncounterRow]) -> Iterator[str]:
    """Yield a table of who met whom line by line, the names of its columns first."""
    return _csv(EncounterRow, rows)


def _csv(kind: type[Any], rows: Iterable[Any]) -> Iterator[str]:
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    columns = [each.name for each in dataclasses.fields(kind)]
    table.writerow(columns)
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        values = (getattr(row, name) for name in columns)
        table.writerow(
            ["" if value is None else cell(value) if isinstance(value, str) else value for value in values]
        )
        yield buffer.getvalue()
