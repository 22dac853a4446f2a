"""Counts: how many cables from London, which post sent the most, cables per year on drones."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Answer
from assistant.kinds.cable_set import (
    FILLER,
    SINGLE,
    CableSet,
    cable_set,
    counted,
    is_only,
    none_found,
    scope_of,
    sent_from,
)
from assistant.kinds.inquiry import Inquiry
from assistant.question.scope import Scope
from ingest import Library
from ingest.language.counts import count

_SHOWN = 15  # values of a breakdown
_HOW_MANY = frozenset(
    """
    how many much number count counting total totals amount tally quantity sum altogether overall different
    often
    """.split()
)
_MOST = frozenset(
    """
    most more top busiest biggest largest highest common commonest frequent frequently often active prolific
    popular
    """.split()
)
_LEAST = frozenset("fewest least lowest rarest smallest rarely".split())
_PER = frozenset(
    """
    per by breakdown break broken down grouped group over distribution split across statistics stats chart
    """.split()
)
_VERBS = frozenset(
    """
    sends wrote write writes writing reporting reported produce produced produces cabled filed issue issued
    come comes came use used uses using appear appears signed signs sign classified classifies classify who
    whose from on distinct unique were various single
    """.split()
)


@dataclass(frozen=True, slots=True)
class _By:
    """What cables can be counted by: `names` in a question, one of them and several in an answer.

    `leads` says what has the most, given the value; `values` returns those of some cables.
    """

    names: frozenset[str]
    one: str
    leads: str
    values: Callable[[Library, CableSet], list[tuple[str, ...]]]
    in_order: bool = False


def _signatures(library: Library, found: CableSet) -> list[tuple[str, ...]]:
    return [tuple(each.upper() for each in names) for names in library.values("signature", found.ids)]


def _classifiers(library: Library, found: CableSet) -> list[tuple[str, ...]]:
    return [tuple(each.title() for each in names) for names in library.values("classified_by", found.ids)]


_POST = _By(
    frozenset("post posts embassy embassies consulate consulates mission missions sender senders".split()),
    "post",
    "{} sent the most",
    lambda _, found: [(sent_from(each),) for each in found.cables],
)
_EMBASSIES = frozenset("embassy embassies".split())
_YEAR = _By(
    frozenset("year years yearly annually annual".split()),
    "year",
    "{} has the most",
    lambda _, found: [(each.date[:4],) if each.date else () for each in found.cables],
    in_order=True,
)
_DIMENSIONS = (
    _POST,
    _YEAR,
    _By(
        frozenset("month months monthly".split()),
        "month",
        "{} has the most",
        lambda _, found: [(each.date[:7],) if each.date and len(each.date) > 4 else () for each in found.cables],
        in_order=True,
    ),
    _By(
        frozenset(("tag", "tags")),
        "tag",
        "{} is the most frequent tag",
        lambda library, found: library.values("tags", found.ids),
    ),
    _By(
        frozenset("classification classifications level levels".split()),
        "classification",
        "{} is the most frequent classification",
        lambda _, found: [(each.classification,) if each.classification else () for each in found.cables],
    ),
)
_SIGNER = _By(
    frozenset("signed signs sign wrote writes write sent authored drafted".split()),
    "signature",
    "{} signed the most",
    _signatures,
)
_CLASSIFIER = _By(
    frozenset(("classified", "classifies", "classify")), "name", "{} classified the most", _classifiers
)

_ALL = (_HOW_MANY, _MOST, _LEAST, _PER, _VERBS, *(each.names for each in _DIMENSIONS))


def answer(inquiry: Inquiry) -> Answer | None:
    """Return how many cables there are of what a question asks for, where it is wholly understood."""
    scope = scope_of(inquiry, *_ALL)
    if scope is None or any(part.references_of for part in scope.parts):
        return None
    rest = set(scope.rest)
    by = _dimension(scope)
    if by is None:
        return _counted(inquiry, scope) if is_only(rest, FILLER, _HOW_MANY) and _asks_number(scope) else None
    allowed = (FILLER, _HOW_MANY, _MOST, _LEAST, _PER, _VERBS, by.names)
    asks = {"which", "what", "who"} & rest or rest & (_MOST | _LEAST | _PER) or _asks_number(scope)
    if not asks or not is_only([word for word in scope.rest if not word.isdecimal()], *allowed):
        return None
    if SINGLE & rest and not rest & (_MOST | _LEAST | _PER) and not _asks_number(scope):
        return None  # "which embassy sent the cable about gas"
    found = cable_set(inquiry, scope)
    if found is None:
        return None
    if not found.cables:
        return _none(inquiry, found)
    return _compared(inquiry, scope, found, by)


def _asks_number(scope: Scope) -> bool:
    words = " ".join(scope.rest)
    return any(
        each in words
        for each in ("how many", "how often", "how much cable", "number", "count", "total", "amount of", "tally")
    )


def _dimension(scope: Scope) -> _By | None:
    rest = set(scope.rest)
    if "who" in rest and rest & (_MOST | _LEAST):
        return next((each for each in (_SIGNER, _CLASSIFIER) if each.names & rest), None)
    return next((each for each in _DIMENSIONS if each.names & rest), None)


def _counted(inquiry: Inquiry, scope: Scope) -> Answer | None:
    found = cable_set(inquiry, scope)
    if found is None:
        return None
    if not found.cables:
        return _none(inquiry, found)
    first, last = found.cables[0].date, found.cables[-1].date
    lines = [f"There {'is' if len(found.cables) == 1 else 'are'} {counted(found)}."]
    for by in (_POST, _YEAR):
        values = _tally(by, inquiry.library, found)
        if len(values) > 1 and len(found.cables) > 1:
            lines.append(f"By {by.one}: {_breakdown(by, values)}.")
    if not scope.parts and first and last:
        lines[0] = f"There are {counted(found)}, dated {first[:4]} to {last[:4]}."
    cables = found.ids if scope.parts else ()
    return inquiry.answer(
        "\n\n".join(filter(None, (*lines, found.how))), cables=cables, understood=found.understood
    )


def _none(inquiry: Inquiry, found: CableSet) -> Answer:
    text, _ = none_found(inquiry, found)
    return inquiry.answer(f"0 cables. {text}", understood=found.understood)


def _compared(inquiry: Inquiry, scope: Scope, found: CableSet, by: _By) -> Answer | None:
    """Return how many cables have each value, and which value the most or the fewest of them have."""
    values = _tally(by, inquiry.library, found)
    if not values:
        return None
    rest = set(scope.rest)
    total = counted(found)
    several = count(len(values), by.one)
    if "how" in rest and _counts_values(scope, by):
        lead = f"There are {several} among {total}."
    elif rest & _LEAST:
        least = min(values.values())
        names = sorted(name for name, number in values.items() if number == least)
        lead = f"{_joined(names)} {'has' if len(names) == 1 else 'have'} the fewest: {least:,} of {total}."
    elif rest & _MOST or (_asks_for_one(scope, by) and not rest & _PER):
        # The Department of State is no embassy.
        ranked = {
            name: number for name, number in values.items() if name != "STATE" or not rest & _EMBASSIES
        } or values
        most = max(ranked.values())
        names = sorted(name for name, number in ranked.items() if number == most)
        leads = by.leads if len(names) == 1 else by.leads.replace(" has ", " have ").replace(" is ", " are ")
        lead = f"{leads.format(_joined(names))}: {most:,} of {total}."
    elif rest & _PER:
        lead = f"{total}, by {by.one}:"
    else:
        lead = f"{several} among {total}:"
    shown = _breakdown(by, values, "\n\n", whole=by.in_order)
    ids = found.ids if scope.parts else ()
    return inquiry.answer(
        "\n\n".join(filter(None, (lead, shown, found.how))), cables=ids, understood=found.understood
    )


def _counts_values(scope: Scope, by: _By) -> bool:
    """Whether it asks how many posts there are, not how many cables each sent."""
    words = [word for word in scope.rest if word not in ("different", "distinct", "unique", "various")]
    places = [place for place, word in enumerate(words[:-1]) if word == "many"]
    return any(words[place + 1] in by.names for place in places)


def _asks_for_one(scope: Scope, by: _By) -> bool:
    """Whether it asks which post, not which posts: that which sent the most is meant."""
    one = {name for name in by.names if not name.endswith("s")}
    return any(first in ("which", "what") and second in one for first, second in pairwise(scope.rest))


def _tally(by: _By, library: Library, found: CableSet) -> Mapping[str, int]:
    """Return how many cables have each value; by time in its order, else the most frequent first."""
    tally = Counter(value for values in by.values(library, found) for value in dict.fromkeys(values))
    if by.in_order:
        return dict(sorted(tally.items()))
    return dict(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def _breakdown(by: _By, values: Mapping[str, int], between: str = ", ", *, whole: bool = False) -> str:
    shown = list(values.items())[: None if whole else _SHOWN]
    more = len(values) - len(shown)
    told = [f"{name}: {number:,}" if between != ", " else f"{name} {number:,}" for name, number in shown]
    if more:
        told.append(f"and {more:,} more, with {sum(values.values()) - sum(number for _, number in shown):,}")
    return between.join(told)


def _joined(names: Collection[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
