"""Removes the old line ends from a paragraph's text; every word keeps its place in the raw text."""

import re
from collections.abc import Iterator

from ingest.parsing.headings import BULLET
from ingest.parsing.lines import Line, Range, overlapping
from ingest.parsing.table_lines import table_lines

SENTENCE_END = re.compile(r"[.!?:;\"”’')\]]\Z")
PARTED = "\n\n"
CUT_WORD = re.compile(r"[A-Z]-\Z")


def unwrap(
    text: str, content: list[Line], noise: list[Range], withheld: list[Range], *, cut_words: bool
) -> tuple[str, tuple[Range, ...]]:
    """The words of `content` as running text, and the ranges of `text` that they stand in.

    Line ends stay where they mean something: at blank lines, in front of bullets, at rules, in tables. With
    `cut_words` a hyphen at a line end is the teletype's and goes (REGU- / LATIONS); otherwise it is the writer's.
    Where words are `withheld`, which is noise too, the text is parted, so that no sentence runs over the place.
    """
    first, last = content[0].start, content[-1].end
    noise = overlapping(noise, first, last)
    dropped = list(noise)
    parts: list[str] = []
    gap = ""
    paged = False  # a page line stands in the gap
    hyphen = (first, first)
    tables = table_lines(text, content, noise)
    row_before = False
    for place, line in enumerate(content):
        if line.kind == "text":
            row = tables.get(place)
            words = row or text[line.start : line.end]
            if withheld:
                if own := overlapping(withheld, line.start, line.end):
                    row, words = None, _parted(text, line, own)
                if overlapping(withheld, hyphen[1], line.start):
                    gap, paged = PARTED, False
            if noise and overlapping(noise, line.start, line.end):
                words = re.sub(r"[ \t]{3,}", " ", words)
            if parts and (row or row_before):
                parts.append(gap or "\n")
            elif parts and cut_words and not gap and CUT_WORD.search(parts[-1]) and words[0].isupper():
                parts[-1] = parts[-1][:-1]
                dropped.append(hyphen)
            elif parts:
                parts.append(_joint(parts[-1], words, gap, paged))
            parts.append(words if parts else words.lstrip())
            row_before = row is not None
            hyphen = (line.end - 1, line.end)
            gap, paged = "", False
        elif line.kind == "rule":
            dropped.append((line.start, line.end))
            gap = gap or "\n"
        elif line.kind == "noise":
            paged = True
        elif parts:
            gap = PARTED
    return "".join(parts), tuple(_pieces(text, first, last, sorted(dropped)))


def _parted(text: str, line: Line, withheld: list[Range]) -> str:
    """The words of a line, with a blank line in place of what is withheld within it."""
    ends = [start for start, _ in withheld] + [line.end]
    starts = [line.start] + [end for _, end in withheld]
    return PARTED.join(text[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _joint(before: str, after: str, gap: str, paged: bool) -> str:
    if gap and not (paged and not SENTENCE_END.search(before)):
        return gap
    if BULLET.match(after):
        return "\n"
    if before.endswith("-") and before[-2:-1].isalnum() and after[:1].isalnum():
        return ""
    return " "


def _pieces(text: str, first: int, last: int, dropped: list[Range]) -> Iterator[Range]:
    """What of `text[first:last]` is left between the dropped ranges, without the blanks around."""
    position = first
    for start, end in [*dropped, (last, last)]:
        words = text[position : max(start, position)]
        if words.strip():
            yield position + len(words) - len(words.lstrip()), position + len(words.rstrip())
        position = max(position, end)
