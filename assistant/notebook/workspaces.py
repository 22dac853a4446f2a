"""Workspaces: pages on which readers pin what they found, in their own order, with words of their own between.

A page is its reader's alone, under the clearance that it was made under, or shared by its link as a conversation
is: with those who may see all that its reader might. `workspace_items.py` says what of it anybody is shown.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from assistant.answer import Answer, Citation, Passage
from assistant.notebook import workspace_items
from assistant.notebook.cable_notes import CableNote
from assistant.notebook.kept_text import in_one_line
from assistant.notebook.notebook_store import Holder, NotebookStore, may_see
from assistant.notebook.notebook_store import workspace_items as _items
from assistant.notebook.notebook_store import workspaces as _pages
from assistant.notebook.pinned_sentences import cited_sentences
from assistant.notebook.workspace_items import WorkspaceItem, as_seen
from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.errors import WorkspaceError

Direction = Literal["up", "down", "top"]
MOST_PAGES = 200  # of one reader
MOST_ITEMS = 500  # of one page
LONGEST_NAME = 100  # characters
USUAL_NAME = "Workspace"  # of the page that the first pin makes


@dataclass(frozen=True, slots=True)
class Workspace:
    """A page as a reader sees it; `items` in its order. `made` and `changed` are ISO, in UTC."""

    id: str
    name: str
    is_shared: bool
    is_own: bool
    made: str
    changed: str
    items: tuple[WorkspaceItem, ...] = ()


class Workspaces:
    """The pages that somebody has.

    A page is named by its name or its id; where none is named, it is the one that they changed last. Any thread
    and process may use it. Everything raises WorkspaceError where there is no such page, where it is somebody
    else's and would be changed, and where more is to be kept than may be; NotebookError where they cannot be got
    at.
    """

    def __init__(self, store: NotebookStore, holder: Holder, library: Library) -> None:
        """`library`: what the holder may read."""
        self._store, self._holder, self.library = store, holder, library

    def list(self) -> Sequence[Workspace]:
        """Return one's own pages, the one that changed last first, without their items."""
        if self._store.is_empty():
            return ()
        query = sql.select(_pages).where(*self._own()).order_by(_pages.c.changed.desc())
        with self._store.begin() as connection:
            return tuple(_page(row, is_own=True) for row in connection.execute(query))

    def get(self, named: str | None = None) -> Workspace:
        """Return a page with its items; one that somebody shares by its id."""
        row, is_own = self._row(named)
        query = sql.select(_items).where(_items.c.workspace == row.id).order_by(_items.c.place)
        with self._store.begin() as connection:
            found = [
                workspace_items.kept(each.id, each.kind, each.text, each.pinned)
                for each in connection.execute(query)
            ]
        return _page(row, is_own=is_own, items=as_seen(self.library, found))

    def create(self, name: str = USUAL_NAME) -> Workspace:
        """Make a page."""
        new = {"id": secrets.token_urlsafe(9), "name": _name(name), "made": _now(), "changed": _now()}
        with self._store.begin() as connection:
            held = sql.select(sql.func.count()).where(_pages.c.owner == self._holder.owner)
            if (connection.scalar(held) or 0) >= MOST_PAGES:
                raise WorkspaceError(f"You have {MOST_PAGES} pages: delete some to make more.")
            self._refuse_taken(connection, new["name"])
            owner, clearance = self._holder.owner, self._holder.clearance
            made = sql.insert(_pages).values(**new, owner=owner, clearance=clearance, shared=False)
            _executed(connection, made, new["name"])
        return self.get(new["id"])

    def add(self, items: Sequence[WorkspaceItem], to: str | None = None, *, after: str | None = None) -> Workspace:
        """Put items onto a page, at its end or after one of its items; what is there already stays where it is.

        The first page is made where there is none and none is named.
        """
        page = self.create() if to is None and not self.list() else self._owned(to)
        new = [each for each in items if each.is_own or not any(each.is_same(other) for other in page.items)]
        if len(page.items) + len(new) > MOST_ITEMS:
            raise WorkspaceError(f"A page can have {MOST_ITEMS} items: make another one for the rest.")
        if after is not None:
            self._item(page, after)

        def put(connection: Connection) -> None:
            first = _room(connection, page.id, after, len(new))
            rows = [
                {
                    "id": each.id,
                    "workspace": page.id,
                    "place": place,
                    "kind": each.kind,
                    "text": each.text,
                    "pinned": each.pinned(),
                }
                for place, each in enumerate(new, first)
            ]
            if rows:
                connection.execute(sql.insert(_items), rows)

        return self._change(page.id, put)

    def pin(self, found: Answer | Citation | Passage | CableNote | str, to: str | None = None) -> Workspace:
        """Pin a citation, a passage, a note, a cable by its id, or all sentences of an answer that cite any."""
        match found:
            case Answer():
                items = workspace_items.sentences(cited_sentences(found))
                if not items:
                    raise WorkspaceError("This answer cites nothing that could be pinned.")
            case CableNote():
                items = (workspace_items.note(self.library, found),)
            case str():
                items = workspace_items.cables(self.library, [found])
            case Citation() if found.ordinal:
                items = (
                    workspace_items.paragraph(self.library, found.cable, found.ordinal, found.start, found.end),
                )
            case _ if found.ordinal:
                items = (workspace_items.paragraph(self.library, found.cable, found.ordinal),)
            case _:  # the header stands for the cable
                items = workspace_items.cables(self.library, [found.cable])
        return self.add(items, to)

    def write(self, text: str, to: str | None = None, *, after: str | None = None) -> Workspace:
        """Put words of one's own onto a page."""
        return self.add([workspace_items.own_text(text)], to, after=after)

    def head(self, text: str, to: str | None = None, *, after: str | None = None) -> Workspace:
        """Put a heading onto a page."""
        return self.add([workspace_items.heading(text)], to, after=after)

    def edit(self, named: str, item: str, text: str) -> Workspace:
        """Write one's own words anew, those of a heading or a text."""
        page = self._owned(named)
        before = self._item(page, item)
        if not before.is_own:
            raise WorkspaceError("What is pinned stays as it is; only your own words can be changed.")
        written = workspace_items.heading(text) if before.kind == "heading" else workspace_items.own_text(text)
        new = sql.update(_items).where(_items.c.id == item, _items.c.workspace == page.id)
        return self._change(page.id, lambda connection: connection.execute(new.values(text=written.text)))

    def move(self, named: str, item: str, to: Direction) -> Workspace:
        """Move an item past the one before it or after it, if there is one, or before all others."""
        page = self._owned(named)
        ids = [each.id for each in page.items]
        at = ids.index(self._item(page, item).id)
        other = {"up": at - 1, "down": at + 1, "top": 0}[to]
        if other == at or not 0 <= other < len(ids):
            return page

        def lift(connection: Connection) -> None:
            first = connection.scalar(
                sql.select(sql.func.min(_items.c.place)).where(_items.c.workspace == page.id)
            )
            connection.execute(sql.update(_items).where(_items.c.id == item).values(place=(first or 0) - 1))

        def exchange(connection: Connection) -> None:
            pair = (item, ids[other])
            query = sql.select(_items.c.id, _items.c.place).where(_items.c.id.in_(pair))
            places = {row.id: row.place for row in connection.execute(query)}
            for one, another in (pair, pair[::-1]):
                if len(places) == len(pair):
                    moved = sql.update(_items).where(_items.c.id == one).values(place=places[another])
                    connection.execute(moved)

        return self._change(page.id, lift if to == "top" else exchange)

    def remove(self, named: str, item: str) -> Workspace:
        """Take an item off a page; one that is not there does not matter."""
        page = self._owned(named)
        gone = sql.delete(_items).where(_items.c.id == item, _items.c.workspace == page.id)
        return self._change(page.id, lambda connection: connection.execute(gone))

    def rename(self, named: str, name: str) -> Workspace:
        """Give a page another name."""
        id, new = self._owned(named).id, _name(name)

        def renamed(connection: Connection) -> None:
            self._refuse_taken(connection, new, but=id)
            _executed(connection, sql.update(_pages).where(*self._own(id)).values(name=new), new)

        return self._change(id, renamed)

    def share(self, named: str, shared: bool = True) -> Workspace:
        """Show a page to whoever has its link and may see all that its reader might, or no longer."""
        id = self._owned(named).id
        new = sql.update(_pages).where(*self._own(id)).values(shared=shared)
        return self._change(id, lambda connection: connection.execute(new))

    def choose(self, named: str) -> Workspace:
        """Have what is pinned from now on lie on this page."""
        return self._change(self._owned(named).id, lambda connection: None)

    def delete(self, named: str) -> None:
        """Delete a page with all that is on it. Its cables stay in the library."""
        id = self._owned(named).id
        with self._store.begin() as connection:
            connection.execute(sql.delete(_pages).where(*self._own(id)))
        self._store.overwrite()

    def _own(self, id: str | None = None) -> Sequence[sql.ColumnElement[bool]]:
        own = [_pages.c.owner == self._holder.owner, _pages.c.clearance == self._holder.clearance]
        return own if id is None else [*own, _pages.c.id == id]

    def _row(self, named: str | None) -> tuple[Any, bool]:
        """Return a page's row, and whether it is one's own."""
        if not self._store.is_empty():
            own = sql.select(_pages).where(*self._own()).order_by(_pages.c.changed.desc())
            meant = None if named is None else in_one_line(named)
            with self._store.begin() as connection:
                rows = connection.execute(own).all()
                shared = connection.execute(
                    sql.select(_pages).where(_pages.c.id == meant, _pages.c.shared)
                ).first()
            for row in rows:
                if meant is None or meant in (row.id, row.name):
                    return row, True
            if shared is not None and self._may_see(shared.clearance):
                return shared, False
        if named is None:
            raise WorkspaceError("You have pinned nothing yet.")
        raise WorkspaceError(
            f"There is no page “{in_one_line(named)[:LONGEST_NAME]}” of yours, nor one shared with you."
        )

    def _may_see(self, held_under: str) -> bool:
        clearance = Clearance.parse(self._holder.clearance) if self._holder.clearance else None
        return may_see(clearance, held_under)

    def _owned(self, named: str | None) -> Workspace:
        found = self.get(named)
        if not found.is_own:
            raise WorkspaceError(f"Only its owner can change the page “{found.name}”.")
        return found

    def _item(self, page: Workspace, id: str) -> WorkspaceItem:
        found = next((each for each in page.items if each.id == id), None)
        if found is None:
            raise WorkspaceError("This item is no longer on the page.")
        return found

    def _change(self, id: str, change: Callable[[Connection], object]) -> Workspace:
        with self._store.begin() as connection:
            # Also waits for whoever changes the same one at the moment.
            touched = sql.update(_pages).where(*self._own(id)).values(changed=_now())
            if not connection.execute(touched).rowcount:
                raise WorkspaceError("This page no longer exists.")
            change(connection)
        self._store.overwrite()
        return self.get(id)

    def _refuse_taken(self, connection: Connection, name: str, but: str = "") -> None:
        same = sql.select(_pages.c.id).where(*self._own(), _pages.c.name == name, _pages.c.id != but)
        if connection.scalar(same):
            raise _taken(name)


