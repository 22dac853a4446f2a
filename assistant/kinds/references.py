"""What a cable refers to: its list of references as it prints it, also of cables that are not here."""

from assistant.answer import Answer, Citation, Passage
from assistant.kinds.cable_list import entry
from assistant.kinds.cable_set import FILLER, is_only, scope_of
from assistant.kinds.inquiry import Inquiry
from ingest import Cable
from ingest.domain.cable import Reference
from ingest.domain.keys import HEADER
from ingest.domain.selection import SelectedCable
from ingest.language.counts import count
from ingest.search.entries import header_text

_EARLIER = frozenset("earlier other previous prior".split())  # "which earlier cables does it refer to"


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the references of the cable that a question names, where it asks for nothing else."""
    scope = scope_of(inquiry)
    if scope is None or len(scope.parts) != 1 or not is_only(scope.rest, FILLER, _EARLIER):
        return None
    id = scope.parts[0].references_of
    return _references(inquiry, id) if id else None


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
    return f"{letter}{entry(selected, cable, citations)}"
