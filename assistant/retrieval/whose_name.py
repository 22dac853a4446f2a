"""Who is meant by an abbreviation or an office: what "MGM" said is what Maurice Gourdault-Montagne did."""

import re
from dataclasses import replace

from assistant.question.understand import Question
from assistant.retrieval.abbreviations import opened
from assistant.retrieval.office_holders import only_holder
from ingest import Library
from ingest.domain.filters import Filters
from ingest.language.name_match import is_whole

_SHORT = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]")


def named_in_full(library: Library, question: Question, where: Filters) -> Question:
    """Return a question that asks about somebody by an abbreviation or an office as one that names them."""
    if question.who and not question.speaker:
        holder = only_holder(library, question.who, where)
        return replace(question, speaker=holder) if holder else question
    if not question.words or not _SHORT.fullmatch(question.speaker):
        return question
    short = question.speaker
    names = (each.words for each in opened(library, short, where) if each.spelt and is_whole(each.words))
    name = next(names, None) or _with_initials(library, short)
    return replace(question, speaker=name) if name else question


def _with_initials(library: Library, short: str) -> str | None:
    """Return who speaks and has these initials, "bin" and the like among them; None where there are several."""
    found = [each.name for each in library.people() if _initials(each.name) == short.lower()]
    return found[0] if len(found) == 1 else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word).lower()
