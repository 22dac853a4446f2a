"""A question as a library reads it, before it is known what it asks: in its spelling, and in which language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.question.foreign_language import Language, recognised, searchable
from assistant.question.spelling import read as spell
from ingest import Library

_REREAD = 4  # turns of the conversation, the last: a follow-up takes over the words of its questions


@dataclass(frozen=True, slots=True)
class Given:
    """A question and the conversation before it, in the spelling of the archive.

    `spelt` tells which words are read otherwise than they were typed. If it is in another `language`, its `text`
    stays as it was typed, and `named` is what it names, as the archive writes it.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    spelt: tuple[str, ...] = ()
    language: Language | None = None
    named: tuple[str, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """How it was read, as the reader is told."""
        return (*self.spelt, *((self.language.understood(self.named),) if self.language else ()))


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
        replace(turn, text=spell(library, turn.text, without).text) if turn.role == "user" else turn
        for turn in turns[-_REREAD:]
    )
    turns = (*turns[:-_REREAD], *later)
    if language := recognised(text):
        given = Given(text, turns, language=language, named=searchable(library, text, language))
        if not set(given.understood) & set(without):
            return given
    spelt = spell(library, text, without)
    return Given(spelt.text, turns, spelt.understood)
