"""Dates as people type them (`2009`, `2009-12`, `2009-12-31`) as the first or the last day that they mean."""

import re
from calendar import monthrange
from datetime import date as Date

from ingest.errors import SettingsError

DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?)?")


def first_day(text: str) -> str | None:
    """Return the first day meant in ISO form, None for an empty text. Raises SettingsError for no date."""
    return _day(text, last=False)


def last_day(text: str) -> str | None:
    """Return the last day meant in ISO form, None for an empty text. Raises SettingsError for no date."""
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> str | None:
    if not (text := text.strip()):
        return None
    try:
        if not (found := DATE.fullmatch(text)):
            raise ValueError(text)
        year, month = int(found["year"]), int(found["month"] or (12 if last else 1))
        return Date(year, month, int(found["day"] or (monthrange(year, month)[1] if last else 1))).isoformat()
    except ValueError as error:  # monthrange and Date raise it too, for month 13 and day 32
        raise SettingsError(f"“{text}” is no date; write 2009, 2009-12 or 2009-12-31.") from error
