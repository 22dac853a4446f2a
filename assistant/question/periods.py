"""Which periods a question names: "in 2009", "late September 2008", "that November", "three years later"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from ingest.domain.posts import full_year

_MONTHS = "january february march april may june july august september october november december".split()
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # the first of three months; a winter has two years
_NUMBERS = dict(zip("a one two three four five six seven eight nine ten".split(), (1, *range(1, 11)), strict=True))

# A share of a period: how many such shares it has, and which of them is meant.
_PARTS = {
    r"first half of": (2, 0),
    r"second half of": (2, -1),
    r"(?:first|opening) (?:months|weeks|days) of|(?:start|beginning|opening) of|start": (6, 0),
    r"(?:last|final|closing) (?:months|weeks|days) of|(?:end|close) of|end": (6, -1),
    r"early(?: (?:in|part of))?": (3, 0),
    r"mid(?:dle of)?": (3, 1),
    r"late(?:r? (?:in|part of))?": (3, -1),
}
# A number of four digits is no year where it counts or numbers something.
_NO_YEAR = r"(?<![\w.,$€£#/])(?<!\d-)(?<!resolution )(?<!UNSCR )(?<!article )(?<!flight )(?<!decree )(?<!number )"
_COUNTED = r"(?!\d|%|[.,]\d|\s+(?:men|women|people|troops|soldiers|tons|tonnes|dollars|euros|barrels|miles|km)\b)"
_YEAR = rf"(?P<year>{_NO_YEAR}(?:(?:19[5-9]|20[0-2])\d|['’](?:0\d|[7-9]\d)){_COUNTED})"
_LATER = r"(?:(?P<decade>s\b)|\s?[-–/](?P<later>(?:19|20)?\d\d)\b)?(?!\w)"
_PART = rf"(?:(?P<part>\b(?:{'|'.join(_PARTS)}))(?:\s+the)?[\s-]+)?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NAME = (
    rf"(?:\b(?P<day>{_DAY})(?:st|nd|rd|th)? (?:of )?)?\b(?P<name>%s)(?!\w)"
    rf"(?: (?P<day_after>{_DAY})(?:st|nd|rd|th)?\b)?"
)
_NAMES = "|".join((*_MONTHS, *_SEASONS, "winter"))
_SHORT = "|".join((_NAMES, r"sept\b\.?", *(rf"{month[:3]}\b\.?" for month in _MONTHS)))
_DATED = re.compile(
    r"\b(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b"
    rf"|{_PART}(?:{_NAME % _SHORT},? (?:of )?)?{_YEAR}{_LATER}",
    re.IGNORECASE,
)
_UNDATED = re.compile(
    r"(?:\b(?P<lead>in|on|by|since|until|till|before|after|during|between|from|to|and|that|the)\s+|['’]s\s+"
    r"|(?=\b(?:early|mid|late)\b))"
    rf"(?P<whole>(?P<turn>(?:following|next|previous|preceding)\s+)?{_PART}{_NAME % _NAMES})"
    r"(?!,? (?:of )?['’\d]| of\b| day\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?:(?<!the )(?<!last )(?<!past )(?<!first )\b(?P<number>{'|'.join(_NUMBERS)}|\d\d?)"
    r"|\bthe(?= year (?:before|after)\s*(?:[?,.;:]|$|and\b))) (?P<unit>year|month)s? "
    r"(?P<way>later|after(?:wards?)?|earlier|before(?:hand)?|previously|on(?=\s*(?:[?,.;:]|$)))\b"
    r"|\bthe (?P<turn>following|next|previous|preceding) (?P<turn_unit>year|month)\b",
    re.IGNORECASE,
)
_BACKWARDS = re.compile("earlier|before|prev|prec", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @classmethod
    def months(cls, year: int, month: int, count: int = 1) -> Self:
        """Return the `count` months from the one given, which may lie outside its year: 0 is last December."""
        first, after = year * 12 + month - 1, year * 12 + month - 1 + count
        return cls(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))

    @classmethod
    def of(cls, iso: str) -> Self:
        """Return what an ISO date of any exactness covers; ValueError if it is none. A time of day is left out."""
        year, *rest = (int(number) for number in iso[:10].split("-"))
        if not rest:
            return cls.months(year, 1, 12)
        return cls.months(year, rest[0]) if len(rest) == 1 else cls(date(year, *rest), date(year, *rest))

    @property
    def length(self) -> int:
        """How many months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def part(self, shares: int, which: int) -> "Period":
        """Return one share of it: whole months, or about ten days of a month."""
        if self.first == self.last:
            return self
        if self.length == 1:
            first, last = ((1, 10), (11, 20), (21, self.last.day))[which]
            return Period(self.first.replace(day=first), self.first.replace(day=last))
        size = max(1, self.length // shares)
        begin = {0: 0, -1: self.length - size}.get(which, size)
        return Period.months(self.first.year, self.first.month + begin, size)

    def moved(self, months: int) -> "Period":
        """Return the months that lie so many months later, or earlier where negative."""
        return Period.months(self.first.year, self.first.month + months, self.length)

    def iso(self) -> tuple[str, str]:
        """Return its ends as ISO dates, as exact as they need to be: whole years are "2008", "2009"."""
        after = self.last + timedelta(days=1)
        size = 10 if self.first.day + after.day > 2 else 7 if self.first.month + after.month > 2 else 4
        return self.first.isoformat()[:size], self.last.isoformat()[:size]


@dataclass(frozen=True, slots=True)
class Named:
    """A period and where the words stand that name it."""

    start: int
    end: int
    period: Period


def periods(text: str) -> list[Named]:
    """Return the periods that `text` names, in order; a month without a year takes that of the one before it."""
    named = [Named(*match.span(), _dated(match)) for match in _DATED.finditer(text)]
    for reads in (_undated, _relative):
        read = {at for name in named for at in range(name.start, name.end)}
        new = (name for name in reads(text, named) if read.isdisjoint(range(name.start, name.end)))
        named = sorted([*named, *new], key=lambda name: name.start)
    return named


def _dated(match: re.Match[str]) -> Period:
    if match["iso"]:
        return _with_day(Period.of(match["iso"][:7]), match["iso"][8:])
    year = full_year(int(match["year"].lstrip("'’")))
    period = Period.months(year, 1, 120) if match["decade"] else _called(match["name"], year, bool(match["later"]))
    if match["later"] and not match["name"]:
        later = int(match["later"])
        later += year - year % 100 if later < 100 else 0
        period = Period(period.first, date(max(year, later), 12, 31))
    return _part(match["part"], _with_day(period, match["day"] or match["day_after"]))


def _undated(text: str, named: Sequence[Named]) -> Iterator[Named]:
    for match in _UNDATED.finditer(text):
        anchor = _anchor(named, match.start())
        sure = match["turn"] or match["part"] or match["lead"] == "that"
        if not anchor or match["name"] in ("may", "march") or (match["name"] in ("fall", "spring") and not sure):
            continue  # in small letters these are verbs
        period = _called(match["name"], anchor.first.year)
        if match["turn"] and _BACKWARDS.match(match["turn"]):
            period = period if period.last < anchor.first else period.moved(-12)
        elif match["turn"]:
            period = period if period.first > anchor.last else period.moved(12)
        day = match["day"] or match["day_after"]
        yield Named(*match.span("whole"), _part(match["part"], _with_day(period, day)))


def _relative(text: str, named: Sequence[Named]) -> Iterator[Named]:
    for match in _RELATIVE.finditer(text):
        way, unit = match["way"] or match["turn"], match["unit"] or match["turn_unit"]
        number = (match["number"] or "one").lower()
        ahead = bool(match["number"]) and way.lower() in ("after", "before")  # "a year after the 2008 war"
        months = int(_NUMBERS.get(number) or number) * (12 if unit.lower() == "year" else 1)
        if anchor := _anchor(named, match.start(), ahead=ahead):
            yield Named(*match.span(), anchor.moved(-months if _BACKWARDS.match(way) else months))


def _anchor(named: Sequence[Named], at: int, *, ahead: bool = False) -> Period | None:
    """Return the period that words at a place lean on: the last one before them, else the first one after them."""
    after = bisect_left(named, at, key=lambda name: name.start)
    if after == len(named) or (after and not ahead):
        after -= 1
    return named[after].period if named else None


def _called(name: str | None, year: int, two_years: bool = False) -> Period:
    """Return the month or the season of a year, or the whole year."""
    if not name:
        return Period.months(year, 1, 12)
    name = name.casefold()
    if name == "winter":  # that of 2008 may be either of two, unless written 2008-09
        return Period.months(year, 12, 3) if two_years else Period.months(year, 0, 15)
    if name in _SEASONS:
        return Period.months(year, _SEASONS[name], 3)
    return Period.months(year, next(at for at, month in enumerate(_MONTHS, 1) if month[:3] == name[:3]))


def _part(part: str | None, period: Period) -> Period:
    """Return what "early", "the end of" and the like leave of a period."""
    for words, (shares, which) in _PARTS.items():
        if part and re.fullmatch(words, part, re.IGNORECASE):
            return period.part(shares, which)
    return period


def _with_day(period: Period, day: str | None) -> Period:
    """Return a day of a month; the period as it is where no day is given or it has no such day."""
    if not day or period.length > 1 or int(day) > period.last.day:
        return period
    first = period.first.replace(day=int(day))
    return Period(first, first)
