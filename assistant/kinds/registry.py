"""The kinds of questions, in the order in which they are tried."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import ABOUT_ANSWER, MORE_OF_ANSWER, Answer
from assistant.kinds import (
    about_answer,
    archive_facts,
    cable_count,
    cable_header,
    cable_list,
    chronology,
    encounter,
    glossary,
    meeting,
    missing_cable,
    more_of_answer,
    outermost_cable,
    paragraph,
    person,
    quotation,
    references,
    summary,
    talk,
    who_speaks,
)
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
    Kind("talk", "", talk.answer),
    Kind("glossary", "a term of the trade", glossary.answer),
    Kind("references", "what a cable refers to", references.answer),
    Kind("library", "the archive itself", archive_facts.answer),
    Kind("outermost", "the first or the last of some cables", outermost_cable.answer),
    Kind("count", "a count of cables", cable_count.answer),
    Kind("list", "a list of cables", cable_list.answer),
    Kind("missing_cable", "", missing_cable.answer),
    Kind("header", "a fact of a cable's header", cable_header.answer),
    Kind("paragraph", "paragraphs by their numbers", paragraph.answer),
    Kind("who_speaks", "who speaks in a cable", who_speaks.answer),
    Kind("meeting", "who met, where and when", meeting.answer),
    Kind("encounter", "whom somebody met", encounter.answer),
    Kind("summary", "a summary of one cable", summary.answer),
    Kind("person", "who somebody is", person.answer),
    Kind("timeline", "a timeline", chronology.answer),
    Kind("quotation", "where some words come from", quotation.answer),
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the answer of the first kind that the question is of; None where only passages can answer it."""
    for kind in KINDS:
        if not (kind.words and kind.words in inquiry.without) and (found := kind.answer(inquiry)):
            told = (kind.words, *found.understood) if kind.words else found.understood
            return replace(found, kind=kind.name, understood=told)
    return None
