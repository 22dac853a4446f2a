"""The notebook: conversations that are kept, each for the reader who held it and for nobody else.

A conversation is seen only under the clearance that it was held under, since what was answered then may quote what
is withheld now. `notebook_store.py` is where it lies.
"""

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sql
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from assistant.kept_conversations.feedback import LONGEST_REASON, MOST_WRONG, Feedback
from assistant.notebook.notebook_store import (
    NO_FEEDBACK,
    FileStore,
    Holder,
    NotebookStore,
    store_of,
)
from assistant.notebook.notebook_store import answers as _answers
from assistant.notebook.notebook_store import conversations as _conversations
from assistant.notebook.notebook_store import shared_conversations as _shared
from assistant.saved_answers.bundle import Bundle, dumps, loads
from ingest import Library
from ingest.errors import BundleError, NotebookError

MOST_CONVERSATIONS = 1_000  # of one reader
MOST_ANSWERS = 100  # of one conversation
MOST_BYTES = 4_000_000  # of one answer
LONGEST_TITLE = 80

_FEEDBACK = TypeAdapter(Feedback)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a list names it, by a title of its own; times are ISO, in UTC."""

    id: str
    title: str
    made: str
    changed: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer of a conversation; `written` is its bundle as the sealed file that it was first kept as."""

    number: int
    written: bytes
    feedback: Feedback

    @property
    def bundle(self) -> Bundle:
        """The answer and all that it was made from; raises NotebookError where it is damaged."""
        try:
            return loads(self.written)
        except BundleError as error:
            raise NotebookError(f"Answer {self.number} of this conversation is damaged.") from error


