"""Fair shares over time: the passages of each period in turn, so that one loud year does not silence the others.

The periods are read off the passages. Each year in which something fits is one by itself; while there are more
than six, those two neighbours become one that together span the fewest years, and of these those with the fewest
cables. So years that stand alone stay alone, and what is dense is joined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from assistant.answer import Citation, FoundPeriod, Passage
from assistant.citations import year

MOST_PERIODS = 6
BEHIND = 0.15  # how far below the best one a passage may score and still have a share


@dataclass(frozen=True, slots=True)
class FairShares:
    """Passages in the order of their turns; the periods that took turns, the earliest first.

    `ranked` are the same passages, best first.
    """

    passages: tuple[Passage, ...] = ()
    periods: tuple[FoundPeriod, ...] = ()
    ranked: tuple[Passage, ...] = ()


BY_RANK = FairShares()  # where no shares are wanted


def fair_shares(ranked: Sequence[Passage]) -> FairShares:
    """Return passages, given best first: the best of each period, then the second of each, and so on.

    The period of the best of all begins. Those that fit much worse than the best, or have no year, come last, in
    their order: a period has a share of what answers, and none for its own sake.
    """
    least = max((each.score for each in ranked), default=0.0) - BEHIND
    fitting = [each for each in ranked if each.score >= least and year_of(each)]
    found = {cable: written for each in fitting if (cable := each.cable) and (written := year_of(each))}
    periods = periods_of(found.values())
    turns: dict[FoundPeriod, list[Passage]] = {}
    for each in fitting:
        turns.setdefault(period_of(each, periods), []).append(each)  # type: ignore[arg-type]  # each has one
    ordered = filter(None, chain.from_iterable(zip_longest(*turns.values())))
    return FairShares(tuple(dict.fromkeys((*ordered, *ranked))), periods, tuple(ranked))


def periods_of(years: Iterable[int]) -> tuple[FoundPeriod, ...]:
    """Return the periods of some cables, of each of which the year is given, the earliest first."""
    counted: dict[int, int] = {}
    for each in years:
        counted[each] = counted.get(each, 0) + 1
    periods = [FoundPeriod(each, each, counted[each]) for each in sorted(counted)]
    while len(periods) > MOST_PERIODS:
        joined = [_joined(*pair) for pair in pairwise(periods)]
        at = min(range(len(joined)), key=lambda place: (_span(joined[place]), joined[place].found))
        periods[at : at + 2] = [joined[at]]
    return tuple(periods)


def period_of(place: Passage | Citation, periods: Sequence[FoundPeriod]) -> FoundPeriod | None:
    """Return the one of these periods in which the cable of a passage was written; None where it is of none."""
    written = year_of(place)
    return next((each for each in periods if written and each.first <= written <= each.last), None)


def year_of(place: Passage | Citation) -> int | None:
    """Return the year of a cable, by its date or else by its id."""
    found = year(place.date, place.cable)
    return int(found) if found else None


def _joined(first: FoundPeriod, second: FoundPeriod) -> FoundPeriod:
    return FoundPeriod(first.first, second.last, first.found + second.found)


def _span(period: FoundPeriod) -> int:
    return period.last - period.first


def cited_in(periods: Sequence[FoundPeriod], citations: Iterable[Citation]) -> Mapping[FoundPeriod, int]:
    """Return of how many cables of each period something is cited."""
    cables = {each.cable: period_of(each, periods) for each in citations}
    return {period: list(cables.values()).count(period) for period in periods}
