"""Section headings: a title over a rule of dashes, on one line with it, or bare between blank lines."""

import re
from collections.abc import Sequence

from ingest.domain.markings import MARK
from ingest.parsing.lines import REDACTED, RULE, Line

TITLE_LENGTH = 90
TITLE_LINES = 3
DASHES = r"[-=*]{4,}"
ON_ONE_LINE = re.compile(
    rf"(?:{DASHES}[ \t]*)?\w[^\n]{{0,{TITLE_LENGTH}}}?[ \t]*{DASHES}(?:[ \t]++[-=*]++)*+"
    rf"|{DASHES}[ \t]*\w[^\n]{{0,{TITLE_LENGTH}}}|//.{{1,{TITLE_LENGTH}}}//"
)
NUMBERED_TITLE = re.compile(rf"¶?\d{{1,2}}\..{{1,{TITLE_LENGTH}}}[^.]")
BULLET = re.compile(
    r"(?:--?|–|—|•|\*|o)[ \t]|--\w"
    r"|(?:¶?[A-Za-z][.)]|¶?\(?\d{1,2}[.)]|\([a-z]\)|[ivx]{1,4}[.)])[ \t]"
)
# What follows the last number under such a heading is no part of the last paragraph.
OWN_TITLE = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:COMMENTS?|BIO\w*|(?:BEGIN )?TEXT|PRESS|STATEMENT|ANNEX|QUOTE)\b", re.IGNORECASE
)


def title(text: str, heading: Sequence[Line]) -> str | None:
    """The words of a heading, without its rules and its portion mark."""
    words = " ".join(text[line.start : line.end] for line in heading if line.kind == "text")
    words = re.sub(r"[-=*]{3,}|^//|//$", " ", words)
    words = re.sub(rf"^\s*{MARK}", "", words)
    return " ".join(words.split()).strip(" :") or None


def part_heading(text: str, content: list[Line], *, numbered: bool) -> tuple[list[Line], list[Line]]:
    """Separate the heading of the next paragraph from the end of `content`, the lines above it."""
    # The first words after a number are text, whatever they look like.
    first_text = next((i for i, line in enumerate(content) if line.kind == "text"), len(content))
    least = first_text + 1 if numbered else 0
    stop = len(content)
    while stop and content[stop - 1].kind in ("blank", "noise"):
        stop -= 1
    start = stop
    if stop and content[stop - 1].kind == "rule":
        start = _above_rule(text, content, stop, least)
    elif stop > least and _is_heading_line(text, content, stop - 1):
        start = stop - 1
    return content[:start], content[start:stop]


def part_appendix(text: str, content: list[Line]) -> tuple[list[Line], list[Line]]:
    """Separate a comment, a biography or a quoted text with its own heading from the last numbered paragraph."""
    texts = [i for i, line in enumerate(content) if line.kind == "text"]
    for i, line in enumerate(content):
        if line.kind != "rule" or not i or content[i - 1].kind != "text":
            continue
        start = _title_start(text, content, i)
        parted = texts[0] < start and i < texts[-1] and content[start - 1].kind != "text"
        if parted and OWN_TITLE.match(text, content[start].start):
            start -= content[start - 1].kind == "rule"
            return content[:start], content[start:]
    return content, []


def is_title(words: str) -> bool:
    """A short line that does not read like a sentence."""
    return (
        len(words) <= TITLE_LENGTH
        and len(words.split()) <= 14
        and words[-1] not in ".,;)"
        and not BULLET.match(words)
        and not re.search(r"X{5}", words)
        and (words[0].isupper() or not words[0].isalpha())
    )


def _above_rule(text: str, content: list[Line], stop: int, least: int) -> int:
    """Where the heading begins that ends with the rule before `stop`; `stop` if there is no title."""
    rule = stop
    while rule and content[rule - 1].kind == "rule":
        rule -= 1
    while rule and content[rule - 1].kind in ("blank", "noise"):
        rule -= 1
    start = max(_title_start(text, content, rule), least)
    if start >= rule:
        return stop
    return start - 1 if start > least and content[start - 1].kind == "rule" else start


def _title_start(text: str, content: list[Line], rule: int) -> int:
    """Where the title above `rule` begins: a block of a few lines, or else the line just above."""
    start = rule
    while start and rule - start <= TITLE_LINES and content[start - 1].kind == "text":
        line = content[start - 1]
        ends_sentence = start < rule and text[line.end - 1] == "."
        if ends_sentence or REDACTED.fullmatch(text, line.start, line.end):
            break
        start -= 1
    if rule - start > TITLE_LINES or (start < rule and start and content[start - 1].kind == "text"):
        start = rule - 1
    return start if all(line.end - line.start <= TITLE_LENGTH for line in content[start:rule]) else rule


def _is_heading_line(text: str, content: list[Line], i: int) -> bool:
    line = content[i]
    if line.kind != "text":
        return False
    words = text[line.start : line.end]
    if ON_ONE_LINE.fullmatch(words) and not RULE.fullmatch(words):
        return True
    return (content[i - 1].kind if i else "blank") in ("blank", "rule") and is_title(words)
