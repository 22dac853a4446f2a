"""The labelled fields of a telegram's head: where each begins, where its value ends."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from ingest.domain.markings import ANY_MARK
from ingest.parsing.classified_by import LABEL as CLASSIFIED_LABEL
from ingest.parsing.classified_by import REASONS
from ingest.parsing.reference_list import LETTER, telegrams
from ingest.parsing.transmission import last_sender

FieldKind = Literal["eo", "tags", "subject", "references", "classified_by"]

LABELS = re.compile(
    r"(?:^[ \t]*+|(?<=[\s.;]))¶?(?:"
    r"(?P<eo>E\.?[ ]?[O0]\.?:?[ ]?(?=1\d{4}\b))"
    r"|(?P<tags>TAGS?(?:[ \t]?[:;]|[ \t]+(?=[A-Z]{2,5}\b[,; \n])|(?=[ \t]*\n[ \t]*[A-Z]{2,5}[ \t]*\n)))"
    r"|(?P<subject>SUBJ(?:ECT)?[ \t]?[:;])"
    r"|(?P<references>REF(?:S|TELS?|TEL\(S\)|\(S\)|ERENCES?)?[ \t]?"
    r"(?:[:;]|(?=[A-Z][ \t]?:)|[ \t](?=[A-Z]:)"
    # Without a colon, where a list follows: REF A. OSLO 12, REFS (A) OSLO 12, REF OSLO 12
    r"|[ \t]*(?=\(?A[.)][ \t]*(?-i:\d|[A-Z]{2}))"
    r"|[ \t]*(?=(?-i:(?:\d\d[ -])?[A-Z][A-Z .-]{2,24}[ -]\d{2,7}\b))))"
    rf"|(?P<classified_by>{CLASSIFIED_LABEL})"
    r")",
    re.MULTILINE | re.IGNORECASE,
)


def _misspelt(word: str) -> str:
    """A pattern for `word` with a letter too few or too many, or two letters in each other's place."""
    places = range(len(word))
    lost = {word[:i] + word[i + 1 :] for i in places}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]}
    added = {word[:i] + "[A-Z]" + word[i:] for i in range(len(word) + 1)}
    return "|".join(sorted(lost | swapped | added))


# TAGES: SUBEJCT: REFTL: and SUBJECT without a colon are labels where they open a line and the telegram has no such
# label in its own spelling.
MISSPELT_LABELS = re.compile(
    rf"^[ \t]*+¶?(?:(?P<tags>(?:{_misspelt('TAGS')})[ \t]?[:;])"
    rf"|(?P<subject>(?:{_misspelt('SUBJECT')})[ \t]?[:;]|SUBJ(?:ECT)?[ \t]+(?!TO\b)(?-i:(?=[A-Z]{{2}})))"
    rf"|(?P<references>(?:{_misspelt('REFTEL')})[ \t]?[:;]))",
    re.MULTILINE | re.IGNORECASE,
)
# "... AS PRIME MINISTERREF: A. OSLO 12": a list of references that the line break before it was lost from.
GLUED_LABEL = re.compile(
    r"(?<=[A-Z])(?P<references>REF(?:S|TELS?)?:[ \t]*"
    r"(?=\(?A[.)][ \t]*[A-Z\d]{2}|(?:\d\d )?[A-Z][A-Z .-]{2,24} \d{1,7}\b))"
)
FIRST_PARAGRAPH = re.compile(
    r"^[ \t]*+¶?[ \t]*+(?:"
    r"\(?1(?:[.)]{1,2}|,)(?!\d)[ \t]*\S"
    rf"|\(?\d{{1,2}}[.),]{{0,2}}[ \t]*{ANY_MARK}"
    rf"|{ANY_MARK}[ \t]*1\.)"
    rf"|(?<=[ \t])1\.[ \t]*{ANY_MARK}",  # or on the line of a field
    re.MULTILINE,
)
RULE_LINE = re.compile(r"^[ \t]*+(?:[-=*_][ \t]*+){3,}+$", re.MULTILINE)
BLANK_LINES = re.compile(r"\n[ \t]*+\n\s*+")
BLANK_LINE = re.compile(r"(?<=\S)[ \t]*+\n[ \t]*+\n")
TAG_LINE = re.compile(r"[ \t]*+\(?[A-Z][A-Z0-9]{1,4}\)?(?:[ ,][A-Z(),. ]++)?[ \t,]*+|[ \t]*+\[[^\n]*\)[ \t]*+")
# After a blank line: one tag, several between commas, or one with a name.
SURE_TAGS = re.compile(
    r"[ \t]*+(?!EXDIS|NODIS)[A-Z][A-Z0-9]{1,4}(?:,[ \t]*[A-Z][A-Z0-9]{1,4})*[ \t,]*+"
    r"|[ \t]*+OVIP[ \t]*\([^)\n]+\)[ \t,]*+"
)
SMALL_TAGS = re.compile(r"[ \t]*+(?:[a-z]{2,5},[ \t]?)+[a-z]{2,5}[ \t,]*+")
LETTERED = re.compile(
    r"¶?[ \t]*(?:\((?P<round>[A-Za-z])\)|(?P<plain>[A-Za-z])[.)])[ \t]*(?P<entry>\S[^\n]{0,300})"
)
ENTRY_LENGTH = 60  # characters of an entry in which its telegram is named
# Running text: a line with some small words, or many words in capitals.
RUNNING_TEXT = re.compile(r"(?:[^\n]*?\b[a-z]{2,}\b){4}|(?:[^\s\d]+[ \t]+){8}[^\s\d]+")
MARKED_TEXT = re.compile(rf"(?<=\s){ANY_MARK}[:.]?[ \t]*(?=(?P<text>\S[^\n]{{0,300}}))")
# Behind the last telegram of the list: a capital, some small words, and a full stop.
SENTENCE = re.compile(r"(?<=\d)\)?\s+(?=[A-Z][a-z]*[ \t](?:[^\s.]+\s+){3,60}?[^\s.]*[a-z]{2}\.(?:\s|$))")
# A subject does not go on after a blank line with these.
NO_SUBJECT = re.compile(
    r"SUMMARY|COMMENT|INTRODUCTION|FOR |FROM |[(=*-]|SIPDIS|SENSITIVE|NOFORN|[A-Z/ ]+ FOR |X{6}"
)
SUBJECT_LINES = 3  # more that follow after a blank line are something else
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
    missing = {"tags", "subject", "references"} - labels.keys()
    for match in MISSPELT_LABELS.finditer(text, start, limit) if missing else ():
        labels.setdefault(match.lastgroup, match)  # type: ignore[arg-type]
    if "references" not in labels and (glued := GLUED_LABEL.search(text, start, limit)):
        labels["references"] = glued
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
    """Where the tags end: they may stand one on a line, with blank lines or page lines between."""
    end = _line_end(value, labelled)
    parted = False
    for line in re.finditer(r"\n([^\n]*)", value[end:]):
        words, before = line[1], value[: end + line.start()]
        if not words.strip():
            parted = True
            continue
        in_brackets = before.count("(") > before.count(")") and ")" in words
        unsure = parted and not labelled
        tags = SURE_TAGS.fullmatch(words) if unsure else TAG_LINE.fullmatch(words)
        if not (in_brackets or tags or SMALL_TAGS.fullmatch(words)):
            return len(before.rstrip())
        parted = False
    return len(value.rstrip())


