"""Lists: all cables from Baku, everything tagged SENV, which mention Litvinenko, what refers to 10BAKU79."""

from assistant.answer import Answer, Citation
from assistant.citations import cite_header
from assistant.kinds.cable_set import (
    CABLE_WORDS,
    FILLER,
    CableSet,
    cable_set,
    counted,
    dated,
    is_only,
    none_found,
    scope_of,
    sent_from,
    several,
)
from assistant.kinds.inquiry import Inquiry
from ingest import Cable
from ingest.domain.selection import SelectedCable

SHOWN = 20  # cables of a list that its text names, each with its header cited
_ASKS = (
    frozenset("which what where list listed listing show give find display anything everything".split())
    | CABLE_WORDS
)
_ASKS_WORDS = frozenset("did does had was were".split())


def answer(inquiry: Inquiry) -> Answer | None:
    """Return all cables that a question asks for, where it asks for cables and is wholly understood."""
    scope = scope_of(inquiry)
    if scope is None:
        return None
    if not is_only(scope.rest, FILLER) or any(part.references_of for part in scope.parts):
        return None
    asks = {"all", "every"} & set(scope.rest) and CABLE_WORDS & set(scope.rest) if not scope.parts else True
    about = any(part.about for part in scope.parts)
    if about and _ASKS_WORDS & set(scope.rest):
        return None  # "what did Baku report about Iran" asks for words
    if not asks or not (scope.these or (several(scope) if about else _ASKS & set(scope.rest))):
        return None
    found = cable_set(inquiry, scope)
    if found is None:
        return None
    if not found.cables:
        text, known = none_found(inquiry, found)
        return inquiry.answer(text, understood=found.understood, answered=known)
    text, citations = _told(inquiry, found)
    return inquiry.answer(text, citations, cables=found.ids, understood=found.understood)


def _told(inquiry: Inquiry, found: CableSet) -> tuple[str, list[Citation]]:
    """Return a list in words: how many there are, then the first of them, each with its header cited."""
    shown = found.cables[:SHOWN]
    whole = {cable.id: cable for cable in inquiry.library.cables([each.id for each in shown])}
    citations: list[Citation] = []
    lines = [entry(each, whole.get(each.id), citations) for each in shown]
    rest = len(found.cables) - len(shown)
    lead = f"{counted(found)}, the earliest first:" if len(found.cables) > 1 else f"{counted(found)}:"
    more = (
        f"These are the first {SHOWN}. The whole list has {rest:,} more: it is the table in the window, and "
        "`cables` in the JSON."
    )
    return "\n\n".join(filter(None, (lead, *lines, more if rest else "", found.how))), citations


def entry(each: SelectedCable, cable: Cable | None, citations: list[Citation]) -> str:
    """Return one line of a list, and add the citation of its header to the others."""
    number = len(citations) + 1
    facts = f"{each.id}, {sent_from(each)}, {dated(each)}: {each.subject or 'no subject'}"
    cited = (cite_header(number, cable, "subject") or cite_header(number, cable, "header")) if cable else None
    if cited is None:
        return facts
    citations.append(cited)
    return f"{facts} [{number}]"
