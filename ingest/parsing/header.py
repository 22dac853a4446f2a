"""The head of a telegram's content: class line, captions, E.O., TAGS, SUBJECT, REF, classifier."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.domain.cable import ClassifiedBy, Span
from ingest.domain.levels import CLASSES
from ingest.domain.markings import ANY_MARK, MARK
from ingest.parsing.class_line import ClassLine, class_lines, lone_level
from ingest.parsing.classified_by import LABEL as CLASSIFIED_LABEL
from ingest.parsing.classified_by import read_classified_by
from ingest.parsing.header_fields import Field, FieldKind, classifier_end, first_label, read_fields
from ingest.parsing.transmission import last_sender

CAPTIONS = re.compile(
    r"SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|STADIS|ROGER|NOCON|ORCON|CHEROKEE|TERREP|FOUO|NF"
)
FORM_CAPTIONS = re.compile(r"^[ \t]*Captions:[ \t]*(\S[^\n]*)", re.MULTILINE)
CORRECTED = re.compile(r"C ?O ?R ?R ?E ?C ?T ?E ?D {1,3}C ?O ?P ?Y")
TELETYPE_ORDER = re.compile(r"11652|12065")  # the orders of 1972 and 1978
# Tags of several words, which lists without commas do not mark as such.
TAG_PHRASES = (
    "GOI EXTERNAL|GOI INTERNAL|ISRAELI-PALESTINIAN AFFAIRS|ISRAELI SOCIETY|ISRAEL RELATIONS"
    "|GAZA DISENGAGEMENT|USEU BRUSSELS|COUNTER TERRORISM|ITALY NATIONAL ELECTIONS|ITALIAN POLITICS"
    "|ITALIAN-US RELATIONS|IRAQI FREEDOM|FOREIGN POLICY|EUROPEAN UNION|POLITICAL PARTIES|PAKISTAN RELATIONS"
    "|ECONOMY AND FINANCE|DOMESTIC POLITICS|RELIGIOUS FREEDOM|MIDDLE EAST|REGIONAL ISSUES|BORDER ISSUES"
)
# A tag's brackets close soon, or a row of opened ones would be read to its end from each of them.
TAG = re.compile(rf"(?:{TAG_PHRASES})(?![A-Z])|[A-Z0-9/-]++ ?\([^)]{{0,200}}+\)|OVIP(?: [A-Z]{{5,}}){{1,3}}|\S+")
PARTING = re.compile(r"\s*[,;]\s*(?![^()]{0,200}+\))")
PHRASE = re.compile(r"[A-Z]{5,}(?: [A-Z&-]{5,})+")
MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]++)\]\([^)\n]{0,1000}+\)")
CLASSIFIED_PARAGRAPH = re.compile(
    rf"[ \t]*+¶?\d\.[ \t]*+(?:{ANY_MARK}[ \t]*+)?(?P<line>{CLASSIFIED_LABEL})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; the transmission ends at `start`, and the body begins at `body`."""

    start: int
    body: int
    class_line: ClassLine | None
    classification: str | None
    captions: tuple[str, ...]
    eo_raw: str | None
    declassify_on: str | None
    tags: tuple[str, ...]
    subject: str | None
    subject_mark: str | None
    references: str  # the REF list without its label
    classified_by: ClassifiedBy | None
    spans: tuple[Span, ...]


