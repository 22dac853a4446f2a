"""Documents, and the cables that they make: each cable is what its most complete document says.

Where a document is removed or replaced, another one may take over, and its text has to be parsed. `Unparsed` lets
that happen outside of the transaction.
"""

import dataclasses
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import sqlalchemy as sql
from sqlalchemy.engine import Row

from ingest.catalogue import page_store, statement_store
from ingest.catalogue.database import within
from ingest.catalogue.document_rows import (
    JOINED,
    cable_row,
    document_row,
    joined_place,
    joined_row,
    paragraph_row,
)
from ingest.catalogue.embedding_writer import EmbeddingWriter
from ingest.catalogue.scan_store import ScanWriter
from ingest.catalogue.seals import sealed
from ingest.catalogue.tables import arrivals, cables, documents, failures, inputs, links, paragraphs
from ingest.catalogue.transaction import Transaction
from ingest.domain.cable import Cable
from ingest.domain.documents import Failure, PageFacts, Parsed
from ingest.domain.serialization import PARSER, sha
from ingest.errors import SourceError
from ingest.parsing.inline_references import targets
from ingest.parsing.parser import parse_cable
from ingest.parsing.sections import with_sections

_AT_ONCE = 500  # rows named in one statement
_MOST_UNPARSED = 2000  # whose cables are held in memory


class Stored(NamedTuple):
    """A document as it is stored now: if its text changes, so does the hash."""

    id: int
    text_sha: str


class Unparsed(Exception):
    """What a transaction needs to have parsed before it can be done."""

    def __init__(self, documents: Collection[Stored]) -> None:
        super().__init__(documents)
        self.documents = documents