class Notebook:
    """The conversations of all readers.

    Any thread and process may use it. Everything raises NotebookError where they cannot be got at, and where what
    is to be kept is more than may be.
    """

    def __init__(self, store: NotebookStore) -> None:
        self._store = store

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return that in a file, which is made with the first conversation."""
        return cls(FileStore(path))

    @classmethod
    def of(cls, library: Library) -> Self:
        """Return that of a library."""
        return cls(store_of(library))

    def add(
        self, holder: Holder, bundle: Bundle, to: str | None = None, *, instead: int | None = None
    ) -> tuple[str, int]:
        """Keep a finished answer, in a conversation of the holder's or a new one; return its id and the number.

        `instead`: the number of an answer that goes for it, with all after it, as the question was asked again.
        """
        written, now = dumps(bundle), _now()
        if len(written) > MOST_BYTES:
            raise NotebookError(f"This answer is too long to save ({len(written):,} bytes).")
        with self._store.begin() as connection:
            id = to or self._begun(connection, holder, bundle.answer.question, now)
            changed = sql.update(_conversations).where(*_of(holder, id)).values(changed=now)
            if not connection.execute(changed).rowcount:
                raise NotebookError("This conversation no longer exists: start a new one.")
            if instead is not None:
                replaced = (_answers.c.conversation == id) & (_answers.c.number >= instead)
                connection.execute(sql.delete(_answers).where(replaced))
            last = connection.scalar(
                sql.select(sql.func.max(_answers.c.number)).where(_answers.c.conversation == id)
            )
            number = (last or 0) + 1
            if number > MOST_ANSWERS:
                raise NotebookError(f"This conversation is full, with {MOST_ANSWERS} answers: start a new one.")
            connection.execute(sql.insert(_answers).values(conversation=id, number=number, bundle=written))
        return id, number

    def conversations(self, holder: Holder, words: str = "") -> list[Conversation]:
        """Return the holder's conversations, the one that changed last first.

        With `words`, those that have all of them in their title, or in a question and its answer.
        """
        if self._store.is_empty():
            return []
        query = (
            sql.select(*_HEAD)
            .where(*_of(holder))
            .order_by(_conversations.c.changed.desc(), _conversations.c.made.desc())
        )
        with self._store.begin() as connection:
            found = [Conversation(*row) for row in connection.execute(query)]
            wanted = words.casefold().split()
            if not wanted:
                return found
            titled = {each.id for each in found if _has(each.title, wanted)}
            said = self._mentioning(connection, holder, wanted, titled)
        return [each for each in found if each.id in titled or each.id in said]

    def _mentioning(
        self, connection: Connection, holder: Holder, wanted: Sequence[str], besides: Collection[str]
    ) -> set[str]:
        """Return which conversations have an answer with all these words; most of them need not be read for it."""
        query = sql.select(_answers.c.conversation, _answers.c.bundle).join(_conversations).where(*_of(holder))
        signs = [word.encode() for word in wanted if word.isascii() and word.isalnum()]
        found: set[str] = set()
        for id, written in connection.execute(query.execution_options(yield_per=20)):
            if id in besides or id in found or not all(sign in written.lower() for sign in signs):
                continue
            with suppress(BundleError):  # one that is damaged cannot be looked into
                answer = loads(written).answer
                if _has(f"{answer.question} {answer.text}", wanted):
                    found.add(id)
        return found

    def conversation(self, holder: Holder, id: str) -> Conversation | None:
        """Return a conversation of the holder's."""
        return next((each for each in self.conversations(holder) if each.id == id), None)

    def answers(self, holder: Holder, id: str) -> list[KeptAnswer]:
        """Return the answers of a conversation in order; none where the holder has no such conversation."""
        if self._store.is_empty():
            return []
        query = (
            sql.select(_answers.c.number, _answers.c.bundle, _answers.c.feedback)
            .join(_conversations)
            .where(*_of(holder, id))
            .order_by(_answers.c.number)
        )
        with self._store.begin() as connection:
            return [_kept(*row) for row in connection.execute(query)]

    def rename(self, holder: Holder, id: str, title: str) -> bool:
        """Give a conversation another title; returns whether the holder has it."""
        with self._store.begin() as connection:
            own = _own_title(connection, holder, title, but=id)
            renamed = sql.update(_conversations).where(*_of(holder, id)).values(title=own)
            return bool(connection.execute(renamed).rowcount)

    def judge(self, holder: Holder, id: str, number: int, feedback: Feedback) -> bool:
        """Keep the holder's feedback on an answer, replacing any before; returns whether they have the answer."""
        reasons = (feedback.reason, *(each.reason for each in feedback.not_relevant))
        if any(len(each) > LONGEST_REASON for each in reasons):
            raise NotebookError(f"This is too long to save: write at most {LONGEST_REASON:,} characters.")
        if len(feedback.wrong) > MOST_WRONG:
            raise NotebookError(f"This is too much to save: mark at most {MOST_WRONG} citations.")
        own = sql.select(_conversations.c.id).where(*_of(holder, id))
        judged = (
            sql.update(_answers)
            .where(_answers.c.conversation.in_(own), _answers.c.number == number)
            .values(feedback=json.dumps(asdict(feedback)) if feedback else NO_FEEDBACK)
        )
        with self._store.begin() as connection:
            return bool(connection.execute(judged).rowcount)

    def judged(self, clearance: str | None = None) -> Iterator[tuple[str, list[KeptAnswer]]]:
        """Yield every reader's conversations that have feedback, by their ids; of one clearance if given."""
        if self._store.is_empty():
            return
        query = sql.select(_conversations.c.id, _conversations.c.owner, _conversations.c.clearance).where(
            _conversations.c.id.in_(sql.select(_answers.c.conversation).where(_answers.c.feedback != NO_FEEDBACK))
        )
        if clearance is not None:
            query = query.where(_conversations.c.clearance == clearance)
        with self._store.begin() as connection:
            found = connection.execute(query.order_by(_conversations.c.made)).all()
        for id, *holder in found:
            yield id, self.answers(Holder(*holder), id)

    def delete(self, holder: Holder, id: str) -> bool:
        """Delete a conversation; returns whether the holder had it."""
        with self._store.begin() as connection:
            gone = bool(connection.execute(sql.delete(_conversations).where(*_of(holder, id))).rowcount)
        self._store.overwrite()
        return gone

    def wipe(self, owner: str) -> None:
        """Delete all that somebody ever held, under whichever clearance, so that no trace is left in a file."""
        with self._store.begin() as connection:
            connection.execute(sql.delete(_conversations).where(_conversations.c.owner == owner))
        self._store.overwrite(all_of_it=True)

    def _begun(self, connection: Connection, holder: Holder, question: str, now: str) -> str:
        held = (
            sql.select(sql.func.count()).select_from(_conversations).where(_conversations.c.owner == holder.owner)
        )
        if (connection.scalar(held) or 0) >= MOST_CONVERSATIONS:
            raise NotebookError(f"You have {MOST_CONVERSATIONS:,} saved conversations: delete some to save more.")
        id = secrets.token_urlsafe(9)
        title = _own_title(connection, holder, question)
        new = {"id": id, **asdict(holder), "title": title, "made": now, "changed": now}
        connection.execute(sql.insert(_conversations).values(new))
        return id


_HEAD = (
    _conversations.c.id,
    _conversations.c.title,
    _conversations.c.made,
    _conversations.c.changed,
    sql.exists().where(_shared.c.conversation == _conversations.c.id).label("is_shared"),
)


def _of(holder: Holder, id: str | None = None) -> list[sql.ColumnElement[bool]]:
    """Return what holds of the holder's conversations, or of that one among them, and of no others."""
    own = [_conversations.c.owner == holder.owner, _conversations.c.clearance == holder.clearance]
    return own if id is None else [*own, _conversations.c.id == id]


def _kept(number: int, written: bytes, feedback: str) -> KeptAnswer:
    return KeptAnswer(number, written, _FEEDBACK.validate_python(json.loads(feedback)))


def _has(text: str, wanted: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)


def _own_title(connection: Connection, holder: Holder, text: str, but: str = "") -> str:
    """Return a title that no other conversation of the holder's has: a number tells it from others."""
    others = sql.select(_conversations.c.title).where(*_of(holder), _conversations.c.id != but)
    taken, own, number = set(connection.scalars(others)), _title(text), 1
    while own in taken:
        number += 1
        own = _title(text, f" ({number})")
    return own


def _title(text: str, end: str = "") -> str:
    # PostgreSQL keeps no NUL, and no list shows a control character.
    plain = "".join(
        char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode("utf-8")
    )
    line, longest = " ".join(plain.split()), LONGEST_TITLE - len(end)
    return f"{line if len(line) <= longest else f'{line[: longest - 1].rstrip()}…'}{end}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
