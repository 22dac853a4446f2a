"""Dates as a cable tells them, ISO 8601: "2010-02-04T13:05Z", "2010-02-04T13Z", "2010-02-04"."""

import re
from datetime import datetime

YEARS = range(1000, 3000)  # that a cable may be of, and that one can ask for
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d))?Z)?", re.ASCII)


def is_date(text: str) -> bool:
    """Return whether this is a day, or an hour or a minute of one, that the calendar has."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    day, hour, minute = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{hour or '00'}:{minute or '00'}").year in YEARS
    except ValueError:
        return False
