"""Notes: words of cables that readers mark, and what they write to them: each reader's own, or shared.

Nobody sees a note, nor any sign that there is one, unless they may read the paragraph that it is on. So it is
looked for in the cable as the whole archive has it, and shown only where the library that they may read has the
paragraph too. What is shown of somebody else's note are the words as they stand in that library, and nothing that
stood there before. One's own is seen under the clearance that it was written under, or one that covers it.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, get_args

import sqlalchemy as sql

from assistant.notebook.kept_text import in_lines, in_one_line
from assistant.notebook.marked_words import CableText, MarkedWords, mark, mark_quoted
from assistant.notebook.notebook_store import Holder, NotebookStore
from assistant.notebook.notebook_store import cable_notes as _notes
from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.domain.posts import cable_id
from ingest.errors import NoteError
from ingest.library_queries import WholeText

MOST_NOTES = 5_000  # of one reader
LONGEST_NOTE = 5_000  # characters
Colour = Literal["yellow", "green", "blue", "pink"]
COLOURS: tuple[Colour, ...] = get_args(Colour)


@dataclass(frozen=True, slots=True)
class CableNote:
    """A note as a reader sees it. `text` is "" where the words are only highlighted.

    `words` are those that were marked, of somebody else's note as they stand in the cable now. `now` is where they
    stand in the text that the reader reads; None where they are gone. `made` and `changed` are ISO, in UTC.
    """

    id: str
    cable: str
    text: str
    colour: Colour
    words: MarkedWords
    now: MarkedWords | None
    is_shared: bool
    is_own: bool
    made: str
    changed: str

    @property
    def number(self) -> int | None:
        """The number that the paragraph prints, or printed."""
        return (self.now or self.words).number

    @property
    def reads_otherwise(self) -> bool:
        """Whether the words stand there now, but are not quite those that were marked."""
        return self.now is not None and self.now.exact.split() != self.words.exact.split()


class CableNotes:
    """The notes that somebody has, or that others share with them.

    Any thread and process may use it. Everything raises NoteError where there is no such note, where it is
    somebody else's and would be changed, and where something cannot be kept; NotebookError where they cannot be
    got at.
    """

    def __init__(self, store: NotebookStore, holder: Holder, library: Library) -> None:
        """`library`: what the holder may read."""
        self._store, self._holder, self._library = store, holder, library

    def list(self, *, cable: str = "", words: str = "", colour: str = "") -> Sequence[CableNote]:
        """Return one's own notes, the newest first, then those that others share, the newest first.

        With `cable`, those on that one; with `words`, those that have all of them in the note or its quotation.
        """
        asked = cable_id(cable) or in_one_line(cable)
        conditions = [_notes.c.cable == asked] if asked else []
        if colour:
            conditions.append(_notes.c.colour == colour)
        wanted = words.casefold().split()
        found = [each for each in self._found(*conditions) if _has(each, wanted)]
        return tuple(sorted(found, key=lambda each: not each.is_own))

    def on(self, cable: str) -> Sequence[CableNote]:
        """Return the notes on a cable whose words stand in it, in its order."""
        placed = [(each.now, each) for each in self._found(_notes.c.cable == cable) if each.now]
        return tuple(each for _, each in sorted(placed, key=lambda it: (it[0].ordinal, it[0].start, it[1].made)))

    def get(self, id: str) -> CableNote:
        """Return a note by its id."""
        for each in self._found(_notes.c.id == id):
            return each
        raise NoteError(f"There is no note {in_one_line(id)[:80]} of yours, nor one that others share.")

    def create(
        self,
        cable: str,
        ordinal: int,
        words: str = "",
        *,
        near: int = 0,
        text: str = "",
        colour: str = "yellow",
        shared: bool = False,
    ) -> CableNote:
        """Keep a note on words of a paragraph, by default on all of it; those nearest to `near` in its text.

        `ordinal` counts the paragraphs of the cable as the holder reads it; `text` is "" for a highlight.
        """
        marked = self._marked(cable_id(cable) or in_one_line(cable), ordinal, words, near)
        id, now = secrets.token_urlsafe(9), _now()
        new: dict[str, Any] = {
            "id": id,
            "owner": self._holder.owner,
            "clearance": self._holder.clearance,
            "made": now,
        }
        new |= {"text": _text(text), "colour": _colour(colour), "shared": shared, "changed": now} | marked
        with self._store.begin() as connection:
            held = sql.select(sql.func.count()).where(_notes.c.owner == self._holder.owner)
            if (connection.scalar(held) or 0) >= MOST_NOTES:
                raise NoteError(f"You have {MOST_NOTES:,} notes: delete some to make more.")
            connection.execute(sql.insert(_notes).values(**new))
        return self.get(id)

    def change(self, id: str, *, text: str | None = None, colour: str | None = None) -> CableNote:
        """Write a note anew, or give it another colour; what is None stays."""
        given = {} if text is None else {"text": _text(text)}
        return self._changed(id, given if colour is None else given | {"colour": _colour(colour)})

    def share(self, id: str, shared: bool = True) -> CableNote:
        """Show a note to all readers who may read its paragraph, or no longer."""
        return self._changed(id, {"shared": shared})

    def delete(self, id: str) -> None:
        """Delete a note."""
        self._owned(id)
        with self._store.begin() as connection:
            connection.execute(sql.delete(_notes).where(*self._own(id)))
        self._store.overwrite()

    def _own(self, id: str) -> Sequence[sql.ColumnElement[bool]]:
        return _notes.c.owner == self._holder.owner, _notes.c.id == id

    def _owned(self, id: str) -> CableNote:
        found = self.get(id)
        if not found.is_own:
            raise NoteError("Only its owner can change this note.")
        return found

    def _changed(self, id: str, values: dict[str, Any]) -> CableNote:
        self._owned(id)
        # What is written now may tell of all that its writer may see now.
        values |= {"changed": _now(), "clearance": self._holder.clearance}
        with self._store.begin() as connection:
            if not connection.execute(sql.update(_notes).where(*self._own(id)).values(**values)).rowcount:
                raise NoteError("This note no longer exists.")
        self._store.overwrite()
        return self.get(id)

    def _marked(self, cable: str, ordinal: int, words: str, near: int) -> dict[str, Any]:
        """Return what is kept of words of a paragraph, whose ordinal is that in the whole archive."""
        for whole in self._library.whole_texts([cable]):
            for original, paragraph in whole.here.items():
                if paragraph.ordinal == ordinal:
                    marked = replace(mark_quoted(paragraph, words, near), ordinal=original)
                    return asdict(marked) | {"cable": cable}
            raise NoteError(f"{cable} has no such paragraph.")
        raise NoteError(f"There is no cable {cable[:80]} in this library.")

    def _found(self, *conditions: sql.ColumnElement[bool]) -> Sequence[CableNote]:
        """Return the notes that the holder may see and that meet the conditions, the newest first."""
        if self._store.is_empty():
            return ()
        theirs = sql.or_(_notes.c.owner == self._holder.owner, _notes.c.shared)
        query = sql.select(_notes).where(theirs, *conditions).order_by(_notes.c.made.desc(), _notes.c.id)
        with self._store.begin() as connection:
            rows = connection.execute(query).all()
        meant = [row for row in rows if row.shared or self._is_own(row)]
        return tuple(self._seen(meant)) if meant else ()

    def _is_own(self, row: Any) -> bool:
        return bool(row.owner == self._holder.owner and _covers(self._holder.clearance, row.clearance))

    def _seen(self, rows: Iterable[Any]) -> Iterator[CableNote]:
        wholes = {each.cable: each for each in self._library.whole_texts({row.cable for row in rows})}
        texts = {id: CableText(each.paragraphs) for id, each in wholes.items()}
        for row in rows:
            marked = MarkedWords(row.ordinal, row.number, row.start, row.end, row.exact, row.prefix, row.suffix)
            found = texts[row.cable].find(marked) if row.cable in texts else None
            here = _here(found, wholes[row.cable]) if found else None
            if self._is_own(row):
                # Without the cable, or the paragraph, whoever may not see all is shown no trace of the note.
                is_hidden = (found and not here) or (row.cable not in wholes and self._library.is_cleared_copy)
                if not is_hidden:
                    yield _note(row, marked, here, is_own=True)
            elif here:
                yield _note(row, here, here, is_own=False)


def _here(found: MarkedWords, whole: WholeText) -> MarkedWords | None:
    """Return words of the whole archive as a reader has them; None where they do not have all of them."""
    paragraph = whole.here.get(found.ordinal)
    if paragraph is None or found.end > len(paragraph.text):
        return None
    return mark(paragraph, found.start, found.end)


def _note(row: Any, words: MarkedWords, now: MarkedWords | None, *, is_own: bool) -> CableNote:
    return CableNote(
        row.id, row.cable, row.text, row.colour, words, now, row.shared, is_own, row.made, row.changed
    )


@cache
def _covers(clearance: str, written_under: str) -> bool:
    """Return whether a clearance lets one see all that another does; "" lets one see everything."""
    if not clearance or clearance == written_under:
        return True
    return bool(written_under) and Clearance.parse(clearance).covers(Clearance.parse(written_under))


def _has(note: CableNote, wanted: Sequence[str]) -> bool:
    now = note.now.exact if note.now else ""
    told = f"{note.text}\n{note.words.exact}\n{now}".casefold()
    return all(word in told for word in wanted)


def _text(text: str) -> str:
    text = in_lines(text)
    if len(text) > LONGEST_NOTE:
        raise NoteError(f"A note can have {LONGEST_NOTE:,} characters; this one has {len(text):,}.")
    return text


def _colour(colour: str) -> Colour:
    for each in COLOURS:
        if each == colour:
            return each
    raise NoteError(f"There is no colour {in_one_line(colour)[:40]!r}: use {', '.join(COLOURS)}.")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
