"""Senders and addressees of telegrams as a footnote names them: "Embassy La Paz", "State Department"."""

import re
from functools import cache

_OFFICES = (
    (re.compile(r"SECSTATE(?: WASH(?:INGTON)? ?DC)?|(?:US )?DEPARTMENT OF STATE"), "State Department"),
    (re.compile(r"SECDEF(?: WASH(?:INGTON)? ?DC)?"), "Secretary of Defense"),
    (re.compile(r"WHITE ?HOUSE(?: WASH(?:INGTON)? ?DC)?"), "White House"),
)
_KINDS = (
    (re.compile(r"(?:AM|US|U\.S\. |AMERICAN )?EMBASSY "), "Embassy "),
    (re.compile(r"(?:AM|US|AMERICAN )?(?:CONSULATE GENERAL|CONGEN) "), "Consulate General "),
    (re.compile(r"(?:AM|US|AMERICAN )?CONSUL(?:ATE)? "), "Consulate "),
    (re.compile(r"US ?MISSION "), "U.S. Mission "),
    (re.compile(r"US ?INT(?:ERESTS SECTION)? "), "U.S. Interests Section "),
    (re.compile(r"(?:USLO|US LIAISON OFFICE) "), "U.S. Liaison Office "),
    (re.compile(r"(?:USOFFICE|US OFFICE) "), "U.S. Office "),
)
_ABBREVIATIONS = frozenset(
    "AFB AIT CDR CIA CJCS DC DEA DHS DIA DOE EU FAO FBI HQ IAEA ICAO JCS NATO NSC OAS OECD OSCE OSD REO RPO "
    "UK UN UNESCO UNVIE US USAID USDA USDOC USEU USNATO USOSCE USTR USUN UNROME".split()
)
_SMALL = frozenset("AND AU DE DES ES OF THE".split())
_STATION = re.compile(r"\s{1,4}WASH(?:INGTON)? ?DC$")


@cache
def office_name(printed: str) -> str:
    """Return the name of an office, which cables print in capitals, as one writes it; names of people stay."""
    written = " ".join(printed.split())
    name = written.upper()
    for pattern, whole in _OFFICES:
        if pattern.fullmatch(name):
            return whole
    name = _STATION.sub("", name) or name
    for pattern, kind in _KINDS:
        if opening := pattern.match(name):
            return kind + _place(name[opening.end() :])
    return _place(name) if written.isupper() else written


def _place(name: str) -> str:
    words = name.split()
    return " ".join(
        word
        if word in _ABBREVIATIONS
        else word.lower()
        if place and word in _SMALL
        else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
        for place, word in enumerate(words)
    )