class DocumentWriter:
    """Writes documents and keeps their cables right."""

    def __init__(
        self,
        transaction: Transaction,
        embeddings: EmbeddingWriter,
        scans: ScanWriter,
        parsed: Mapping[Stored, Cable] | None,
    ) -> None:
        """`parsed`: the cables of documents that may take over; None where such documents are to be collected.

        Then their cables are left out, and `parse_first` must be called at the end of the transaction.
        """
        self._transaction = transaction
        self._connection = transaction.connection
        self._embeddings = embeddings
        self._scans = scans
        self._parsed = parsed
        self._unparsed: list[Stored] = []

    def parse_first(self) -> None:
        """Raise Unparsed where documents take over whose cables are not known."""
        if self._unparsed:
            raise Unparsed(self._unparsed)

    def store(self, run: int, batch: Collection[Parsed]) -> None:
        """Store documents and settle which document of each of their cables answers."""
        before = self._cables_at(documents.c.place.in_([each.document.place for each in batch]))
        rows = sealed("documents", [document_row(run, each) for each in batch])
        self._transaction.upsert(documents, rows, on="place")
        page_store.store(self._connection, {each.document.place: each.document.pages for each in batch})
        self._settle(
            before | {each.cable.id for each in batch}, {each.document.place: each.cable for each in batch}
        )

    def meet(self, run: int, places: Collection[str]) -> None:
        """Note that a run found these documents unchanged."""
        self._connection.execute(sql.update(documents).where(documents.c.place.in_(places)).values(run=run))

    def fail(self, run: int, failed: Collection[tuple[str, Failure]]) -> None:
        """Note what could not be read of which inputs."""
        rows = [dataclasses.asdict(failure) | {"input": input, "run": run} for input, failure in failed]
        self._transaction.upsert(failures, rows)

    def finish(self, run: int, ended: Mapping[str, str]) -> list[tuple[str, str]]:
        """Note that inputs were read to their end, with their hashes; return what is dropped, by input and place.

        What an input contained before and no longer does is dropped, unless part of it could not be read: a file
        that is damaged today must not remove what was read from it yesterday.
        """
        rows = [{"path": input, "sha": sha, "parser": PARSER} for input, sha in ended.items()]
        self._transaction.upsert(inputs, rows)
        repaired = sql.delete(failures).where(failures.c.input.in_(ended), failures.c.run != run)
        self._connection.execute(repaired)
        broken = sql.select(failures.c.input).where(failures.c.input.in_(ended))
        return self._drop(documents.c.input.in_(ended), documents.c.run != run, documents.c.input.not_in(broken))

    def forget_cable(self, id: str) -> tuple[list[str], list[str]]:
        """Remove every document of a cable; return their places and their inputs, which count as never read."""
        found = (
            sql.select(documents.c.input).where(documents.c.cable == id, documents.c.input != JOINED).distinct()
        )
        origins = list(self._connection.scalars(found))
        self._connection.execute(sql.delete(inputs).where(inputs.c.path.in_(origins)))
        self._scans.forget(origins)
        return [place for _, place in self._drop(documents.c.cable == id)], origins

    def forget_input(self, path: str) -> list[str]:
        """Remove every document that came from a file, or from a folder; return the places that are dropped."""
        for table, column in ((inputs, inputs.c.path), (failures, failures.c.input)):
            self._connection.execute(sql.delete(table).where(within(column, path)))
        self._scans.forget_within(path)
        return [place for _, place in self._drop(within(documents.c.input, path))]

    def doubt_input(self, path: str, ids: Collection[int]) -> None:
        """Have an input read again, and these of its documents stored again."""
        self._connection.execute(sql.delete(inputs).where(inputs.c.path == path))
        doubted = sql.update(documents).where(
            documents.c.input == path, documents.c.id == sql.bindparam("doubted")
        )
        self._connection.execute(doubted.values(sha=""), [{"doubted": id} for id in ids])

    def drop_spare(self, ids: Collection[int]) -> None:
        """Drop the documents whose cables have other documents, which then take over."""
        others = documents.alias()
        spared = sql.select(others.c.id).where(others.c.cable == documents.c.cable, others.c.id.not_in(ids))
        gone = self._connection.execute(
            sql.select(documents.c.input).where(documents.c.id.in_(ids), spared.exists())
        ).all()
        self._connection.execute(sql.delete(inputs).where(inputs.c.path.in_([row.input for row in gone])))
        self._drop(documents.c.id.in_(ids), spared.exists())

    def forget_pages(self, ids: Collection[int]) -> None:
        """Delete the pages of these documents."""
        page_store.forget(self._connection, ids)

    def parse_again(self, ids: Collection[str]) -> None:
        """Make these cables again from the texts of their documents."""
        for start in range(0, len(ids), _AT_ONCE):
            again = list(ids)[start : start + _AT_ONCE]
            self._connection.execute(sql.update(cables).where(cables.c.id.in_(again)).values(document=-1))
            self._settle(again, {})

    def _drop(self, *conditions: sql.ColumnElement[bool]) -> list[tuple[str, str]]:
        """Remove documents; return the input and the place of each."""
        gone = self._connection.execute(
            sql.select(documents.c.id, documents.c.place, documents.c.cable, documents.c.input).where(*conditions)
        ).all()
        for start in range(0, len(gone), _AT_ONCE):
            rows = gone[start : start + _AT_ONCE]
            ids = [row.id for row in rows]
            self._connection.execute(sql.delete(documents).where(documents.c.id.in_(ids)))
            page_store.forget(self._connection, ids)
            self._settle({row.cable for row in rows}, {})
        return [(row.input, row.place) for row in gone if row.input != JOINED]

    def _cables_at(self, condition: sql.ColumnElement[bool]) -> set[str]:
        return set(self._connection.scalars(sql.select(documents.c.cable).where(condition)))

    def _settle(self, ids: Collection[str], parsed: Mapping[str, Cable]) -> None:
        """Make each of these cables what its heaviest document says; a cable without documents goes."""
        parsed = {**parsed, **self._join(ids)}
        best = self._heaviest(ids)
        changed = [row for row in best if row.place in parsed or row.current != row.id]
        lost = set(ids) - {row.cable for row in best}
        gone = lost | {row.cable for row in changed}
        if lost:
            self._transaction.count_up("revision")
            self._embeddings.replace(lost)
            self._connection.execute(sql.delete(arrivals).where(arrivals.c.cable.in_(lost)))
        for table, column in ((cables, cables.c.id), (paragraphs, paragraphs.c.cable), (links, links.c.cable)):
            self._connection.execute(sql.delete(table).where(column.in_(gone)))
        statement_store.clear(self._connection, gone)
        if not changed:
            return
        revision = self._transaction.count_up("revision")
        rows: list[dict[str, Any]] = []
        bodies: list[dict[str, Any]] = []
        referred: list[dict[str, Any]] = []
        for row in changed:
            cable = parsed.get(row.place) or self._taking_over(Stored(row.id, row.text_sha))
            if cable is None:
                continue
            digest = sha(repr(cable))
            same = row.digest == digest
            rows.append(cable_row(row.id, cable, row.revision if same else revision, digest))
            bodies += map(paragraph_row, cable.paragraphs)
            referred += (
                {"cable": cable.id, "place": place, "target": target}
                for place, target in enumerate(targets(cable))
            )
        for table, values in ((cables, rows), (paragraphs, bodies), (links, referred)):
            if values:
                self._connection.execute(sql.insert(table), sealed(table.name, values))
        here = {each["id"] for each in rows}
        came = [{"cable": row.cable} for row in changed if row.current is None and row.cable in here]
        if came:
            self._connection.execute(sql.insert(arrivals), came)

    def _join(self, ids: Collection[str]) -> dict[str, Cable]:
        """Keep the document that the sections of each of these cables make together, where there are several.

        Returns the cables of those that have changed, by place. They are few, so they are parsed here.
        """
        found: dict[str, Cable] = {}
        in_sections = sql.or_(documents.c.weight < 0, documents.c.input == JOINED)
        for id in self._cables_at(sql.and_(documents.c.cable.in_(ids), in_sections)):
            query = (
                sql.select(documents)
                .where(documents.c.cable == id)
                .order_by(documents.c.weight.desc(), documents.c.id)
            )
            rows = self._connection.execute(query).all()
            texts = [row for row in rows if row.input != JOINED]
            later = [parse_document(row) for row in texts[1:] if row.weight < min(0, texts[0].weight)]
            text = with_sections(texts[0].text, later) if texts else ""
            if not texts or text == texts[0].text:
                self._connection.execute(sql.delete(documents).where(documents.c.place == joined_place(id)))
                continue
            joined = joined_row(id, texts[0], text)
            if not any(row.input == JOINED and (row.text, row.weight) == (text, joined["weight"]) for row in rows):
                self._transaction.upsert(documents, sealed("documents", [joined]), on="place")
                found[joined["place"]] = parse_cable(text, name=joined["name"], page=_page(joined["page"]))
        return found

    def _heaviest(self, ids: Collection[str]) -> list[Row[Any]]:
        """Return the heaviest document of each of these cables, beside the one that the cable was made from."""
        rank = sql.func.row_number().over(
            partition_by=documents.c.cable, order_by=(documents.c.weight.desc(), documents.c.id)
        )
        columns = (documents.c.id, documents.c.cable, documents.c.place, documents.c.text_sha)
        ranked = sql.select(*columns, rank.label("rank")).where(documents.c.cable.in_(ids)).subquery()
        query = (
            sql.select(ranked, cables.c.document.label("current"), cables.c.digest, cables.c.revision)
            .outerjoin(cables, cables.c.id == ranked.c.cable)
            .where(ranked.c.rank == 1)
        )
        return list(self._connection.execute(query))

    def _taking_over(self, document: Stored) -> Cable | None:
        """Return the cable of a document that takes over; None where it is to be parsed first."""
        if self._parsed is None:
            if len(self._unparsed) < _MOST_UNPARSED:  # the others are parsed within the transaction
                self._unparsed.append(document)
            return None
        if document in self._parsed:
            return self._parsed[document]
        row = self._connection.execute(sql.select(documents).where(documents.c.id == document.id)).one()
        return parse_document(row)


def parse_document(row: Row[Any]) -> Cable:
    """Return the cable that a row of the documents holds; raises SourceError.

    One that was taken as a document is read as one again, also where it could be a cable.
    """
    with suppress(SourceError):
        cable = parse_cable(row.text, name=row.name, page=_page(row.page))
        if cable.id == row.cable:
            return cable
    return parse_cable(row.text, name=row.name, page=_page(row.page), documents=True)


def _page(record: Mapping[str, Any] | None) -> PageFacts | None:
    return PageFacts(**record) if record else None
