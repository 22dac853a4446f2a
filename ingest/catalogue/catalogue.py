"""The record of a library, for reading: its cables and paragraphs."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue import cable_facts, page_store, scan_store
from ingest.catalogue.cable_facts import DATE
from ingest.catalogue.correction_store import CorrectionStore
from ingest.catalogue.database import Database, among, named, places
from ingest.catalogue.document_rows import JOINED
from ingest.catalogue.embedding_reader import EmbeddingReader
from ingest.catalogue.encounter_store import EncounterStore
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.integrity import Integrity
from ingest.catalogue.ledger import Ledger
from ingest.catalogue.seals import select_sealed, sound
from ingest.catalogue.sqlite import SQLite
from ingest.catalogue.statement_store import STATEMENTS, StatementStore, by_paragraph
from ingest.catalogue.tables import (
    cables,
    documents,
    links,
    paragraphs,
    statements,
)
from ingest.domain.cable import Cable, Paragraph, covers, kind_of_text
from ingest.domain.filters import EVERYWHERE, Facts, Filters, facts
from ingest.domain.keys import Key
from ingest.domain.pages import Page
from ingest.domain.scanned_page import ScannedPage
from ingest.domain.serialization import from_record, sha
from ingest.domain.statements import Statement
from ingest.errors import CatalogueDamaged

if TYPE_CHECKING:  # a question writes nothing, and parses nothing
    from ingest.catalogue.document_writer import Stored
    from ingest.catalogue.writer import Edit

T = TypeVar("T")

_MOST_IDS = 500  # in one statement
_SAMPLE = "This is sample text"  # what the notice of each sample cable begins with


@dataclass(frozen=True, slots=True)
class CableSummary:
    """What a list or a reference shows of a cable: `to` are those whom it is addressed to, `kind` what it is."""

    id: str
    date: str | None
    origin: str | None
    subject: str | None
    classification: str | None
    to: tuple[str, ...] = ()
    kind: str = "cable"


# What every question asks.
_PARAGRAPH = tuple(field.name for field in fields(Paragraph))
_BODIES = select_sealed(paragraphs).where(named(paragraphs.c.cable)).order_by(paragraphs.c.ordinal)
_RECORDS = select_sealed(cables).where(named(cables.c.id))
_WHOLE = _RECORDS.add_columns(documents.c.text, documents.c.text_sha, cables.c.spans).join(
    documents, documents.c.id == cables.c.document
)
_PARAGRAPHS = select_sealed(paragraphs).where(among(paragraphs))


class Catalogue:
    """The SQL side of a library: its cables and paragraphs.

    `ledger` knows what was read and what is still to do, `statement_store` who says what, `encounter_store` who
    met whom, `corrections` what a curator says of the people, `embeddings` what the model made of the texts,
    `integrity` what has changed since it was stored.
    """

    def __init__(self, place: Path | str | None, names: Names = PLAIN) -> None:
        """Open or make the catalogue in a file, at the URL of a database, or an empty one in memory.

        `names`: under which it notes what a folder contains. Raises LibraryError.
        """
        self.database = _database(place)
        self.ledger = Ledger(self.database, names)
        self.statement_store = StatementStore(self.database)
        self.encounter_store = EncounterStore(self.database)
        self.corrections = CorrectionStore(self.database)
        self.embeddings = EmbeddingReader(self.database)
        self.integrity = Integrity(self.database)
        self._names = names

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    @contextmanager
    def edit(self) -> "Iterator[Edit]":
        """Open a transaction: everything in it happens, or nothing."""
        from ingest.catalogue.writer import Edit

        with self.database.begin() as connection:
            yield Edit(connection, self.database.insert, self._names)

    def write(self, work: "Callable[[Edit], T]") -> T:
        """Do some work in a transaction and return what it returns; it may be done twice, and counts once.

        Where documents take over from others, their texts have to be parsed. That is done between two attempts, so
        that nobody waits for a parser to be let into the database. The second attempt decides anew who takes over.
        Raises SourceError where such a text cannot be parsed.
        """
        from ingest.catalogue.document_writer import Unparsed
        from ingest.catalogue.writer import Edit

        try:
            with self.database.begin() as connection:
                edit = Edit(connection, self.database.insert, self._names, parsed=None)
                done = work(edit)
                edit.documents.parse_first()
                return done
        except Unparsed as needed:
            parsed = self._parsed(needed.documents)
        with self.database.begin() as connection:
            return work(Edit(connection, self.database.insert, self._names, parsed))

    def _parsed(self, wanted: "Collection[Stored]") -> "dict[Stored, Cable]":
        """Return the cables of those of these documents that are still as they were."""
        from ingest.catalogue.document_writer import Stored, parse_document

        rows = (
            row
            for batch in chunked(wanted, _MOST_IDS)
            for row in self.database.all(sql.select(documents).where(documents.c.id.in_([id for id, _ in batch])))
        )
        there = set(wanted)
        found = ((Stored(row.id, row.text_sha), row) for row in rows)
        return {stored: parse_document(row) for stored, row in found if stored in there}

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
        except (KeyError, TypeError, ValueError):  # a changed byte may do anything to spans, which have no seal
            raise self._damaged(row.id) from None
        if not covers(cable.spans, raw):
            raise self._damaged(row.id)
        return cable

    def pages(self, ids: Collection[str]) -> dict[str, tuple[Page, ...]]:
        """Return the pages of the files that these cables stand in, as places in their raw texts.

        A cable whose file has no pages is left out.
        """
        return page_store.of_cables(self.database, ids)

    def kept_scans(self, sha: str, engine: str) -> Mapping[int, ScannedPage]:
        """Return the scanned pages of the file with this hash that this engine has read, by their numbers."""
        return scan_store.kept(self.database, sha, engine)

    def versions(self, id: str) -> list[tuple[str, Cable]]:
        """Return the other texts of a cable than the one that answers, the most complete first, and their places.

        Sections are no versions: they are parts of the one that answers.
        """
        from ingest.catalogue.document_writer import parse_document

        query = sql.select(documents, (cables.c.document == documents.c.id).label("answers"))
        query = query.join(cables, cables.c.id == documents.c.cable).where(documents.c.cable == id)
        rows = self.database.all(query.order_by(documents.c.weight.desc(), documents.c.id))
        joined = next((row.text for row in rows if row.answers and row.input == JOINED), "")
        others = [row for row in rows if not row.answers and row.weight >= 0 and row.input != JOINED]
        found = ((row.place, parse_document(row)) for row in others if not joined.startswith(row.text.rstrip()))
        return [(place, cable) for place, cable in found if cable.paragraphs]

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
        return {row.id: _summary(row) for row in rows}

    def refers_to(self, id: str) -> list[str]:
        """Return the ids of the cables that a cable refers to, in its order; they need not be in the library."""
        query = sql.select(links.c.target).where(links.c.cable == id).order_by(links.c.place)
        return [row.target for row in self.database.all(query)]

    def referred_by(self, id: str) -> list[str]:
        """Return the ids of the cables that refer to a cable, the earliest first; it need not exist."""
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

    def facts(self, ids: Collection[str]) -> dict[str, Facts]:
        """Return what the cables that exist can be filtered by."""
        rows = self._sound(self.database.all(_RECORDS, ids=list(ids)), cables)
        return {row.id: facts(from_record(row.record, raw="", spans=(), paragraphs=())) for row in rows}

    def counts(self, fact: str) -> list[tuple[str, int]]:
        """Return each value of a fact and the number of the cables that have it, the most frequent first."""
        return cable_facts.counts(self.database, fact)

    def dates(self) -> tuple[str, str] | None:
        """Return the days of the first and the last cable, ISO; a year alone where a cable has no date."""
        first, last = (self.database.one(sql.select(end(DATE))) for end in (sql.func.min, sql.func.max))
        return (first[:10], last[:10]) if first else None

    def months(self) -> list[tuple[str, int]]:
        """Return each month, "2009-03", and the number of its cables, in order.

        It is only a year where the month is unknown, and "" where the year is unknown too.
        """
        month = sql.func.substr(sql.func.coalesce(DATE, ""), 1, 7)
        query = sql.select(month.label("month"), sql.func.count().label("number")).group_by(month).order_by(month)
        return [(row.month, row.number) for row in self.database.all(query)]

    def notices(self) -> list[str]:
        """Return the distinct notices that the cables begin with ("Sample text ...", "partial extract ...")."""
        notice = cables.c.record["notice"].as_string()
        return [str(row[0]) for row in self.database.all(sql.select(notice).distinct()) if row[0]]

    def count_samples(self) -> int:
        """Return the number of the sample cables, which say of themselves that they are invented."""
        is_sample = cables.c.record["notice"].as_string().startswith(_SAMPLE)
        return int(self.database.one(sql.select(sql.func.count()).select_from(cables).where(is_sample)))

    def ids_by_date(self, where: Filters = EVERYWHERE) -> list[str]:
        """Return the ids of the cables that filters leave, the earliest first."""
        query = sql.select(cables.c.id).where(*cable_facts.matching(where))
        return [row.id for row in self.database.all(query.order_by(cables.c.date.nulls_first(), cables.c.id))]

    def count_cables(self) -> int:
        """Return the number of cables."""
        return int(self.database.one(sql.select(sql.func.count()).select_from(cables)))

    def count_paragraphs(self) -> int:
        """Return the number of paragraphs."""
        return int(self.database.one(sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0))))

    def _sound(self, rows: Sequence[Row[Any]], table: sql.Table) -> Sequence[Row[Any]]:
        return sound(rows, table.name, self.database.name)

    def _damaged(self, id: str) -> CatalogueDamaged:
        return CatalogueDamaged(
            f"{self.database.name} is damaged (the text of {id}): `reftel check --repair` repairs what it can."
        )


def _database(place: Path | str | None) -> Database:
    if isinstance(place, str):
        from ingest.catalogue.postgres import PostgreSQL

        return PostgreSQL(place)
    return SQLite(place)


def _is_whole(row: Row[Any]) -> bool:
    return isinstance(row.text, str) and sha(row.text) == row.text_sha


def _summary(row: Row[Any]) -> CableSummary:
    to = tuple(row.record.get("to", ()))
    kind = kind_of_text(row.record.get("flags", ()))
    return CableSummary(row.id, row.date, row.origin, row.subject, row.classification, to, kind)


def _paragraph(row: Row[Any]) -> Paragraph:
    values = {name: getattr(row, name) for name in _PARAGRAPH}
    values["pieces"] = tuple((start, end) for start, end in values["pieces"])
    values["caveats"] = tuple(values["caveats"])
    return Paragraph(**values)
