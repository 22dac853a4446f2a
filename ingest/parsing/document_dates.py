"""The date of a letter, a memorandum or a cutting, as it is written anywhere in a line."""

import re

from ingest.domain.posts import full_year
from ingest.domain.typed_dates import typed_date

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?(?: day)?(?: of)?[ -]{{1,2}}(?P<month>{_MONTH})[ ,-]{{1,3}}"
    r"(?P<year>\d{4}|\d\d(?!\d))"
    rf"|(?P<month2>{_MONTH})[ ]{{1,2}}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]{{1,2}}(?P<year2>\d{{4}})"
    r"|(?P<plain>\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}))(?![\w/-])",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"(?<!\w)(?P<month>{_MONTH})[ ,]{{1,2}}(?P<year>[12]\d{{3}})(?!\w)", re.IGNORECASE)
_PLACE = re.compile(r"(?:[A-Z][\w.'’-]{0,20}[ ,]{1,2}){0,6}")  # in front of the day
_PARTED = re.compile(r" ?(?:--|[-—–.:(])")  # behind it
_DATELINE = 100  # characters of a text in which it ends
LONGEST = 200  # characters of a line in which a date is looked for


def date_in(words: str) -> tuple[str, int, int] | None:
    """Return the first day that a line names, ISO, and where it stands in the line; None where it names none."""
    for found in _DATE.finditer(words[:LONGEST]):
        day = found["day"] or found["day2"]
        if found["plain"]:
            iso = typed_date(found["plain"])
        else:
            month = (found["month"] or found["month2"])[:3]
            iso = typed_date(f"{day} {month} {full_year(int(found['year'] or found['year2']))}")
        if iso:
            return iso, *found.span()
    return None


def dateline(text: str) -> str | None:
    """Return the day that a text begins with, as a newspaper prints it: "OSLO, June 18, 1961 -- Two fishermen"."""
    start = text[:_DATELINE]
    found = date_in(start)
    if found is None or not (_PLACE.fullmatch(start[: found[1]]) and _PARTED.match(start, found[2])):
        return None
    return found[0]


def month_in(words: str) -> tuple[int, int, int] | None:
    """Return the year of a month that a line names, and where it stands: "August 1955"."""
    found = _MONTH_ALONE.search(words[:LONGEST])
    return (int(found["year"]), *found.span()) if found else None
