"""Markings of paragraphs and cables spelt out."""

from typing import NamedTuple

from ingest.domain.levels import LABELS, LEVELS

_CAVEATS = {"NF": "NOFORN"}
_TONES = {level.label: ("unclassified", "sensitive", "confidential", "secret")[level.rank] for level in LEVELS}


class SpeltMarking(NamedTuple):
    """A marking in words, and the tone of its label: the style sheets have a colour for each."""

    words: str
    tone: str


def spelt_out(mark: str) -> SpeltMarking:
    """Return a marking, `C/NF` or `CONFIDENTIAL//NOFORN`, spelt out."""
    level, *caveats = filter(None, mark.split("/"))
    level = LABELS.get(level, level)
    words = "//".join((level, *(_CAVEATS.get(caveat, caveat) for caveat in caveats)))
    return SpeltMarking(words, _TONES.get(level, "secret"))
