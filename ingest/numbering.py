"""Which of the numbers at line starts open a paragraph.

A text is full of numbers that only look like it: wrapped dates, lists, references. So all candidates are
collected first and then walked in order, each judged by the number that is expected next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.marks import BARE_MARK, MARK

LOWER_MARK = r"\((?P<low>s|c|u|sbu|s/nf|c/nf)\)"
MARKED = rf"(?:{MARK}|{BARE_MARK}|{LOWER_MARK})[ \t]*[:.-]?"
AT_LINE_START = re.compile(
    rf"^[ \t]*¶?[ \t]*\(?(?P<number>\d{{1,3}})(?P<sign>\.\.(?!\.)|\)\.|\.\)|[.,)]|)(?![\d/])[ \t]*(?P<marked>{MARKED})?",
    re.MULTILINE,
)
MARK_FIRST = re.compile(rf"^[ \t]*¶?[ \t]*(?P<marked>{MARK})[ \t]*¶?(?P<number>\d{{1,3}})\.(?!\d)", re.MULTILINE)
MID_LINE = re.compile(rf"(?:(?<=[\s.)\"”])|(?<=X)|(?<=x))(?P<number>\d{{1,3}})\.?\)?[ \t]*(?P<marked>{MARK})")
MARK_BEHIND_WORD = re.compile(
    rf"[ \t]*(?:SUMMARY|COMMENT|INTRODUCTION|ACTION REQUEST)[ \t]*[:.-]*[ \t]*{MARK}", re.IGNORECASE
)
SURE_SIGNS = (".", "..", ").", ".)")
HIGHEST = 120
AHEAD = 6  # candidates; a wrapped number is followed by the expected one within these
LONG_LINE = 90  # characters; longer lines were never cut by the old line length


@dataclass(frozen=True, slots=True)
class Start:
    """A number that may open a paragraph: its label is `text[start:end]`."""

    start: int
    end: int
    number: int
    mark: str | None
    in_line: bool
    after_break: bool


def paragraph_starts(text: str, begin: int, end: int) -> list[Start]:
    """The numbers of `text[begin:end]` that open a paragraph, in order."""
    candidates = sorted(_candidates(text, begin, end), key=lambda candidate: candidate.start)
    at_lines = [candidate for candidate in candidates if not candidate.in_line]
    mostly_marked = sum(1 for candidate in at_lines if candidate.mark) * 2 > len(at_lines)
    accepted: list[Start] = []
    skipped: set[int] = set()
    last = 0
    for i, candidate in enumerate(candidates):
        ahead = candidates[i + 1 : i + 1 + AHEAD]
        if _opens(candidate, last, ahead, first=not accepted, mostly_marked=mostly_marked) or (
            candidate.after_break and candidate.number in skipped
        ):
            skipped |= set(range(last + 1, candidate.number))
            skipped.discard(candidate.number)
            accepted.append(candidate)
            last = candidate.number
    return accepted


def _opens(candidate: Start, last: int, ahead: list[Start], *, first: bool, mostly_marked: bool) -> bool:
    number, expected = candidate.number, last + 1
    if number > HIGHEST:
        return False
    if candidate.in_line:
        return number == expected and not first or (first and number == 1)
    if number == expected:
        if candidate.mark:
            return True
        # The true one may follow: this is then a wrapped number or an entry of a list.
        return not any(
            other.number == number
            and not other.in_line
            and (other.mark or (other.after_break and not candidate.after_break))
            for other in ahead
        ) and (candidate.after_break or not mostly_marked)
    if number > expected:
        shuffled = candidate.after_break and number == expected + 1 and not mostly_marked
        awaited = any(other.number == expected for other in ahead)
        return (shuffled or not awaited) and bool(candidate.mark or candidate.after_break)
    if number == last:
        return bool(candidate.mark) or (candidate.after_break and not mostly_marked and not first)
    return bool(candidate.mark)


def _candidates(text: str, begin: int, end: int) -> Iterator[Start]:
    taken: set[int] = set()
    for pattern in (AT_LINE_START, MARK_FIRST, MID_LINE):
        for match in pattern.finditer(text, begin, end):
            if match.start("number") in taken:
                continue
            mark = match["mark"]
            label_end = match.end()
            if pattern is AT_LINE_START:
                mark = mark or match["bare"] or match["low"]
                if not mark and (
                    match["sign"] not in SURE_SIGNS
                    or not text[label_end : label_end + 1].strip(" \t")
                    and label_end >= end
                ):
                    continue
                if not mark and (behind := MARK_BEHIND_WORD.match(text, label_end, end)):
                    mark = behind["mark"]
            taken.add(match.start("number"))
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield Start(
                start=start,
                end=label_end,
                number=int(match["number"]),
                mark=" ".join(mark.split()) if mark else None,
                in_line=pattern is MID_LINE,
                after_break=_after_break(text, match.start(), begin),
            )


def _after_break(text: str, position: int, begin: int) -> bool:
    """The line before is blank, a rule, a redaction, or a whole paragraph on one line."""
    if position <= begin:
        return True
    line_end = text.rfind("\n", begin, position + 1)
    if line_end < 0:
        return True
    line = text[text.rfind("\n", begin, line_end) + 1 : line_end].strip()
    return (
        len(line) > LONG_LINE or not re.search(r"[^\W_]", line) or re.fullmatch(r"[Xx]{5,}\.?", line) is not None
    )
