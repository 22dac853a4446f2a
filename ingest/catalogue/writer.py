"""The truth of a library, written: one transaction that stores documents and keeps their cables right."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from ingest.attribution.attribute import Attributed
from ingest.catalogue import statement_store
from ingest.catalogue.database import Insert
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.seals import sealed
from ingest.catalogue.tables import (
    cables,
    documents,
    failures,
    held,
    inputs,
    links,
    notes,
    paragraphs,
    projections,
    read,
    readings,
    runs,
)
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.documents import Failure, PageFacts, Parsed
from ingest.domain.keys import Key
from ingest.domain.serialization import PARSER, header_record, sha, spans_record
from ingest.embedding.late_interaction import Projection
from ingest.embedding.stored_embeddings import StoredEmbedding
from ingest.parsing.inline_references import targets
from ingest.parsing.parser import parse_cable

_PARAGRAPH = tuple(field.name for field in dataclasses.fields(Paragraph))
_AT_ONCE = 500  # rows named in one statement
NO_READINGS: Mapping[Key, str] = {}
_WHOLE = 1 << 30  # outweighs any length: a whole cable answers before a partial one


class Edit:
    """An open transaction on the catalogue; `Catalogue.edit` begins and ends it."""

    def __init__(self, connection: Connection, insert: Insert, names: Names = PLAIN) -> None:
        """`insert`: as this database inserts or updates; `names`: under which parts and notes are known."""
        self._connection = connection
        self._insert = insert
        self._names = names

    def note(self, name: str, value: str | None) -> None:
        """Remember something about the library itself; None forgets it."""
        name = self._names(name)
        if value is None:
            self._connection.execute(sql.delete(notes).where(notes.c.name == name))
        else:
            self._upsert(notes, [{"name": name, "value": value}])

    def count_up(self, name: str) -> int:
        """Add one to a remembered number (from 0) and return it; readers watch those of the derived parts."""
        last = self._connection.scalar(sql.select(notes.c.value).where(notes.c.name == self._names(name)))
        self.note(name, str(int(last or 0) + 1))
        return int(last or 0) + 1

    # Runs

    def begin_run(self, now: str, paths: Collection[str], versions: Mapping[str, str]) -> int:
        """Enter a new run and return its number; one that was killed is entered as broken off."""
        self._connection.execute(sql.update(runs).where(runs.c.state == "running").values(state="broken off"))
        row = {"begun": now, "state": "running", "paths": list(paths), "counts": {}, "versions": dict(versions)}
        entered = self._connection.execute(sql.insert(runs).values(row)).inserted_primary_key
        assert entered is not None  # every database tells it
        return int(entered[0])

    def tally(self, run: int, counts: Mapping[str, int]) -> None:
        """Enter what a run has done so far."""
        self._connection.execute(sql.update(runs).where(runs.c.id == run).values(counts=dict(counts)))

    def end_run(self, run: int, now: str, state: str) -> None:
        """Enter how a run ended: "finished" or "broken off"."""
        self._connection.execute(sql.update(runs).where(runs.c.id == run).values(ended=now, state=state))

    # Documents and their cables

    def store(self, run: int, batch: Collection[Parsed]) -> None:
        """Store documents and settle which document of each of their cables answers."""
        before = self._cables_at(documents.c.place.in_([each.document.place for each in batch]))
        rows = sealed("documents", [_document_row(run, each) for each in batch])
        self._upsert(documents, rows, on="place")
        self._settle(
            before | {each.cable.id for each in batch}, {each.document.place: each.cable for each in batch}
        )

    def meet(self, run: int, places: Collection[str]) -> None:
        """Note that a run met these documents as they are stored."""
        self._connection.execute(sql.update(documents).where(documents.c.place.in_(places)).values(run=run))

    def fail(self, run: int, failed: Collection[tuple[str, Failure]]) -> None:
        """Note what could not be read of which inputs."""
        rows = [dataclasses.asdict(failure) | {"input": input, "run": run} for input, failure in failed]
        self._upsert(failures, rows)

    def finish(self, run: int, ended: Mapping[str, str]) -> list[str]:
        """Note that inputs were read to their end, with their hashes; return the places that are dropped.

        What an input held before and holds no more is dropped, unless something of it could not be read: a
        file that is broken today must not take away what it gave yesterday.
        """
        rows = [{"path": input, "sha": sha, "parser": PARSER} for input, sha in ended.items()]
        self._upsert(inputs, rows)
        mended = sql.delete(failures).where(failures.c.input.in_(ended), failures.c.run != run)
        self._connection.execute(mended)
        broken = sql.select(failures.c.input).where(failures.c.input.in_(ended))
        return self._drop(documents.c.input.in_(ended), documents.c.run != run, documents.c.input.not_in(broken))

    def forget_cable(self, id: str) -> tuple[list[str], list[str]]:
        """Remove every document of a cable; return their places and their inputs, which count as never read."""
        found = sql.select(documents.c.input).where(documents.c.cable == id).distinct()
        origins = list(self._connection.scalars(found))
        self._connection.execute(sql.delete(inputs).where(inputs.c.path.in_(origins)))
        return self._drop(documents.c.cable == id), origins

    def forget_input(self, path: str) -> list[str]:
        """Remove every document that came from a file, or from a folder; return the places that are dropped."""
        for table, column in ((inputs, inputs.c.path), (failures, failures.c.input)):
            self._connection.execute(sql.delete(table).where(_within(column, path)))
        return self._drop(_within(documents.c.input, path))

    # What is to be made again, as it is not what was stored

    def doubt_input(self, path: str, ids: Collection[int]) -> None:
        """Have an input read again, and those of the documents that came from it stored again."""
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

    def parse_again(self, ids: Collection[str]) -> None:
        """Make these cables again from the texts of their documents."""
        for start in range(0, len(ids), _AT_ONCE):
            again = list(ids)[start : start + _AT_ONCE]
            self._connection.execute(sql.update(cables).where(cables.c.id.in_(again)).values(document=-1))
            self._settle(again, {})

    def attribute_again(self, ids: Collection[str]) -> None:
        """Forget who says what in these cables, so that it is found out again."""
        statement_store.clear(self._connection, ids)
        self._connection.execute(sql.update(cables).where(cables.c.id.in_(ids)).values(heard=0))

    def read_again(self, digests: Collection[str]) -> None:
        """Remove these readings, and have the vectors take in again the cables that had them."""
        told = list(self._connection.scalars(sql.select(read.c.cable).where(read.c.digest.in_(digests))))
        self._connection.execute(sql.delete(readings).where(readings.c.digest.in_(digests)))
        self._connection.execute(sql.delete(read).where(read.c.digest.in_(digests)))
        if told:
            self.doubt("vectors", told)

    def _drop(self, *conditions: sql.ColumnElement[bool]) -> list[str]:
        gone = self._connection.execute(
            sql.select(documents.c.id, documents.c.place, documents.c.cable).where(*conditions)
        ).all()
        for start in range(0, len(gone), _AT_ONCE):
            rows = gone[start : start + _AT_ONCE]
            self._connection.execute(sql.delete(documents).where(documents.c.id.in_([row.id for row in rows])))
            self._settle({row.cable for row in rows}, {})
        return [row.place for row in gone]

    def _cables_at(self, condition: sql.ColumnElement[bool]) -> set[str]:
        return set(self._connection.scalars(sql.select(documents.c.cable).where(condition)))

    def _settle(self, ids: Collection[str], parsed: Mapping[str, Cable]) -> None:
        """Make each of these cables what its heaviest document says; a cable without documents goes."""
        rank = sql.func.row_number().over(
            partition_by=documents.c.cable, order_by=(documents.c.weight.desc(), documents.c.id)
        )
        columns = (documents.c.id, documents.c.cable, documents.c.place)
        ranked = sql.select(*columns, rank.label("rank")).where(documents.c.cable.in_(ids)).subquery()
        best = self._connection.execute(
            sql.select(ranked, cables.c.document.label("current"), cables.c.digest, cables.c.revision)
            .outerjoin(cables, cables.c.id == ranked.c.cable)
            .where(ranked.c.rank == 1)
        ).all()
        changed = [row for row in best if row.place in parsed or row.current != row.id]
        lost = set(ids) - {row.cable for row in best}
        gone = lost | {row.cable for row in changed}
        if lost:
            self.count_up("revision")
            self._unread(lost)
        for table, column in ((cables, cables.c.id), (paragraphs, paragraphs.c.cable), (links, links.c.cable)):
            self._connection.execute(sql.delete(table).where(column.in_(gone)))
        statement_store.clear(self._connection, gone)
        if not changed:
            return
        revision = self.count_up("revision")
        rows: list[dict[str, Any]] = []
        bodies: list[dict[str, Any]] = []
        referred: list[dict[str, Any]] = []
        for row in changed:
            cable = parsed.get(row.place) or self._parse_again(row.id)
            digest = sha(repr(cable))
            same = row.digest == digest
            rows.append(_cable_row(row.id, cable, row.revision if same else revision, digest))
            bodies += map(_paragraph_row, cable.paragraphs)
            referred += (
                {"cable": cable.id, "place": place, "target": target}
                for place, target in enumerate(targets(cable))
            )
        self._connection.execute(sql.insert(cables), sealed("cables", rows))
        if bodies:
            self._connection.execute(sql.insert(paragraphs), sealed("paragraphs", bodies))
        if referred:
            self._connection.execute(sql.insert(links), sealed("links", referred))

    def _parse_again(self, document: int) -> Cable:
        row = self._connection.execute(sql.select(documents).where(documents.c.id == document)).one()
        return parse_cable(row.text, name=row.name, page=PageFacts(**row.page) if row.page else None)

    def store_statements(self, attributed: Mapping[str, Attributed]) -> None:
        """Store who says what in these cables."""
        statement_store.store(self._connection, attributed)

    # What the derived parts hold

    def hold(self, part: str, ids: Mapping[str, list[str]], revisions: Mapping[str, int]) -> None:
        """Note that a part now holds each of these cables under these ids, as of its revision.

        A cable without ids is no longer held at all. A revision of 0 says "perhaps": it is being written.
        """
        part = self._names(part)
        gone = [cable for cable in ids if not ids[cable]]
        self._connection.execute(sql.delete(held).where(held.c.part == part, held.c.cable.in_(gone)))
        rows = [
            {"part": part, "cable": cable, "revision": revisions.get(cable, 0), "ids": list(ids[cable])}
            for cable in ids
            if ids[cable]
        ]
        self._upsert(held, rows)

    def expect(self, part: str, ids: Mapping[str, list[str]]) -> None:
        """Note that a part perhaps holds each of these cables under these ids too: it is about to be written.

        So whatever a kill leaves behind in it, the next run knows of.
        """
        query = sql.select(held.c.cable, held.c.ids).where(held.c.part == self._names(part), held.c.cable.in_(ids))
        before = {row.cable: row.ids for row in self._connection.execute(query)}
        perhaps = {cable: list(dict.fromkeys([*before.get(cable, ()), *ids[cable]])) for cable in ids}
        self.hold(part, perhaps, {})

    def doubt(self, part: str, ids: Iterable[str]) -> None:
        """Note that a part has to take in these cables again, whatever it holds of them."""
        self._connection.execute(
            sql.update(held)
            .where(held.c.part == self._names(part), held.c.cable == sql.bindparam("doubted"))
            .values(revision=0),
            [{"doubted": id} for id in ids],
        )

    def keep_projection(self, embedder: str, matrix: Projection) -> None:
        """Store what the tokens of this embedder are projected onto."""
        self._upsert(projections, sealed("projections", [{"embedder": embedder, "matrix": matrix.tobytes()}]))

    def keep_readings(
        self, ids: Collection[str], by: Mapping[Key, str], found: Mapping[str, StoredEmbedding]
    ) -> None:
        """Store by which reading each entry of these cables was embedded, and the readings that are new."""
        rows = [
            {
                "digest": digest,
                "windows": len(each.vectors),
                "vectors": each.vectors.tobytes(),
                "starts": each.tokens.starts.tobytes(),
                "tokens": each.tokens.vectors.tobytes(),
            }
            for digest, each in found.items()
        ]
        if rows:
            self._connection.execute(self._insert(readings).on_conflict_do_nothing(), sealed("readings", rows))
        self._unread(ids, but=by)

    def forget_readings(self) -> None:
        """Remove every reading, and what their tokens were projected onto."""
        for table in (read, readings, projections):
            self._connection.execute(sql.delete(table))

    def _unread(self, ids: Collection[str], but: Mapping[Key, str] = NO_READINGS) -> None:
        """Let these cables be read by nothing but these readings; one that no entry is read by any more goes."""
        mine = read.c.cable.in_(ids)
        before = set(self._connection.scalars(sql.select(read.c.digest).where(mine)))
        self._connection.execute(sql.delete(read).where(mine))
        rows = [{"cable": key.cable, "ordinal": key.ordinal, "digest": digest} for key, digest in but.items()]
        if rows:
            self._connection.execute(sql.insert(read), sealed("read", rows))
        left = sorted(before - set(but.values()))
        for start in range(0, len(left), _AT_ONCE):
            spare = left[start : start + _AT_ONCE]
            used = sql.select(read.c.digest).where(read.c.digest.in_(spare))
            self._connection.execute(
                sql.delete(readings).where(readings.c.digest.in_(spare), readings.c.digest.not_in(used))
            )

    def discard(self, part: str) -> None:
        """Note that a part must be discarded and rebuilt, whatever is left of it."""
        self._connection.execute(sql.delete(held).where(held.c.part == self._names(part)))
        self.note(f"discard {part}", "yes")

    def _upsert(self, table: sql.Table, rows: Collection[dict[str, Any]], on: str | None = None) -> None:
        if not rows:
            return
        keys = [table.c[on]] if on else list(table.primary_key.columns)
        statement = self._insert(table)
        fresh = {c.name: statement.excluded[c.name] for c in table.columns if c not in keys and not c.primary_key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), list(rows))


def _within(column: sql.Column[str], path: str) -> sql.ColumnElement[bool]:
    folder = path.rstrip("/") + "/"
    return (column == path) | (sql.func.substr(column, 1, len(folder)) == folder)


def _document_row(run: int, each: Parsed) -> dict[str, Any]:
    document = each.document
    return {
        "input": each.input,
        "place": document.place,
        "run": run,
        "sha": each.sha,
        "parser": PARSER,
        "cable": each.cable.id,
        "weight": weight(each.cable),
        "name": document.name,
        "page": dataclasses.asdict(document.page) if document.page else None,
        "text": document.text,
        "text_sha": sha(document.text),
    }


def _paragraph_row(paragraph: Paragraph) -> dict[str, Any]:
    return {name: getattr(paragraph, name) for name in _PARAGRAPH} | {"text_sha": sha(paragraph.text)}


def _cable_row(document: int, cable: Cable, revision: int, digest: str) -> dict[str, Any]:
    columns = ("id", "post", "date", "origin", "subject", "classification")
    return {name: getattr(cable, name) for name in columns} | {
        "document": document,
        "revision": revision,
        "digest": digest,
        "paragraphs": len(cable.paragraphs),
        "record": header_record(cable),
        "spans": spans_record(cable.spans),
    }


def weight(cable: Cable) -> int:
    """Return how complete a document's cable is: whole before partial, then by the length of its text."""
    length = sum(len(paragraph.text) for paragraph in cable.paragraphs)
    return length if {"partial", "truncated"} & set(cable.flags) else length + _WHOLE
