"""A list or a count asked again with another filter: "and in 2009?", "only Moscow", "how many?"."""

import re
from collections.abc import Sequence

from assistant.question.cable_ids import named_cables
from assistant.question.ellipsis import CABLE, Ellipsis
from assistant.question.periods import periods
from ingest.domain.posts import parts, post

_ASKS_CABLES = re.compile(
    rf"\b(?:which|what|list|show|find|any|all|every|how many|number of|count)\b[^?]{{0,60}}\b{CABLE}\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    rf"(?:how many|(?:the )?(?:number|count) of|count)(?: of (?:the"
    rf"|these))?(?: (?P<noun>{CABLE}))?(?: are there| do (?:we|you) have)?",
    re.IGNORECASE,
)
_LISTS = re.compile(
    rf"(?:list|show|find|give|which|what|all)(?: me| us)?(?: all| every)?(?: of)?(?: the)? {CABLE}(?: are)?",
    re.IGNORECASE,
)
_LIST_THEM = re.compile(
    r"(?:(?:list|show|name|give)(?: me| us)?(?: (?:them|all|those|these|all of them))"
    r"|which(?: ones?)?(?: are (?:they|those))?"
    r"|what are they)",
    re.IGNORECASE,
)
_COUNT_THEM = re.compile(
    r"(?:how many(?: (?:are|were) (?:there|they|those))?|count(?: them| those)?)", re.IGNORECASE
)
_OF_THEM = re.compile(
    r"(?P<asks>how many|which|which ones?)(?: of (?:them|these|those))? (?:are|were) "
    r"(?P<what>(?!there\b|they\b|those\b|these\b).+)",
    re.IGNORECASE,
)
_END = re.compile(
    rf"(?:and |what(?:['’]s| is) |which (?:one )?is )?(?:the )?(?P<end>(?:most recent|oldest|earliest|newest"
    rf"|latest|longest|shortest))(?: one| {CABLE}| of (?:them|these|those))?",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"\b(?:in|from|of|during|since|before|after|until|by|between|dated|for)(?: the)?\s+$", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:from|in|by|at|out of|sent by|of)(?: the)?(?: embassy| consulate)?(?: in"
    r"| at)? (?P<after>[\w.'’-]+(?: [\w.'’-]+){0,2})"
    rf"|(?P<before>[\w.'’-]+(?: [\w.'’-]+){{0,2}}) {CABLE}\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:the )?(?P<level>top secret|secret|confidential|unclassified|classified)(?: ones?| cables?)?",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?P<how>\b(?:that |which )?(?:mention(?:s|ing)?|about|on|concerning|regarding|tagged|signed by|signed"
    r"|classified by))"
    r" (?P<what>[^?,;]+)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    "january|february|march|april|may|june|july|august|september|october|november|december", re.IGNORECASE
)
_MOST_YEARS = 4
_TO_MATTER = frozenset(
    ("about", "on", "tagged", "signed by", "that mention", "mentioning")
)  # words for what follows


def asks_for_cables(question: str) -> bool:
    """Return whether a question asks for cables, or for how many there are, and names none."""
    return bool(_ASKS_CABLES.search(question) or _COUNTS.match(question)) and not named_cables(question)


def asked_otherwise(text: str, before: str) -> str | None:
    """Return the question `before` as one for the list or for the number: "list them", "how many?"."""
    if _LIST_THEM.fullmatch(text):
        form = _LISTS if _LISTS.search(before) else _COUNTS
        return form.sub("list the cables", before, count=1)
    if _COUNT_THEM.fullmatch(text) and _LISTS.search(before):
        return _LISTS.sub("how many cables", before, count=1)
    return None


def of_these(text: str) -> str | None:
    """Return a question about what was listed as one that says so: "how many are secret", "the oldest one"."""
    if several := _OF_THEM.fullmatch(text):
        return f"{several['asks']} of these cables are {several['what']}"
    if end := _END.fullmatch(text):
        return f"the {end['end']} of these cables"
    return None


def filtered_otherwise(left: Ellipsis, before: str, cables: Sequence[str] = ()) -> str:
    """Return the question `before` with another time, post, classification or matter, or one more of these.

    `cables` are those of the answer to it: "and in December?" is December of their year.
    """
    if _MONTH.fullmatch(left.what) and (years := _years(before, cables)):
        return _with_time(before, "in " + " or ".join(f"{left.what} {year}" for year in years))
    if periods(left.text):
        return _with_time(before, left.text if left.how else f"in {left.what}")
    if name := _post(left.what):
        return _with_place(before, name)
    if level := _LEVEL.fullmatch(left.what):
        return f"{_open(before)} that are {level['level']}"
    return _with_matter(before, left)


def _years(before: str, cables: Sequence[str]) -> list[str]:
    """Return the years of which a list asked, else those of its cables, a few at most."""
    named = dict.fromkeys(re.findall(r"\b(?:19|20)\d\d\b", before))
    known = sorted({str(id.year) for each in cables if (id := parts(each))})
    return list(named) or (known if len(known) <= _MOST_YEARS else [])


def _open(question: str) -> str:
    return question.rstrip(" ?.!")


def _with_time(before: str, when: str) -> str:
    spans = [(named.start, named.end) for named in periods(before)]
    if not spans:
        return f"{_open(before)} {when}"
    first, last = spans[0][0], spans[-1][1]
    if lead := _TIME_BEFORE.search(before, max(0, first - 20), first):
        first = lead.start()
    return _open(f"{before[:first]}{when}{before[last:]}")


def _with_place(before: str, name: str) -> str:
    for match in _PLACE.finditer(before):
        group = "after" if match["after"] else "before"
        words = re.finditer(r"[\w.'’-]+", match[group])
        spans = [(match.start(group) + word.start(), match.start(group) + word.end()) for word in words]
        runs = [(spans[a][0], spans[b][1]) for a in range(len(spans)) for b in range(len(spans) - 1, a - 1, -1)]
        for start, end in runs:
            if post(before[start:end]):
                return _open(f"{before[:start]}{name}{before[end:]}")
    return f"{_open(before)} from {name}"


def _post(what: str) -> str | None:
    name = re.sub(r"^the (?:embassy|consulate) (?:in|at) ", "", what, flags=re.IGNORECASE)
    name = re.sub(r"(?:['’]s)?(?: ones?| cables?)?$", "", name, flags=re.IGNORECASE)
    return name if post(name) else None


def _with_matter(before: str, left: Ellipsis) -> str:
    how = left.how if left.how in _TO_MATTER else ""
    if matter := _MATTER.search(before):
        told = f"{how or matter['how']} {left.what}{_kept(matter['what'])}"
        return _open(f"{before[: matter.start()]}{told}{before[matter.end() :]}")
    return f"{_open(before)} {how or 'that mention'} {left.what}"


def _kept(what: str) -> str:
    """Return what of a matter tells a time or a post, which another matter leaves as it is: " from Baku"."""
    place = re.search(r" (?:from|in|since|before|after|during|between) ", what)
    return what[place.start() :] if place else ""
