"""The labelled fields of a telegram's head: where each begins, where its value ends."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from ingest.domain.markings import ANY_MARK
from ingest.parsing.classified_by import LABEL as CLASSIFIED_LABEL
from ingest.parsing.classified_by import REASONS
from ingest.parsing.transmission import last_sender

FieldKind = Literal["eo", "tags", "subject", "references", "classified_by"]

LABELS = re.compile(
    r"(?:^[ \t]*+|(?<=[\s.;]))¶?(?:"
    r"(?P<eo>E\.?[ ]?[O0]\.?:?[ ]?(?=1\d{4}\b))"
    r"|(?P<tags>TAGS?(?:[ \t]?:|[ \t]+(?=[A-Z]{2,5}\b[,; \n])))"
    r"|(?P<subject>SUBJ(?:ECT)?[ \t]?:)"
    r"|(?P<references>REF(?:S|TELS?|TEL\(S\)|\(S\)|ERENCES?)?[ \t]?(?::|(?=[A-Z][ \t]?:)|[ \t](?=[A-Z]:)))"
    rf"|(?P<classified_by>{CLASSIFIED_LABEL})"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
FIRST_PARAGRAPH = re.compile(
    r"^[ \t]*+¶?[ \t]*+(?:"
    r"\(?1(?:[.)]{1,2}|,)(?!\d)[ \t]*\S"
    rf"|\(?\d{{1,2}}[.),]{{0,2}}[ \t]*{ANY_MARK}"
    rf"|{ANY_MARK}[ \t]*1\.)",
    re.MULTILINE,
)
RULE_LINE = re.compile(r"^[ \t]*+(?:[-=*_][ \t]*+){3,}+$", re.MULTILINE)
BLANK_LINES = re.compile(r"\n[ \t]*+\n\s*+")
BLANK_LINE = re.compile(r"(?<=\S)[ \t]*+\n[ \t]*+\n")
TAG_LINE = re.compile(r"[ \t]*+\(?[A-Z][A-Z0-9]{1,4}\)?(?:[ ,][A-Z(),. ]++)?[ \t,]*+|[ \t]*+\[[^\n]*\)[ \t]*+")
LETTERED = re.compile(r"¶?[ \t]*(?:\([A-Za-z]\)|[A-Za-z][.)])[ \t]*\S")
# A subject does not go on after a blank line with these.
NO_SUBJECT = re.compile(
    r"SUMMARY|COMMENT|INTRODUCTION|FOR |FROM |[(=*-]|SIPDIS|SENSITIVE|NOFORN|[A-Z/ ]+ FOR |X{6}"
)
FARTHEST = 4000  # characters from the class line to the last label, where no paragraph bounds the head


class Field(NamedTuple):
    """A field of the head: the label begins at `start`, the value at `value`, both end at `end`."""

    start: int
    value: int
    end: int


def first_label(raw: str) -> int:
    """Where the labelled fields begin: after the transmission, if there is one, and before any paragraph."""
    first = FIRST_PARAGRAPH.search(raw)
    sender = last_sender(raw, first.start() if first else 2 * FARTHEST)
    begin = sender.end() if sender else 0
    if first and first.start() < begin:
        first = None
    limit = first.start() if first else len(raw)
    found: dict[str | None, int] = {}
    for match in LABELS.finditer(raw, begin, limit):
        found.setdefault(match.lastgroup, match.start())
    for kind in ("eo", "tags", "subject"):
        if kind in found:
            return found[kind]
    return first.start() if first else min(len(raw), begin + FARTHEST)


def read_fields(text: str, start: int) -> tuple[Mapping[FieldKind, Field], int]:
    """The fields of `text` from `start` on, each kind at most once, and where the first paragraph begins."""
    first = FIRST_PARAGRAPH.search(text, start)
    limit = first.start() if first else min(len(text), start + FARTHEST)
    labels: dict[FieldKind, re.Match[str]] = {}
    for match in LABELS.finditer(text, start, limit):
        kind: FieldKind = match.lastgroup  # type: ignore[assignment]
        if kind not in labels and (_opens_line(text, match.start(kind)) or match[0].endswith(":") or kind == "eo"):
            labels[kind] = match
    fields: dict[FieldKind, Field] = {}
    following = limit
    for kind, match in sorted(labels.items(), key=lambda item: item[1].start(), reverse=True):
        value = text[match.end() : following]
        length = len(value[: ENDS[kind](value, following < limit)].rstrip())
        fields[kind] = Field(match.start(kind), match.end(), match.end() + length)
        following = match.start()
    return fields, limit


def classifier_end(value: str, _: bool = False) -> int:
    """Where a classifier's line ends: with the reasons, or at a blank line."""
    reasons = REASONS.search(value[:600])
    blank = BLANK_LINE.search(value)
    if reasons and (not blank or reasons.start() < blank.end() + 60):
        return reasons.end()
    return blank.start() if blank else len(value)


def _opens_line(text: str, position: int) -> bool:
    newline = text.rfind("\n", max(0, position - 80), position)
    return newline >= 0 and not text[newline:position].strip(" \t\n¶")


def _line_end(value: str, _: bool) -> int:
    newline = value.find("\n", len(value) - len(value.lstrip(" \t")))
    return len(value) if newline < 0 else newline


def _tags_end(value: str, labelled: bool) -> int:
    end = _line_end(value, labelled)
    for line in re.finditer(r"\n([^\n]*)", value[end:]):
        if not TAG_LINE.fullmatch(line[1]):
            return end + line.start()
    return len(value)


def _subject_end(value: str, labelled: bool) -> int:
    blank = BLANK_LINE.search(value)
    rule = RULE_LINE.search(value, 1)
    if rule and (not blank or rule.start() < blank.start()):
        return _before_title(value, rule.start())
    if not blank:
        return len(value)
    # The old systems broke a subject by a blank line at times; it goes on if a label closes it.
    rest = value[blank.end() :].strip()
    goes_on = labelled and rest and "\n" not in rest and len(rest) < 200 and not NO_SUBJECT.match(rest)
    same_case = rest.isupper() or not value[: blank.end()].strip().isupper()
    return len(value) if goes_on and same_case else blank.start()


def _references_end(value: str, _: bool) -> int:
    rule = RULE_LINE.search(value)
    end = rule.start() if rule else len(value)
    begin = len(value) - len(value.lstrip())
    for blank in BLANK_LINES.finditer(value, 0, end):
        if begin < blank.start() and not LETTERED.match(value, blank.end()):
            return blank.start()
    return _before_title(value, end) if rule else end


def _before_title(value: str, rule: int) -> int:
    """Where a value ends that runs into a heading without a blank line."""
    title = value.rfind("\n", 0, max(0, rule - 1))
    return title if title > 0 and value[:title].strip() else rule


ENDS: Mapping[FieldKind, Callable[[str, bool], int]] = {
    "eo": _line_end,
    "tags": _tags_end,
    "subject": _subject_end,
    "references": _references_end,
    "classified_by": classifier_end,
}
