"""Dates: the days, months and years that a text names, read against the date of its cable."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = "|".join(month[:3] for month in _MONTHS)
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})|(?:{_SHORT}|sept)\b\.?)"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?![,.]*+\d|\s*+(?:percent|million|billion|thousand))"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)(?![\d-]|[,.]\d|\w)"
_TO = r"(?:\s?[-–]\s?|\s(?:to|and|or|through)\s)"
# The most exact first: what one pattern has read, the next ones leave alone.
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?(?!\d)",
        rf"\b{_MONTH}\s+{_DAY}(?:{_TO}(?P<last>[12]?\d|3[01])(?!\d|\s+(?:{'|'.join(_MONTHS)})))?(?:,?\s+{_YEAR})?",
        rf"\b{_DAY}(?:{_TO}(?P<last>[12]?\d|3[01]))?(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?(?!\w)",
        rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}",
        r"(?<![\d/])(?P<number>9)/(?P<day>11)(?![\d/])",
    )
]
_ALONE = re.compile(
    rf"\b(?:{'|'.join(each for month in _MONTHS for each in (month.title(), month.upper()))})(?!\w)"
)
# May and March are words too, and August is an adjective at most in verse.
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|last|this|next|of|early|late|mid|before|after|from|to|through|during|and|every)[\s-]$",
    re.IGNORECASE,
)
_A_YEAR = re.compile(rf"(?<![\w.,$€£¥]){_YEAR}")
_BOUNDING = re.compile(r"\b(?:by|since|until|till|before|after|from|for|to|through)\s$", re.IGNORECASE)
_YEARS_AWAY = [
    (re.compile(r"\b(?:last|past|previous|preceding)\b", re.IGNORECASE), -1),
    (re.compile(r"\b(?:next|coming|following)\b", re.IGNORECASE), 1),
]
_REACH = 12  # characters in which such words stand before a date, and the one before them
_NEAR = 215  # days: a day and month without a year are those nearest to the cable


@dataclass(frozen=True, slots=True)
class Day:
    """A date as exactly as a text gives it, its place there and how it is written.

    `bounds` tells a lone year by which, since which or until which something is: not when the cable was sent.
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str
    bounds: bool = False


def dates(text: str) -> tuple[Day, ...]:
    """Return the dates that a text names, in order; a range gives its first and its last day."""
    found: list[Day] = []
    taken = bytearray(len(text))  # which characters belong to a date that is read
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _take(taken, match):
                found.extend(_read(match))
    for match in _ALONE.finditer(text):
        ambiguous = match[0].title() in {"May", "March"} and not _before(_BEFORE_A_MONTH, text, match)
        if not ambiguous and _take(taken, match):
            found.append(Day(None, _number(match[0]), None, match.start(), match.end(), match[0]))
    for match in _A_YEAR.finditer(text):
        if _take(taken, match):
            bounds = _before(_BOUNDING, text, match)
            found.append(Day(int(match["year"]), None, None, match.start(), match.end(), match[0], bounds))
    return tuple(sorted(found, key=lambda each: each.start))


def stands(claimed: Day, text: str, sent: str | None) -> bool:
    """Whether a date occurs in the text of a cable sent on the ISO date `sent`, or is that date."""
    cable = _iso(sent)
    if cable and not claimed.bounds and _within(claimed, cable.year, cable.month, cable.day):
        return True
    for found in dates(text):
        years: Iterable[int | None] = (found.year,)
        if found.year is None and cable and not claimed.bounds:
            years = _years(found, cable)
        if any(_within(claimed, year, found.month, found.day) for year in years):
            return True
    if cable and cable.year and claimed.month is None and claimed.year is not None:
        return claimed.year in {cable.year + away for words, away in _YEARS_AWAY if words.search(text)}
    return False


def _within(claimed: Day, year: int | None, month: int | None, day: int | None) -> bool:
    pairs = ((claimed.year, year), (claimed.month, month), (claimed.day, day))
    return all(wanted is None or wanted == given for wanted, given in pairs)


def _years(found: Day, cable: Day) -> Iterator[int | None]:
    """Yield the years that a date without one may mean; its day and month alone are always meant."""
    yield None
    sent = date(cable.year or 1, cable.month or 1, cable.day or 1)
    for year in (sent.year - 1, sent.year, sent.year + 1):
        try:
            meant = date(year, found.month or 1, found.day or 15)
        except ValueError:  # 29 February of most years
            continue
        if abs((meant - sent).days) <= _NEAR or (found.day is None and 0 < (sent - meant).days <= 2 * _NEAR):
            yield year


def _read(match: re.Match[str]) -> Iterator[Day]:
    given = match.groupdict()
    month = int(given["number"]) if given.get("number") else _number(given["month"])
    year, day, last = (int(given[part]) if given.get(part) else None for part in ("year", "day", "last"))
    if month is None or not 1 <= month <= 12:
        return
    first = Day(year, month, day, match.start(), match.end(), match[0].strip())
    yield first
    if last is not None:
        yield replace(first, day=last)


def _number(month: str) -> int | None:
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(month.lower()[:3])), None)


def _iso(sent: str | None) -> Day | None:
    return next(iter(dates(sent[:10])), None) if sent else None


def _take(taken: bytearray, match: re.Match[str]) -> bool:
    """Take the characters of a match, unless one of them is taken."""
    start, end = match.span()
    if any(taken[start:end]):
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _before(words: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    """Whether such words come right before a match."""
    return words.search(text, max(0, match.start() - _REACH), match.start()) is not None
