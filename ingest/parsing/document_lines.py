"""The lines of a document, and where its paragraphs begin: at a blank line, an indent, or after a line that ends
though the next word would have had room on it.

A file whose lines were laid out by a program (PDF, Word) has no blank lines between its paragraphs, and a typist
indents: the width of the lines tells what was broken because it was full.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.parsing.lines import Line, Range, lines

ENDED = re.compile(r"[.!?:;…][\"”’')\]]*\Z|[\"”]\Z")
FULL = 0.88  # of the width of the lines, from which on a line is full: letters are not equally wide
INDENT = 2  # blanks more than the line before has
LONGEST_LINE = 3_000  # characters; a longer one is cut at the ends of sentences
LEAST_WIDTH = 30
LIST_SIGN = re.compile(r"(?:--?|–|—|•|\*)[ \t]")
# Where a long line may be cut, the best place first.
CUTS = (re.compile(r"[.!?][\"”’')\]]*\s+(?=\S)"), re.compile(r"\s+(?=\S)"))
PAGE_NUMBER = re.compile(
    r"(?:-\s*\d{1,4}\s*-|[Pp](?:age|AGE)\s+\d{1,4}(?:\s+(?:of|OF)\s+\d{1,4})?|\[\d{1,4}\]|\d{1,4})"
)
# "Report on Water 12"; "Article 12" is a heading.
HEAD_WITH_NUMBER = re.compile(r"\d{1,4}(?:\s+[^\W\d]\S*){3,}|(?:[^\W\d]\S*\s+){3,}\d{1,4}")
LONGEST_HEAD = 80  # characters of a line that comes back on each page
LEAST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """A line of text as it is laid out: how far it is indented, whether a blank line or a rule stands before it,
    and whether it is underlined."""

    start: int
    end: int
    words: str
    length: int  # from the margin, with single blanks: what is justified has more
    indent: int
    gap: bool
    underlined: bool = False

    @property
    def line(self) -> Line:
        """The line as the parser of paragraphs knows it."""
        return Line(self.start, self.end, "text")

    @property
    def is_ended(self) -> bool:
        """Whether it ends a sentence."""
        return ENDED.search(self.words[-6:]) is not None


def laid_lines(text: str, noise: Sequence[Range]) -> list[Laid]:
    """Return the lines of a text in which the ranges of `noise` are blanked out."""
    found: list[Laid] = []
    gap = True
    for line in lines(text, 0, len(text), list(noise)):
        if line.kind == "text":
            indent = line.start - (text.rfind("\n", 0, line.start) + 1)
            for start, end in _cut(text, line.start, line.end):
                words = text[start:end]
                length = indent + len(" ".join(words.split()) if "  " in words else words)
                found.append(Laid(start, end, words, length, indent, gap))
                gap = False
        elif line.kind == "rule":
            if found and not gap:
                found[-1] = replace(found[-1], underlined=True)
            gap = True
        elif line.kind == "blank":
            gap = True
    return found


def furniture(text: str) -> list[Range]:
    """Return where page numbers and the heads and feet of pages stand.

    A head or foot comes back three times, beside a page number or a page break, or with another number each time.
    """
    short = [each for each in _stretches(text) if each.is_apart and each.end - each.start <= LONGEST_HEAD]
    printed: defaultdict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for each in short:
        words = text[each.start : each.end]
        printed[_key(words)].add(words)
        times[_key(words)] += 1
    numbered = {each.place for each in short if PAGE_NUMBER.fullmatch(text, each.start, each.end)}
    edges = {place + step for place in numbered for step in (-1, 1)}
    found: list[Range] = []
    for each in short:
        key = _key(text[each.start : each.end])
        words = text[each.start : each.end]
        counts_up = len(printed[key]) >= LEAST_PAGES and HEAD_WITH_NUMBER.fullmatch(words) is not None
        is_edge = each.place in edges or each.is_first or counts_up
        if each.place in numbered or (times[key] >= LEAST_PAGES and is_edge):
            found.append((each.start, each.end))
    return found


def width(laid: Sequence[Laid]) -> int:
    """Return how long the long lines are, so that nine of ten are no longer."""
    lengths = sorted(each.length for each in laid if each.length >= LEAST_WIDTH)
    return lengths[len(lengths) * 9 // 10] if lengths else LEAST_WIDTH


def is_broken_off(before: Laid, after: Laid, width: int) -> bool:
    """Tell whether the next word would have had room on a line of this width."""
    first = after.words[:LONGEST_LINE].split(maxsplit=1)[0]
    return before.length + 1 + len(first) <= FULL * width


def begins_paragraph(before: Laid, after: Laid, width: int) -> bool:
    """Tell whether a paragraph begins with a line, which stands beneath another one."""
    if after.gap:
        return before.is_ended or not after.words[0].islower()
    if LIST_SIGN.match(after.words):
        return False  # the entries of a list stay together
    if before.is_ended and after.indent >= before.indent + INDENT:
        return True
    return before.is_ended and is_broken_off(before, after, width)


def _cut(text: str, start: int, end: int) -> list[Range]:
    """Return a line, in parts where it is too long."""
    found: list[Range] = []
    while end - start > LONGEST_LINE:
        least, most = start + LONGEST_LINE // 2, start + LONGEST_LINE
        places = (next(cut.finditer(text, least, most), None) for cut in CUTS)
        place = next(filter(None, places), None)
        found.append((start, place.start() + len(place[0].rstrip()) if place else most))
        start = place.end() if place else most
    return [*found, (start, end)]


class _PrintedLine(NamedTuple):
    """The words of a line, which line of those with words it is, whether it stands beside a blank line or a page
    break, and whether a page begins with it."""

    start: int
    end: int
    place: int
    is_apart: bool
    is_first: bool


def _stretches(text: str) -> list[_PrintedLine]:
    found: list[_PrintedLine] = []
    position, apart = 0, True
    for content in text.split("\n"):
        words = content.strip()
        if words:
            start, breaks = position + content.index(words[0]), "\f" in content
            found.append(_PrintedLine(start, start + len(words), len(found), apart or breaks, breaks))
            apart = False
        else:
            apart = True
            if found and not found[-1].is_apart:
                found[-1] = found[-1]._replace(is_apart=True)
        position += len(content) + 1
    return found


def _key(words: str) -> str:
    return re.sub(r"\d+", "0", "".join(words.split()))
