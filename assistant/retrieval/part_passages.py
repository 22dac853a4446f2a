"""The passages that a model may be shown: the best for the whole question, and for each part of it its own."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Passage
from assistant.question.asked_parts import AskedPart, asked_parts
from assistant.question.hints import Hint, best_fit
from assistant.question.understand import Question
from assistant.question_words import names
from assistant.retrieval.leaning import with_explained
from assistant.retrieval.retrieve import as_passages, retrieve
from assistant.retrieval.topic_passages import on_topic
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER
from ingest.domain.posts import post
from ingest.language.name_spelling import sounds

WIDE = 80  # passages from which those are taken that fit
DEEP = 150  # entries taken from each ranking for them
_OWN = 3  # passages that each part has before any other
_EXPLAINED = 5  # passages that bring along what they lean on
_OF_ITS_TIME = 0.5  # how well a cable must fit the time of a part


def part_passages(library: Library, question: Question, where: Filters, limit: int = WIDE) -> list[Passage]:
    """Return the passages for a question, best first; of one with several parts the best of each come first."""
    if question.topic:
        return on_topic(library, question, question.topic, where)
    whole = retrieve(library, question, where, limit, DEEP)
    own = [_of_part(library, question, part, where) for part in asked_parts(question)]
    first = [each for rank in range(_OWN) for found in own for each in found[rank : rank + 1]]
    rest = [each for found in own for each in found[_OWN:]]
    ordered = [*whole[:1], *first, *whole, *rest]
    passages = list({(each.cable, each.ordinal): each for each in ordered}.values())[:limit]
    return with_explained(library, passages, _EXPLAINED)


def _of_part(library: Library, question: Question, part: AskedPart, where: Filters) -> Sequence[Passage]:
    """Return the passages of a part alone, best first."""
    if part.cable:
        return retrieve(library, replace(question, cables=(part.cable,), comparison=None), where)
    alone = Question(part.question, part.question, names=names(part.question), parts=(part.question,))
    if part.hint:
        return _of_time(library, replace(alone, hints=(part.hint,)), part.hint, where)
    if part.is_name:
        return _of_name(library, alone, part.name, where)
    return retrieve(library, alone, where)


def _of_time(library: Library, alone: Question, hint: Hint, where: Filters) -> Sequence[Passage]:
    """Return what was written at a time, or else soon after."""
    if not (where.since or where.until):
        times = {"since": hint.since, "until": hint.until}
        if found := retrieve(library, alone, replace(where, **times)):
            return found
    found = retrieve(library, alone, where)
    return [each for each in found if best_fit(alone.hints, each.cable, each.date) >= _OF_ITS_TIME]


def _of_name(library: Library, alone: Question, name: str, where: Filters) -> Sequence[Passage]:
    """Return what somebody of this name says, or is said of them; of a post what it wrote."""
    if (
        (origin := post(name))
        and not where.origin
        and (sent := retrieve(library, alone, replace(where, origin=origin)))
    ):
        return sent
    wanted = sounds(name.rsplit(maxsplit=1)[-1])
    found = retrieve(library, replace(alone, speaker=name), where)
    own = [each for each in found if wanted <= sounds(f"{each.text} {each.subject or ''}")]
    if own:
        return own
    keys = {key: score for key, score in library.by_words(name, _OWN, where) if key.ordinal != HEADER}
    return as_passages(library, keys, _OWN)
