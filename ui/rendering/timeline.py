"""Cables along a line of time: a dot each, which is a link. A pure function.

The dots are a list of links, so that who hears or tabs through the page gets what the others see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant.citations import day

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


def timeline(dots: Iterable[Dot], *, caption: str) -> str:
    """Return the dots as HTML, earliest first; nothing where they are all of one day."""
    known = sorted(dots, key=lambda dot: (dot.date, dot.cable))
    days = [date.fromisoformat(dot.date[:10]).toordinal() for dot in known]
    if not days or days[0] == days[-1]:
        return ""
    places = [100 * (each - days[0]) / (days[-1] - days[0]) for each in days]
    lanes = _lanes(places)
    items = "".join(_item(*each) for each in zip(known, places, lanes, strict=True))
    first, last = (day(dot.date) for dot in (known[0], known[-1]))
    return (
        f'<nav class="timeline" aria-label="Cables by date" style="--lanes: {max(lanes) + 1}">'
        f'<div class="line">{_years(days[0], days[-1])}<ol>{items}</ol></div>'
        f'<p class="ends"><span>{first}</span><span>{last}</span></p>'
        f'<p class="caption">{escape(caption)}</p></nav>'
    )


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


def _item(dot: Dot, place: float, lane: int) -> str:
    facts = (dot.cable, day(dot.date), dot.word, " ".join((dot.subject or "").split()))
    name = " · ".join(escape(fact) for fact in facts if fact)
    full = ' class="full"' if dot.word else ""
    return (
        f'<li style="--place: {place:.2f}%; --lane: {lane}"><a{full} href="{escape(dot.href)}">'
        f'<span class="what">{name}</span></a></li>'
    )


def _years(first: int, last: int) -> str:
    """Where years begin on the line."""
    marks, before = [], -_YEARS_APART
    for year in range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1):
        place = 100 * (date(year, 1, 1).toordinal() - first) / (last - first)
        if place - before >= _YEARS_APART and place <= 100 - _YEARS_APART / 2:
            marks.append(f'<i style="--place: {place:.2f}%">{year}</i>')
            before = place
    return f'<span class="years" aria-hidden="true">{"".join(marks)}</span>' if marks else ""
