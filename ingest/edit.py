"""The truth of a library, written: one transaction that stores documents and keeps their cables right."""

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from ingest.cable import Cable, Document, PageFacts
from ingest.parse import parse_cable
from ingest.record import to_json
from ingest.tables import cables, documents, held, inputs, notes, paragraphs

Outcome = Literal["added", "replaced", "duplicate", "unchanged"]

_WHOLE = 1 << 30  # outweighs any length: a whole cable answers before a partial one


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, the hash of its text, and the cable that it is."""

    document: Document
    sha: str
    cable: Cable


class Edit:
    """An open transaction on the catalogue; `Catalogue.edit` begins and ends it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, name: str, value: str) -> None:
        """Remember something about the library itself."""
        self._upsert(notes, [{"name": name, "value": value}])

    def count_up(self, name: str) -> int:
        """Add one to a remembered number (from 0) and return it; readers watch those of the derived parts."""
        last = self._connection.scalar(sql.select(notes.c.value).where(notes.c.name == name))
        self.note(name, str(int(last or 0) + 1))
        return int(last or 0) + 1

    def store(self, input: str, batch: Collection[Parsed]) -> list[Outcome]:
        """Store documents of one input and settle which document of each of their cables answers."""
        places = [each.document.place for each in batch]
        before = self._cables_at(documents.c.place.in_(places))
        existing = self._existing({each.cable.id for each in batch})
        self._upsert(documents, [_document_row(input, each) for each in batch], on="place")
        self._settle(
            before | {each.cable.id for each in batch}, {each.document.place: each.cable for each in batch}
        )
        outcomes: list[Outcome] = []
        for each in batch:
            others = existing.get(each.cable.id, set()) - {each.document.place}
            if each.document.place in existing.get(each.cable.id, set()):
                outcomes.append("replaced")
            else:
                outcomes.append("duplicate" if others else "added")
            existing.setdefault(each.cable.id, set()).add(each.document.place)
        return outcomes

    def finish(self, input: str, sha: str, places: Collection[str], reason: str | None = None) -> None:
        """Note that an input was read to its end; what it held before and holds no more is dropped."""
        self._upsert(inputs, [{"path": input, "sha": sha, "reason": reason}])
        stored = self._connection.execute(
            sql.select(documents.c.id, documents.c.place, documents.c.cable).where(documents.c.input == input)
        ).all()
        dropped = [row for row in stored if row.place not in places]
        if dropped:
            self._connection.execute(
                sql.delete(documents).where(documents.c.id == sql.bindparam("gone")),
                [{"gone": row.id} for row in dropped],
            )
            self._settle({row.cable for row in dropped}, {})

    def hold(self, part: str, ids: Mapping[str, list[str]], revisions: Mapping[str, int]) -> None:
        """Note that a part now holds each of these cables under these ids, as of its revision.

        A cable without ids is no longer held at all. A revision of 0 says "perhaps": it is being written.
        """
        gone = [cable for cable in ids if not ids[cable]]
        self._connection.execute(sql.delete(held).where(held.c.part == part, held.c.cable.in_(gone)))
        self._upsert(
            held,
            [
                {"part": part, "cable": cable, "revision": revisions.get(cable, 0), "ids": list(ids[cable])}
                for cable in ids
                if ids[cable]
            ],
        )

    def _existing(self, ids: Collection[str]) -> dict[str, set[str]]:
        """Return the places of the documents of each of these cables."""
        found: dict[str, set[str]] = {}
        query = sql.select(documents.c.cable, documents.c.place).where(documents.c.cable.in_(ids))
        for cable, place in self._connection.execute(query):
            found.setdefault(cable, set()).add(place)
        return found

    def _cables_at(self, condition: sql.ColumnElement[bool]) -> set[str]:
        return set(self._connection.scalars(sql.select(documents.c.cable).where(condition)))

    def _settle(self, ids: Collection[str], parsed: Mapping[str, Cable]) -> None:
        """Make each of these cables what its heaviest document says; a cable without documents goes."""
        rank = sql.func.row_number().over(
            partition_by=documents.c.cable, order_by=(documents.c.weight.desc(), documents.c.id)
        )
        ranked = sql.select(documents, rank.label("rank")).where(documents.c.cable.in_(ids)).subquery()
        best = self._connection.execute(
            sql.select(ranked, cables.c.document.label("current"), cables.c.record.label("standing"))
            .outerjoin(cables, cables.c.id == ranked.c.cable)
            .where(ranked.c.rank == 1)
        ).all()
        changed: list[tuple[int, Cable]] = []
        for row in best:
            cable = parsed.get(row.place)
            if cable is None and row.current == row.id:
                continue
            if cable is None:
                page = PageFacts(**row.page) if row.page else None
                cable = parse_cable(row.text, name=row.name, page=page)
            changed.append((row.id, cable))
        self._replace(set(ids) - {row.cable for row in best} | {cable.id for _, cable in changed}, changed)

    def _replace(self, gone: Collection[str], changed: Collection[tuple[int, Cable]]) -> None:
        for table, column in ((cables, cables.c.id), (paragraphs, paragraphs.c.cable)):
            self._connection.execute(sql.delete(table).where(column.in_(gone)))
        if not changed:
            return
        revision = self.count_up("revision")
        self._connection.execute(
            sql.insert(cables), [_cable_row(document, cable, revision) for document, cable in changed]
        )
        rows = [dataclasses.asdict(each) for _, cable in changed for each in cable.paragraphs]
        if rows:
            self._connection.execute(sql.insert(paragraphs), rows)

    def _upsert(self, table: sql.Table, rows: Collection[dict[str, Any]], on: str | None = None) -> None:
        if not rows:
            return
        keys = [table.c[on]] if on else list(table.primary_key.columns)
        statement = insert(table)
        fresh = {c.name: statement.excluded[c.name] for c in table.columns if c not in keys and not c.primary_key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), list(rows))


def _document_row(input: str, each: Parsed) -> dict[str, Any]:
    document = each.document
    return {
        "input": input,
        "place": document.place,
        "sha": each.sha,
        "cable": each.cable.id,
        "weight": weight(each.cable),
        "name": document.name,
        "page": dataclasses.asdict(document.page) if document.page else None,
        "text": document.text,
    }


def _cable_row(document: int, cable: Cable, revision: int) -> dict[str, Any]:
    record = to_json(dataclasses.replace(cable, raw="", paragraphs=()))
    columns = ("id", "post", "date", "origin", "subject", "classification")
    return {name: getattr(cable, name) for name in columns} | {
        "document": document,
        "revision": revision,
        "paragraphs": len(cable.paragraphs),
        "record": record,
    }


def weight(cable: Cable) -> int:
    """Return how complete a document's cable is: whole before partial, then by the length of its text."""
    length = sum(len(paragraph.text) for paragraph in cable.paragraphs)
    return length if {"partial", "truncated"} & set(cable.flags) else length + _WHOLE
