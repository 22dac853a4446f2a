"""A text as lines of four kinds."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Literal, NamedTuple

Range = tuple[int, int]
LineKind = Literal["text", "blank", "rule", "noise"]

# A rule parts or underlines: dashes, at times broken by the old line length, or a lonely full stop.
RULE = re.compile(r"(?:[-=*_~]{3,}+|(?:[-=*_] ){2,}+[-=*_])(?:[ \t]*+[-=*_~]++)*+|\.{1,2}")
RULE_SIGNS = "-=*_~."  # what a rule may begin with: a look at one character spares most lines the pattern
REDACTED = re.compile(r"X{5,}\W*", re.IGNORECASE)


class Line(NamedTuple):
    """A line without the blanks around it."""

    start: int
    end: int
    kind: LineKind


def line_starts(text: str, begin: int, end: int, opening: re.Pattern[str]) -> Iterator[int]:
    """Where the lines of `text[begin:end]` begin that may be what is looked for: the first, and those that match
    `opening` from the line feed before them on.

    A search for a line feed and a few letters is far faster than a match at each line, or a search for "^".
    """
    if begin < end:
        yield begin
    for match in opening.finditer(text, begin, end):
        if match.start() + 1 < end:
            yield match.start() + 1


def overlapping(ranges: list[Range], start: int, end: int) -> list[Range]:
    """Those of some ranges, in order and apart from each other, that have something of `start` to `end`."""
    return ranges[bisect_right(ranges, start, key=itemgetter(1)) : bisect_left(ranges, end, key=itemgetter(0))]


def lines(text: str, begin: int, end: int, noise: list[Range]) -> list[Line]:
    """The lines of `text[begin:end]`; one that is blank because noise was blanked out is noise."""
    found: list[Line] = []
    spots = iter(overlapping(noise, begin, end))
    spot = next(spots, None)
    position = begin
    for content in text[begin:end].split("\n"):
        if position >= end:
            break
        words, stop = content.strip(), position + len(content)
        while spot and spot[1] <= position:
            spot = next(spots, None)
        if words:
            start = position if content[0] == words[0] else position + content.index(words[0])
            rule = words[0] in RULE_SIGNS and RULE.fullmatch(words)
            found.append(Line(start, start + len(words), "rule" if rule else "text"))
        else:
            found.append(Line(position, stop, "noise" if spot and spot[0] < stop else "blank"))
        position = stop + 1
    return found
