"""What a timeline is asked of: "the war in Georgia" of "give me a chronology of the war in Georgia, please"."""

import re
from collections.abc import Sequence

from assistant.question.hints import Hint

_ASKS = r"(?:give|show|draw|make|list|create|build|write|tell|prepare|i want|i need|get)(?: (?:me|us))?"
_LINE = (
    r"(?:time ?-?lines?|chronolog(?:y|ies)|chronological (?:order|list|overview|account|summary)"
    r"|(?:sequence|course|order) of (?:the )?events)"
)
_STEPS = "|".join(f"{unit} by {unit}" for unit in "step date day week month year".split())
_IN_ORDER = (
    r"(?:in (?:a |the )?(?:chronological |date |time |right |correct )?(?:order|sequence)"
    rf"(?: of (?:time|date|events))?|chronologically|{_STEPS}|over (?:time|the (?:years|months|weeks))"
    r"|through(?:out)? the years|as a time ?line|by date)"
)
_OPENING = re.compile(
    rf"(?:{_ASKS} )?(?:a |an |the )?(?:short |brief |rough |full |complete )?{_LINE}\b"
    r"(?: (?:of|for|on|about|around|regarding|with|in|to))?(?: events (?:in|around|of))?[:,]? ?",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"\b(?:{_IN_ORDER}|{_LINE})\Z", re.IGNORECASE)
_INSIDE = re.compile(rf"\b{_IN_ORDER}\b[,;:]?", re.IGNORECASE)
_WHEN = re.compile(r"what happened when\b(?: (?:in|with|to|on|about|during))? ", re.IGNORECASE)
_DEVELOPED = re.compile(
    r"how (?:did|has|have|had) (?P<topic>.+) (?:develop|evolve|unfold)(?:ed|d)?\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:how (?:did|has|have|had)|what (?:has |had )?(?:happened|was going on)|trace|(?:the )?history of|the"
    rf"|{_ASKS}(?: (?:what|that) (?:has |had )?happened)?|what (?:has |had )?happened)\b"
    r"(?: (?:with|to|in|on|about))? ",
    re.IGNORECASE,
)
# "Did he think that prices would fall over time" asks for no timeline.
_ASKS_ELSE = re.compile(
    r"(?:did|does|do|is|are|was|were|will|would|can|could|should|has|have|had|why|who|whom|whose|which|where|when"
    r"|how (?!did |has |have |had )|what (?!(?:has |had )?happened|was going on))\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\b(?:what|that) (?:has |had )?happened (?:with|to|in)\b", re.IGNORECASE)
_BEHIND = re.compile(r" (?:develop|evolve|unfold|change|progress|proceed|shift|go)(?:ed|d|s)?\Z", re.IGNORECASE)
_BEFORE_TIME = re.compile(
    r"(?: (?:from|in|during|of|between|since|until|on|around|for|over))?(?: the)?"
    r"(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:to|until|till|through|-|–))? ?\Z",
    re.IGNORECASE,
)
_SIGNS = " ,;:.?!–—-"
_NOT_MATTER = frozenset(
    "case event events happened happen develop developed development developments evolve evolved line step steps"
    " order story affair course time times history during between year years month months standing situation"
    " position stance role view views".split()
)


def timeline_topic(text: str, times: Sequence[Hint]) -> str:
    """Return what a timeline is asked of, without the times that it names; "" where none is asked for."""
    for hint in sorted(times, key=lambda hint: -hint.start):
        text = f"{_BEFORE_TIME.sub('', text[: hint.start])} {text[hint.end :]}"
    text = " ".join(text.split()).strip(_SIGNS)
    developed = _DEVELOPED.match(text) if times else None
    unordered = " ".join(_INSIDE.sub(" ", text).split()).strip(_SIGNS)
    ordered = len(unordered) < len(text) and _BEFORE.match(unordered)
    opening, closing = _OPENING.match(text) or _WHEN.match(text), _CLOSING.search(text)
    if not (developed or ordered or opening or closing) or (_ASKS_ELSE.match(text) and not opening):
        return ""
    text = developed["topic"] if developed else text
    for pattern in (_OPENING, _WHEN):
        text = text[match.end() :] if (match := pattern.match(text)) else text
    for pattern in (_CLOSING, _INSIDE, _HAPPENED):
        text = " ".join(pattern.sub(" ", text).split()).strip(_SIGNS)
    text = text[match.end() :] if (match := _BEFORE.match(text)) else text
    words = _BEHIND.sub("", text).split()
    # "the Kura Line" is a name, the line of a government is none of the matter
    return " ".join(word for word in words if word.strip(_SIGNS) not in _NOT_MATTER)
