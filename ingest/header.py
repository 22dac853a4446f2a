"""The head of a telegram's content: class line, captions, E.O., TAGS, SUBJECT, REF, classifier."""

import re
from dataclasses import dataclass

from ingest.cable import ClassifiedBy, Span, SpanKind
from ingest.classified import LABEL as CLASSIFIED_LABEL
from ingest.classified import REASONS, read_classified_by
from ingest.classline import ClassLine, class_lines, lone_level
from ingest.marks import ANY_MARK, MARK
from ingest.transmission import SENDER, last

FIELDS = re.compile(
    r"(?:^|(?<=[\s.;]))[ \t]*¶?(?:"
    r"(?P<eo>E\.?[ ]?[O0]\.?:?[ ]?(?=1\d{4}\b))"
    r"|(?P<tags>TAGS?(?:[ \t]?:|[ \t]+(?=[A-Z]{2,5}\b[,; \n])))"
    r"|(?P<subject>SUBJ(?:ECT)?[ \t]?:)"
    r"|(?P<references>REF(?:S|TELS?|TEL\(S\)|\(S\)|ERENCES?)?(?:[ \t](?=[A-Z][ \t]?:))?[ \t]?(?::|(?=[A-Z]:)))"
    rf"|(?P<classified_by>{CLASSIFIED_LABEL})"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
LINE_START = re.compile(r"(?:\A|\n)[ \t]*¶?[ \t]*\Z")
FIRST_PARAGRAPH = re.compile(
    rf"^[ \t]*¶?[ \t]*\(?1(?:[.)]{{1,2}}|,)(?!\d)[ \t]*\S|^[ \t]*¶?[ \t]*\(?\d{{1,2}}[.),]{{0,2}}[ \t]*{ANY_MARK}|^[ \t]*{ANY_MARK}[ \t]*1\.",
    re.MULTILINE,
)
CAPTIONS = (
    "SIPDIS NOFORN SENSITIVE EXDIS NODIS LIMDIS STADIS ROGER NOCON ORCON CORRECTED CHEROKEE TERREP "
    "DATT FOUO NF TERROR"
).split()
TAG_PHRASES = (
    "GOI EXTERNAL|GOI INTERNAL|ISRAELI-PALESTINIAN AFFAIRS|ISRAELI SOCIETY|ISRAEL RELATIONS|GAZA DISENGAGEMENT"
    "|SETTLEMENTS|USEU BRUSSELS|COUNTER TERRORISM|COUNTERTERRORISM|ITALY NATIONAL ELECTIONS|ITALIAN POLITICS"
    "|ITALIAN-US RELATIONS|IRAQI FREEDOM|FOREIGN POLICY|BALTIC-RUSSIA RELATIONS|EUROPEAN UNION|PAKISTAN RELATIONS"
    "|ECONOMY AND FINANCE|DOMESTIC POLITICS|ELECTIONS|RELIGIOUS FREEDOM|MIDDLE EAST|REGIONAL ISSUES|BORDER ISSUES"
)
RULE = re.compile(r"^[ \t]*+(?:[-=*_][ \t]*+){3,}+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, and where the body begins."""

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
    start: int
    body: int


def read_head(raw: str, text: str) -> Head:
    """Read the head; `text` is `raw` with page lines blanked out, and of the same length."""
    anchor = _anchor(raw)
    lines = class_lines(raw, 0, anchor)
    class_line = lines[-1] if lines else None
    sender = last(SENDER, raw, anchor)
    start = max(class_line.end if class_line else 0, sender.end() if sender else 0)
    first = FIRST_PARAGRAPH.search(text, start)
    limit = first.start() if first else min(len(raw), start + 4000)
    fields = _fields(text, start, limit)
    spans = [Span(a, b, kind) for kind, (_, a, b) in fields.items()]
    if class_line:
        spans.append(Span(class_line.start, class_line.end, "class"))

    def value(kind: SpanKind) -> str:
        return text[fields[kind][0] : fields[kind][2]].strip() if kind in fields else ""

    subject, mark = _subject(value("subject"))
    first_field = min((a for _, a, _ in fields.values()), default=limit)
    eo = value("eo")
    classified = _classified(text, fields, limit)
    return Head(
        class_line=class_line,
        classification=class_line.level if class_line else lone_level(raw, start, first_field),
        captions=_captions((class_line.tail if class_line else "") + "\n" + raw[start:first_field]),
        eo_raw=" ".join(raw[fields["eo"][1] : fields["eo"][2]].split()) if eo else None,
        declassify_on=_declassify_on(eo),
        tags=read_tags(value("tags")),
        subject=subject,
        subject_mark=mark,
        references=value("references"),
        classified_by=classified,
        spans=tuple(sorted(spans, key=lambda span: span.start)),
        start=start,
        body=max([b for kind, (_, _, b) in fields.items() if kind in ("eo", "tags", "subject")], default=start),
    )


def read_tags(text: str) -> tuple[str, ...]:
    """TAGS in upper case, in order, without repeats; markdown links give their text."""
    text = re.sub(r"\[([^\]\n]+)\]\([^)\n]*\)", r"\1", text).upper()
    text = " ".join(text.split()).strip(" .;,")
    tags: list[str] = []
    for part in re.split(r"[,;](?![^(]*\))", text):
        tags += _split_tags(part.strip())
    return tuple(dict.fromkeys(tag.strip(" .") for tag in tags if tag.strip(" .")))


def _split_tags(part: str) -> list[str]:
    if re.fullmatch(r"[A-Z]{5,}(?: [A-Z&-]+)+", part) and not re.search(r"\b[A-Z]{2,4}\b", part):
        return [part]
    return re.findall(rf"(?:{TAG_PHRASES})(?![A-Z])|[A-Z0-9/-]+ ?\([^)]*\)|\S+", part)


def _anchor(raw: str) -> int:
    """Where the labelled fields of the content begin: after the transmission, if one is there."""
    limit = FIRST_PARAGRAPH.search(raw)
    sender = last(SENDER, raw, limit.start() if limit else min(len(raw), 8000))
    after = sender.end() if sender else 0
    for kind in ("eo", "tags", "subject"):
        for match in FIELDS.finditer(raw, after, limit.start() if limit and limit.start() > after else len(raw)):
            if match[kind]:
                return match.start()
    return limit.start() if limit else min(len(raw), after + 4000)


def _fields(text: str, start: int, limit: int) -> dict[SpanKind, tuple[int, int, int]]:
    """Field -> (start of value, start with label, end)."""
    labels: dict[SpanKind, re.Match[str]] = {}
    for match in FIELDS.finditer(text, start, limit):
        kind: SpanKind = match.lastgroup  # type: ignore[assignment]
        at_line_start = bool(LINE_START.search(text[max(0, match.start() - 80) : match.start(kind)]))
        if kind not in labels and (at_line_start or match[0].rstrip().endswith(":") or kind == "eo"):
            labels[kind] = match
    ordered = sorted(labels.items(), key=lambda item: item[1].start())
    fields: dict[SpanKind, tuple[int, int, int]] = {}
    for i, (kind, match) in enumerate(ordered):
        stop = ordered[i + 1][1].start() if i + 1 < len(ordered) else limit
        end = match.end() + END[kind](text[match.end() : stop], stop < limit)
        begin = match.start(kind)
        end -= len(text[begin:end]) - len(text[begin:end].rstrip())
        fields[kind] = (match.end(), begin, max(end, match.end()))
    return fields


def _line_end(value: str, _: bool) -> int:
    newline = value.find("\n", len(value) - len(value.lstrip(" \t")))
    return len(value) if newline < 0 else newline


def _tags_end(value: str, _: bool) -> int:
    end = _line_end(value, _)
    for line in re.finditer(r"\n([^\n]*)", value[end:]):
        if not re.fullmatch(r"[ \t]*\(?[A-Z][A-Z0-9]{1,4}\)?(?:[ ,]+[A-Z(),. ]+)?[ \t,]*|[ \t]*\[.*\)[ \t]*", line[1]):
            break
        end = end + len(line[0])
    return end


def _subject_end(value: str, labelled: bool) -> int:
    blank = re.search(r"\S[ \t]*\n[ \t]*\n", value)
    rule = RULE.search(value, 1)
    if rule and (not blank or rule.start() < blank.start()):  # a heading follows without a blank line
        title = value.rfind("\n", 0, max(0, rule.start() - 1))
        return title if title > 0 and value[:title].strip() else rule.start()
    if not blank:
        return len(value)
    rest = value[blank.end() :].strip()
    going_on = (
        labelled
        and rest
        and "\n" not in rest
        and len(rest) < 200
        and not re.match(r"(?:SUMMARY|COMMENT|INTRODUCTION|FOR |FROM |\(|-|=|\*|SIPDIS|SENSITIVE|NOFORN|[A-Z/ ]+ FOR |X{6})", rest)
        and (rest.isupper() or not value[: blank.end()].strip().isupper())
    )
    return len(value) if going_on else blank.start() + 1


def _references_end(value: str, labelled: bool) -> int:
    rule = RULE.search(value)
    end = rule.start() if rule else len(value)
    # The list goes on over blank lines only with a letter, or where the classifier's line closes it.
    for blank in re.finditer(r"\n[ \t]*\n\s*", value[:end]):
        if not value[: blank.start()].strip():
            continue
        going_on = re.match(r"¶?[ \t]*(?:\([A-Za-z]\)|[A-Za-z][.)])[ \t]*\S", value[blank.end() :])
        if not going_on:
            return blank.start()
    if rule:
        title = value.rfind("\n", 0, max(0, end - 1))
        return title if title > 0 else end
    return end


def _classified_end(value: str, _: bool) -> int:
    reasons = REASONS.search(value[:600])
    blank = re.search(r"\S[ \t]*\n[ \t]*\n", value)
    if reasons and (not blank or reasons.start() < blank.end() + 60):
        return reasons.end()
    return blank.start() + 1 if blank else len(value)


END = {
    "eo": _line_end,
    "tags": _tags_end,
    "subject": _subject_end,
    "references": _references_end,
    "classified_by": _classified_end,
}


def _subject(value: str) -> tuple[str | None, str | None]:
    value = re.sub(r"(?<=\w)-\s*\n\s*", "-", value)
    value = " ".join(value.split())
    mark = re.match(MARK, value) or re.search(rf"{MARK}$", value, re.IGNORECASE)
    if not mark:
        return value or None, None
    return (value[: mark.start()] + value[mark.end() :]).strip() or None, " ".join(mark["mark"].upper().split())


def _captions(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for line in text.upper().splitlines():
        squeezed = re.sub(r"C ?O ?R ?R ?E ?C ?T ?E ?D {1,3}C ?O ?P ?Y", "CORRECTED", line)
        words = re.split(r"[\s,/]+", squeezed.strip())
        for word in words:
            if word not in CAPTIONS:
                break
            found.append("CORRECTED COPY" if word == "CORRECTED" else word)
    return tuple(dict.fromkeys(found))


def _declassify_on(eo: str) -> str | None:
    value = re.search(r"(?:DECL|DNG)[.:]*\s*(?:ON)?:?\s*(.+)", eo, re.IGNORECASE)
    if not value:
        return None
    date = re.search(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", value[1])
    if not date:
        year_first = re.search(r"(\d{4})/(\d{1,2})/(\d{1,2})", value[1])
        return f"{year_first[1]}-{int(year_first[2]):02}-{int(year_first[3]):02}" if year_first else value[1].strip()
    year = date[3] if len(date[3]) == 4 else f"20{date[3]}"
    return f"{year}-{int(date[1]):02}-{int(date[2]):02}"


def _classified(text: str, fields: dict[SpanKind, tuple[int, int, int]], limit: int) -> ClassifiedBy | None:
    if "classified_by" in fields:
        _, begin, end = fields["classified_by"]
        return read_classified_by(text[begin:end])
    # Some put the classifier into the first paragraph.
    opening = re.compile(rf"[ \t]*¶?\d\.[ \t]*(?:{ANY_MARK})?[ \t]*({CLASSIFIED_LABEL})", re.IGNORECASE).match(text, limit)
    if not opening:
        return None
    begin = opening.start(opening.lastindex or 0)
    return read_classified_by(text[begin : begin + _classified_end(text[begin : begin + 600], False)])
