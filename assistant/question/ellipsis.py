"""What a follow-up leaves unsaid: "what about Iran?", "and in 2009?", "only Moscow"."""

import re
from dataclasses import dataclass

CABLE = r"(?:cables?|telegrams?|telexe?s?|messages?|dispatch(?:es)?|documents?)"
_ELLIPTIC = re.compile(
    rf"(?:(?:what about|how about|only|just|same for|the same for|the same)\s++)?(?:(?:the |all )?(?:those"
    rf"|ones|{CABLE})\s++)?",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\s+(?:only|alone|too|as well|instead)$", re.IGNORECASE)
_CONJOINED = re.compile(r"\s*+(?:and|but|or|also|ok|now|so|then)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"(?P<how>in|from|of|about|on|by|during|since|before|after|until|with|at|to|that mention|mentioning"
    r"|that are|which are|tagged"
    r"|signed by|said by|for)\s++",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|had|have|would|will|could|can|should|who|when|why|where|which|how|say|said|says"
    r"|think|thinks|tell|told)\b|['’](?:s|d) (?!\w+$)",
    re.IGNORECASE,
)
_MOST_WORDS = 8  # of what is put in the place of something else


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """What a follow-up is about, "Iran" of "and on Iran?", and the word that leads to it there, "" without one."""

    what: str
    how: str = ""

    @property
    def text(self) -> str:
        """Both: "in 2009"."""
        return f"{self.how} {self.what}" if self.how else self.what


def ellipsis(text: str, asked: str) -> Ellipsis | None:
    """Return what a follow-up asks about and no more, None where it is a question of its own.

    `asked` is how it was asked, `text` the same without what was polite in it.
    """
    opening, only = _ELLIPTIC.match(text), _ONLY.search(text)
    rest = text[opening.end() if opening else 0 : only.start() if only else None]
    leading = _LEADING.match(rest)
    if rest == text and not leading and not _CONJOINED.match(asked):
        return None
    what = rest[leading.end() :] if leading else rest
    if not what or len(what.split()) > _MOST_WORDS or _VERB.search(what):
        return None
    return Ellipsis(what, leading["how"] if leading else "")
