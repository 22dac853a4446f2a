"""The cables of a list as a table for the window, and as CSV for a spreadsheet. Pure functions."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant import Answer
from assistant.citations import day
from ingest.domain.posts import parts, post_name
from ingest.domain.selection import SelectedCable
from ui.rendering.addresses import Place
from ui.rendering.templates import one_line

MOST_ROWS = 200  # that the window draws; the CSV file has all
COLUMNS = ("Date", "Cable", "Post", "Subject", "Classification")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


@dataclass(frozen=True, slots=True)
class CableRow:
    """One cable in the table. `number` is that of its citation; without `href` it is not in the archive."""

    cable: str
    href: str
    date: str
    post: str
    subject: str
    classification: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class CableTable:
    """The cables of an answer, as many as are drawn, and how many there are; a list is shown open."""

    rows: Sequence[CableRow]
    total: int
    is_open: bool
    columns: Sequence[str] = COLUMNS


def cable_table(answer: Answer, known: Sequence[SelectedCable]) -> CableTable | None:
    """Return the table of what an answer lists, None where it lists nothing; `known` are those in the archive."""
    if not answer.is_list:
        return None
    by_id = {each.id: each for each in known}
    cited = {each.cable: each for each in reversed(answer.citations)}
    rows = []
    for id in answer.cables[:MOST_ROWS]:
        cable, citation = by_id.get(id), cited.get(id)
        if cable is None:
            rows.append(CableRow(id, "", *_unknown(id), "not in this archive", ""))
            continue
        href = Place.of(citation).href if citation else Place(id).href
        facts = (_day(cable), post_name(cable.post), one_line(cable.subject or ""), cable.classification or "")
        rows.append(CableRow(id, href, *facts, citation.number if citation else None))
    return CableTable(rows, len(answer.cables), answer.kind == "list")


def without_entries(answer: Answer) -> str:
    """Return the text of a list without the lines that the table shows."""
    listed = set(answer.cables)
    lines = answer.text.split("\n\n")
    return "\n\n".join(line for line in lines if not _entry(line) & listed)


def cable_csv(ids: Sequence[str], known: Sequence[SelectedCable]) -> bytes:
    """Return cables as a CSV file that a spreadsheet opens: a row each, in this order, and no cell a formula."""
    by_id: Mapping[str, SelectedCable] = {each.id: each for each in known}
    return _csv(_facts(by_id[id]) if id in by_id else _missing(id) for id in ids)


def list_csv(cables: Iterable[SelectedCable]) -> bytes:
    """Return a list of cables as such a file."""
    return _csv(map(_facts, cables))


def _csv(rows: Iterable[Sequence[str | None]]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([_safe(one_line(each or "")) for each in row])
    return written.getvalue().encode("utf-8-sig", "replace")


def _facts(cable: SelectedCable) -> tuple[str | None, ...]:
    return (_day(cable), cable.id, post_name(cable.post), cable.subject, cable.classification)


def _missing(id: str) -> tuple[str, ...]:
    return ("", id, _unknown(id)[1], "not in this archive", "")


def _day(cable: SelectedCable) -> str:
    """Return the date of a cable, ISO, so that days sort as they read; a year alone where no more is known."""
    return (cable.date or "")[:10]


def _unknown(id: str) -> tuple[str, str]:
    named = parts(id)
    return day(None, id), post_name(named.post) if named else ""


def _entry(line: str) -> set[str]:
    """Return the words that a line may begin with as an entry: "09BAKU226," or "A. 09BAKU226,"."""
    return {word.rstrip(",") for word in line.split(" ", 2)[:2]}


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
