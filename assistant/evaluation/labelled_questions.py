"""Labelled questions: where in the archive the answer stands, what it must say and what it must not cite."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from assistant.evaluation.batch import BatchEntry
from ingest.domain.posts import cable_id
from ingest.errors import BatchError

Place = tuple[str, int | None]  # a cable's id and a paragraph's number as printed; None for a header or no number


@dataclass(frozen=True, slots=True)
class LabelledSource:
    """A cable and those of its paragraphs that are meant; none where it is the header or the cable as a whole."""

    cable: str
    paragraphs: tuple[int | None, ...] = ()

    @property
    def id(self) -> str:
        """The cable's canonical id, however the label writes it."""
        return cable_id(self.cable) or self.cable


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and what a right answer to it is.

    `gold` is where the answer stands, and empty where the archive does not say. `wrong` are the paragraphs that
    an answer must not cite, such as another person's words on the same matter. Each of `facts` is a choice of
    regular expressions, one of which the answer has to match, in any case. The `type` is the team's own word for
    the kind of question; two have a meaning: "meta" asks for a fact of the header, so that citing the cable is
    enough, and "multi" must be answered from several cables.
    """

    id: str
    question: str
    type: str
    gold: tuple[LabelledSource, ...]
    wrong: tuple[LabelledSource, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()

    @property
    def cables(self) -> frozenset[str]:
        """The cables in which the answer stands."""
        return frozenset(source.id for source in self.gold)

    @property
    def places(self) -> frozenset[Place]:
        """The paragraphs in which the answer stands."""
        return _places(self.gold)

    @property
    def traps(self) -> frozenset[Place]:
        """The paragraphs that must not be cited."""
        return _places(self.wrong)


_SHAPE = TypeAdapter(Labelled)


def labelled(entries: Iterable[BatchEntry]) -> dict[str, Labelled]:
    """Return the labelled questions by their ids; raises BatchError at the first label that is wrong.

    A question without a type is a "question", or a "turn 1" or "follow-up" of a conversation.
    """
    read: dict[str, Labelled] = {}
    for entry in entries:
        if entry.id in read:
            raise BatchError(f"{entry.place}: an earlier question has the id {entry.id} too; give each its own.")
        read[entry.id] = _labelled(entry)
    return read


def _labelled(entry: BatchEntry) -> Labelled:
    kind = {None: "question", 1: "turn 1"}.get(entry.turn, "follow-up")
    fields = {"type": kind, **entry.fields, "id": entry.id}
    if "gold" not in fields:
        raise BatchError(
            f"{entry.place}: {entry.id} has no label: add "
            '"gold": [{"cable": "10BAKU79", "paragraphs": [5]}], or [] where the archive does not say.'
        )
    try:
        question = _SHAPE.validate_python(fields)
    except ValidationError as error:
        raise BatchError(f"{entry.place}: the label of {entry.id} is wrong: {_fault(error)}.") from error
    for pattern in (pattern for choice in question.facts for pattern in choice):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise BatchError(
                f"{entry.place}: the fact {pattern!r} of {entry.id} is not a valid regular expression: {error}."
            ) from error
    return question


def _places(sources: Iterable[LabelledSource]) -> frozenset[Place]:
    return frozenset((source.id, number) for source in sources for number in source.paragraphs)


def _fault(error: ValidationError) -> str:
    """Return what is wrong in the words of the file; pydantic's speak of Python's types."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    return f"it lacks {field}" if first["type"] == "missing" else f"{field} cannot be {first['input']!r:.40}"
