"""Lists: all cables from Baku, everything tagged SENV, which cables mention Litvinenko, what refers to 10BAKU79."""

from assistant.answer import Answer, Citation, Passage
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
)
from assistant.kinds.inquiry import Inquiry
from ingest import Cable
from ingest.domain.cable import Reference
from ingest.domain.keys import HEADER
from ingest.domain.selection import SelectedCable
from ingest.language.counts import count
from ingest.search.entries import header_text

SHOWN = 20  # cables of a list that its text names, each with its header cited
_ASKS = frozenset("which what list listed listing show give find display anything everything".split()) | CABLE_WORDS
_EARLIER = frozenset("earlier other previous prior".split())  # "which earlier cables does it refer to"


def answer(inquiry: Inquiry) -> Answer | None:
    """Return all cables that a question asks for, where it asks for cables and is wholly understood."""
    scope = scope_of(inquiry)
    if scope is None:
        return None
    if len(scope.parts) == 1 and (id := scope.parts[0].references_of):
        return _references(inquiry, id) if is_only(scope.rest, FILLER, _EARLIER) else None
    if not is_only(scope.rest, FILLER) or any(part.references_of for part in scope.parts):
        return None
    asks = {"all", "every"} & set(scope.rest) and CABLE_WORDS & set(scope.rest) if not scope.parts else True
    only_about = all(part.about for part in scope.parts)
    if not asks or not (scope.these or (CABLE_WORDS if only_about else _ASKS) & set(scope.rest)):
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
    lines = [_line(each, whole.get(each.id), citations) for each in shown]
    rest = len(found.cables) - len(shown)
    lead = f"{counted(found)}, the earliest first:" if len(found.cables) > 1 else f"{counted(found)}:"
    more = (
        f"These are the first {SHOWN}. The whole list has {rest:,} more: it is the table in the window, and `cables` in "
        "the JSON."
    )
    return "\n\n".join(filter(None, (lead, *lines, more if rest else "", found.how))), citations


def _line(each: SelectedCable, cable: Cable | None, citations: list[Citation]) -> str:
    number = len(citations) + 1
    facts = f"{each.id}, {sent_from(each)}, {dated(each)}: {each.subject or 'no subject'}"
    cited = (cite_header(number, cable, "subject") or cite_header(number, cable, "header")) if cable else None
    if cited is None:
        return facts
    citations.append(cited)
    return f"{facts} [{number}]"


def _references(inquiry: Inquiry, id: str) -> Answer | None:
    """Return the references of a cable as it prints them, also to cables that are not here."""
    cable = inquiry.library.cable(id)
    if cable is None:
        return None
    source = Passage(
        cable=id,
        paragraph=None,
        ordinal=HEADER,
        score=1.0,
        text=header_text(cable),
        section=None,
        marking=cable.classification,
        subject=cable.subject,
        date=cable.date,
        origin=cable.origin,
    )
    understood = (f"the references of {id}",)
    if not cable.references:
        return inquiry.answer("The cable gives no references.", passages=[source], understood=understood)
    targets = list(dict.fromkeys(each.id for each in cable.references if each.id))
    here = {each.id: each for each in inquiry.library.cables(targets)}
    citations: list[Citation] = []
    lines = [_reference(each, here.get(each.id or ""), citations) for each in cable.references]
    lead = f"The cable gives {count(len(cable.references), 'reference')}:"
    return inquiry.answer(
        "\n\n".join((lead, *lines)), citations, cables=targets, passages=[source], understood=understood
    )


def _reference(given: Reference, cable: Cable | None, citations: list[Citation]) -> str:
    """Return one entry of a list of references, with its letter."""
    letter = f"{given.letter}. " if given.letter else ""
    if given.id is None:
        return f"{letter}{' '.join(given.raw.split())}"
    if cable is None:
        return f"{letter}{given.id}, not in this archive"
    selected = SelectedCable(cable.id, cable.date, cable.post, cable.subject, cable.classification)
    return f"{letter}{_line(selected, cable, citations)}"
