"""What a release has left in the text: stamps of the reviewers, and exemption codes where something is withheld.

UNCLASSIFIED  U.S. Department of State  Case No. F-2012-01234  Doc No. C01234567  Date: 07/31/2017
RELEASE IN PART B1,1.4(D)
Sheryl P. Walter  Declassified/Released  US Department of State  EO Systematic Review  20 MAR 2014

A stamp may stand on one line or be broken anywhere. A code stands in the margin or in a gap of a line.
"""

import re
from collections.abc import Iterator

from ingest.parsing.lines import Range

CODE = r"(?:B[1-9](?:\([A-F]\))?|1\.4\([A-H]\)|\([bB]\)\s?\([1-9]\)(?:\([A-F]\))?)"
CODES = rf"{CODE}(?:[ \t,;]*{CODE})*"
IN_PART = (
    rf"(?:RELEASED?|DECLASSIFIED|DENIED)[ \t]+IN[ \t]+(?:PART|FULL)(?![A-Za-z])(?:[ \t,;:]*\n?[ \t]*{CODES})?"
)
REVIEW = r"\s+EO\s+Systematic(?:\s+Review(?:\s+\d{1,2}\s+[A-Z]{3}\s+\d{4})?)?"
STAMPS = (
    re.compile(
        rf"(?:[A-Z][a-z]+[ \t]+[A-Z]\.[ \t]+[A-Z][a-z]+\s+)?Declassified/Released"
        rf"(?:\s+US\s+Department\s+of\s+State(?:{REVIEW})?)?"
    ),
    re.compile(
        r"(?:UNCLASSIFIED\s+)?U\.S\.\s+Department\s+of\s+State\s+Case\s+No\.:?\s*\S+"
        r"(?:\s+Doc\s+No\.:?\s*\S+)?(?:\s+Date:\s*\d\S+)?"
    ),
    re.compile(
        r"^[ \t]*(?:EO[ \t]+)?(?:Systematic[ \t]+)?Review[ \t]+\d{1,2}[ \t]+[A-Z]{3}[ \t]+\d{4}[ \t]*$", re.M
    ),
    re.compile(rf"^[ \t]*{IN_PART}", re.M),
    re.compile(r"^[ \t]*REVIEW AUTHORITY:[^\n]*", re.M),
)
# What each of them has, so that most texts are not searched.
STAMP_WORDS = ("Declassified/Released", "Case No", "Review ", "IN PART|IN FULL", "REVIEW AUTHORITY")
PART = re.compile(r"^[ \t]*(?:RELEASED?|DECLASSIFIED|DENIED)[ \t]+IN[ \t]+PART\b", re.M)
WITHHELD = re.compile(CODES)
BEFORE = re.compile(r"(?:^|\n|[ \t]{3}|\t)[ \t]*\Z")
STAMPED = re.compile(r"(?:IN[ \t]+(?:PART|FULL)|REASONS?:?|REASONS? FOR)\W*\Z", re.IGNORECASE)
BEHIND = re.compile(r"[ \t]*(?:\n|\Z)|[ \t]{4}|\t")
BRACKETED_CODES = rf"\[(?:{CODES})\]"
BRACKETED = re.compile(BRACKETED_CODES)
# Elsewhere B1 is a visa, and a table may have a column of them.
HINTS = ("RELEASE IN", "RELEASED IN", "Case No", "Doc No")
UPPER_CODE = re.compile(r"1\.4\([A-H]\)")


def stamps(raw: str) -> Iterator[Range]:
    """The stamps in `raw`, which any line may have."""
    for stamp, word in zip(STAMPS, STAMP_WORDS, strict=True):
        if any(each in raw for each in word.split("|")):
            yield from (match.span() for match in stamp.finditer(raw))


def withheld(raw: str) -> list[Range]:
    """The exemption codes in margins and gaps of `raw`: something is left out where they stand.

    Those of a stamp, which stand on every page, are none of them.
    """
    if not (any(hint in raw for hint in HINTS) or ("1.4(" in raw and UPPER_CODE.search(raw))):
        return []
    return [
        match.span()
        for match in WITHHELD.finditer(raw)
        if BEHIND.match(raw, match.end())
        and BEFORE.search(before := raw[max(0, match.start() - 60) : match.start()])
        if not STAMPED.search(before)
    ]


def is_withheld(raw: str, codes: list[Range]) -> bool:
    """Whether `raw`, in which exemption codes stand at `codes`, says that a part of it was not released."""
    in_part = "IN PART" in raw and PART.search(raw)
    bracketed = ("[B" in raw or "[1.4" in raw) and BRACKETED.search(raw)
    return bool(codes or in_part or bracketed)
