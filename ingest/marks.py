"""Portion marks: the `(S/NF)` in front of a paragraph, a heading or a subject."""

import re

LEVELS = {
    "S": "S",
    "SECRET": "S",
    "C": "C",
    "CONFIDENTIAL": "C",
    "SBU": "SBU",
    "U": "U",
    "UNCLASSIFIED": "U",
    "UNCLAS": "U",
    "LOU": "LOU",
    "LIMITED OFFICIAL USE": "LOU",
}
# Caveats that may follow a mere blank ("C NF"); after a slash or a dash anything in capitals may stand.
CAVEATS = (
    "NOFORN",
    "NF",
    "FOUO",
    "SF",
    "REL",
    "FGI",
    "ORCON",
    "NOCON",
    "NODIS",
    "EXDIS",
    "SENSITIVE",
    "ENTIRE TEXT",
)
_LEVEL = "|".join(sorted(LEVELS, key=len, reverse=True)) + "|N(?=/SF)|SNF"
# A release list may run over a line end: (S//REL CHINA, / AFGHANISTAN).
_TAIL = rf"(?:\s?(?://|[/,-]|(?=(?:{'|'.join(CAVEATS)})\b))\s?[A-Z][A-Z0-9/&.,'\s-]{{0,200}})?"
MARK = rf"\(\s?(?P<mark>(?:{_LEVEL}){_TAIL})\s?\)"
ANY_MARK = MARK.replace("?P<mark>", "?:")
BARE_MARK = rf"(?P<bare>(?:S|C|U|SBU)(?://?NF)?)\)"  # "1. C) Summary": the opening bracket is lost
_WORD = re.compile(r"//|[/,]|\s+-\s+|-|\s+(?=(?:NF|NOFORN|SF|FOUO)\b)")


def level_and_caveats(mark: str) -> tuple[str | None, tuple[str, ...]]:
    """What a mark says: `level_and_caveats("S//REL NATO, ISAF")` is ("S", ("REL NATO, ISAF",))."""
    squeezed = " ".join(mark.upper().split())
    if squeezed in ("N/SF", "SNF"):
        return "S", ("NF",)
    level, *rest = _WORD.split(squeezed, maxsplit=1)
    tail = rest[0].strip(" /-,") if rest else ""
    if tail.startswith("REL") or "//" not in tail:
        pieces = re.split(r"/", tail) if not tail.startswith("REL") else [tail]
    else:
        pieces = re.split(r"/+", tail)
    caveats = tuple({"NOFORN": "NF"}.get(piece.strip(), piece.strip()) for piece in pieces if piece.strip() != "")
    return LEVELS.get(level.strip()), caveats
