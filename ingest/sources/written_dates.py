"""Dates beside a cable, as sites, spreadsheets and programs write them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
NAMED = r"(?P<month>[A-Za-z]{3})[a-z]*\.?"
TIME = r"(?:[ T,]{1,3}(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?"
ZONE = r"(?:[ ]?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?"
WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
FORMS = tuple(
    re.compile(form)
    for form in (
        # 2007-03-15, 2007-03-15 00:00:00 +0100, 2007-03-15T12:05Z
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?){TIME}{ZONE}",
        # Thu Mar 15 00:00:00 +0100 2007, Thu Mar 15 2007
        rf"{WEEKDAY}{NAMED} +(?P<day>\d\d?){TIME}{ZONE},? (?P<year>\d{{4}})",
        # 1975 February 18, 20:58 (Tuesday)
        rf"(?P<year>\d{{4}}) {NAMED} (?P<day>\d\d?){TIME}(?: \(\w+\))?",
        # Thursday, 15 March 2007, 12:05; 15-Mar-2007
        rf"{WEEKDAY}(?P<day>\d\d?)[ -]{NAMED}[ -](?P<year>\d{{4}}){TIME}{ZONE}",
        # March 15, 2007, 12:05
        rf"{WEEKDAY}{NAMED} (?P<day>\d\d?),? (?P<year>\d{{4}}){TIME}{ZONE}",
        # 15.03.2007 12:05
        rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}}){TIME}",
        # 3/15/2007 12:05, as the dump has it; 15/3/2007 can only be a day of March
        rf"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{{4}}){TIME}",
        rf"(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{{4}}){TIME}",
    )
)
LONGEST = 60


def written_date(text: str) -> str | None:
    """Return a date in ISO 8601, with its minute in UTC where one is given; None where it is no date.

    Midnight is what programs write where they know no time, so it is none.
    """
    return next(_read(text.strip()), None) if len(text) <= LONGEST else None


def _read(text: str) -> Iterator[str]:
    for form in FORMS:
        if not (found := form.fullmatch(text)):
            continue
        parts = found.groupdict()
        month = parts["month"]
        number = int(month) if month.isdigit() else MONTHS.get(month[:3].lower(), 0)
        hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
        try:
            moment = datetime(int(parts["year"]), number, int(parts["day"]), hour, minute, tzinfo=_zone(parts))
            if hour or minute or int(parts.get("second") or 0):
                yield moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
            else:
                yield moment.date().isoformat()
        except (ValueError, OverflowError):
            continue


def _zone(parts: dict[str, str | None]) -> timezone:
    zone = (parts.get("zone") or "").replace(":", "")
    if not zone.startswith(("+", "-")):
        return UTC
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    return timezone(-away if zone[0] == "-" else away)
