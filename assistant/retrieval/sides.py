"""The passages of each side of a comparison, each side looked for by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Passage
from assistant.question.comparison import Comparison, Side
from assistant.question.hints import Hint, best_fit
from assistant.question.understand import Question
from assistant.question_words import names
from assistant.retrieval.retrieve import retrieve
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.posts import post

_OF_ITS_TIME = 0.5  # how well a cable must fit the time of a side


@dataclass(frozen=True, slots=True)
class SidePassages:
    """A side of a comparison, the question that it was looked for by, and what was found, best first.

    `is_known`: somebody of that name speaks in the cables, or it is a post that sent some.
    """

    side: Side
    question: Question
    passages: tuple[Passage, ...]
    is_known: bool


def retrieve_sides(
    library: Library, question: Question, comparison: Comparison, where: Filters
) -> list[SidePassages]:
    """Return the passages of each side, in the order asked."""
    return [_retrieved(library, question, side, where) for side in comparison.sides]


def _retrieved(library: Library, question: Question, side: Side, where: Filters) -> SidePassages:
    if side.hint:
        asked = _question(question, side, hints=(side.hint,))
        found = retrieve(library, asked, where)
        kept = tuple(each for each in found if best_fit((side.hint,), each.cable, each.date) >= _OF_ITS_TIME)
        return SidePassages(side, asked, kept, bool(kept))
    origin = post(side.name)
    if origin and not where.origin and any(origin == sender for sender, _ in library.counts("origin")):
        asked = _question(question, side, hints=(Hint(side.name, 0, len(side.name), origin=origin),))
        found = retrieve(library, asked, replace(where, origin=origin))
        return SidePassages(side, asked, tuple(found), True)
    if library.spoken_by(side.name, where):
        asked = _question(question, side, who=side.name, speaker=side.name, words=True)
        return SidePassages(side, asked, tuple(retrieve(library, asked, where)), True)
    asked = _question(question, side)
    return SidePassages(side, asked, tuple(retrieve(library, asked, where)), False)


def _question(question: Question, side: Side, **known: object) -> Question:
    text = side.text
    asked = Question(text, text, names=names(text), parts=(text,), near=question.near, stays=question.stays)
    return replace(asked, **known)  # type: ignore[arg-type]


def are_sides(found: Sequence[SidePassages]) -> bool:
    """Return whether these may be sides at all, and not the two halves of one name."""
    return all(each.is_known or each.side.hint or each.side.name[:1].isupper() for each in found) and any(
        each.is_known for each in found
    )