def _room(connection: Connection, page: str, after: str | None, number: int) -> int:
    """Return the first of some free places on a page, at its end or behind an item."""
    behind = None
    if after is not None:
        behind = connection.scalar(sql.select(_items.c.place).where(_items.c.id == after))
    if behind is None:
        last = connection.scalar(sql.select(sql.func.max(_items.c.place)).where(_items.c.workspace == page))
        return (last or 0) + 1
    further = sql.update(_items).where(_items.c.workspace == page, _items.c.place > behind)
    connection.execute(further.values(place=_items.c.place + number))
    return int(behind) + 1


def _executed(connection: Connection, statement: sql.Executable, name: str) -> None:
    try:
        connection.execute(statement)
    except sql.exc.IntegrityError as error:  # another process took the name just now
        raise _taken(name) from error


def _taken(name: str) -> WorkspaceError:
    return WorkspaceError(f"You have a page “{name}” already: give this one another name.")


def _page(row: Any, *, is_own: bool, items: tuple[WorkspaceItem, ...] = ()) -> Workspace:
    made, changed = (row.made, row.changed) if is_own else ("", "")
    return Workspace(row.id, row.name, row.shared, is_own, made, changed, items)


def _name(text: str) -> str:
    line = in_one_line(text)
    if not line:
        raise WorkspaceError("A page needs a name.")
    if len(line) > LONGEST_NAME:
        raise WorkspaceError(f"A name can have {LONGEST_NAME} characters; this one has {len(line):,}.")
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
