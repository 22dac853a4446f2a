"""Telegrams as printed in *Foreign Relations of the United States*: a title, a place and date, the text.

262. Telegram From the Department of State to the Embassy in Iran
Washington, May 31, 1974, 1612Z.
124569. Subject: ...

Until about 1955 the title does not say that it is a telegram, and its class stands between title and date:

The Minister in Latvia (Olde) to the Secretary of State
secret
Riga, November 11, 1948—6 p. m.
601. Harbor master ...
"""

import re

from ingest.domain.cable import Span
from ingest.domain.posts import CableId
from ingest.parsing.transmission import MONTHS, Transmission, iso_date

TITLE = re.compile(
    r"\s*+\d{1,3}\.\s++(?:Back ?channel\s++)?(?:Telegram|Airgram|Message)(?:\s++[A-Z]*-?\d++)?\s++"
    r"From\s++(?:the\s++)?(?P<sender>[^\n]{3,120}?)\s++to\s++(?:the\s++)?(?P<to>[^\n]{3,120}?)\d{0,2}[ \t]*+\n",
    re.IGNORECASE,
)
OFFICER = (
    r"(?:Mr\.|Mrs\.|Dr\.|(?:(?:Acting|Prime|Vice|Assistant|Under|Foreign) )?+(?:President|Minister|Secretary"
    r"|Premier|Ambassador|Consul|Charg[ée]|Commissioner|General|Admiral|Marshal|Chancellor|Generalissimo)\b)"
)
EARLIER_TITLE = re.compile(
    rf"\s*+(?:No\. \d++\s++)?(?:The\s++(?=[A-Z])|(?={OFFICER}))(?P<sender>[^\n]{{3,120}}?)"
    rf"(?:\s++\([^()\n]{{2,60}}\))?\s++to\s++(?:the\s++(?=[A-Z])|(?=Certain\b|All\b|{OFFICER}))"
    r"(?P<to>[^\n]{3,160}?)\.?[ \t]*+\n"
)
# What stands around the date of such a telegram: its class, its precedence, when it came in.
ABOVE = re.compile(
    r"(?:[ \t]*+(?:\[?No\. ?\d{1,6}|[^\n.]{0,40})\.?\]?[ \t]*+\n){0,8}?"
    r"(?=[ \t\[]*+[A-Z][\w .'-]{2,40},?\]?,? [A-Z][a-z]{2,8} \d)"
)
BELOW = re.compile(
    r"(?:[ \t]*+(?:\[Received[^\n]{0,80}\]\.?|\[(?:[\w-]+ ){0,2}Telegram[^\n]{0,60}\]"
    r"|(?:top secret|secret|confidential|restricted|unclassified|priority|urgent|us urgent|niact|plain)"
    r")?[ \t]*+\n)*+",
    re.IGNORECASE,
)
PLACE_AND_DATE = re.compile(
    r"\s*+\[?[A-Z][\w .'-]{2,40},?\]?,? (?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2}), "
    r"(?P<year>(?:1[89]|20)\d\d)(?:, (?P<hour>\d\d)(?P<minute>\d\d)Z)?[^\n]{0,20}\n"
)
NUMBER = re.compile(r"\s*+(?P<number>\d{2,6})\.[ \t]*")
DEPARTMENT = "department of state"
FOOTNOTES = re.compile(
    r"^[ \t]*(?:\d{1,2}[ \t]+)?Source: (?:National Archives|Department of State|Library|Ford|Carter)",
    re.MULTILINE,
)


def read_frus(raw: str) -> tuple[Transmission, CableId | None] | None:
    """The title lines of a printed telegram, and its id if the Department sent it; None for other texts."""
    title = TITLE.match(raw)
    line = PLACE_AND_DATE.match(raw, title.end()) if title else None
    if not title:
        title = EARLIER_TITLE.match(raw)
        above = ABOVE.match(raw, title.end()) if title else None
        line = PLACE_AND_DATE.match(raw, above.end()) if above else None
    if not title or not line:
        return None
    below = BELOW.match(raw, line.end())
    end = below.end() if below else line.end()
    number = NUMBER.match(raw, end)
    month = line["month"].upper()
    date = iso_date(line["year"], month, line["day"], line["hour"], line["minute"]) if month in MONTHS else None
    from_department = title["sender"].lower() == DEPARTMENT
    id = CableId(int(line["year"]), "STATE", int(number["number"])) if number and from_department else None
    return Transmission(
        origin=title["sender"],
        to=(title["to"],),
        date=date,
        date_source="dateline" if date else None,
        spans=(
            Span(title.start("sender"), title.end("sender"), "from"),
            Span(line.start("month"), line.end("minute") if line["minute"] else line.end("year"), "dtg"),
        ),
        end=number.end() if number else end,
    ), id


def footnotes(raw: str) -> int:
    """Where the editors' footnotes begin, or the end of the text."""
    found = FOOTNOTES.search(raw)
    return found.start() if found else len(raw)
