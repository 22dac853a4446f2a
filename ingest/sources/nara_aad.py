"""The State Department's telegrams of 1973-79 as the National Archives hand them out.

Their Access to Archival Databases, and sites that copy it, give the text of a telegram together with a list of
attributes. Laid out after descriptions of such files; no file as downloaded was at hand.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from ingest.domain.documents import PageFacts

LABELS = frozenset(
    {
        "canonical id",
        "current classification",
        "date",
        "document number",
        "document unique id",
        "draft date",
        "film number",
        "from",
        "handling restrictions",
        "locator",
        "original classification",
        "original handling restrictions",
        "subject",
        "tags",
        "to",
    }
)
NUMBER = ("document number", "canonical id")
BEFORE = re.compile(r"^[ \t]*Message Text[ \t]*$", re.MULTILINE)
AFTER = re.compile(r"^[ \t]*Message Attributes[ \t]*$", re.MULTILINE)
ATTRIBUTE = re.compile(r"^[ \t]*([A-Z][A-Za-z ]{2,40}):[ \t]*(\S[^\n]*)", re.MULTILINE)
DATES = ("%d %b %Y", "%Y %B %d", "%d %B %Y", "%Y-%m-%d", "%m/%d/%Y")


def without_frame(text: str) -> tuple[str, PageFacts | None]:
    """Return the telegram between "Message Text" and "Message Attributes", and what the attributes say.

    A text without this frame comes back as it is, with None.
    """
    after = AFTER.search(text)
    before = BEFORE.search(text, 0, after.start()) if after else None
    if not after or not before:
        return text, None
    attributes = {match[1].lower(): match[2].strip() for match in ATTRIBUTE.finditer(text, after.end())}
    return text[before.end() : after.start()].strip("\n"), facts(attributes)


def facts(attributes: Mapping[str, str]) -> PageFacts | None:
    """Return what attributes (by lower-case label) say of a telegram; None where its number is not among them."""
    given = {label: value for label, value in attributes.items() if value.lower() not in {"", "n/a", "na"}}
    number = next((given[label] for label in NUMBER if label in given), None)
    if number is None:
        return None
    return PageFacts(
        id=number,
        date=_date(given.get("date") or given.get("draft date") or ""),
        # What it was: by now nearly all of them are unclassified.
        classification=given.get("original classification") or given.get("current classification"),
        origin=given.get("from"),
    )


def _date(written: str) -> str | None:
    """Return a day as ISO 8601, whatever time or weekday follows it."""
    day = re.match(r"\d{1,2} \w+ \d{4}|\d{4} \w+ \d{1,2}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}", written)
    for pattern in DATES:
        try:
            return datetime.strptime(day[0] if day else "", pattern).date().isoformat()
        except ValueError:
            continue
    return None
