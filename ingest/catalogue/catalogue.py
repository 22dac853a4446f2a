"""The truth of a library, read: what cables there are, and how far everything else is up to them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sql
from more_itertools import chunked
from numpy.typing import NDArray
from sqlalchemy.engine import Row

from ingest.catalogue import cable_facts
from ingest.catalogue.cable_facts import DATE
from ingest.catalogue.database import Database, among, named, places
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.ledger import Ledger
from ingest.catalogue.seals import COLUMNS, broken, sound
from ingest.catalogue.sqlite import SQLite
from ingest.catalogue.statement_store import STATEMENTS, StatementStore, by_paragraph
from ingest.catalogue.tables import (
    cables,
    documents,
    inputs,
    links,
    metadata,
    paragraphs,
    projections,
    read,
    readings,
    statements,
)
from ingest.catalogue.writer import Edit
from ingest.domain.cable import Cable, Paragraph, covers
from ingest.domain.filters import Facts, facts
from ingest.domain.keys import HEADER, Key, vector_id
from ingest.domain.serialization import from_record, sha
from ingest.domain.statements import Statement
from ingest.embedding.late_interaction import DIMENSIONS, Projection, Tokens
from ingest.embedding.stored_embeddings import StoredEmbedding
from ingest.errors import CatalogueDamaged

_MOST_IDS = 500  # in one statement


@dataclass(frozen=True, slots=True)
class CableSummary:
    """What a list shows of a cable."""

    id: str
    date: str | None
    origin: str | None
    subject: str | None
    classification: str | None


def _sealed(table: sql.Table) -> sql.Select[Any]:
    """Return the query for what is sealed of a table, with the seals."""
    return sql.select(*(table.c[name] for name in COLUMNS[table.name]), table.c.seal)


# What every question asks.
_PARAGRAPH = tuple(field.name for field in fields(Paragraph))
_BODIES = _sealed(paragraphs).where(named(paragraphs.c.cable)).order_by(paragraphs.c.ordinal)
_RECORDS = _sealed(cables).where(named(cables.c.id))
_WHOLE = _RECORDS.add_columns(documents.c.text, documents.c.text_sha, cables.c.spans).join(
    documents, documents.c.id == cables.c.document
)
_PARAGRAPHS = _sealed(paragraphs).where(among(paragraphs))
_TOKENS = (
    sql.select(read.c.cable, read.c.ordinal, readings.c.starts, readings.c.tokens)
    .join(readings, readings.c.digest == read.c.digest)
    .where(among(read))
)


class Catalogue:
    """The SQL side of a library; `ledger` is its book of what was read and what is still to do,
    `statement_store` tells who says what."""

    def __init__(self, place: Path | str | None, names: Names = PLAIN) -> None:
        """Open or make the catalogue in a file, at the URL of a database, or an empty one in memory.

        `names`: under which it notes what a folder holds. Raises LibraryError.
        """
        self.database = _database(place)
        self.ledger = Ledger(self.database, names)
        self.statement_store = StatementStore(self.database)
        self._names = names

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    @contextmanager
    def edit(self) -> Iterator[Edit]:
        """Open a transaction: everything in it happens, or nothing."""
        with self.database.begin() as connection:
            yield Edit(connection, self.database.insert, self._names)

    def cables(self, ids: Sequence[str], *, whole: bool = True) -> Iterator[Cable]:
        """Yield the cables that exist, in the order given.

        What only a reader of the text needs, `raw` and `spans`, is left out where the cable need not be whole.
        """
        for batch in chunked(ids, _MOST_IDS):
            of_texts, of_cables = self.database.together(_BODIES, _WHOLE if whole else _RECORDS, ids=batch)
            bodies: dict[str, list[Paragraph]] = {}
            for row in self._sound(of_texts, paragraphs):
                bodies.setdefault(row.cable, []).append(_paragraph(row))
            found = {row.id: row for row in self._sound(of_cables, cables)}
            for row in found.values():
                if len(bodies.get(row.id, ())) != row.paragraphs or (whole and not _is_whole(row)):
                    raise self._damaged(row.id)
            for row in (found[id] for id in batch if id in found):
                yield self._cable(row, bodies.get(row.id, []), whole=whole)

    def _cable(self, row: Row[Any], bodies: Sequence[Paragraph], *, whole: bool) -> Cable:
        raw, spans = (row.text, row.spans) if whole else ("", ())
        try:
            cable = from_record(row.record, raw=raw, spans=spans, paragraphs=bodies)
        except (KeyError, TypeError, ValueError):  # whatever a changed byte makes of spans, which have no seal
            raise self._damaged(row.id) from None
        if not covers(cable.spans, raw):
            raise self._damaged(row.id)
        return cable

    def ids(self) -> list[str]:
        """Return the id of every cable, in order."""
        return [row.id for row in self.database.all(sql.select(cables.c.id).order_by(cables.c.id))]

    def keys(self, ids: Collection[str]) -> list[Key]:
        """Return the paragraphs of these cables, in order."""
        query = sql.select(paragraphs.c.cable, paragraphs.c.ordinal).where(paragraphs.c.cable.in_(ids))
        rows = self.database.all(query.order_by(paragraphs.c.cable, paragraphs.c.ordinal))
        return [Key(row.cable, row.ordinal) for row in rows]

    def heads(self, ids: Collection[str]) -> dict[str, CableSummary]:
        """Return the summaries of the cables that exist."""
        rows = self._sound(self.database.all(_RECORDS, ids=list(ids)), cables)
        return {row.id: CableSummary(*(getattr(row, name) for name in CableSummary.__slots__)) for row in rows}

    def refers_to(self, id: str) -> list[str]:
        """Return the ids of the cables that a cable refers to, in its order; they need not be there."""
        query = sql.select(links.c.target).where(links.c.cable == id).order_by(links.c.place)
        return [row.target for row in self.database.all(query)]

    def referred_by(self, id: str) -> list[str]:
        """Return the ids of the cables that refer to a cable, the earliest first; it need not be there."""
        query = (
            sql.select(links.c.cable)
            .join(cables, cables.c.id == links.c.cable)
            .where(links.c.target == id)
            .order_by(cables.c.date.nulls_first(), cables.c.id)
        )
        return [row.cable for row in self.database.all(query)]

    def paragraphs(self, keys: Collection[Key]) -> dict[Key, Paragraph]:
        """Return the paragraphs that exist."""
        rows = self._sound(self.database.all(_PARAGRAPHS, **places(keys)), paragraphs)
        return {Key(row.cable, row.ordinal): _paragraph(row) for row in rows}

    def attributed_paragraphs(self, keys: Collection[Key]) -> dict[Key, tuple[Paragraph, list[Statement]]]:
        """Return the paragraphs that exist, each with its statements, all as of one moment."""
        rows, sentences = self.database.together(_PARAGRAPHS, STATEMENTS, **places(keys))
        said = by_paragraph(self._sound(sentences, statements))
        found = {Key(row.cable, row.ordinal): _paragraph(row) for row in self._sound(rows, paragraphs)}
        return {key: (paragraph, said.get(key, [])) for key, paragraph in found.items()}

    def projection(self, embedder: str) -> Projection | None:
        """Return what the tokens of this embedder are projected onto, None while none was read."""
        stored = self.database.one(sql.select(projections.c.matrix).where(projections.c.embedder == embedder))
        return None if stored is None else np.frombuffer(stored, dtype=np.float32).reshape(-1, DIMENSIONS)

    def tokens(self, keys: Collection[Key]) -> dict[Key, Tokens]:
        """Return the tokens of the paragraphs that are indexed by meaning."""
        wanted = [key for key in keys if key.ordinal != HEADER]
        rows = self.database.all(_TOKENS, **places(wanted))
        return {Key(row.cable, row.ordinal): _tokens(row) for row in rows}

    def readings(self, digests: Collection[str]) -> dict[str, StoredEmbedding]:
        """Return the stored embeddings among these."""
        return {
            row.digest: StoredEmbedding(_vectors(row), _tokens(row))
            for batch in chunked(digests, _MOST_IDS)
            for row in self._sound(
                self.database.all(_sealed(readings).where(readings.c.digest.in_(batch))), readings
            )
        }

    def vectors(self, ids: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors that the entries of these cables were read to be, by id and in order."""
        query = sql.select(read.c.cable, read.c.ordinal, readings.c.windows, readings.c.vectors)
        query = query.join(readings, readings.c.digest == read.c.digest).where(read.c.cable.in_(ids))
        return {
            vector_id(Key(row.cable, row.ordinal), window): vector
            for row in self.database.all(query.order_by(read.c.cable, read.c.ordinal))
            for window, vector in enumerate(_vectors(row))
        }

    def facts(self, ids: Collection[str]) -> dict[str, Facts]:
        """Return what the cables that exist can be filtered by."""
        rows = self._sound(self.database.all(_RECORDS, ids=list(ids)), cables)
        return {row.id: facts(from_record(row.record, raw="", spans=(), paragraphs=())) for row in rows}

    def count_tokens(self, ids: Collection[str]) -> dict[str, int]:
        """Return of how many paragraphs of each of these cables the tokens are kept."""
        number = sql.func.count().label("number")
        query = sql.select(read.c.cable, number).join(readings, readings.c.digest == read.c.digest)
        query = query.where(read.c.cable.in_(ids), read.c.ordinal != HEADER).group_by(read.c.cable)
        return {row.cable: row.number for row in self.database.all(query)}

    def counts(self, fact: str) -> list[tuple[str, int]]:
        """Return each value of a fact and the number of the cables that have it, the most frequent first."""
        return cable_facts.counts(self.database, fact)

    def dates(self) -> tuple[str, str] | None:
        """Return the days of the first and the last cable, ISO; a year alone where a cable has no date."""
        first, last = (self.database.one(sql.select(end(DATE))) for end in (sql.func.min, sql.func.max))
        return (first[:10], last[:10]) if first else None

    def months(self) -> list[tuple[str, int]]:
        """Return each month, "2009-03", and the number of its cables, in order.

        It is a year where that is all one knows, "" where one does not know it either.
        """
        month = sql.func.substr(sql.func.coalesce(DATE, ""), 1, 7)
        query = sql.select(month.label("month"), sql.func.count().label("number")).group_by(month).order_by(month)
        return [(row.month, row.number) for row in self.database.all(query)]

    def notices(self) -> list[str]:
        """Return the distinct notices that the cables begin with ("Sample text ...", "partial extract ...")."""
        notice = cables.c.record["notice"].as_string()
        return [str(row[0]) for row in self.database.all(sql.select(notice).distinct()) if row[0]]

    def count_cables(self) -> int:
        """Return the number of cables."""
        return int(self.database.one(sql.select(sql.func.count()).select_from(cables)))

    def count_paragraphs(self) -> int:
        """Return the number of paragraphs."""
        return int(self.database.one(sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0))))

    # What is as it was stored, and what is not

    def changed_texts(self) -> Iterator[tuple[int, str]]:
        """Yield the documents whose text is not as it was read, each with its cable."""
        query = _sealed(documents).add_columns(documents.c.id, documents.c.text)
        for row in self.database.each(query, documents):
            if not isinstance(row.text, str) or sha(row.text) != row.text_sha or any(broken("documents", [row])):
                yield row.id, str(row.cable)

    def broken(self, table: str) -> list[str]:
        """Return the cables of which something in a table is not as it was stored."""
        found = self._broken(metadata.tables[table])
        return list(dict.fromkeys(row.id if table == "cables" else row.cable for row in found))

    def broken_readings(self) -> list[str]:
        """Return the digests of the readings that are not as they were stored, or that no entry was noted with."""
        entries = [row.digest for row in self._broken(read)]
        return list(dict.fromkeys([*(row.digest for row in self._broken(readings)), *entries]))

    def broken_projections(self) -> bool:
        """Return whether what the tokens are projected onto is not as it was stored."""
        return any(True for _ in self._broken(projections))

    def _broken(self, table: sql.Table) -> Iterator[Row[Any]]:
        yield from broken(table.name, self.database.each(_sealed(table), table))

    def digests(self, ids: Collection[str], parser: int) -> dict[str, str]:
        """Return of those of these cables that this version of the parser read what their content hashes to.

        Of a cable that a migration corrected this is not known, and it is left out.
        """
        query = sql.select(cables.c.id, cables.c.digest).join(documents, documents.c.id == cables.c.document)
        query = query.where(cables.c.id.in_(ids), documents.c.parser == parser, cables.c.digest != "")
        return {row.id: row.digest for row in self.database.all(query)}

    def origins(self, ids: Collection[int]) -> list[tuple[int, str, str | None]]:
        """Return the input of each of these documents, and the hash of what was read of it to the end."""
        query = sql.select(documents.c.id, documents.c.input, inputs.c.sha)
        query = query.outerjoin(inputs, inputs.c.path == documents.c.input)
        return [
            (row.id, row.input, row.sha)
            for batch in chunked(ids, _MOST_IDS)
            for row in self.database.all(query.where(documents.c.id.in_(batch)))
        ]

    def missing(self) -> list[str]:
        """Return the cables that are not there though their texts are, or though something of them is."""
        told = sql.select(documents.c.cable).union(sql.select(paragraphs.c.cable)).subquery()
        query = sql.select(told.c.cable).where(told.c.cable.not_in(sql.select(cables.c.id)))
        return [str(row.cable) for row in self.database.all(query)]

    def sort_anew(self) -> None:
        """Rebuild the indexes of the database from its tables, if that is possible."""
        self.database.sort_anew()

    def _sound(self, rows: Sequence[Row[Any]], table: sql.Table) -> Sequence[Row[Any]]:
        return sound(rows, table.name, self.database.name)

    def _damaged(self, id: str) -> CatalogueDamaged:
        return CatalogueDamaged(
            f"{self.database.name} is damaged (the text of {id}): `reftel check --repair` repairs what it can."
        )

    def faults(self) -> list[str]:
        """Return what is wrong with the catalogue itself, in words."""
        stored = sql.select(sql.func.count()).select_from(paragraphs).scalar_subquery()
        stated = sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0)).scalar_subquery()
        orphans = sql.select(sql.func.count()).where(cables.c.document.not_in(sql.select(documents.c.id)))
        lost = sql.select(sql.func.count(documents.c.cable.distinct())).where(
            documents.c.cable.not_in(sql.select(cables.c.id))
        )
        checks = (
            (sql.select(stored - stated), "more paragraphs than its cables have"),
            (orphans, "cables without the text they were read from"),
            (lost, "texts whose cable is missing"),
        )
        counted = ((self.database.one(query), words) for query, words in checks)
        return [*self.database.faults(), *(f"{number} {words}" for number, words in counted if number)]


def _database(place: Path | str | None) -> Database:
    if isinstance(place, str):
        from ingest.catalogue.postgres import PostgreSQL

        return PostgreSQL(place)
    return SQLite(place)


def _is_whole(row: Row[Any]) -> bool:
    return isinstance(row.text, str) and sha(row.text) == row.text_sha


def _vectors(row: Row[Any]) -> NDArray[np.float32]:
    return np.frombuffer(row.vectors, dtype=np.float32).reshape(row.windows, -1)


def _tokens(row: Row[Any]) -> Tokens:
    return Tokens(
        np.frombuffer(row.starts, dtype=np.int32),
        np.frombuffer(row.tokens, dtype=np.int8).reshape(-1, DIMENSIONS),
    )


def _paragraph(row: Row[Any]) -> Paragraph:
    values = {name: getattr(row, name) for name in _PARAGRAPH}
    values["pieces"] = tuple((start, end) for start, end in values["pieces"])
    values["caveats"] = tuple(values["caveats"])
    return Paragraph(**values)
