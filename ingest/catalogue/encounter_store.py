"""Who met whom, as the catalogue stores it."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue.cable_facts import matching
from ingest.catalogue.database import Database
from ingest.catalogue.seals import sound
from ingest.catalogue.tables import cables, encounters
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.statements import Encounter

_AT_ONCE = 500  # cables named in one statement
_ROW = (*encounters.columns, cables.c.date)


class EncounterStore:
    """Reads the encounters of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_cables(
        self, ids: Collection[str], where: Filters = EVERYWHERE
    ) -> Iterator[tuple[str, str | None, Encounter]]:
        """Yield the encounters in these cables, as far as the filters leave them, with each cable and its date."""
        query = sql.select(*_ROW).join(cables, cables.c.id == encounters.c.cable).where(*matching(where))
        for batch in chunked(sorted(ids), _AT_ONCE):
            yield from self._read(query.where(encounters.c.cable.in_(batch)))

    def everywhere(self, where: Filters = EVERYWHERE) -> Iterator[tuple[str, str | None, Encounter]]:
        """Yield all encounters, as far as the filters leave their cables."""
        yield from self._read(
            sql.select(*_ROW).join(cables, cables.c.id == encounters.c.cable).where(*matching(where))
        )

    def names(self, where: Filters = EVERYWHERE) -> Iterator[tuple[str, str, str, bool]]:
        """Yield the cable and the names of each encounter, and whether the second is of the post."""
        found = encounters.c
        query = sql.select(found.cable, found.one, found.other, found.is_post)
        if where != EVERYWHERE:
            query = query.join(cables, cables.c.id == found.cable).where(*matching(where))
        for row in self._database.all(query):
            yield row.cable, row.one, row.other, bool(row.is_post)

    def _read(self, query: sql.Select[Any]) -> Iterator[tuple[str, str | None, Encounter]]:
        rows: list[Row[Any]] = list(self._database.all(query))
        for row in sound(rows, "encounters", self._database.name):
            found = Encounter(row.ordinal, row.start, row.end, row.kind, row.one, row.other, bool(row.is_post))
            yield row.cable, row.date, found
