"""Who says what in a cable: every sentence given to a speaker, to the post's own comment or to narration."""

import re

from ingest.cable import Cable, Paragraph, Statement
from ingest.cast import REDACTED, Cast, cast
from ingest.sentences import sentences
from ingest.speakers import Attribution, attribution

NOTE = re.compile(r"\(?\W*(?:begin )?(?:\w+ )?(?:note|comment|bio note)\b\s*(?:continued)?\s*[:.-]", re.IGNORECASE)
NOTE_END = re.compile(r"end (?:of )?(?:\w+ )?(?:note|comment)\b", re.IGNORECASE)
POST = re.compile(r"^(?:we|post|embassy|the embassy|mission|our|usint)\b", re.IGNORECASE)
GENERIC = re.compile(
    r"(?:the|our|this|that)\s+(?:\w+\s)?(?:contact|source|interlocutor|businessman|diplomat|official|officer|lawyer|activist|"
    r"journalist|analyst|letter|article|report|communique|statement|executive|employee)$",
    re.IGNORECASE,
)
JUDGEMENT = re.compile(
    r"\b(?:we (?:believe|think|expect|recommend|assess|understand|hope|will|have|are|do|can|should|need)|likely|unlikely|"
    r"clearly|apparently|appears?|seems?|probably|perhaps|may|might|could|important|our|us|obviously|remains? to be seen)\b",
    re.IGNORECASE,
)


def statements(cable: Cable) -> list[Statement]:
    """Return one statement for every sentence of every paragraph, in the cable's order."""
    people = cast(cable)
    found: list[Statement] = []
    offset = 0
    for paragraph in cable.paragraphs:
        found += _of_paragraph(paragraph, people, offset)
        offset += len(paragraph.text) + 1
    return found


def _of_paragraph(paragraph: Paragraph, people: Cast, offset: int) -> list[Statement]:
    found = []
    speaker: str | None = None
    focus: str | None = None
    in_note = False
    quoting = False
    unnamed = None
    outside = None
    commenting = paragraph.kind == "comment" or bool(paragraph.section and "comment" in paragraph.section.lower())
    for start, end in sentences(paragraph.text):
        text = paragraph.text[start:end]
        opened = text.startswith("(") or bool(NOTE.match(text))
        if NOTE.match(text):
            in_note, outside = True, speaker
            if not text.startswith("(") and "comment" in text[:25].lower():
                commenting = True
        skip = _quoted(text) if quoting else 0
        who = attribution(text[skip:])
        name = _name(who, people, offset + start + skip, speaker or focus, unnamed)
        kind = "narration"
        says = who is not None and who.manner != "acted" and name is not None
        if says and who is not None and POST.match(who.mention):
            says = False
        if says and who is not None and name is not None and speaker and speaker != name and not people.is_person(name):
            if who.manner in {"held", "within"} or who.tense != "past":
                says = False
        if says and who is not None and speaker and speaker != name and (who.tense == "pluperfect" or who.manner == "within"):
            says = False
        if quoting and skip == len(text) and speaker:
            says = False
            kind = "said"
        elif says:
            kind = "said"
            speaker = focus = name
            if name == REDACTED or (name and name.split()[-1].islower()) or people.is_person(name or ""):
                unnamed = name
        elif in_note or commenting or opened:
            kind = "comment"
        elif speaker:
            kind = "said"
        elif JUDGEMENT.search(text):
            kind = "comment"
        if not says and who and who.manner == "acted" and name:
            focus = name
        quoting = _left_open(text, quoting)
        found.append(Statement(paragraph.ordinal, start, end, kind, (name if says else speaker) if kind == "said" else None))
        if NOTE_END.search(text) or (opened and text.endswith(")")):
            in_note, speaker = False, outside if in_note else speaker
    return found


def _quoted(text: str) -> int:
    """How much of a sentence belongs to a quotation opened before it."""
    close = re.search(r"[\"”]", text)
    return close.end() if close else len(text)


def _left_open(text: str, quoting: bool) -> bool:
    """Whether a quotation is still open after the sentence."""
    for mark in re.findall(r"[\"“”]", text):
        quoting = mark == "“" or (mark == '"' and not quoting)
    return quoting


def _name(who: Attribution | None, people: Cast, place: int, focus: str | None, unnamed: str | None) -> str | None:
    if who is None:
        return None
    if who.mention.lower() in {"he", "she", "they"}:
        return focus
    if unnamed and GENERIC.match(who.mention):
        return unnamed
    return people.resolve(who.mention, place)
