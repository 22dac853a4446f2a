"""Counts as bars: how long each is, what it is called, where it leads. Pure functions."""

from calendar import month_abbr, month_name
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ui.rendering.addresses import cables_page

FEW_YEARS = 3  # an archive that spans no more is shown by month
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `share` is its length in per cent of the longest, `tick` what stands on the axis below it."""

    name: str
    number: int
    share: float
    href: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Cables by year or by month: `year` where it is one year alone, `untold` the cables in it that tell no
    month, `of_several` whether there are others."""

    bars: tuple[Bar, ...]
    year: str | None = None
    untold: int = 0
    of_several: bool = False


def bars(counts: Iterable[tuple[str, int]], href: Callable[[str], str]) -> tuple[Bar, ...]:
    """Return a bar for each count, in the order given."""
    given = list(counts)
    longest = max((number for _, number in given), default=1)
    return tuple(Bar(name, number, _share(number, longest), href(name)) for name, number in given)


def calendar(months: Sequence[tuple[str, int]], year: str | None = None) -> Calendar:
    """Return the cables by month where one year is asked for or there are few, else by year.

    `months` are counts by "2009-03", or by "2009" where no more is known. A month leads to the list of its
    cables, a year to its months; what lies between and has no cables has its place all the same.
    """
    counts = Counter(dict(months))
    dated = [month for month in counts if month]
    if not dated:
        return Calendar(())
    years = [str(each) for each in range(int(min(dated)[:4]), int(max(dated)[:4]) + 1)]
    chosen = [year] if year in years else years
    if len(chosen) <= FEW_YEARS:
        shown = [f"{each}-{month:02}" for each in chosen for month in range(1, 13)]
        found = _columns(
            shown, counts, called=_month, tick=_short, href=lambda each: cables_page(since=each, until=each)
        )
        one = chosen[0] if len(chosen) == 1 else None
        return Calendar(found, one, sum(counts[each] for each in chosen), of_several=len(years) > 1)
    by_year = Counter[str]()
    for month, number in months:
        by_year[month[:4]] += number
    return Calendar(_columns(years, by_year, called=str, tick=str, href=lambda each: f"/library?year={each}"))


def _columns(
    shown: Sequence[str],
    counts: Counter[str],
    *,
    called: Callable[[str], str],
    tick: Callable[[str], str],
    href: Callable[[str], str],
) -> tuple[Bar, ...]:
    highest = max(1, *(counts[each] for each in shown))
    step = -(-len(shown) // _MOST_TICKS) if len(shown) > 12 else 1
    return tuple(
        Bar(
            called(each),
            counts[each],
            _share(counts[each], highest),
            href(each),
            tick(each) if place % step == 0 else "",
        )
        for place, each in enumerate(shown)
    )


def _share(number: int, most: int) -> float:
    return round(100 * number / most, 1)


def _month(month: str) -> str:
    return f"{month_name[int(month[5:])]} {month[:4]}"


def _short(month: str) -> str:
    return month_abbr[int(month[5:])]
