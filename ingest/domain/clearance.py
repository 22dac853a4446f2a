"""What somebody may read: a level, and the caveats that they are trusted with beside it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from ingest.domain.levels import MARKS, RANKS
from ingest.errors import SettingsError

CEILINGS = ("U", "SBU", "C", "S")
CAVEATS = (
    "NF",
    "FOUO",
    "FGI",
    "ORCON",
    "NOCON",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "STADIS",
    "ROGER",
    "CHEROKEE",
    "TERREP",
)
_RELEASE = re.compile(r"REL [A-Z][A-Z0-9 ,&-]*")
_NO_LIMIT = {"ENTIRE TEXT", "SENSITIVE"}  # said of a text, but nobody needs to be trusted with them


@dataclass(frozen=True, slots=True)
class Clearance:
    """A ceiling: a level of `CEILINGS`, and the caveats that may be seen ("NF", "REL NATO, ISAF")."""

    level: str
    caveats: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.level not in CEILINGS or not all(map(is_caveat, self.caveats)):
            raise SettingsError(
                f"{self} is not a clearance: write a level ({', '.join(CEILINGS)}) and after a slash each caveat "
                f"({', '.join(CAVEATS)}, or REL and countries), such as C or S/NF."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "C", "S/NF", "secret//noforn"; raises SettingsError for anything that is none."""
        level, *caveats = (" ".join(part.split()) for part in text.upper().split("/"))
        level = "SBU" if level == "SENSITIVE BUT UNCLASSIFIED" else MARKS.get(level, level)
        return cls(level, frozenset("NF" if each == "NOFORN" else each for each in caveats if each))

    def __str__(self) -> str:
        return "/".join((self.level, *sorted(self.caveats)))

    def admits(self, level: str | None, caveats: Collection[str] = ()) -> bool:
        """Return whether a text marked so may be seen; one of an unknown level may be seen by nobody."""
        if level not in RANKS:
            return False
        rank = max(RANKS[level], RANKS["SBU"] if "SENSITIVE" in caveats else 0)
        asked = {"NF" if each == "NOFORN" else each for each in caveats}
        return rank <= RANKS[self.level] and asked - _NO_LIMIT <= self.caveats

    def covers(self, other: "Clearance") -> bool:
        """Return whether all that another clearance admits may be seen."""
        return RANKS[other.level] <= RANKS[self.level] and other.caveats <= self.caveats


def is_caveat(caveat: str) -> bool:
    """Return whether this is a caveat that somebody can be trusted with."""
    return caveat in CAVEATS or _RELEASE.fullmatch(caveat) is not None
