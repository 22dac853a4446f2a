"""The truth of a library, read: what cables there are, and what the derived parts still lack of them."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

import sqlalchemy as sql
from sqlalchemy.engine import Row

from ingest.cable import Cable, Paragraph
from ingest.edit import Edit
from ingest.entries import Key
from ingest.errors import LibraryError
from ingest.record import from_json
from ingest.tables import SCHEMA, cables, documents, held, inputs, metadata, notes, paragraphs

Part = Literal["words", "vectors"]
T = TypeVar("T")
_MOST_IDS = 500  # in one statement


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a cable."""

    id: str
    date: str | None
    origin: str | None
    subject: str | None
    classification: str | None


class Catalogue:
    """The SQL side of a library. Any thread may read; one process at a time may write."""

    def __init__(self, path: Path) -> None:
        """Open or create the catalogue; raises LibraryError when the file is none, or of another version."""
        self._engine = sql.create_engine(f"sqlite:///{path}")
        sql.event.listen(self._engine, "connect", _tune)
        try:
            metadata.create_all(self._engine)
        except sql.exc.DatabaseError as error:
            raise LibraryError(f"{path} is no catalogue of reftel: {error.orig}.") from error
        if self.note("schema") is None:
            with self.edit() as edit:
                edit.note("schema", SCHEMA)
        elif (found := self.note("schema")) != SCHEMA:
            raise LibraryError(
                f"{path} was made by another version of reftel (its schema is {found}, this one reads {SCHEMA}): "
                "ingest into a new folder."
            )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def edit(self) -> Iterator[Edit]:
        """Open a transaction: everything in it happens, or nothing."""
        with self._engine.begin() as connection:
            yield Edit(connection)

    def note(self, name: str) -> str | None:
        """Return what the library remembers of itself under this name."""
        value = self._one(sql.select(notes.c.value).where(notes.c.name == name))
        return None if value is None else str(value)

    def read_before(self, path: str) -> str | None:
        """Return the hash of an input's content when it was last read to its end, None if it never was."""
        value = self._one(sql.select(inputs.c.sha).where(inputs.c.path == path))
        return None if value is None else str(value)

    def known(self, places: Collection[str]) -> dict[str, str]:
        """Return the hashes of the texts of the documents that are stored from these places."""
        query = sql.select(documents.c.place, documents.c.sha).where(documents.c.place.in_(places))
        return {row.place: row.sha for row in self._all(query)}

    # Cables

    def cables(self, ids: Sequence[str]) -> Iterator[Cable]:
        """Yield those of these cables that there are, in the order given."""
        for batch in batches(ids, _MOST_IDS):
            rows = self._all(
                sql.select(cables.c.id, cables.c.record, documents.c.text)
                .join(documents, documents.c.id == cables.c.document)
                .where(cables.c.id.in_(batch))
            )
            bodies: dict[str, list[Paragraph]] = {}
            for row in self._all(
                sql.select(paragraphs).where(paragraphs.c.cable.in_(batch)).order_by(paragraphs.c.ordinal)
            ):
                bodies.setdefault(row.cable, []).append(_paragraph(row))
            found = {row.id: row for row in rows}
            for row in (found[id] for id in batch if id in found):
                cable = from_json(row.record | {"raw": row.text, "paragraphs": []})
                yield dataclasses.replace(cable, paragraphs=tuple(bodies.get(row.id, ())))

    def heads(self, ids: Collection[str]) -> dict[str, Head]:
        """Return what a list shows of those of these cables that there are."""
        query = sql.select(cables).where(cables.c.id.in_(ids))
        return {
            row.id: Head(row.id, row.date, row.origin, row.subject, row.classification) for row in self._all(query)
        }

    def paragraphs(self, keys: Collection[Key]) -> dict[Key, Paragraph]:
        """Return those of these paragraphs that there are."""
        place = sql.tuple_(paragraphs.c.cable, paragraphs.c.ordinal)
        rows = self._all(sql.select(paragraphs).where(place.in_(list(keys))))
        return {Key(row.cable, row.ordinal): _paragraph(row) for row in rows}

    def posts(self) -> list[tuple[str, int]]:
        """Return each post and the number of its cables, the busiest first."""
        count = sql.func.count().label("number")
        query = sql.select(cables.c.post, count).group_by(cables.c.post).order_by(count.desc(), cables.c.post)
        return [(row.post, row.number) for row in self._all(query)]

    def dates(self) -> tuple[str, str] | None:
        """Return the days of the first and the last dated cable, ISO."""
        first = self._one(sql.select(sql.func.min(cables.c.date)))
        last = self._one(sql.select(sql.func.max(cables.c.date)))
        return (first[:10], last[:10]) if first else None

    def notices(self) -> list[str]:
        """Return the distinct notices that the cables begin with ("Sample text ...", "partial extract ...")."""
        notice = cables.c.record["notice"].as_string()
        return [str(row[0]) for row in self._all(sql.select(notice).distinct()) if row[0]]

    # How many, and what is still to do

    def count_cables(self) -> int:
        """Return the number of cables."""
        return int(self._one(sql.select(sql.func.count()).select_from(cables)))

    def count_paragraphs(self) -> int:
        """Return the number of paragraphs."""
        return int(self._one(sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0))))

    def count_held(self, part: Part) -> int:
        """Return the number of paragraphs that a part holds as they now are."""
        query = sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0)).join(
            held,
            (held.c.cable == cables.c.id) & (held.c.revision == cables.c.revision) & (held.c.part == part),
        )
        return int(self._one(query))

    def outdated(self, part: Part) -> list[str]:
        """Return the cables that a part lacks, holds in an earlier revision or holds though they are gone."""
        mine = sql.select(held.c.cable, held.c.revision).where(held.c.part == part).subquery()
        gone = sql.select(mine.c.cable).where(mine.c.cable.not_in(sql.select(cables.c.id)))
        behind = (
            sql.select(cables.c.id)
            .outerjoin(mine, mine.c.cable == cables.c.id)
            .where(mine.c.revision.is_distinct_from(cables.c.revision))
            .order_by(cables.c.revision)
        )
        return [row[0] for query in (gone, behind) for row in self._all(query)]

    def revisions(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each of these cables that there is."""
        rows = self._all(sql.select(cables.c.id, cables.c.revision).where(cables.c.id.in_(ids)))
        return {row.id: row.revision for row in rows}

    def held_ids(self, part: Part, ids: Collection[str]) -> dict[str, list[str]]:
        """Return under which ids a part holds each of these cables."""
        rows = self._all(sql.select(held.c.cable, held.c.ids).where(held.c.part == part, held.c.cable.in_(ids)))
        return {row.cable: row.ids for row in rows}

    def _all(self, query: sql.Executable) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def _one(self, query: sql.Executable) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most `size` items, in order (itertools.batched needs Python 3.12)."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _paragraph(row: Row[Any]) -> Paragraph:
    values = row._asdict()
    values["pieces"] = tuple((start, end) for start, end in values["pieces"])
    values["caveats"] = tuple(values["caveats"])
    return Paragraph(**values)


def _tune(connection: Any, _: Any) -> None:
    # WAL lets readers read while ingest writes; with it, NORMAL loses nothing that was committed when the
    # process dies, only, perhaps, the last transactions when the power does (sqlite.org/pragma.html).
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {pragma}")
