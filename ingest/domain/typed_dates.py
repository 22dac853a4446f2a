"""Dates as people type them: "31.12.2009", "May 2008", "12 May 2008", "2008/5"."""

import re
from datetime import date

_ISO = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_YEAR = r"(?P<year>[12]\d{3})"
_DAY = r"(?P<day>\d{1,2})"
_SEPARATED = r"\s?[-./ ]\s?"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_YEAR}{_SEPARATED}(?P<month>\d{{1,2}})(?:{_SEPARATED}{_DAY})?",
        rf"(?:{_DAY}\s?[-.]\s?)?(?P<month>\d{{1,2}})\s?[-./]\s?{_YEAR}",
        rf"(?:{_DAY}(?:st|nd|rd|th)?\.?[ -]?)?{_MONTH}[ ,-]{{0,2}}{_YEAR}",
        rf"{_MONTH} ?{_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
    )
)
# Which of the two is the month, Europeans and Americans see differently.
_SLASHED = re.compile(rf"(\d{{1,2}})\s?/\s?(\d{{1,2}})\s?/\s?{_YEAR}", re.ASCII)


def typed_date(text: str) -> str | None:
    """Return a year, a month or a day in ISO form; None where it is none, or could be two days: "5/6/2009"."""
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    if slashed := _SLASHED.fullmatch(text):
        first, second, year = map(int, slashed.groups())
        readings = {_iso(year, second, first), _iso(year, first, second)} - {None}
        return readings.pop() if len(readings) == 1 else None
    for form in _FORMS:
        if found := form.fullmatch(text):
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            return _iso(int(found["year"]), number, int(found["day"]) if found["day"] else None)
    return None


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        whole = date(year, month, day or 1).isoformat()
    except ValueError:  # the calendar has no such day
        return None
    return whole if day else whole[:7]
