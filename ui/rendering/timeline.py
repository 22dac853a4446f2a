"""Cables along a timeline: a dot each, which is a link. A pure function."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.citations import day
from ui.rendering.templates import one_line

LANES = 5  # one above the other, for dots that would cover each other
_GAP = 4.0  # per cent of the line that two dots of a lane keep apart
_YEARS_APART = 12.0  # per cent of the line that two names of years keep apart


@dataclass(frozen=True, slots=True)
class Dot:
    """A cable on the line, and in a word what a full dot says of it ("cited"); a hollow one has no word."""

    href: str
    cable: str
    date: str
    subject: str | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class PlacedDot:
    """A dot with its place, in per cent of the line, its lane, and the name of its link."""

    place: str
    lane: int
    href: str
    name: str
    full: bool


@dataclass(frozen=True, slots=True)
class PlacedYear:
    """Where a year begins, in per cent of the line."""

    place: str
    year: int


@dataclass(frozen=True, slots=True)
class NotedYears:
    """Some years of the line, with the words that are said of them."""

    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class PlacedYears:
    """Where years begin on the line and how wide they are there, in per cent of it, and what is said of them."""

    place: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dots, earliest first, the years that begin between the two ends, and stretches of it."""

    dots: tuple[PlacedDot, ...]
    years: tuple[PlacedYear, ...]
    lanes: int
    first: str
    last: str
    caption: str
    stretches: tuple[PlacedYears, ...] = ()


def timeline(dots: Iterable[Dot], *, caption: str, stretches: Iterable[NotedYears] = ()) -> Timeline | None:
    """Return the dots where they stand along a line, with stretches of it; None where they are all of one day."""
    known = sorted(dots, key=lambda dot: (dot.date, dot.cable))
    days = [date.fromisoformat(dot.date[:10]).toordinal() for dot in known]
    if not days or days[0] == days[-1]:
        return None
    places = [100 * (each - days[0]) / (days[-1] - days[0]) for each in days]
    lanes = _lanes(places)
    return Timeline(
        tuple(_placed(*each) for each in zip(known, places, lanes, strict=True)),
        tuple(_years(days[0], days[-1])),
        max(lanes) + 1,
        day(known[0].date),
        day(known[-1].date),
        caption,
        tuple(_stretched(each, days[0], days[-1]) for each in stretches),
    )


def _stretched(given: NotedYears, first: int, last: int) -> PlacedYears:
    begins = min(max(date(given.first, 1, 1).toordinal(), first), last)
    ends = max(min(date(given.last, 12, 31).toordinal(), last), begins)
    place, width = 100 * (begins - first) / (last - first), 100 * (ends - begins) / (last - first)
    return PlacedYears(f"{place:.2f}", f"{width:.2f}", given.words)


def _lanes(places: Sequence[float]) -> list[int]:
    """Return a lane for each place: the lowest that is free, or the one that has been free longest."""
    last = [-_GAP] * LANES
    lanes = []
    for place in places:
        free = (lane for lane in range(LANES) if place - last[lane] >= _GAP)
        lane = next(free, min(range(LANES), key=last.__getitem__))
        last[lane] = place
        lanes.append(lane)
    return lanes


def _placed(dot: Dot, place: float, lane: int) -> PlacedDot:
    facts = (dot.cable, day(dot.date), dot.word, one_line(dot.subject or ""))
    return PlacedDot(f"{place:.2f}", lane, dot.href, " · ".join(filter(None, facts)), bool(dot.word))


def _years(first: int, last: int) -> Iterator[PlacedYear]:
    """Yield the years that begin on the line, as far apart as their names need."""
    before = -_YEARS_APART
    for year in range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1):
        place = 100 * (date(year, 1, 1).toordinal() - first) / (last - first)
        if place - before >= _YEARS_APART and place <= 100 - _YEARS_APART / 2:
            yield PlacedYear(f"{place:.2f}", year)
            before = place