def read_head(raw: str, text: str) -> Head:
    """Read the head; `text` is `raw` with page lines blanked out, and of the same length."""
    anchor = first_label(raw)
    lines = class_lines(raw, 0, anchor)
    class_line = lines[-1] if lines else None
    sender = last_sender(raw, anchor)
    start = max(class_line.end if class_line else 0, sender.end() if sender else 0)
    fields, limit = read_fields(text, start)
    first_field = min((field.start for field in fields.values()), default=limit)

    form = FORM_CAPTIONS.findall(raw, start, limit)

    def value(kind: FieldKind) -> str:
        return text[fields[kind].value : fields[kind].end].strip() if kind in fields else ""

    subject, mark = read_subject(value("subject"), cut_words=bool(TELETYPE_ORDER.search(value("eo"))))
    spans = [Span(field.start, field.end, kind) for kind, field in fields.items()]
    if class_line:
        spans.append(Span(class_line.start, class_line.end, "class"))
    top: tuple[FieldKind, ...] = ("eo", "tags", "subject")
    return Head(
        start=class_line.start if class_line else anchor,
        body=max((fields[kind].end for kind in top if kind in fields), default=start),
        class_line=class_line,
        classification=class_line.level if class_line else lone_level(raw, start, first_field),
        captions=_captions([class_line.tail if class_line else "", *raw[start:first_field].splitlines(), *form]),
        eo_raw=" ".join(raw[fields["eo"].start : fields["eo"].end].split()) if "eo" in fields else None,
        declassify_on=_declassify_on(value("eo")),
        tags=read_tags(value("tags")),
        subject=subject,
        subject_mark=mark,
        references=value("references"),
        classified_by=_classified_by(text, fields, limit),
        spans=tuple(spans),
    )


def read_tags(text: str) -> tuple[str, ...]:
    """TAGS in upper case, in order, without repeats; markdown links give their text."""
    text = " ".join(MARKDOWN_LINK.sub(r"\1", text).upper().split()).strip(" .;,")
    tags: list[str] = []
    for part in PARTING.split(text):
        tags += [part] if PHRASE.fullmatch(part) else TAG.findall(part)
    return tuple(dict.fromkeys(tag.strip(" .") for tag in tags if tag.strip(" .-")))


def read_subject(value: str, *, cut_words: bool = False) -> tuple[str | None, str | None]:
    """A subject on one line, and its own portion mark, which stands first or last.

    With `cut_words` a hyphen at a line end is the teletype's and goes.
    """
    value = " ".join(re.sub(r"(?<=\w)-(?=[^\S\n]*+\n)\s++", "" if cut_words else "-", value).split())
    mark = re.match(MARK, value) or re.search(rf"{MARK}$", value, re.IGNORECASE)
    if not mark:
        return value or None, None
    words = value[: mark.start()] + value[mark.end() :]
    return words.strip() or None, " ".join(mark["mark"].upper().split())


def _captions(lines: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for line in map(str.upper, lines):
        if CORRECTED.search(line):
            found.append("CORRECTED COPY")
        for word in re.split(r"[\s,/]+", line.strip()):
            if CAPTIONS.fullmatch(word):
                found.append(word)
            elif word not in CLASSES:
                break
    return tuple(dict.fromkeys(found))


def _declassify_on(eo: str) -> str | None:
    """The date as ISO 8601, or the event in the cable's words."""
    value = re.search(r"(?:DECL|DNG)[.:]*\s*+(?:ON\b)?:?\s*+(.++)", eo, re.IGNORECASE)
    if not value:
        return None
    if date := re.search(r"\b(\d{4})/(\d{1,2})/(\d{1,2})", value[1]):
        year, month, day = date.groups()
    elif date := re.search(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", value[1]):
        month, day, year = date.groups()
    else:
        return value[1].strip()
    return f"{year if len(year) == 4 else '20' + year}-{int(month):02}-{int(day):02}"


def _classified_by(text: str, fields: Mapping[FieldKind, Field], limit: int) -> ClassifiedBy | None:
    if "classified_by" in fields:
        return read_classified_by(text[fields["classified_by"].start : fields["classified_by"].end])
    # Some put the classifier into the first paragraph.
    opening = CLASSIFIED_PARAGRAPH.match(text, limit)
    if not opening:
        return None
    line = text[opening.start("line") : opening.start("line") + 600]
    return read_classified_by(line[: classifier_end(line)])
