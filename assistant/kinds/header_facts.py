"""How each fact of a cable's header is told, and where the cable prints it."""

import re

from assistant.answer import Citation
from assistant.citations import cite, cite_header, cite_lines, day
from assistant.kinds.header_words import HeaderFact
from ingest import Cable
from ingest.domain.cable import SpanKind
from ingest.language.counts import count

_MISSED: dict[HeaderFact, str] = {
    "subject": "what its subject is",
    "dtg": "when it was sent",
    "from": "who sent it",
    "to": "to whom it was sent",
    "info": "who got it for information",
    "precedence": "what its precedence is",
    "class": "what its classification is",
    "classified_by": "who classified it",
    "eo": "how long it was to stay classified",
    "tags": "what its tags are",
    "references": "what it refers to",
    "signature": "who signed it",
    "length": "how long it is",
}
_SPANS: dict[HeaderFact, SpanKind] = {
    "subject": "subject",
    "dtg": "dtg",
    "from": "from",
    "precedence": "dtg",
    "class": "class",
    "classified_by": "classified_by",
    "eo": "eo",
    "tags": "tags",
    "references": "references",
    "signature": "signature",
}
_TO = re.compile(r"^[ \t]*(?:TO|Action:)[ \t][^\n]*(?:\n(?![ \t]*(?:INFO|Info:)[ \t])[^\n]+)*", re.MULTILINE)
_INFO = re.compile(r"^[ \t]*(?:INFO|Info:)[ \t][^\n]*(?:\n[^\n]+)*", re.MULTILINE)
_PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_BEGINNING = 40  # characters by which the classifying line is found where it is a paragraph


def told(cable: Cable, fact: HeaderFact, number: int) -> tuple[str, list[Citation]]:
    """Return a sentence with a fact of a header, and its citation under that number if the cable prints it."""
    said = _said(cable, fact)
    if fact == "length":
        return f"{said}.", []
    citation = _citation(cable, fact, number) if said is not None else None
    if citation:
        return f"{said}{': ' if said else ''}“{citation.quote}” [{number}]", [citation]
    if said:
        return f"{said}, as its number tells; its text does not print it.", []
    missed = f"{cable.id} does not say {_MISSED[fact]}."
    if fact in ("classified_by", "eo") and cable.classification == "UNCLASSIFIED":
        sentence, citations = told(cable, "class", number)
        return f"{missed} {sentence}", citations
    return missed, []


def _said(cable: Cable, fact: HeaderFact) -> str | None:
    """Return a fact as it is read, "" where the printed words say it all, None where the cable lacks it."""
    match fact:
        case "dtg":
            return f"Sent on {day(cable.date, cable.id)}" if cable.date else _sent_in(cable)
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
        case "length":
            words = sum(len(each.text.split()) for each in cable.paragraphs)
            return f"It has {count(len(cable.paragraphs), 'paragraph')} and {count(words, 'word')}"
        case "subject" | "tags":
            return ""


def _sent_in(cable: Cable) -> str | None:
    return f"Sent in {cable.year}" if cable.year else None


def _declassified(when: str | None) -> str | None:
    if when and re.fullmatch(r"\d{4}-\d\d-\d\d", when):
        return f"To be declassified on {day(when)}"
    return f"Declassification: {when}" if when else None


def _citation(cable: Cable, fact: HeaderFact, number: int) -> Citation | None:
    """Return where a cable prints a fact, None where it does not."""
    if fact == "to":
        return _addressees(cable, _TO, number)
    if fact == "info":
        return _addressees(cable, _INFO, number)
    if citation := cite_header(number, cable, _SPANS[fact]):
        return citation
    return _classifying_paragraph(cable, number) if fact == "classified_by" else None


def _classifying_paragraph(cable: Cable, number: int) -> Citation | None:
    """Return the citation of "1. Classified by ...", which some cables number as a paragraph."""
    line = cable.classified_by.raw if cable.classified_by else ""
    for paragraph in cable.paragraphs if line else ():
        if (start := paragraph.text.find(line[:_BEGINNING])) >= 0:
            return cite(number, cable, paragraph, start, min(len(paragraph.text), start + len(line)))
    return None


def _addressees(cable: Cable, lines: re.Pattern[str], number: int) -> Citation | None:
    """Return the citation of the lines that name addressees, which stand behind the sender."""
    sender = next((span for span in cable.spans if span.kind == "from"), None)
    after = next((span for span in cable.spans if sender and span.start >= sender.end), None)
    match = lines.search(cable.raw, after.start, after.end) if after and after.kind == "header" else None
    return cite_lines(number, cable, match.start(), match.end()) if match else None
