"""Collections: sets of cables that readers name and keep, each one's own, or shared with the other readers.

Nobody is shown a cable of a collection that the library they may read does not have, nor how many those are. A
shared collection of which a reader may see nothing does not exist for them. Like a conversation, one that is not
shared is seen only under the clearance that it was made under.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from assistant.notebook.kept_text import in_lines, in_one_line
from assistant.notebook.notebook_store import Holder, NotebookStore
from assistant.notebook.notebook_store import collected_cables as _cables
from assistant.notebook.notebook_store import collections as _collections
from ingest import Library
from ingest.domain.filters import EVERYWHERE, MOST_CHOSEN, Filters
from ingest.domain.posts import cable_id
from ingest.errors import CollectionError

MOST_COLLECTIONS = 500  # of one reader
LONGEST_NAME = 100  # characters
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class CableCollection:
    """A collection as a reader sees it: of its cables those that they may read, in the order they were added.

    `made` and `changed` are ISO, in UTC; of somebody else's they are empty, since a change may be of a cable that
    is not shown.
    """

    id: str
    name: str
    note: str
    is_shared: bool
    is_own: bool
    made: str
    changed: str
    cables: tuple[str, ...]


class CableCollections:
    """The collections that somebody has, or that others share with them.

    A collection is named by its name or its id; one's own goes before those of others. Any thread and process may
    use it. Everything raises CollectionError where there is no such collection, where it is somebody else's and
    would be changed, and where more is to be kept than may be; NotebookError where they cannot be got at.
    """

    def __init__(self, store: NotebookStore, holder: Holder, library: Library) -> None:
        """`library`: what the holder may read."""
        self._store, self._holder, self._library = store, holder, library

    def list(self) -> Sequence[CableCollection]:
        """Return one's own, the one that changed last first, then those that others share, by name."""
        return self._found(sql.or_(sql.and_(*self._own()), _collections.c.shared))

    def get(self, named: str) -> CableCollection:
        """Return a collection."""
        named = in_one_line(named)
        is_named = sql.or_(_collections.c.id == named, _collections.c.name == named)
        seen = sql.or_(sql.and_(*self._own()), _collections.c.shared)
        found = self._found(sql.and_(is_named, seen))
        own, by_id = [each for each in found if each.is_own], [each for each in found if each.id == named]
        for meant in (own, by_id, found):
            if len(meant) == 1:
                return meant[0]
        if found:
            raise CollectionError(f"Several readers share a collection {_quoted(named)}: name it by its id.")
        raise CollectionError(f"There is no collection {_quoted(named)} of yours, nor one that others share.")

    def create(
        self, name: str, cables: Iterable[str] = (), *, note: str = "", shared: bool = False
    ) -> CableCollection:
        """Make a collection of these cables, which have to be in the library; their ids may have any spelling."""
        ids, now = self._checked(cables), _now()
        new = {"id": secrets.token_urlsafe(9), "owner": self._holder.owner, "clearance": self._holder.clearance}
        new |= {"name": _name(name), "note": _note(note), "made": now, "changed": now}
        with self._store.begin() as connection:
            held = sql.select(sql.func.count()).where(_collections.c.owner == self._holder.owner)
            if (connection.scalar(held) or 0) >= MOST_COLLECTIONS:
                raise CollectionError(f"You have {MOST_COLLECTIONS} collections: delete some to make more.")
            self._refuse_taken(connection, new["name"])
            _executed(connection, sql.insert(_collections).values(**new, shared=shared), new["name"])
            _put(connection, new["id"], ids)
        return self.get(new["id"])

    def add(self, named: str, cables: Iterable[str]) -> CableCollection:
        """Put more cables into a collection, at its end."""
        ids = self._checked(cables)
        return self._change(named, lambda connection, id: _put(connection, id, ids))

    def remove(self, named: str, cables: Iterable[str]) -> CableCollection:
        """Take cables out of a collection; those that are not in it do not matter."""
        ids = _ids(cables)

        def taken_out(connection: Connection, id: str) -> None:
            gone = sql.delete(_cables).where(_cables.c.collection == id, _cables.c.cable == sql.bindparam("gone"))
            if ids:
                connection.execute(gone, [{"gone": each} for each in ids])

        return self._change(named, taken_out)

    def rename(self, named: str, name: str) -> CableCollection:
        """Give a collection another name."""
        return self._described(named, name=_name(name))

    def note(self, named: str, text: str) -> CableCollection:
        """Write another note on a collection."""
        return self._described(named, note=_note(text))

    def describe(self, named: str, name: str, note: str) -> CableCollection:
        """Give a collection another name and another note, or neither where one of them will not do."""
        return self._described(named, name=_name(name), note=_note(note))

    def share(self, named: str, shared: bool = True) -> CableCollection:
        """Show a collection to all readers, or no longer: its name, its note, and what of it each may read."""
        return self._described(named, shared=shared)

    def delete(self, named: str) -> None:
        """Delete a collection. Its cables stay in the library."""
        id = self._owned(named).id
        with self._store.begin() as connection:
            connection.execute(sql.delete(_collections).where(*self._own(id)))
        self._store.overwrite()

    def narrowed(self, named: str, where: Filters = EVERYWHERE) -> Filters:
        """Return filters that let through the cables of a collection alone, as far as they did so before."""
        found = self.get(named)
        wanted = set(where.among or found.cables).difference(where.besides)
        ids = [id for id in found.cables if id in wanted]
        if not ids:
            raise CollectionError(f"The collection {_quoted(found.name)} has no cable that could be asked about.")
        return replace(where, cables=", ".join(ids))

    def _own(self, id: str | None = None) -> Sequence[sql.ColumnElement[bool]]:
        """Return what holds of the holder's own collections, or of that one among them, and of no others."""
        own = [_collections.c.owner == self._holder.owner, _collections.c.clearance == self._holder.clearance]
        return own if id is None else [*own, _collections.c.id == id]

    def _found(self, condition: sql.ColumnElement[bool]) -> Sequence[CableCollection]:
        if self._store.is_empty():
            return ()
        own = sql.and_(*self._own()).label("own")
        heads = sql.select(_collections, own).where(condition)
        heads = heads.order_by(own.desc(), _collections.c.changed.desc())
        inside = sql.select(_cables.c.collection, _cables.c.cable).join(_collections).where(condition)
        with self._store.begin() as connection:
            rows = connection.execute(heads).all()
            listed = connection.execute(inside.order_by(_cables.c.place)).all()
        there = set(self._library.present({each.cable for each in listed}))
        cables: dict[str, list[str]] = {}
        for each in listed:
            if each.cable in there:
                cables.setdefault(each.collection, []).append(each.cable)
        own_ones = [_collection(row, cables.get(row.id, ())) for row in rows if row.own]
        others = [_collection(row, cables[row.id]) for row in rows if not row.own and row.id in cables]
        return (*own_ones, *sorted(others, key=lambda each: (each.name.casefold(), each.id)))

    def _owned(self, named: str) -> CableCollection:
        found = self.get(named)
        if not found.is_own:
            raise CollectionError(f"Only its owner can change the collection {_quoted(found.name)}.")
        return found

    def _described(self, named: str, **values: Any) -> CableCollection:
        def changed(connection: Connection, id: str) -> None:
            if name := values.get("name"):
                self._refuse_taken(connection, name, but=id)
            new = sql.update(_collections).where(*self._own(id)).values(**values)
            _executed(connection, new, values.get("name", ""))

        return self._change(named, changed)

    def _change(self, named: str, change: Callable[[Connection, str], None]) -> CableCollection:
        id = self._owned(named).id
        with self._store.begin() as connection:
            # Also waits for whoever changes the same one at the moment.
            touched = sql.update(_collections).where(*self._own(id)).values(changed=_now())
            if not connection.execute(touched).rowcount:
                raise CollectionError("This collection no longer exists.")
            change(connection, id)
        self._store.overwrite()
        return self.get(id)

    def _refuse_taken(self, connection: Connection, name: str, but: str = "") -> None:
        same = sql.select(_collections.c.id).where(*self._own(), _collections.c.name == name)
        if connection.scalar(same.where(_collections.c.id != but)):
            raise _taken(name)

    def _checked(self, cables: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of cables in their one spelling; raises CollectionError for one that is not here."""
        ids = _ids(cables)
        there = set(self._library.present(ids))
        if missing := [id for id in ids if id not in there]:
            raise CollectionError(f"There is no cable {missing[0][:80]} in this library.")
        return ids


def _put(connection: Connection, id: str, cables: Sequence[str]) -> None:
    """Put cables at the end of a collection; raises CollectionError where it would be too long."""
    held = sql.select(_cables.c.cable, _cables.c.place).where(_cables.c.collection == id)
    before = {each.cable: each.place for each in connection.execute(held)}
    new = [each for each in cables if each not in before]
    if len(before) + len(new) > MOST_CHOSEN:
        raise CollectionError(f"A collection can have {MOST_CHOSEN:,} cables: make another one for the rest.")
    first = max(before.values(), default=0) + 1
    rows = [{"collection": id, "cable": each, "place": place} for place, each in enumerate(new, first)]
    if rows:
        connection.execute(sql.insert(_cables), rows)


def _executed(connection: Connection, statement: sql.Executable, name: str) -> None:
    try:
        connection.execute(statement)
    except sql.exc.IntegrityError as error:  # another process took the name just now
        raise _taken(name) from error


def _taken(name: str) -> CollectionError:
    return CollectionError(f"You have a collection {_quoted(name)} already: give this one another name.")


def _collection(row: Any, cables: Iterable[str]) -> CableCollection:
    made, changed = (row.made, row.changed) if row.own else ("", "")
    return CableCollection(row.id, row.name, row.note, row.shared, bool(row.own), made, changed, tuple(cables))


def _ids(cables: Iterable[str]) -> tuple[str, ...]:
    given = re.split(r"[,;\n]", cables) if isinstance(cables, str) else cables
    named = (in_one_line(each) for each in given)
    ids = tuple(dict.fromkeys(cable_id(each) or each for each in named if each))
    if len(ids) > MOST_CHOSEN:
        raise CollectionError(f"A collection can have {MOST_CHOSEN:,} cables; these are {len(ids):,}.")
    return ids


def _name(text: str) -> str:
    """Return a name as it is kept, in one line."""
    line = in_one_line(text)
    if not line:
        raise CollectionError("A collection needs a name.")
    if len(line) > LONGEST_NAME:
        raise CollectionError(f"A name can have {LONGEST_NAME} characters; this one has {len(line):,}.")
    return line


def _note(text: str) -> str:
    note = in_lines(text)
    if len(note) > LONGEST_NOTE:
        raise CollectionError(f"A note can have {LONGEST_NOTE:,} characters; this one has {len(note):,}.")
    return note


def _quoted(name: str) -> str:
    return f"“{in_one_line(name)[:LONGEST_NAME]}”"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
