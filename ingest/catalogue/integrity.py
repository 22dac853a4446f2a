"""What has changed in the catalogue since it was stored, and what a repair needs to know."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue.database import Database
from ingest.catalogue.page_store import broken_pages
from ingest.catalogue.seals import broken, select_sealed
from ingest.catalogue.tables import (
    cables,
    documents,
    inputs,
    metadata,
    paragraphs,
    projections,
    read,
    readings,
)
from ingest.domain.serialization import sha
from ingest.language.counts import count

_AT_ONCE = 500  # documents named in one statement


class Integrity:
    """The catalogue compared with its own hashes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changed_texts(self) -> Iterator[tuple[int, str]]:
        """Yield the documents whose text has changed since it was read, each with its cable."""
        query = select_sealed(documents).add_columns(documents.c.id, documents.c.text)
        for row in self._database.each(query, documents):
            if not isinstance(row.text, str) or sha(row.text) != row.text_sha or any(broken("documents", [row])):
                yield row.id, str(row.cable)

    def broken_pages(self) -> Iterator[tuple[int, str]]:
        """Yield the documents with pages that are not as they were stored, each with its cable."""
        return broken_pages(self._database)

    def broken_cables(self, table: str) -> list[str]:
        """Return the cables with rows in this table that have changed since they were stored."""
        found = self._broken(metadata.tables[table])
        return list(dict.fromkeys(row.id if table == "cables" else row.cable for row in found))

    def broken_embeddings(self) -> list[str]:
        """Return the digests of the embeddings that have changed since they were stored, or whose entries have."""
        entries = [row.digest for row in self._broken(read)]
        return list(dict.fromkeys([*(row.digest for row in self._broken(readings)), *entries]))

    def broken_projections(self) -> bool:
        """Return whether what the tokens are projected onto has changed since it was stored."""
        return any(True for _ in self._broken(projections))

    def _broken(self, table: sql.Table) -> Iterator[Row[Any]]:
        yield from broken(table.name, self._database.each(select_sealed(table), table))

    def digests(self, ids: Collection[str], parser: int) -> dict[str, str]:
        """Return the hash of the content of each of these cables that this version of the parser read.

        It is not known of a cable that a migration corrected, which is left out.
        """
        query = sql.select(cables.c.id, cables.c.digest).join(documents, documents.c.id == cables.c.document)
        query = query.where(cables.c.id.in_(ids), documents.c.parser == parser, cables.c.digest != "")
        return {row.id: row.digest for row in self._database.all(query)}

    def origins(self, ids: Collection[int]) -> list[tuple[int, str, str | None]]:
        """Return the input of each of these documents, and the hash of that input if it was read to its end."""
        query = sql.select(documents.c.id, documents.c.input, inputs.c.sha)
        query = query.outerjoin(inputs, inputs.c.path == documents.c.input)
        return [
            (row.id, row.input, row.sha)
            for batch in chunked(ids, _AT_ONCE)
            for row in self._database.all(query.where(documents.c.id.in_(batch)))
        ]

    def missing(self) -> list[str]:
        """Return the cables that are missing although their texts, or paragraphs of them, are there."""
        there = sql.select(documents.c.cable).union(sql.select(paragraphs.c.cable)).subquery()
        query = sql.select(there.c.cable).where(there.c.cable.not_in(sql.select(cables.c.id)))
        return [str(row.cable) for row in self._database.all(query)]

    def sort_anew(self) -> None:
        """Rebuild the indexes of the database from its tables, if that is possible."""
        self._database.sort_anew()

    def faults(self) -> list[str]:
        """Return what is wrong with the catalogue itself, in words."""
        stored = sql.select(sql.func.count()).select_from(paragraphs).scalar_subquery()
        stated = sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0)).scalar_subquery()
        orphans = sql.select(sql.func.count()).where(cables.c.document.not_in(sql.select(documents.c.id)))
        lost = sql.select(sql.func.count(documents.c.cable.distinct())).where(
            documents.c.cable.not_in(sql.select(cables.c.id))
        )
        checks = (
            (orphans, "cable", "whose text is missing"),
            (lost, "text", "whose cable is missing"),
        )
        found = [*self._database.faults()]
        if surplus := self._database.one(sql.select(stored - stated)):
            more = "more" if surplus > 0 else "fewer"
            found.append(f"{count(abs(surplus), 'paragraph')} {more} than its cables should have")
        counted = ((self._database.one(query), name, rest) for query, name, rest in checks)
        return [*found, *(f"{count(number, name)} {rest}" for number, name, rest in counted if number)]
