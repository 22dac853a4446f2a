"""The catalogue's record of work: which runs there were, what was read from where, what is still to be indexed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

import sqlalchemy as sql

from ingest.catalogue.database import Database, within
from ingest.catalogue.document_rows import JOINED
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.tables import arrivals, cables, documents, failures, held, inputs, notes, runs
from ingest.domain.documents import Failure
from ingest.domain.serialization import PARSER

Index = Literal["words", "vectors", "scan"]
Part = Literal["embeddings"] | Index  # the embeddings are in the catalogue itself, as what the others are made of
State = Literal["running", "finished", "broken off"]


@dataclass(frozen=True, slots=True)
class IngestRun:
    """One ingest: when, over which paths, with which versions, and what became of the cables it met."""

    id: int
    begun: str
    ended: str | None
    state: State
    paths: tuple[str, ...]
    counts: dict[str, int]
    versions: dict[str, str]


class Seen(NamedTuple):
    """What was read from an input or a place in it: the hash of the content and the parser's version."""

    sha: str
    parser: int = PARSER


class Ledger:
    """What the catalogue records about its own history."""

    def __init__(self, database: Database, names: Names = PLAIN) -> None:
        self._database = database
        self._names = names

    def note(self, name: str) -> str | None:
        """Return the library's note of this name."""
        value = self._database.one(sql.select(notes.c.value).where(notes.c.name == self._names(name)))
        return None if value is None else str(value)

    def last_run(self) -> IngestRun | None:
        """Return the latest run."""
        for row in self._database.all(sql.select(runs).order_by(runs.c.id.desc()).limit(1)):
            return IngestRun(**row._asdict() | {"paths": tuple(row.paths)})
        return None

    # What was read

    def inputs(self, paths: Collection[str]) -> dict[str, Seen]:
        """Return what was read from each of these inputs that was read to its end."""
        query = sql.select(inputs.c.path, inputs.c.sha, inputs.c.parser).where(inputs.c.path.in_(paths))
        return {row.path: Seen(row.sha, row.parser) for row in self._database.all(query)}

    def places(self, places: Collection[str]) -> dict[str, Seen]:
        """Return what was read from each of these places that has a document."""
        query = sql.select(documents.c.place, documents.c.sha, documents.c.parser)
        rows = self._database.all(query.where(documents.c.place.in_(places)))
        return {row.place: Seen(row.sha, row.parser) for row in rows}

    def holders(self, ids: Collection[str]) -> dict[str, list[str]]:
        """Return the places of the documents of each of these cables."""
        found: dict[str, list[str]] = {}
        query = sql.select(documents.c.cable, documents.c.place).where(
            documents.c.cable.in_(ids), documents.c.input != JOINED
        )
        for row in self._database.all(query):
            found.setdefault(row.cable, []).append(row.place)
        return found

    def origins(self, place: str | None = None) -> list[str]:
        """Return the inputs that there are documents from; only that one, or those beneath it, if one is given."""
        query = sql.select(documents.c.input).where(documents.c.input != JOINED)
        query = query.distinct().order_by(documents.c.input)
        if place is not None:
            query = query.where(within(documents.c.input, place))
        return [row.input for row in self._database.all(query)]

    def origin(self, cable: str) -> tuple[str, str, str] | None:
        """Return the place and the input that a cable is told from, and the hash of that input as it was read."""
        query = (
            sql.select(documents.c.place, documents.c.input, inputs.c.sha)
            .join(cables, cables.c.document == documents.c.id)
            .join(inputs, inputs.c.path == documents.c.input)
        )
        for row in self._database.all(query.where(cables.c.id == cable)):
            return row.place, row.input, row.sha
        return None

    def documents_of(self, paths: Collection[str]) -> dict[str, tuple[int, str]]:
        """Return the number of documents from each of these inputs that has any, and the first of their cables."""
        first = sql.func.min(documents.c.cable).label("first")
        query = sql.select(documents.c.input, sql.func.count().label("number"), first).group_by(documents.c.input)
        rows = self._database.all(query.where(documents.c.input.in_(paths)))
        return {row.input: (row.number, row.first) for row in rows}

    def failures(self, paths: Collection[str]) -> dict[str, list[Failure]]:
        """Return what of each of these inputs could not be read the last time."""
        found: dict[str, list[Failure]] = {}
        for row in self._database.all(
            sql.select(failures).where(failures.c.input.in_(paths)).order_by(failures.c.place)
        ):
            found.setdefault(row.input, []).append(Failure(row.place, row.reason))
        return found

    def count_failures(self) -> int:
        """Return the number of places that could not be read."""
        return int(self._database.one(sql.select(sql.func.count()).select_from(failures)))

    # What the derived parts contain

    def count_held(self, part: Part) -> int:
        """Return the number of paragraphs that a part contains in their current form."""
        query = sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0))
        query = query.join(held, self._up_to_date(part))
        return int(self._database.one(query))

    def is_empty(self, part: Part) -> bool:
        """Return whether a part should be empty."""
        query = sql.select(held.c.cable).where(held.c.part == self._names(part), held.c.revision > 0).limit(1)
        return self._database.one(query) is None

    def outdated(self, part: Part, after: Part | None = None) -> dict[str, int]:
        """Return the cables that a part lacks, holds in an earlier revision or holds though they are gone,
        with the number of paragraphs that each has; only those that are done in the part `after` which it comes,
        if any."""
        mine = sql.select(held.c.cable, held.c.revision).where(held.c.part == self._names(part)).subquery()
        gone = (
            sql.select(mine.c.cable, sql.literal(0))
            .outerjoin(cables, cables.c.id == mine.c.cable)
            .where(cables.c.id.is_(None))
            .order_by(mine.c.cable)
        )
        behind = (
            sql.select(cables.c.id, cables.c.paragraphs)
            .outerjoin(mine, mine.c.cable == cables.c.id)
            .where(mine.c.revision.is_distinct_from(cables.c.revision))
            .order_by(cables.c.revision, cables.c.id)
        )
        if after:
            behind = behind.join(held, self._up_to_date(after))
        rows = [*self._database.all(gone), *self._database.all(behind)]
        return {str(cable): int(number) for cable, number in (tuple(row) for row in rows)}

    def is_stale(self, part: Part) -> bool:
        """Return whether a part contains anything that is gone or has changed."""
        query = sql.select(held.c.cable).outerjoin(cables, cables.c.id == held.c.cable)
        stale = query.where(held.c.part == self._names(part), held.c.revision.is_distinct_from(cables.c.revision))
        return self._database.one(stale.limit(1)) is not None

    def changed_since(self, revision: int) -> list[str]:
        """Return the cables that came or changed after a revision, the earliest first."""
        query = (
            sql.select(cables.c.id).where(cables.c.revision > revision).order_by(cables.c.revision, cables.c.id)
        )
        return [row.id for row in self._database.all(query)]

    def last_arrival(self) -> int:
        """Return the number of the last cable that came, 0 if none has since they are counted."""
        return int(self._database.one(sql.select(sql.func.coalesce(sql.func.max(arrivals.c.number), 0))))

    def arrived_after(self, number: int) -> list[str]:
        """Return the cables that came after the one with this number, the first first."""
        query = sql.select(arrivals.c.cable).where(arrivals.c.number > number).order_by(arrivals.c.number)
        return [row.cable for row in self._database.all(query)]

    def revisions(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each of these cables that exists."""
        rows = self._database.all(sql.select(cables.c.id, cables.c.revision).where(cables.c.id.in_(ids)))
        return {row.id: row.revision for row in rows}

    def held_revisions(self, part: Part, ids: Collection[str]) -> dict[str, int]:
        """Return the revision in which a part contains each of these cables."""
        query = sql.select(held.c.cable, held.c.revision).where(
            held.c.part == self._names(part), held.c.cable.in_(ids)
        )
        return {row.cable: row.revision for row in self._database.all(query)}

    def held_ids(self, part: Part, ids: Collection[str]) -> dict[str, list[str]]:
        """Return the ids under which a part contains each of these cables."""
        query = sql.select(held.c.cable, held.c.ids).where(held.c.part == self._names(part), held.c.cable.in_(ids))
        return {row.cable: row.ids for row in self._database.all(query)}

    def _up_to_date(self, part: Part) -> sql.ColumnElement[bool]:
        """Return the condition that a part contains a cable in its current form."""
        mine = held.c.part == self._names(part)
        return mine & (held.c.cable == cables.c.id) & (held.c.revision == cables.c.revision)
