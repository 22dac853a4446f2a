"""The State Department's telegrams of 1973-79 as the National Archives hand them out.

Their Access to Archival Databases, and sites that copy it, give the text of a telegram together with a list of
attributes. Laid out after descriptions of such files; no file as downloaded was at hand.
"""

import re
from collections.abc import Mapping

from ingest.domain.documents import PageFacts
from ingest.sources.written_dates import written_date

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
        date=(written_date(given.get("date") or given.get("draft date") or "") or "")[:10] or None,
        # What it was: by now nearly all of them are unclassified.
        classification=given.get("original classification") or given.get("current classification"),
        origin=given.get("from"),
    )
