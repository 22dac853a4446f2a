"""The kinds of questions, in the order in which they are tried."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import ABOUT_ANSWER, MORE_OF_ANSWER, Answer
from assistant.kinds import about_answer, glossary, more_of_answer
from assistant.kinds.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    `answer` returns None where a question is not of this kind. `words` tell the reader how their question was
    read; if they take that away, the question is answered without this kind. "" is not told.
    """

    name: str
    words: str
    answer: Callable[[Inquiry], Answer | None]


KINDS = (
    Kind(ABOUT_ANSWER, "about the answer before", about_answer.answer),
    Kind(MORE_OF_ANSWER, "from the cable of the answer before", more_of_answer.answer),
    Kind("glossary", "a term of the trade", glossary.answer),
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the answer of the first kind that the question is of; None where only passages can answer it."""
    for kind in KINDS:
        if kind.words not in inquiry.without and (found := kind.answer(inquiry)):
            told = (kind.words, *found.understood) if kind.words else found.understood
            return replace(found, kind=kind.name, understood=told)
    return None
