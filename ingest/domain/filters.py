"""Filters: which cables are searched, and what of a cable is compared with them."""

import re
from dataclasses import dataclass

from ingest.domain.cable import Cable
from ingest.domain.limits import LONGEST_FIELD, LONGEST_TAG, MOST_TAGS
from ingest.domain.posts import post
from ingest.errors import FilterError

_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cables to search, and whose words alone, by any word of his name; None leaves a matter open.

    Dates are ISO, inclusive, of any exactness ("2009", "2009-02", "2009-02-17"); anything else raises
    FilterError. A post, a tag and a class are taken in any case, and a post by any of its names: "Tel Aviv".
    """

    since: str | None = None
    until: str | None = None
    origin: str | None = None
    tag: str | None = None
    classification: str | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and not _DATE.fullmatch(date):
                raise FilterError(f"{date!r} is no date: write 2009, 2009-02 or 2009-02-17.")
        for name, canonical in (("origin", post), ("tag", str.upper), ("classification", str.upper)):
            if given := getattr(self, name):
                object.__setattr__(self, name, canonical(given) or given.upper())

    def __bool__(self) -> bool:
        return self != Filters()


EVERYWHERE = Filters()


@dataclass(frozen=True, slots=True)
class Facts:
    """What `Filters` asks of a cable; `day` is yyyymmdd."""

    day: int | None = None
    post: str = ""
    tags: tuple[str, ...] = ()
    classification: str | None = None


def facts(cable: Cable) -> Facts:
    """Return what a cable can be filtered by."""
    date = cable.date or (str(cable.year) if cable.year else None)  # an id tells the year where no date is left
    day = first_day(date) if date else None
    # A cable that 0.1.0 took in has any number of tags, and Chroma breaks over some thousands.
    tags = tuple(tag[:LONGEST_TAG] for tag in cable.tags[:MOST_TAGS])
    return Facts(day, cable.post, tags, cable.classification and cable.classification[:LONGEST_FIELD])


def first_day(date: str) -> int:
    """Return the first day of an ISO date of any exactness as yyyymmdd: "2009" begins 20090101."""
    return _day(date, "0101")


def last_day(date: str) -> int:
    """Return the last day of an ISO date of any exactness as yyyymmdd: "2009-02" ends 20090231."""
    return _day(date, "1231")


def _day(date: str, missing: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits + missing[len(digits) - 4 :])
