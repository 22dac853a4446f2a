"""A follow-up as a question that stands alone: after a list "summarise the first one" is "summarise 07HARARE638".

What cannot be put so, "why?" or "and his brother?", is left as it is, for `completion.py` and for the kinds of
questions that are about an answer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from assistant.answer import ABOUT_ANSWER, COMPARISON, MORE_OF_ANSWER, SETS, STATEMENT, Turn
from assistant.question.cable_ids import named_cables
from assistant.question.changed_list import asked_otherwise, asks_for_cables, filtered_otherwise, of_these
from assistant.question.comparison import Comparison, comparison
from assistant.question.completion import is_somebody
from assistant.question.courtesy import unmarked
from assistant.question.earlier_cable import of_cable, of_listed
from assistant.question.ellipsis import Ellipsis, ellipsis
from assistant.question.person_asked import asked as person_asked
from ingest.domain.countries import place

Speaks = Callable[[str, Sequence[str]], bool]  # whether somebody of this name speaks in one of these cables

_TAIL = re.compile(r"\b(?:about|on|of|regarding|concerning)\s++(?P<what>[^?]{1,200})\??$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|it|its|that|this|there|then)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands alone, made of a follow-up."""

    text: str

    @property
    def words(self) -> str:
        """How the reader is told of it."""
        return f"read as “{self.text}”"


@dataclass(frozen=True, slots=True)
class _Before:
    """What a conversation came to: the last question, standing alone, the answer to it, and the last list."""

    question: str = ""
    answer: Turn | None = None
    listed: tuple[str, ...] = ()
    kind: str = ""

    def then(self, question: str, answer: Turn) -> Self:
        if not answer.cables:
            return replace(self, question=question or self.question, kind=answer.kind)
        is_list = answer.kind not in (STATEMENT, ABOUT_ANSWER, MORE_OF_ANSWER) and len(answer.cables) > 1
        listed = answer.cables if is_list else self.listed
        kind = self.kind if answer.kind in (ABOUT_ANSWER, MORE_OF_ANSWER) else answer.kind
        return replace(self, question=question, answer=answer, listed=listed, kind=kind)

    @property
    def is_of_cables(self) -> bool:
        """Whether the last question asked for cables, or for how many there are."""
        return asks_for_cables(self.question) or self.kind in SETS

    @property
    def cables(self) -> tuple[str, ...]:
        return self.answer.cables if self.answer else ()

    @property
    def cable(self) -> str | None:
        """The one cable that the last answer is about, None where there are several."""
        return self.cables[0] if len(self.cables) == 1 else None


def conversation(turns: Sequence[Turn], speaks: Speaks) -> tuple[Turn, ...]:
    """Return a conversation with each question standing alone; one about an answer as the one before it."""
    before, question = _Before(), ""
    told: list[Turn] = []
    for turn in turns:
        if turn.role == "user":
            question = (_rewritten(turn.text, before, speaks) if before.question else None) or turn.text
            told.append(replace(turn, text=question))
        else:
            if turn.kind in (ABOUT_ANSWER, MORE_OF_ANSWER) and told and before.question:
                question = before.question
                told[-1] = replace(told[-1], text=question)
            before = before.then(question, turn)
            told.append(turn)
    return tuple(told)


def standing_alone(asked: str, turns: Sequence[Turn], speaks: Speaks) -> FollowUp | None:
    """Return a follow-up as a question that stands alone; None where it does already, or cannot.

    `turns` are those of `conversation`.
    """
    before, question = _Before(), ""
    for turn in turns:
        if turn.role == "user":
            question = turn.text
        else:
            before = before.then(question, turn)
    text = _rewritten(asked, before, speaks) if before.question else None
    return FollowUp(text) if text else None


def _rewritten(asked: str, before: _Before, speaks: Speaks) -> str | None:
    text = unmarked(asked)
    if not text or named_cables(text):
        return None
    if before.listed and (listed := of_listed(text, before.listed, before.cables)):
        return listed
    if before.cable and (told := of_cable(text, before.cable)):
        return told
    if before.is_of_cables and (other := asked_otherwise(text, before.question)):
        return other
    if before.kind in SETS and before.cables and (these := of_these(text)):
        return these
    left = ellipsis(text, asked)
    if not left:
        return None
    if before.is_of_cables:
        return filtered_otherwise(left, before.question, before.cables)
    return _of_another(left, before, speaks)


def _of_another(left: Ellipsis, before: _Before, speaks: Speaks) -> str | None:
    """Return the question before with somebody else in it, or another matter: "what about Briens?", "on Iran?"."""
    question = before.question
    if _PRONOUN.search(left.what):
        return None
    if before.kind == COMPARISON and (compared := comparison(question)):
        return _compared_otherwise(left.what, compared, before, speaks)
    if (ids := named_cables(question)) and not question[ids[0].end :].strip(" ?.!,:"):
        return f"what does {ids[0].id} say about {left.what}"
    who = person_asked(question)
    if who and not left.how and speaks(left.what, before.cables):
        return _with_other_person(question, who, left.what)
    if other := _with_other_place(question, left.what):
        return other
    if is_somebody(left.what):  # "and the guy from the ministry?": what he said is not known yet
        return None
    tail = _TAIL.search(question, question.find(who) + len(who) if who else 0)
    return f"{question[: tail.start('what')]}{left.what}?" if tail and (ids or who) else None


def _with_other_person(question: str, who: str, other: str) -> str:
    """Return a question about somebody as one about another; who was told something tells it now."""
    at = question.find(who) + len(who)
    behind = question[at:]
    if other in behind:
        behind = behind.replace(other, who, 1)
    return f"{question[:at].replace(who, other, 1)}{behind}"


def _with_other_place(question: str, what: str) -> str | None:
    """Return a question about one place as the same about another: "did he visit Paris?", "and Moscow?"."""
    if place(what) is None:
        return None
    there = [word for word in re.findall(r"[A-Z][\w’'-]+", question) if place(word)]
    return question.replace(there[0], what, 1) if len(there) == 1 and person_asked(question) != there[0] else None


def _compared_otherwise(what: str, compared: Comparison, before: _Before, speaks: Speaks) -> str | None:
    """Return a comparison of the same on another matter, or of another person on the same one with the first."""
    if any(side.hint for side in compared.sides):
        return None
    sides = " and ".join(side.name for side in compared.sides)
    if compared.matter and (is_somebody(what) or speaks(what, before.cables)):
        return f"what does {what} say about {compared.matter}?"
    return f"compare {sides} on {what}"
