"""The transmission header: who sent a telegram to whom, and when."""

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from ingest.domain.cable import DateSource, Span, SpanKind
from ingest.domain.levels import LEVELS
from ingest.domain.posts import full_year

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DTG = re.compile(
    r"^[ \t]*(?:(?:Date/)?DTG:[^\n/]{0,40}/?[ \t]*)?(?P<precedence>(?:[A-Z][ \t]+){0,3})"
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z[ \t]+"
    rf"(?P<month>{'|'.join(MONTHS)})[A-Z]*[ \t]+(?P<year>\d\d(?:\d\d)?)\b[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
DATELINE = re.compile(
    r"^[ \t]*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ \t]+(?P<day>\d{1,2})[ \t]+"
    r"(?P<month>[A-Z][a-z]{2})[a-z]*[ \t]+(?P<year>\d{4}),?[ \t]+(?P<hour>\d\d):(?P<minute>\d\d)[^\n]*",
    re.MULTILINE,
)
# "FM" also stands for a foreign minister, so a sender must be an office, or be followed by its addressees.
OFFICE = r"(?:(?:AM|US)?(?:EMBASSY|CONSUL|MISSION|INT|OFFICE)|USLO|SECSTATE|USUN|USEU|RPO|IRAN|AIT|REO|US)\b"
SENDER = re.compile(
    rf"^[ \t]*(?:FM[ \t]+|From:[ \t]*(?={OFFICE}))(?P<name>{OFFICE}[^\n]*|[A-Z][^\n]*(?=\n[ \t]*TO[ \t]))",
    re.MULTILINE,
)
TRANSMISSION_ID = re.compile(r"^[ \t]*(VZCZC\w*)", re.MULTILINE)
ENCRYPTION = re.compile(r"^[ \t]*ZN[YR][ \t]+([A-Z])\1{3,4}\b", re.MULTILINE)
ADDRESSEES = re.compile(r"^[ \t]*(?P<label>TO|INFO|Action:|Info:)[ \t]+(?P<name>\S[^\n]*)", re.MULTILINE)
LABEL = re.compile(r"(?:E\.?O\.?|TAGS?|SUBJECT|REF|CAPTIONS|MRN)\b", re.IGNORECASE)
LONGEST_ADDRESSEE = 200
ROUTE = re.compile(r"^[A-Z]{4,8}/+")
PRECEDENCE = re.compile(r"[ \t]+(?:NIACT|IMMEDIATE|PRIORITY|ROUTINE|FLASH|IMMED|PRIO)\b.*$|[ \t]+\d[\d-]*$")
CLASS_LETTERS = {level.mark: level.cable for level in LEVELS} | {"E": "UNCLASSIFIED"}


@dataclass(frozen=True, slots=True)
class Transmission:
    """What the lines before the content say."""

    origin: str | None = None
    date: str | None = None
    date_source: DateSource | None = None
    precedence: str | None = None
    transmission_id: str | None = None
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    classification: str | None = None  # from the encryption line, where the content has none
    spans: tuple[Span, ...] = ()
    end: int = 0  # where the text goes on, if not at a content head


def read_transmission(raw: str, end: int) -> Transmission:
    """Read the transmission header from `raw[:end]`; whatever is missing stays None."""
    sender = last_sender(raw, end)
    dtg = _last(DTG, raw, sender.start() if sender else end) or _last(DTG, raw, end)
    dateline = _last(DATELINE, raw, end)
    stamp = dtg or dateline
    date = _date(stamp)
    source: DateSource = "dtg" if dtg else "dateline"
    to, info = _addressees(raw[sender.end() : end]) if sender else ((), ())
    identity = TRANSMISSION_ID.search(raw, 0, end)
    letters = ENCRYPTION.search(raw, 0, end)
    spans = [_span(raw, stamp, "dtg")] if stamp else []
    if sender:
        spans.append(_span(raw, sender, "from"))
    return Transmission(
        origin=sender["name"].strip() if sender else None,
        date=date,
        date_source=source if date else None,
        precedence=" ".join(dtg["precedence"].upper().split()) or None if dtg else None,
        transmission_id=identity[1] if identity else None,
        to=to,
        info=info,
        classification=CLASS_LETTERS.get(letters[1]) if letters else None,
        spans=tuple(spans),
    )


def last_sender(raw: str, end: int) -> re.Match[str] | None:
    """The last line of `raw[:end]` that names a sender, as the group "name"."""
    return _last(SENDER, raw, end)


def _last(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    return deque(pattern.finditer(text, 0, end), maxlen=1).pop() if pattern.search(text, 0, end) else None


def iso_date(year: str, month: str, day: str, hour: str | None, minute: str | None) -> str | None:
    """A date as ISO 8601, to the minute where there is one; None where the calendar has no such date."""
    try:
        date = datetime(full_year(int(year)), MONTHS.index(month) + 1, int(day), int(hour or 0), int(minute or 0))
    except ValueError:
        return None
    return f"{date:%Y-%m-%dT%H:%MZ}" if hour else f"{date:%Y-%m-%d}"


def _date(stamp: re.Match[str] | None) -> str | None:
    if not stamp:
        return None
    return iso_date(stamp["year"], stamp["month"][:3].upper(), stamp["day"], stamp["hour"], stamp["minute"])


def _addressees(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lists: dict[str, list[str]] = {"TO": [], "INFO": []}
    label = None
    for line in text.splitlines():
        labelled = ADDRESSEES.match(line)
        label = labelled["label"] if labelled else label
        name = (labelled["name"] if labelled else line).strip()
        if label and (not name or LABEL.match(name)):
            break
        if label and not name.startswith("XMT"):
            addressee = PRECEDENCE.sub("", ROUTE.sub("", name[:LONGEST_ADDRESSEE])).strip()
            lists["INFO" if label.upper().startswith("INFO") else "TO"].append(addressee)
    return tuple(lists["TO"]), tuple(lists["INFO"])


def _span(raw: str, match: re.Match[str], kind: SpanKind) -> Span:
    text = match[0]
    return Span(match.end() - len(text.lstrip()), match.start() + len(text.rstrip()), kind)
