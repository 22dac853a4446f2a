"""The first, the last, the longest or the shortest of some cables: "oldest cable", "newest cable from Beijing"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.kinds.cable_list import entry
from assistant.kinds.cable_set import CABLE_WORDS, FILLER, CableSet, cable_set, is_only, none_found, scope_of
from assistant.kinds.inquiry import Inquiry
from ingest.domain.selection import SelectedCable
from ingest.language.counts import count

_FIRST = frozenset("oldest earliest first".split())
_LAST = frozenset("newest latest last recent".split())
_LONGEST = frozenset("longest".split())
_SHORTEST = frozenset("shortest briefest".split())
_ENDS = _FIRST | _LAST | _LONGEST | _SHORTEST
_BESIDE = frozenset("most very ever sent written dated date when who how long far".split())
_MOST_NUMBERED = 5  # cables of one year without a day that are named
_DAY = len("2009-01-01")


@dataclass(frozen=True, slots=True)
class End:
    """Which end of some cables is asked for, in a word, and what is told of it."""

    which: str
    cables: Sequence[SelectedCable]
    told: str = ""


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the cable at an end of those that a question is about; None where it asks for no end of any."""
    scope = scope_of(inquiry, _ENDS, _BESIDE)
    if scope is None or (scope.these and not inquiry.turns):
        return None
    rest = set(scope.rest)
    if len(rest & _ENDS) != 1 or not rest & CABLE_WORDS or not is_only(rest, FILLER, _ENDS, _BESIDE):
        return None
    found = cable_set(inquiry, scope)
    if found is None:
        return None
    if not found.cables:
        text, _ = none_found(inquiry, found)
        return inquiry.answer(text, understood=found.understood, answered=False)
    end = _by_length(inquiry, found, rest) if rest & (_LONGEST | _SHORTEST) else by_date(found, rest)
    if not end.cables:
        return inquiry.answer("No cable here has a date.", understood=found.understood, answered=False)
    whole = {cable.id: cable for cable in inquiry.library.cables([each.id for each in end.cables])}
    citations: list[Citation] = []
    lines = [entry(each, whole.get(each.id), citations) for each in end.cables]
    told = f" {found.told}" if found.told else ""
    lead = f"The {end.which} cable{told}{end.told}:"
    ids = [each.id for each in end.cables]
    return inquiry.answer("\n\n".join((lead, *lines)), citations, cables=ids, understood=found.understood)


def by_date(found: CableSet, rest: set[str]) -> End:
    """Return the first or the last cable; those of a year of which no day is known may all be it."""
    last = bool(rest & _LAST)
    dated = sorted((each for each in found.cables if each.date), key=lambda each: each.date or "")
    exact = [each for each in dated if _has_day(each)]
    which = "latest" if last else "earliest"
    if not dated:
        return End(which, ())
    best = exact[-1 if last else 0] if exact else dated[-1 if last else 0]
    year = (best.date or "")[:4]
    rival = [
        each
        for each in dated
        if not _has_day(each) and ((each.date or "")[:4] >= year if last else (each.date or "")[:4] <= year)
    ]
    if not rival or not exact:
        return End(which, [best])
    named = rival[:_MOST_NUMBERED] if not last else rival[-_MOST_NUMBERED:]
    years = sorted({each.date[:4] for each in rival if each.date})
    told = (
        f" with a day in its date; {count(len(rival), 'cable')} of {' and '.join(years)}, of which only the year "
        f"is known, may be {'later' if last else 'earlier'}"
    )
    return End(which, [best, *named], told)


def _by_length(inquiry: Inquiry, found: CableSet, rest: set[str]) -> End:
    lengths = Counter({each.id: 0 for each in found.cables})
    lengths.update(key.cable for key in inquiry.library.keys(found.ids))
    short = bool(rest & _SHORTEST)
    best = min(found.cables, key=lambda each: (lengths[each.id] if short else -lengths[each.id], each.id))
    told = f", with {count(lengths[best.id], 'paragraph')}"
    return End("shortest" if short else "longest", [best], told)


def _has_day(cable: SelectedCable) -> bool:
    return len(cable.date or "") >= _DAY
