"""A question as a library reads it, before it is known what it asks: in its spelling, and in which language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answer import Turn
from assistant.question.capitals import with_capitals
from assistant.question.follow_up import FollowUp, conversation, standing_alone
from assistant.question.foreign_language import Language, recognised, searchable
from assistant.question.spelling import read as spell
from ingest import Library
from ingest.language.name_match import is_named

_REREAD = 4  # turns of the conversation, the last: a follow-up takes over the words of its questions


@dataclass(frozen=True, slots=True)
class Given:
    """A question and the conversation before it, in the spelling of the archive.

    `spelt` tells which words are read otherwise than they were typed, `follow_up` as which question a follow-up is
    read that stands alone. If it is in another `language`, its `text` stays as it was typed, and `named` is what
    it names, as the archive writes it.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    spelt: tuple[str, ...] = ()
    follow_up: FollowUp | None = None
    language: Language | None = None
    named: tuple[str, ...] = ()

    @property
    def reread(self) -> tuple[str, ...]:
        """How its words were read otherwise than they were typed."""
        return (*self.spelt, *((self.follow_up.words,) if self.follow_up else ()))

    @property
    def understood(self) -> tuple[str, ...]:
        """How it was read, as the reader is told."""
        return (*self.reread, *((self.language.understood(self.named),) if self.language else ()))


def read(
    library: Library,
    text: str,
    turns: Sequence[Turn] = (),
    *,
    literal: bool = False,
    without: Collection[str] = (),
) -> Given:
    """Return a question as a library reads it; `literal` leaves it as it is, and so does `without` of the parts
    that an earlier answer told as `understood`.
    """
    if literal:
        return Given(text, tuple(turns))
    later = tuple(
        replace(turn, text=with_capitals(library, spell(library, turn.text, without).text))
        if turn.role == "user"
        else turn
        for turn in turns[-_REREAD:]
    )
    speaks = partial(_speaks, library)
    turns = conversation((*turns[:-_REREAD], *later), speaks)
    if language := recognised(text):
        given = Given(text, turns, language=language, named=searchable(library, text, language))
        if not set(given.understood) & set(without):
            return given
    spelt = spell(library, text, without)
    text = with_capitals(library, spelt.text)
    found = standing_alone(text, turns, speaks)
    if found and found.words not in without:
        return Given(found.text, turns, spelt.understood, found)
    return Given(text, turns, spelt.understood)


def _speaks(library: Library, name: str, cables: Sequence[str]) -> bool:
    """Return whether somebody of this name speaks in one of these cables."""
    people = (person for cast in library.cast(cables).values() for person in cast)
    return any(is_named(name, called) for each in people for called in (each.name, *each.spellings))
