"""Markings of paragraphs and cables spelt out."""

from typing import NamedTuple

_LEVELS = {"U": "UNCLASSIFIED", "SBU": "SENSITIVE", "C": "CONFIDENTIAL", "S": "SECRET"}
_CAVEATS = {"NF": "NOFORN"}
_TONES = {name: name.lower() for name in _LEVELS.values()}


class SpeltMarking(NamedTuple):
    """A marking in words, and the tone of its label: the style sheets have a colour for each."""

    words: str
    tone: str


def spelt_out(mark: str) -> SpeltMarking:
    """Return a marking, `C/NF` or `CONFIDENTIAL//NOFORN`, spelt out."""
    level, *caveats = filter(None, mark.split("/"))
    level = _LEVELS.get(level, level)
    words = "//".join((level, *(_CAVEATS.get(caveat, caveat) for caveat in caveats)))
    return SpeltMarking(words, _TONES.get(level, "secret"))
