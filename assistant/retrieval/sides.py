"""The passages of each side of a comparison, each side looked for by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from assistant.answer import Passage
from assistant.question.comparison import Comparison, Side
from assistant.question.hints import Hint, best_fit
from assistant.question.understand import Question
from assistant.question_words import names
from assistant.retrieval.retrieve import retrieve
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.domain.posts import post
from ingest.language.name_match import is_mentioned, is_named

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
    if origin and not where.origin:
        asked = _question(question, side, hints=(Hint(side.name, 0, len(side.name), origin=origin),))
        if found := retrieve(library, asked, replace(where, origin=origin)):
            return SidePassages(side, asked, tuple(found), True)
    asked = _question(question, side, speaker=side.name)
    found = retrieve(library, asked, where)
    is_known = _speaks(library, side.name, found)
    asked = replace(asked, who=side.name, words=True) if is_known else replace(asked, speaker="")
    return SidePassages(side, asked, tuple(found), is_known)


def _speaks(library: Library, name: str, passages: Sequence[Passage]) -> bool:
    """Return whether somebody of this name speaks in one of these passages."""
    said = library.statements([Key(each.cable, each.ordinal) for each in passages]).values()
    return any(is_named(name, each.speaker) for found in said for each in found if each.speaker)


def _question(question: Question, side: Side, *, hints: tuple[Hint, ...] = (), speaker: str = "") -> Question:
    text = side.text
    return Question(
        text,
        text,
        names=names(text),
        parts=(text,),
        speaker=speaker,
        near=question.near,
        stays=question.stays,
        hints=hints,
    )


def are_sides(found: Sequence[SidePassages], comparison: Comparison) -> bool:
    """Return whether these may be sides at all, and not the two halves of one name."""
    if comparison.is_sure and any(_is_there(each) for each in found):
        return True
    return all(each.is_known or each.side.hint or each.side.name[:1].isupper() for each in found) and any(
        each.is_known for each in found
    )


def _is_there(found: SidePassages) -> bool:
    """Whether the name of a side stands in what was found for it."""
    return any(is_mentioned(found.side.name, f"{each.subject or ''} {each.text}") for each in found.passages)


def in_turn(found: Sequence[SidePassages]) -> list[Passage]:
    """Return the passages of all sides: the best of each, then the second of each, and so on."""
    ranked = chain.from_iterable(zip_longest(*(each.passages for each in found)))
    return list({(each.cable, each.ordinal): each for each in ranked if each}.values())
