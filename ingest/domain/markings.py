"""Portion marks: the `(S/NF)` in front of a paragraph, a heading or a subject."""

import re

from ingest.domain.levels import MARKS

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
_LEVEL = "|".join(sorted(MARKS, key=len, reverse=True)) + "|N(?=/SF)|SNF"
# A release list may run over a line end, and is at times in small letters: (S//REL CHINA, / Germany).
_TAIL = (
    rf"(?:\s?(?://|[/,-]|(?=(?:{'|'.join(CAVEATS)})\b))\s?"
    r"(?:[Rr][Ee][Ll]\b[A-Za-z0-9/&.,'\s-]{0,200}|[A-Z][A-Z0-9/&.,'\s-]{0,200}))?"
)
MARK = rf"\(\s?(?P<mark>(?:{_LEVEL}){_TAIL})\s?\)"
ANY_MARK = MARK.replace("?P<mark>", "?:")
BARE_MARK = r"(?P<bare>(?:S|C|U|SBU)(?://?NF)?)\)"  # "1. C) Summary": the opening bracket is lost
_CAVEAT_END = re.compile(
    r"/+(?=(?:NF|NOFORN|REL|FGI|FOUO|SF|ORCON|NOCON|NODIS|EXDIS|SENSITIVE)\b)|(?<=\bNF)/|(?<=\bFGI)/"
)
_WORD = re.compile(r"//|[/,]|\s+-\s+|-|\s+(?=(?:NF|NOFORN|SF|FOUO)\b)")


def level_and_caveats(mark: str) -> tuple[str | None, tuple[str, ...]]:
    """What a mark says: `level_and_caveats("S//REL NATO, ISAF")` is ("S", ("REL NATO, ISAF",))."""
    squeezed = " ".join(mark.upper().split())
    if squeezed in ("N/SF", "SNF"):
        return "S", ("NF",)
    level, *rest = _WORD.split(squeezed, maxsplit=1)
    tail = rest[0].strip(" /-,") if rest else ""
    # The countries of a release list stay together, also where a slash parts them.
    pieces = (piece.strip() for piece in _CAVEAT_END.split(tail))
    return MARKS.get(level.strip()), tuple("NF" if piece == "NOFORN" else piece for piece in pieces if piece)
