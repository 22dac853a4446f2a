"""The text of a chat model as it comes: cut into sentences, with the labels in it told from the words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.language.sentences import sentences

_PLACE = r"(?:¶ ?\d+|\[\d+\])"
_MORE = rf"(?:[,;]? (?:and )?(?:[0-9A-Z]+ )?{_PLACE})"
# Told to give each label its own brackets, many models give several the same.
LABELS = re.compile(rf"(?<!\s)\s*+\[([0-9A-Z]++ {_PLACE}{_MORE}*)\]")
NUMBERS = re.compile(r"(?<!\s)\s*+\[\d{1,3}\]")  # as only a finished answer has them
_LABEL = re.compile(rf"(?:(?P<cable>(?<![0-9A-Z])[0-9A-Z]++) )?(?P<place>{_PLACE})")
_BRACKET = re.compile(r"[\[\]]")
_HALF_WORD = re.compile(r"(?<!\S)\S++$")
_STOP = re.compile(r"[.?!\n]")
_LINE = re.compile(r"[^\n]+")
# A quotation is not cut, whatever full stops it has. None goes beyond a label: a lost mark costs little.
_QUOTED = re.compile(r"“[^“”\[\]\n]{0,600}+”|\"[^\"\[\]\n]{0,600}+\"")
_OPENED = re.compile(r"[“\"][^“”\"\[\]\n]{0,600}+$")
_LETTER = re.compile(r"[^\W\d_]")
_MARKDOWN = re.compile(r"^\s*+(?:[-*•#]++|\d++[.)])\s++|\*\*|`")


def stretches(text: str, *, ended: bool) -> list[str]:
    """Return the sentences of a text, each with its labels and the space behind it: together they are the text.

    A label behind a full stop belongs to the sentence before it. Where the text has not ended, its last sentence
    may yet go on and is left out.
    """
    if not ended:
        if not _STOP.search(text):
            return []
        text = _settled(text)
    if not text.strip():
        return []
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    _, *later = _starts(LABELS.sub(lambda found: " " * len(found[0]), text)) or [0]
    later = [start for start in later if not any(first < start < last for first, last in quoted)]
    found = [text[start:end] for start, end in pairwise([0, *later, len(text)])]
    return found if ended else found[:-1]


def cited(found: list[str]) -> list[str]:
    """Return the sentences up to the last that has a label: what one without rests on, the next one tells."""
    last = max((n for n, each in enumerate(found, start=1) if LABELS.search(each)), default=0)
    return found[:last]


def labels(brackets: str) -> Iterator[str]:
    """Yield the labels between two brackets; one that names no cable means the cable before it."""
    cable = ""
    for found in _LABEL.finditer(brackets):
        cable = found["cable"] or cable
        yield f"{cable} {found['place'].replace(' ', '')}"


def claim(stretch: str) -> str:
    """Return a sentence's words alone, without its labels and the signs of Markdown."""
    return " ".join(_MARKDOWN.sub("", NUMBERS.sub("", LABELS.sub("", stretch))).split())


def _starts(bare: str) -> list[int]:
    found = []
    for line in _LINE.finditer(bare):
        opening = None  # "1." opens the sentence behind it
        for start, end in sentences(line[0]):
            opening = start if opening is None else opening
            if _LETTER.search(line[0], start, end):
                found.append(line.start() + opening)
                opening = None
    return found


def _settled(text: str) -> str:
    """Return as much of an unfinished text as cannot change its meaning: no half word, no half label."""
    text = _HALF_WORD.sub("", text)
    depth, opened = 0, 0
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "]":
            depth = max(depth - 1, 0)
        else:
            opened = opened if depth else bracket.start()
            depth += 1
    text = text[:opened] if depth else text
    quotation = _OPENED.search(_QUOTED.sub(lambda found: " " * len(found[0]), text))
    return text[: quotation.start()] if quotation else text
