"""How a document is classified, as its banners say: lines that are nothing but a level and its caveats.

A document without a marking is as high as can be, so a banner can only lower it. What lowers it stands at the
head; what may be a higher level counts wherever it stands.
"""

import re
from dataclasses import dataclass

from ingest.domain.levels import CLASSES, LEVELS, MARKS, RANKS, UNRANKED
from ingest.parsing.lines import Range

_LEVELS = (*UNRANKED, "SECRET", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "UNCLASSIFIED")
_SPACED = "|".join(" ?".join(level.replace(" ", "")) for level in _LEVELS)
_CAVEAT = r"[A-Z][A-Z0-9 ,&.-]{0,40}"
_BANNER = re.compile(
    rf"^[ \t]*(?:CLASSIFICATION:[ \t]*)?(?P<level>{_SPACED})(?P<caveats>(?:[ \t]*(?://?|--?|,)[ \t]*{_CAVEAT})*)"
    r"\.?(?P<rest>[^\n]{0,80})$",
    re.MULTILINE,
)
_CAVEATS = re.compile(r"//?|--?|,")
_NAMES = {"".join(level.split()): level for level in _LEVELS}
_RANKS = {level.cable: level.rank for level in LEVELS}
UNKNOWN = max(RANKS.values()) + 1  # that of TOP SECRET, and of the levels of others


@dataclass(frozen=True, slots=True)
class Marked:
    """How a document is classified, its caveats, and where the banners stand."""

    classification: str | None
    captions: tuple[str, ...]
    banners: tuple[Range, ...]

    @property
    def level(self) -> str | None:
        """The level of a paragraph without a mark of its own, as marks have it: "C"."""
        return MARKS.get(self.classification or "", self.classification)

    @property
    def caveats(self) -> tuple[str, ...]:
        """The caveats of such a paragraph."""
        return tuple("NF" if each == "NOFORN" else each for each in self.captions)


def read_banners(text: str, head: int) -> Marked:
    """Return what the banners of a text say, whose head ends at `head`."""
    found = list(_BANNER.finditer(text))
    pure = [each for each in found if not each["rest"].strip()]
    banners = tuple((each.start("level"), each.end("caveats")) for each in pure)
    if not any(each.start() < head for each in pure):
        return Marked(None, (), banners)
    levels = [_NAMES["".join(each["level"].split())] for each in found]
    caveats = dict.fromkeys(
        caveat.strip() for each in pure for caveat in _CAVEATS.split(each["caveats"]) if caveat.strip()
    )
    highest = max(levels, key=lambda level: _RANKS.get(CLASSES.get(level, ""), UNKNOWN))
    return Marked(highest, tuple(caveats), banners)
