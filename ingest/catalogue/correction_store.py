"""A curator's corrections of the people, as the catalogue stores them."""

from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection, Row

from ingest.attribution.people_corrections import Correction, Subject
from ingest.catalogue.database import Database
from ingest.catalogue.seals import broken, sealed, sound
from ingest.catalogue.tables import corrections

_ALL = sql.select(corrections).order_by(corrections.c.id)


class CorrectionStore:
    """Reads the corrections of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Correction]:
        """Return the corrections, in the order in which they were made."""
        rows = self._database.all(_ALL)
        return [_correction(row) for row in sound(rows, "corrections", self._database.name)]

    def damaged(self) -> list[int]:
        """Return the numbers of those that have changed since they were made."""
        return [row.id for row in broken("corrections", self._database.all(_ALL))]


def add(connection: Connection, correction: Correction) -> int:
    """Store a correction and return its number, which is higher than any before."""
    number = int(connection.scalar(sql.select(sql.func.coalesce(sql.func.max(corrections.c.id), 0))) or 0) + 1
    row = {
        "id": number,
        "kind": correction.kind,
        "person": _as_json(correction.person),
        "other": _as_json(correction.other),
        "made": correction.made,
    }
    connection.execute(sql.insert(corrections), sealed("corrections", [row]))
    return number


def remove(connection: Connection, numbers: list[int]) -> None:
    """Delete corrections."""
    connection.execute(sql.delete(corrections).where(corrections.c.id.in_(numbers)))


def _as_json(subject: Subject) -> dict[str, Any]:
    return {"name": subject.name, "named": [list(each) for each in subject.named]}


def _subject(given: dict[str, Any]) -> Subject:
    return Subject(given["name"], tuple((cable, name) for cable, name in given["named"]))


def _correction(row: Row[Any]) -> Correction:
    return Correction(row.kind, _subject(row.person), _subject(row.other), row.made, row.id)
