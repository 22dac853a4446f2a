"""Watches: questions and lists that readers keep, and which of the cables that came since concern them.

A list is watched by its filters and words. A question is asked as usual, without a model, within the new cables
alone: what is quoted then concerns it, and a refusal says that nothing does. All of it is looked for in the
library that the reader may read; like a conversation, a watch is seen only under the clearance it was made under.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Connection

from assistant.answering import Answering, Asked
from assistant.notebook.notebook_store import Holder, NotebookStore
from assistant.notebook.notebook_store import watched_cables as _cables
from assistant.notebook.notebook_store import watches as _watches
from assistant.question import question_limits
from assistant.sureness import USUAL, Thresholds
from ingest import Library
from ingest.domain.filters import EVERYWHERE, FILTERS, MOST_CHOSEN, Filters
from ingest.domain.selection import CableList
from ingest.errors import WatchError

MOST_WATCHES = 100  # of one reader
MOST_FOUND = 100  # cables of one look that concern a question: it is asked again for each few of them
LONGEST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Watch:
    """A question or, where that is "", a list.

    `cables` concern it, the last that came first; `new` are those not seen yet. `made` is ISO, in UTC.
    """

    id: str
    question: str
    words: str
    where: Filters
    made: str
    cables: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What is watched, in words."""
        told = [each.told(value) for each in FILTERS if (value := getattr(self.where, each.name))]
        words = [self.question or (f"“{self.words}”" if self.words else "")]
        return ", ".join(filter(None, (*words, *told))) or "all cables"


