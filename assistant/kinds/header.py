"""Facts of one cable's header: "who signed 09MOSCOW532", "when was the cable about the ferry sent?"."""

import re

from assistant.answer import Answer, Citation
from assistant.citations import cite, cite_header, cite_lines, day
from assistant.kinds.asked_cable import AskedCables, asked_cables, of_one_cable
from assistant.kinds.header_words import VOCABULARY, HeaderFact, facts_asked
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.words_of_cables import alike, not_here, titled
from ingest import Cable
from ingest.domain.cable import SpanKind

_ABSENT: dict[HeaderFact, str] = {
    "classified_by": "who classified it",
    "eo": "how long it was to stay classified",
    "class": "what its classification is",
    "tags": "what its tags are",
    "subject": "what its subject is",
    "references": "what it refers to",
    "signature": "who signed it",
    "from": "who sent it",
    "to": "to whom it was sent",
    "info": "who got it for information",
    "precedence": "what its precedence is",
    "dtg": "when it was sent",
}
_SPANS: dict[HeaderFact, SpanKind] = {
    "classified_by": "classified_by",
    "eo": "eo",
    "class": "class",
    "tags": "tags",
    "subject": "subject",
    "references": "references",
    "signature": "signature",
    "from": "from",
    "precedence": "dtg",
    "dtg": "dtg",
}
_TO = re.compile(r"^[ \t]*(?:TO|Action:)[ \t][^\n]*(?:\n(?![ \t]*(?:INFO|Info:)[ \t])[^\n]+)*", re.MULTILINE)
_INFO = re.compile(r"^[ \t]*(?:INFO|Info:)[ \t][^\n]*(?:\n[^\n]+)*", re.MULTILINE)
_PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_VERBS = frozenset({"signature", "from", "to"})  # one signs and sends other things, too
_MOST_CABLES = 10


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what the header of a cable says, as printed; None where no such fact of one cable is asked for."""
    found = asked_cables(inquiry, facts_asked, VOCABULARY)
    if not found:
        return None
    facts, asked = found
    if _is_of_something_else(inquiry, asked, facts):
        return None
    citations: list[Citation] = []
    lines: list[str] = []
    for cable in inquiry.library.cables(asked.cables[:_MOST_CABLES]):
        told = [_told(cable, fact, citations) for fact in facts]
        lines.append(f"{titled(cable)} {told[0]}" if len(told) == 1 else "\n".join((titled(cable), *told)))
    lines += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(lines), citations, understood=asked.told, answered=bool(lines))


def _is_of_something_else(inquiry: Inquiry, asked: AskedCables, facts: tuple[HeaderFact, ...]) -> bool:
    """Return whether "who signed it" may ask for a treaty of which the conversation was about."""
    return asked.is_pointed and not of_one_cable(inquiry.turns) and bool(_VERBS & {*facts})


def _told(cable: Cable, fact: HeaderFact, citations: list[Citation]) -> str:
    """Return a sentence with a fact of a header, whose citation is added to the others."""
    said = _said(cable, fact)
    citation = _place(cable, fact, len(citations) + 1) if said is not None else None
    if citation:
        citations.append(citation)
        return f"{said}{': ' if said else ''}“{citation.quote}” [{citation.number}]"
    if said:
        return f"{said}, as far as one can tell without its header."
    if fact in ("classified_by", "eo") and cable.classification == "UNCLASSIFIED":
        return f"{cable.id} does not say {_ABSENT[fact]}. {_told(cable, 'class', citations)}"
    return f"{cable.id} does not say {_ABSENT[fact]}."


def _said(cable: Cable, fact: HeaderFact) -> str | None:
    """Return a fact as it is read, "" where the printed words say it all, None where the cable has no such fact."""
    match fact:
        case "dtg":
            return f"Sent on {day(cable.date, cable.id)}" if cable.date else None
        case "from":
            return f"Sent by {cable.origin}" if cable.origin else f"Sent from {cable.post}" if cable.post else None
        case "to":
            return f"Sent to {', '.join(cable.to)}" if cable.to else None
        case "info":
            return f"For information to {', '.join(cable.info)}" if cable.info else None
        case "precedence":
            letters = (cable.precedence or "").split()
            return f"Precedence {', '.join(_PRECEDENCES.get(each, each) for each in letters)}" if letters else None
        case "class":
            marks = (cable.classification, *cable.captions)
            return f"Classification {', '.join(filter(None, marks))}" if cable.classification else None
        case "eo":
            return _declassified(cable.declassify_on)
        case "references":
            ids = [each.id for each in cable.references if each.id]
            return f"Refers to {', '.join(ids)}" if ids else "" if cable.references else None
        case "signature":
            return "Signed" if cable.signature else None
        case "classified_by":
            return "" if cable.classified_by else None
        case _:
            return ""


def _declassified(when: str | None) -> str | None:
    if when and re.fullmatch(r"\d{4}-\d\d-\d\d", when):
        return f"To be declassified on {day(when)}"
    return f"Declassification: {when}" if when else None


def _place(cable: Cable, fact: HeaderFact, number: int) -> Citation | None:
    """Return where a cable prints a fact, None where it does not."""
    if fact in ("to", "info"):
        return _addressees(cable, _TO if fact == "to" else _INFO, number)
    if citation := cite_header(number, cable, _SPANS[fact]):
        return citation
    if fact == "classified_by" and cable.classified_by:
        words = cable.classified_by.raw[:40]
        for each in cable.paragraphs:
            if (start := each.text.find(words)) >= 0:
                return cite(number, cable, each, start, min(len(each.text), start + len(cable.classified_by.raw)))
    return None


def _addressees(cable: Cable, lines: re.Pattern[str], number: int) -> Citation | None:
    sender = next((span for span in cable.spans if span.kind == "from"), None)
    if not sender:
        return None
    after = next((span for span in cable.spans if span.start >= sender.end), None)
    match = lines.search(cable.raw, after.start, after.end) if after and after.kind == "header" else None
    return cite_lines(number, cable, match.start(), match.end()) if match else None
