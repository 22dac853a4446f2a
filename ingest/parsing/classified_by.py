"""The classifier's line: who classified the telegram, in which office, and for what reasons."""

import re

from ingest.domain.cable import ClassifiedBy

LABEL = r"(?:\([SCUBNF/]{1,6}\)[ \t]*)?CLASS?I?FIED[ \t]+BY\b[ \t]*:?"
# "1.4 (b) and (d)", "1.5 (B,D)", "1.4b and d"; the old line length cuts "an / d (d)" in two.
REASONS = re.compile(
    r"1\.\s?[2-8](?:[ \t,;:&/.()+-]|\n(?!\s*\n)|\ban?d?\b|\bn?d\b|\bor\b"
    r"|(?<![a-z])[a-h](?![a-z])|1\.\s?[2-8])*+",
    re.IGNORECASE,
)
# "for reasons", "reas / ons", "per E.O. 12958, Section": what stands between the person and the reasons.
REASON_WORD = re.compile(
    r"(?<![\s,;:.(/-])[\s,;:.(/-]*+\b(?:for\s+|per\s+|under\s+|and\s+|by\s+|pursuant\s+to\s+|e\.?o\.?\s*\d{5},?\s*)*+"
    r"(?:r\s?e\s?a\s?s\s?o\s?n\s?s?\b|sections?\b|(?=1\.\s?[2-8]))",
    re.IGNORECASE,
)
LONGEST = 600
REPEATED_LABEL = re.compile(rf"(?:\s*+(?:{LABEL}))++\s*+", re.IGNORECASE)
OFFICE = re.compile(
    r"AMBASSADOR|AMB\.?|CHARG[EÉ]|D['’, ]*AFFA?IRES|A\.?I\.?|CDA|A?DCM|A/DCM|COM|CHIEF|DEPUTY|OF|MISSION"
    r"|ACTING|CONSUL|GENERAL|POL\w*|ECON\w*|ECOPOL|COUNSELL?OR|MINISTER|MC|PAS|MINISTER-COUNSELL?OR|OFFICER"
    r"|DIRECTOR|SECRETARY|ASSISTANT|UNDER|PRINCIPAL|FOR|THE|POLITICAL|ECONOMIC|AFFAIRS|SECTION|HEAD|CG|PO|DPO"
    r"|RSO|EXECUTIVE|SENIOR|SPECIAL|AGENT|ADVIS[OE]R|MGT|MANAGEMENT|PUBLIC|U\.?S\.?|BY|AND|MR\.?|MS\.?|MRS\.?|DR\.?"
    r"|P?DAS|MIL|MILATT|MILITARY|REGIONAL|SPOKESMAN|COORDINATOR|DEPARTMENT|STATE|EMBASSY|OFFICE|BUREAU|DOS|DIR"
    r"|[A-Z&-]*/[A-Z/&-]*\w*|\w+COUNS?\.?|ISN|NEA|EUR|EAP|SCA|WHA|INR|PM|DRL|INL|-+",
    re.IGNORECASE,
)


def read_classified_by(raw: str) -> ClassifiedBy:
    """Split a classifier's line into its parts; what cannot be determined stays None."""
    line = " ".join(raw.split())[:LONGEST]
    label = REPEATED_LABEL.match(line)
    person = line[label.end() :] if label else line
    reasons = REASONS.search(person)
    word = REASON_WORD.search(person)
    stop = min(match.start() for match in (reasons, word) if match) if reasons or word else len(person)
    name, title = _name_and_title(person[:stop].strip(" ,;:.-"))
    return ClassifiedBy(
        raw=raw.strip(), name=name, title=title, reasons=reasons[0].strip(" ,;:.") if reasons else None
    )


def _name_and_title(person: str) -> tuple[str | None, str | None]:
    """The name is what no office word stands after, in the part between commas that has most of it."""
    if not person or re.fullmatch(r"X{5,}|\[.*\]|Derived from.*", person, re.IGNORECASE):
        return None, None
    parts = [part.split() for part in re.split(r"\s*,\s+", re.sub(r"\bd['’] (?=Aff)", "d'", person))]
    names = [_name(part) for part in parts]
    best = max(range(len(parts)), key=lambda i: (min(len(names[i]), 2), -i))
    if not names[best]:
        return None, person
    offices = [" ".join(part[: len(part) - len(names[i])] if i == best else part) for i, part in enumerate(parts)]
    return " ".join(names[best]), ", ".join(filter(None, offices)) or None


def _name(words: list[str]) -> list[str]:
    after = max((i for i, word in enumerate(words) if OFFICE.fullmatch(word.rstrip(":."))), default=-1) + 1
    return words[after:] if words[after:] and words[after][0].isalpha() else []
