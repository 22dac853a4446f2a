"""Which of the numbers at line starts open a paragraph.

A text is full of numbers that only look like it: wrapped dates, lists, references. So all candidates are
collected first and then walked in order, each judged by the number that is expected next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.domain.markings import BARE_MARK, MARK
from ingest.parsing.lines import REDACTED, line_starts

LOWER_MARK = r"\((?P<low>s|c|u|sbu|s/nf|c/nf)\)"
MARKED = rf"(?:{MARK}|{BARE_MARK}|{LOWER_MARK})[ \t]*[:.-]?"
AT_LINE_START = re.compile(
    rf"[ \t]*+¶?[ \t]*+\(?(?P<number>\d{{1,3}})(?P<sign>\.\.(?!\.)|\)\.|\.\)|[.,)]|)(?![\d/])"
    rf"[ \t]*+(?:(?P=number)\.[ \t]+)?(?P<marked>{MARKED})?"
)
MARK_FIRST = re.compile(rf"[ \t]*+¶?[ \t]*+(?P<marked>{MARK})[ \t]*¶?(?P<number>\d{{1,3}})\.(?!\d)")
MID_LINE = re.compile(rf"(?P<number>\d{{1,3}})\.?\)?[ \t]*+(?P<marked>{MARK}):?")
# Without a mark a number inside a line opens a paragraph only between two sentences: "... the pier. 4. He said"
# ("... asked for: 1. A pier." opens none, but tells that a list begins.)
UNMARKED_MID_LINE = re.compile(
    r"(?:(?<=[.!?)\"”])|(?<=[:;,])(?=[ \t]+1\.))[ \t]{1,4}(?P<number>\d{1,3})\.[ \t]{1,4}(?=[\"“(]?[A-Z])"
)
NO_SENTENCE_END = re.compile(
    r"\b(?:NOS?|PARAS?|PARAGRAPH|ART|ARTICLE|SECTION|SEC|CH|VOL|PP?|ANNEX|REFS?)\.?\Z", re.IGNORECASE
)
# What may be one of the two at a line start.
OPENING = re.compile(r"\n[ \t]*+¶?[ \t]*+[\d(]")
BEFORE_MID_LINE = re.compile(r"[\s.)\"”Xx]")
MARK_BEHIND_WORD = re.compile(
    rf"[ \t]*+(?:SUMMARY|COMMENT|INTRODUCTION|ACTION REQUEST)[ \t]*+[:.-]*+[ \t]*+{MARK}", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]")
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
    sign: str
    in_line: bool
    after_break: bool


def paragraph_starts(text: str, begin: int, end: int) -> list[Start]:
    """The numbers of `text[begin:end]` that open a paragraph, in order."""
    candidates = sorted(_candidates(text, begin, end), key=lambda candidate: candidate.start)
    if candidates and not any(candidate.mark for candidate in candidates):
        candidates = sorted(
            [*candidates, *_unmarked_in_lines(text, begin, end)], key=lambda candidate: candidate.start
        )
    candidates = _without_contents(text, _main_series(candidates))
    walk = _Walk(candidates)
    for i in range(len(candidates)):
        if walk.opens(i):
            walk.accept(i)
        else:
            walk.pass_over(i)
    return walk.accepted


class _Walk:
    """The candidates judged in order; what was accepted so far decides about the next."""

    def __init__(self, candidates: list[Start]) -> None:
        self.candidates = candidates
        at_lines = [candidate for candidate in candidates if not candidate.in_line]
        self.mostly_marked = sum(1 for candidate in at_lines if candidate.mark) * 2 > len(at_lines)
        self.last_marked = {c.number: i for i, c in enumerate(candidates) if c.mark and not c.in_line}
        self.last_at_line = {c.number: i for i, c in enumerate(candidates) if not c.in_line}
        self.accepted: list[Start] = []
        self.all_marked = True  # of the accepted
        self.skipped: set[int] = set()
        self.last = 0
        self.in_list = False  # a number was passed over that began again

    def accept(self, i: int) -> None:
        number = self.candidates[i].number
        self.skipped |= set(range(self.last + 1, number))
        self.skipped.discard(number)
        self.accepted.append(self.candidates[i])
        self.all_marked = self.all_marked and bool(self.candidates[i].mark)
        self.last = number
        self.in_list = False

    def pass_over(self, i: int) -> None:
        self.in_list = self.in_list or self.candidates[i].number <= self.last

    def opens(self, i: int) -> bool:
        candidate, expected = self.candidates[i], self.last + 1
        number = candidate.number
        if number > HIGHEST:
            return False
        if candidate.in_line and candidate.mark:
            return number == expected and (bool(self.accepted) or number == 1)
        if candidate.in_line:
            # Without a mark it only goes on with a series: where no list has begun, and no line has the number.
            goes_on = number == expected and bool(self.accepted) and not self.in_list
            return goes_on and self.last_at_line.get(expected, -1) < i
        if candidate.mark:
            return number <= expected or not self._awaited(i, expected)
        if self._marked_later(i, expected):
            return False  # an unmarked number among marked ones: a wrapped date, a list, a quoted document
        if number == expected:
            return not self._better_later(i) and (candidate.after_break or not self.mostly_marked)
        if not candidate.after_break:
            return False
        if number > expected:
            return not self._awaited(i, expected) or (number == expected + 1 and not self.mostly_marked)
        return number in self.skipped or (number == self.last and not self.mostly_marked and bool(self.accepted))

    def _awaited(self, i: int, expected: int) -> bool:
        """The expected number is among the next few: the one at hand is wrapped, or shuffled."""
        return any(other.number == expected for other in self.candidates[i + 1 : i + 1 + AHEAD])

    def _marked_later(self, i: int, expected: int) -> bool:
        return self.all_marked and self.last_marked.get(expected, -1) > i

    def _better_later(self, i: int) -> bool:
        """The same number follows in a better place."""
        candidate = self.candidates[i]
        return any(
            other.number == candidate.number
            and not other.in_line
            and (other.mark or (other.after_break and not candidate.after_break))
            for other in self.candidates[i + 1 : i + 1 + AHEAD]
        )


def _main_series(candidates: list[Start]) -> list[Start]:
    """Without "1) (C) ..." where paragraphs are written "1. (C) ...": these are entries of a list."""
    if any(candidate.mark and candidate.sign.startswith(".") for candidate in candidates):
        return [candidate for candidate in candidates if candidate.sign != ")"]
    return candidates


def _without_contents(text: str, candidates: list[Start]) -> list[Start]:
    """Drop a table of contents on adjacent lines, and the section titles that it lists."""

    def title(candidate: Start) -> tuple[int, str]:
        words = text[candidate.end : candidate.end + 80].split("\n", 1)[0]
        return candidate.number, re.sub(r"\W", "", words)[:12].lower()

    listed = 0
    while listed + 1 < len(candidates) and not candidates[listed + 1].after_break:
        listed += 1
    contents = {title(candidate) for candidate in candidates[: listed + 1] if not candidate.mark}
    announced = {title(candidate) for candidate in candidates[listed + 1 :] if not candidate.mark} & contents
    if len(announced) < 2 or 2 * len(announced) < len(contents):
        return candidates
    numbers = {number for number, _ in contents}
    return [candidate for candidate in candidates if candidate.mark or candidate.number not in numbers]


def _candidates(text: str, begin: int, end: int) -> Iterator[Start]:
    taken: set[int] = set()
    for line in line_starts(text, begin, end, OPENING):
        match = AT_LINE_START.match(text, line, end)
        if match:
            start = _numbered(text, match, begin, end)
        elif match := MARK_FIRST.match(text, line, end):
            start = _start(match, match["mark"], after_break=_after_break(text, line, begin))
        else:
            continue
        if start:
            taken.add(match.start("number"))
            yield start
    for match in MID_LINE.finditer(text, begin, end):
        if match.start() not in taken and BEFORE_MID_LINE.match(text, match.start() - 1):
            yield _start(match, match["mark"], in_line=True)


def _unmarked_in_lines(text: str, begin: int, end: int) -> Iterator[Start]:
    for match in UNMARKED_MID_LINE.finditer(text, begin, end):
        if not NO_SENTENCE_END.search(text, max(begin, match.start() - 12), match.start()):
            yield _start(match, None, in_line=True)


def _numbered(text: str, match: re.Match[str], begin: int, end: int) -> Start | None:
    """A number at the beginning of a line; without a mark it must have its full stop."""
    mark, sign = match["mark"] or match["bare"] or match["low"], match["sign"]
    if not mark:
        if sign not in SURE_SIGNS:
            return None
        behind = MARK_BEHIND_WORD.match(text, match.end(), end)
        mark = behind["mark"] if behind else None
    if sign == ")" and "(" in text[match.start() : match.start("number")]:
        sign = "()"
    return _start(match, mark, sign=sign, after_break=_after_break(text, match.start(), begin))


def _start(
    match: re.Match[str],
    mark: str | None,
    *,
    sign: str = ".",
    in_line: bool = False,
    after_break: bool = False,
) -> Start:
    return Start(
        start=match.end() - len(match[0].lstrip()),
        end=match.end(),
        number=int(match["number"]),
        mark=" ".join(mark.split()) if mark else None,
        sign=sign,
        in_line=in_line,
        after_break=after_break,
    )


def _after_break(text: str, line: int, begin: int) -> bool:
    """The line before is blank, a rule, a redaction, or a whole paragraph on one line."""
    if line - 1 <= begin:
        return True
    before = text[max(begin, text.rfind("\n", begin, line - 1) + 1) : line - 1].strip()
    return len(before) > LONG_LINE or not WORD.search(before) or bool(REDACTED.fullmatch(before))
