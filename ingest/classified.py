"""The classifier's line: who classified the telegram, in which office, and for which reasons."""

import re

from ingest.cable import ClassifiedBy

LABEL = r"(?:\([SCUBNF/]{1,6}\)[ \t]*)?CLASS?I?FIED[ \t]+BY\b[ \t]*:?"
# "1.4 (b) and (d)", "1.5 (B,D)", "1.4b and d"; the old line length cuts "an / d (d)" in two.
REASONS = re.compile(
    r"1\.\s?[2-8](?:[ \t,;:&/.()+-]|\n(?!\s*\n)|\ban?d?\b(?!\w)|\bn?d\b|\bor\b|(?<![a-z])[a-h](?![a-z])|(?<=\d)[a-h](?![a-z])|1\.\s?[2-8])*",
    re.IGNORECASE,
)
REASON_WORD = re.compile(
    r"[\s,;:.(/-]*\b(?:(?:for|per|under|and|by|e\.?o\.?[ \t]*\d{5}|pursuant to)\b[\s,:]*)*"
    r"(?:e\.?o\.?[ \t]*\d{5},?\s*)?(?:r\s?e\s?a\s?s\s?o\s?n\s?s?\b|sections?\b)?[\s:,.(]*(?=1\.\s?[2-8])"
    r"|[\s,;:.(/-]*\b(?:for\s+)?r\s?e\s?a\s?s\s?o\s?n\s?s?\b.*",
    re.IGNORECASE | re.DOTALL,
)
REPEATED_LABEL = re.compile(rf"^(?:\s*{LABEL})+\s*", re.IGNORECASE)
# Words of an office; the name is what stands after the last of them, or before the first comma.
OFFICE = re.compile(
    r"(?:AMBASSADOR|AMB\.?|CHARGE|D['’,]?AFFAIRES|A\.?I\.?|CDA|DCM|A/DCM|COM|CHIEF|DEPUTY|OF|MISSION|ACTING|CONSUL|GENERAL"
    r"|POL\w*|ECON\w*|ECOPOL|COUNSELOR|COUNSELLOR|MINISTER|MINISTER-COUNSELOR|OFFICER|DIRECTOR|SECRETARY|ASSISTANT|UNDER"
    r"|PRINCIPAL|FOR|THE|POLITICAL|ECONOMIC|AFFAIRS|SECTION|HEAD|CG|PO|DPO|RSO|EXECUTIVE|SENIOR|SPECIAL|AGENT|ADVISOR"
    r"|ADVISER|MGT|MANAGEMENT|PUBLIC|U\.?S\.?|BY|AND|MR\.?|MS\.?|MRS\.?|DR\.?|DAS|PDAS|A/S|US|MIL|MILATT|MILITARY|REGIONAL|SPOKESMAN"
    r"|[A-Z/&-]*/[A-Z/&-]*\w*|[A-Z]{2,6}COUNS?|\w+COUNS?\.?|ISN|NEA|EUR|EAP|SCA|WHA|INR|PM|DRL|INL|CHARG[EÉ])",
    re.IGNORECASE,
)


def read_classified_by(raw: str) -> ClassifiedBy:
    """Take a classifier's line apart; what cannot be told stays None."""
    line = " ".join(REPEATED_LABEL.sub("", raw).split())
    reasons = REASONS.search(line)
    person = REASON_WORD.sub("", line[: reasons.end()] if reasons else line, count=1)
    if reasons:
        person = person.replace(reasons[0].strip(), "")
    name, title = _name_and_title(person.strip(" ,;:.-"))
    return ClassifiedBy(
        raw=raw.strip(), name=name, title=title, reasons=reasons[0].strip(" ,;:.") if reasons else None
    )


def _name_and_title(person: str) -> tuple[str | None, str | None]:
    if not person or re.fullmatch(r"(?:X{5,}|\[.*\])", person, re.IGNORECASE):
        return None, None
    head, comma, tail = (part.strip() for part in person.partition(","))
    words = head.split()
    offices = [i for i, word in enumerate(words) if OFFICE.fullmatch(word.rstrip(":."))]
    first = offices[-1] + 1 if offices else 0
    if first < len(words):
        title = ", ".join(part for part in (" ".join(words[:first]), tail if comma else "") if part)
        return " ".join(words[first:]), title or None
    if comma and tail:  # "Charge d'Affaires, Robert Blau"
        return tail, head
    return None, head