def _subject_end(value: str, labelled: bool) -> int:
    blank = BLANK_LINE.search(value)
    rule = RULE_LINE.search(value, 1)
    if rule and (not blank or rule.start() < blank.start()):
        return _before_title(value, rule.start())
    if not blank:
        return len(value)
    # The old systems broke a subject by a blank line at times; it goes on if a label closes it.
    rest = value[blank.end() :].strip()
    lines = [line.strip() for line in rest.splitlines() if line.strip()]
    capitals = value[: blank.end()].strip().isupper()
    few = len(lines) == 1 or (len(lines) <= SUBJECT_LINES and capitals)
    goes_on = labelled and few and len(rest) < 200 and not any(NO_SUBJECT.match(line) for line in lines)
    return len(value) if goes_on and (rest.isupper() or not capitals) else blank.start()


def _references_end(value: str, _: bool) -> int:
    """Where a list of references ends: before a blank line, unless an entry follows, or where text begins."""
    rule = RULE_LINE.search(value)
    end = rule.start() if rule else len(value)
    begin = len(value) - len(value.lstrip())
    for blank in BLANK_LINES.finditer(value, 0, end):
        if begin < blank.start() and not _is_entry(value, blank.end(), begin):
            return _before_text(value, blank.start())
    return _before_text(value, _before_title(value, end) if rule else end)


def _is_entry(value: str, position: int, begin: int) -> bool:
    """Whether an entry of a list that begins at `begin` stands at `position`: a letter and a telegram, or the next
    letter and words that are no running text."""
    found = LETTERED.match(value, position)
    if not found:
        return False
    if any(telegrams(found["entry"][:ENTRY_LENGTH])):
        return True
    letter = (found["round"] or found["plain"]).upper()
    before = [match["round"] or match["plain"] for match in LETTER.finditer(value, begin, position)]
    after_last = ord(letter) - ord(before[-1].upper()) if before else ord(letter) - ord("A")
    return after_last in (1, 2) and not RUNNING_TEXT.match(found["entry"])


def _before_text(value: str, end: int) -> int:
    """Where text begins on a line of the list: a portion mark and words, or a sentence."""
    for mark in MARKED_TEXT.finditer(value, 0, end):
        if RUNNING_TEXT.match(mark["text"]) and not any(telegrams(mark["text"][:ENTRY_LENGTH])):
            return mark.start()
    sentence = SENTENCE.search(value, 0, end)
    return sentence.start() + sentence[0].count(")") if sentence else end


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