class Watches:
    """What somebody watches. Any thread and process may use it; raises WatchError where there is no such watch."""

    def __init__(
        self, store: NotebookStore, holder: Holder, library: Library, thresholds: Thresholds = USUAL
    ) -> None:
        """`library`: what the holder may read; `thresholds`: as their questions are answered."""
        self._store, self._holder, self.library = store, holder, library
        self._answering = Answering(library, thresholds=thresholds)

    def list(self) -> Sequence[Watch]:
        """Return all watches, the last made first, each with what came since that concerns it."""
        if self._store.is_empty():
            return ()
        rows = self._rows()
        if not rows:
            return ()
        for each in self._not_looked_at(rows):
            self._look(each)
        return self._with_cables(rows)

    def count_new(self) -> int:
        """Return how many cables that concern a watch are not seen yet."""
        return len({cable for each in self.list() for cable in each.new})

    def get(self, named: str) -> Watch:
        """Return a watch, by its id or by what it watches."""
        for each in self.list():
            if named in (each.id, each.name, each.question):
                return each
        raise WatchError(f"You watch nothing called “{named[:100]}”; `reftel watch list` shows what you do.")

    def add_question(self, question: str, where: Filters = EVERYWHERE) -> Watch:
        """Watch a question from now on; one that is watched already is returned as it is."""
        question = " ".join(question.split())
        question_limits.check(question)
        if not question:
            raise WatchError("There is nothing to watch: give a question.")
        return self._added(question, "", where)

    def add_list(self, words: str = "", where: Filters = EVERYWHERE) -> Watch:
        """Watch a list of cables, those that mention all the words and meet the filters."""
        words = " ".join(words.split())
        if len(words) > LONGEST_WORDS:
            raise WatchError(f"A list can be of {LONGEST_WORDS} characters of words; these are {len(words):,}.")
        return self._added("", words, where)

    def see(self, named: str | None = None) -> None:
        """Note that the cables of a watch, or of all, are seen."""
        ids = [self.get(named).id] if named else [row.id for row in self._rows()]
        with self._store.begin() as connection:
            connection.execute(sql.update(_cables).where(_cables.c.watch.in_(ids)).values(seen=True))

    def remove(self, named: str) -> None:
        """Watch something no longer."""
        id = self.get(named).id
        with self._store.begin() as connection:
            connection.execute(sql.delete(_watches).where(*self._own(), _watches.c.id == id))
        self._store.overwrite()

    def _own(self) -> Sequence[sql.ColumnElement[bool]]:
        return _watches.c.owner == self._holder.owner, _watches.c.clearance == self._holder.clearance

    def _rows(self) -> Sequence[Any]:
        with self._store.begin() as connection:
            query = sql.select(_watches).where(*self._own()).order_by(_watches.c.made.desc())
            return connection.execute(query).all()

    def _added(self, question: str, words: str, where: Filters) -> Watch:
        filters = {name: value for name, value in asdict(where).items() if value}
        with self._store.begin() as connection:
            held = connection.execute(sql.select(_watches).where(*self._own())).all()
            same = [row.id for row in held if (row.question, row.words, row.filters) == (question, words, filters)]
            if not same and len(held) >= MOST_WATCHES:
                raise WatchError(f"You watch {MOST_WATCHES} things: remove some to watch more.")
            id = same[0] if same else secrets.token_urlsafe(6)
            if not same:
                new = {**asdict(self._holder), "id": id, "question": question, "words": words, "filters": filters}
                new |= {"made": datetime.now(UTC).isoformat(timespec="microseconds")}
                connection.execute(sql.insert(_watches).values(**new, looked=self.library.last_arrival))
        return self.get(id)

    def _not_looked_at(self, rows: Sequence[Any]) -> Iterator[Any]:
        """Yield the watches since which cables came, once these can all be found."""
        last = self.library.last_arrival
        behind = [row for row in rows if row.looked < last]
        if behind and self.library.is_settled:
            yield from behind

    def _look(self, row: Any) -> None:
        last, new = self.library.last_arrival, self.library.arrived_after(row.looked)
        found = self._concerning(row.question, row.words, Filters(**row.filters), new)
        with self._store.begin() as connection:
            still = sql.update(_watches).where(*self._own(), _watches.c.id == row.id).values(looked=last)
            if connection.execute(still).rowcount:  # it may have been removed meanwhile
                _put(connection, row.id, found)

    def _concerning(self, question: str, words: str, where: Filters, new: Sequence[str]) -> Sequence[str]:
        """Return which of some cables concern a question or a list, in their order."""
        if not question:
            listed = self.library.listed(CableList(where, words, self._allowed(where, new)))
            there = {each.id for each in listed}
            return [id for id in new if id in there]
        found: set[str] = set()
        for batch in chunked(self._allowed(where, new), MOST_CHOSEN):
            found |= self._answering_among(question, where, batch)
        return [id for id in new if id in found]

    def _allowed(self, where: Filters, new: Sequence[str]) -> tuple[str, ...]:
        wanted, left_out = set(where.among or new), set(where.besides)
        return tuple(id for id in new if id in wanted and id not in left_out)

    def _answering_among(self, question: str, where: Filters, ids: Sequence[str]) -> set[str]:
        """Return which of some cables answer, or may: it is asked without those found until it is refused."""
        found: set[str] = set()
        while (left := [id for id in ids if id not in found]) and len(found) < MOST_FOUND:
            *_, answer = self._answering.answers(Asked(question, where=replace(where, cables=", ".join(left))))
            about = answer.cables if answer.is_list else [each.cable for each in answer.citations]
            more = set() if answer.refused else set(about).intersection(left)
            found |= more
            if not more or answer.is_list:
                break
        return found

    def _with_cables(self, rows: Sequence[Any]) -> Sequence[Watch]:
        """Return watches with the cables that concern them, as far as the library still has these."""
        query = sql.select(_cables).join(_watches).where(*self._own()).order_by(_cables.c.place.desc())
        with self._store.begin() as connection:
            listed = connection.execute(query).all()
        there = set(self.library.present({each.cable for each in listed}))
        of: dict[str, list[Any]] = {}
        for each in listed:
            if each.cable in there:
                of.setdefault(each.watch, []).append(each)
        return tuple(
            Watch(
                row.id,
                row.question,
                row.words,
                Filters(**row.filters),
                row.made,
                tuple(each.cable for each in of.get(row.id, ())),
                tuple(each.cable for each in of.get(row.id, ()) if not each.seen),
            )
            for row in rows
        )


def _put(connection: Connection, id: str, cables: Sequence[str]) -> None:
    """Note that cables concern a watch; those that were found meanwhile stay as they are."""
    held = connection.execute(sql.select(_cables.c.cable, _cables.c.place).where(_cables.c.watch == id)).all()
    before = {each.cable for each in held}
    first = max((each.place for each in held), default=0) + 1
    new = [each for each in cables if each not in before]
    rows = [{"watch": id, "cable": each, "place": n, "seen": False} for n, each in enumerate(new, first)]
    if rows:
        connection.execute(sql.insert(_cables), rows)
