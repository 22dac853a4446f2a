"""What somebody says by month or by year, as bars that are links: how high each is, and where it leads."""

from calendar import month_abbr, month_name
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

FEW_YEARS = 3  # a person who speaks over no more is shown by month
_MOST_COUNTS = 14  # bars over which the number is printed
_MOST_TICKS = 6
HEIGHT = 92.0  # pixels of the highest bar


@dataclass(frozen=True, slots=True)
class TimeBar:
    """A bar: its left edge and width in per cent of the picture, its height in pixels; `tick` stands below it."""

    x: float
    width: float
    height: float
    number: int
    name: str
    href: str
    tick: str = ""
    count: str = ""

    @property
    def middle(self) -> float:
        """Where its middle is, in per cent."""
        return round(self.x + self.width / 2, 2)

    @property
    def top(self) -> float:
        """How far its top is from that of the highest bar, in pixels."""
        return round(HEIGHT - self.height, 1)


@dataclass(frozen=True, slots=True)
class TimeBars:
    """Bars by month or by year, earliest first; `untold` are sentences in cables without such a date."""

    bars: tuple[TimeBar, ...]
    by: str
    untold: int = 0


def statement_bars(said: Mapping[str, int], href: Callable[[str], str]) -> TimeBars | None:
    """Return bars for numbers of sentences by date, "2009-03-14" or what one knows; None where none is dated.

    `href` leads to what is said in a month ("2009-03") or a year.
    """
    dated = Counter[str]()
    for date, number in said.items():
        dated[date[:7]] += number
    undated = dated.pop("", 0)
    if not dated:
        return None
    years = range(int(min(dated)[:4]), int(max(dated)[:4]) + 1)
    if len(years) <= FEW_YEARS:
        shown = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
        untold = undated + sum(number for date, number in dated.items() if len(date) < 7)
        return TimeBars(_bars(shown, dated, href), "month", untold)
    by_year = Counter[str]()
    for date, number in dated.items():
        by_year[date[:4]] += number
    return TimeBars(_bars([str(year) for year in years], by_year, href), "year", undated)


def _bars(shown: list[str], counts: Mapping[str, int], href: Callable[[str], str]) -> tuple[TimeBar, ...]:
    highest = max(1, *(counts.get(each, 0) for each in shown))
    wide = 100 / len(shown)
    step = -(-len(shown) // _MOST_TICKS)
    several = sum(1 for each in shown if counts.get(each)) <= _MOST_COUNTS
    return tuple(
        TimeBar(
            round(place * wide + wide * 0.1, 2),
            round(wide * 0.8, 2),
            round(max(3.0, HEIGHT * number / highest), 1) if (number := counts.get(each, 0)) else 0.0,
            number,
            _named(each),
            href(each),
            _tick(each) if place % step == 0 else "",
            f"{number:,}" if number and several else "",
        )
        for place, each in enumerate(shown)
    )


def _named(when: str) -> str:
    return f"{month_name[int(when[5:])]} {when[:4]}" if len(when) > 4 else when


def _tick(when: str) -> str:
    return f"{month_abbr[int(when[5:])]} {when[:4]}" if len(when) > 4 else when
