"""The head lines that mirrors of the cable site put above a text: what the page says of its cable.

    07RIGA61
    HARBOR DUES REFORM STALLS AGAIN
    Thu Mar 15 00:00:00 +0100 2007
    CONFIDENTIAL
    Embassy Riga

They are no part of the cable; a text that has nothing below them is a cable of which only that is known.
"""

import re

from ingest.domain.documents import PageFacts
from ingest.domain.posts import CABLE_ID
from ingest.sources.written_dates import written_date

LEVEL = re.compile(
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE)(?://.{1,60})?", re.IGNORECASE
)
LINES = 5
LONGEST_ID = 80
LONGEST_LINE = 1_000
# Some mirrors lost the line end between the notice and the class line.
NOTICE = re.compile(r"(This record is a partial extract[^\n]{0,60}\. [^\n.]{0,80}is not available\.)[ \t]*(?=\S)")


def without_head_lines(text: str) -> tuple[str, PageFacts | None]:
    """Return the cable below the head lines, and what these say; without them the text as it is, and None."""
    lines: list[str] = []
    end = 0
    while len(lines) < LINES and 0 <= end < len(text):
        begin, end = end, text.find("\n", end) + 1 or len(text)
        if line := text[begin : min(end, begin + LONGEST_LINE)].strip():
            lines.append(line)
        if lines and not _is_id(lines[0]):
            return text, None
    if len(lines) < LINES:
        return text, None
    id, subject, date, level, origin = lines
    when = written_date(date)
    if not when or not LEVEL.fullmatch(level):
        return text, None
    return NOTICE.sub(r"\1\n\n", text[end:].lstrip("\n"), count=1), PageFacts(id, when, level, origin, subject)


def _is_id(line: str) -> bool:
    id = CABLE_ID.fullmatch(line) if len(line) <= LONGEST_ID else None
    return id is not None and id["year"] is not None
