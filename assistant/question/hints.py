"""What a question tells of the cables that it is about: when they were written, and from which post."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.question.periods import Named, Period, periods
from ingest.domain.posts import parts, post

# A city where a diplomat works, of whatever country, is also that of the post which reports on what they say; a
# city alone is only where something took place. Of labelled questions, 9 of 9 against 7 of 18 were answered there.
_DIPLOMATS = (
    r"(?:(?<!\w)(?:ambassadors?|embass(?:y|ies)|envoys?|diplomats?|mission|consul(?:ates?)?(?: general)?|legation"
    r"|attach[eé]s?|charg[eé](?: d['’]affaires)?|interests section|DCM|poloffs?|econoffs?)"
    r"|(?:(?<=['’]s )|(?<=\bour ))man)"
)
_AT_WORK = r"(?: (?:staff|staffers?|officials?|officers?|posted|based|stationed|serving))?"
_CABLES = r"(?:cables?|telegrams?|telexe?s?|dispatch(?:es)?|reporting)"
_WORD = r"[A-Z][\w.'’]{0,40}"  # as each letter behind a full stop may begin one
_PLACE = rf"(?P<place>{_WORD}(?:[ -](?:(?:[Dd]a|[Dd]e|[Ee]s|au)[ -])?{_WORD}){{0,3}})"
_ORIGINS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:{_DIPLOMATS}{_AT_WORK} (?:in|at)|ambassadors? to) {_PLACE}",  # the embassy in Paris
        rf"\b(?:(?:Ame?)?[Ee]mbassy|[Cc]onsulate(?: [Gg]eneral)?|[Mm]ission) {_PLACE}",  # Embassy Baku
        rf"\b{_PLACE} (?:(?i:{_CABLES}|embassy|consulate|mission)|post)\b",  # the Tripoli cable
        rf"\b(?i:{_CABLES}|reports?)(?: sent| written)? (?i:from|out of|by) {_PLACE}",  # cables from Moscow
        rf"\b(?i:did) {_PLACE} (?:report|cable)\b",  # what did Moscow report
    )
)
# "since the 2004 vote" is open; "before the 2004 vote" tells of 2004 as "in 2004" does.
_SINCE = re.compile(r"\b(?:since(?: the)?|after)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before|up to|prior to)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom(?: the)?\s+$", re.IGNORECASE)
_ONWARDS = re.compile(r" on(?:wards?)?\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|–|\b(?:to|until|till|through))\s*(?:the )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween(?: the)?\s+$", re.IGNORECASE)
_AND = re.compile(r" and (?:the )?", re.IGNORECASE)
_REACH = 20  # characters in which such words stand before a time

# In how many days outside a period the fit falls to a half: news is written of within weeks, rarely ahead.
_AFTERWARDS = 60
_BEFOREHAND = 15


@dataclass(frozen=True, slots=True)
class Hint:
    """What some words of a question tell of the cables that it is about.

    `text` stands at `start` to `end` of the question. Either it tells a time, `since` and `until` being ISO dates
    of any exactness, inclusive, and None where that end is open; or it tells an `origin`, a canonical post.
    """

    text: str
    start: int
    end: int
    since: str | None = None
    until: str | None = None
    origin: str | None = None

    @property
    def words(self) -> str:
        """What was made of it, as the reader is told: "dated since May 2007", "cables from OSLO"."""
        return f"cables from {self.origin}" if self.origin else f"dated {_period(self.since, self.until)}"

    @property
    def former_words(self) -> str:
        """What 0.1.0 told of it, whose answers can be asked again without that."""
        return f"cables of {self.origin or self.text}"


def hints(question: str) -> tuple[Hint, ...]:
    """Return what a question tells of the cables that it is about, in the order of its words.

    The time is often that of an event, and a city may be only where that took place: a hint is soft. It can lift
    a cable that fits above others, and should never rule one out. Several times are alternatives, one for each
    thing that is asked for.
    """
    return tuple(sorted((*_times(question), *_origins(question)), key=lambda hint: hint.start))


def fit(hint: Hint, date: str | None, origin: str | None) -> float:
    """Return how well a cable fits a hint, from 0 to 1 (all that the hint asks for).

    `date` is the cable's, ISO of any exactness; `origin` its post by any name. Outside of the hinted time the fit
    falls off with the days in between, slowly for a cable that was written later, fast for an earlier one.
    What is not known of a cable fits with 0; ValueError where `date` is no date.
    """
    if hint.origin:
        return float(bool(origin) and post(origin or "") == hint.origin)
    if not date:
        return 0.0
    cable = Period.of(date)
    if hint.until and cable.first > (until := Period.of(hint.until).last):
        return _AFTERWARDS / (_AFTERWARDS + (cable.first - until).days)
    if hint.since and cable.last < (since := Period.of(hint.since).first):
        return _BEFOREHAND / (_BEFOREHAND + (since - cable.last).days)
    return 1.0


def best_fit(given: Iterable[Hint], cable: str, date: str | None) -> float:
    """Return how well a cable fits all hints: of times, which are alternatives, the best, and its origin."""
    id = parts(cable)
    written = date or (str(id.year) if id else None)  # an id tells the year where no date is left
    times = [fit(hint, written, None) for hint in given if hint.origin is None]
    origins = [fit(hint, None, id.post) for hint in given if hint.origin and id]
    return max(times, default=0.0) + max(origins, default=0.0)


def _period(since: str | None, until: str | None) -> str:
    """Return a period as it is read; what both ends share is said once: "May to July 2008"."""
    if since is None or until is None:
        return f"since {_date(since)}" if since else f"until {_date(until or '')}"
    first, last = _date(since), _date(until)
    if first == last:
        return first
    ends = (last.partition(" ")[2], last[-4:])  # month and year, or the year alone
    shared = next((f" {each}" for each in ends if each and first.endswith(f" {each}")), "")
    return f"{first.removesuffix(shared)} to {last}"


def _date(iso: str) -> str:
    """Return an ISO date of any exactness as it is read: "2008", "May 2008", "22 February 2010"."""
    form = {4: "%Y", 7: "%B %Y", 10: "%-d %B %Y"}[len(iso)]
    return Period.of(iso).first.strftime(form)


def _times(question: str) -> Iterator[Hint]:
    named = deque(periods(question))
    while named:
        first = named.popleft()
        start, end, (since, until) = first.start, first.end, first.period.iso()
        if named and _joined(question, first, named[0]):
            last = named.popleft()
            end, until = last.end, last.period.iso()[1]
            yield Hint(question[start:end], start, end, since, until)
        elif opening := _opening(question, first):
            yield Hint(question[opening.start() : end], opening.start(), end, since=since)
        elif closing := _before(_UNTIL, question, start):
            yield Hint(question[closing.start() : end], closing.start(), end, until=until)
        else:
            yield Hint(question[start:end], start, end, since, until)


def _joined(question: str, first: Named, second: Named) -> bool:
    """Tell whether two periods are the ends of one: "from May to July 2008", "between 2006 and 2008"."""
    between = question[first.end : second.start]
    ordered = first.period.first <= second.period.last
    return ordered and bool(
        _TO.fullmatch(between) or (_AND.fullmatch(between) and _before(_BETWEEN, question, first.start))
    )


def _opening(question: str, named: Named) -> re.Match[str] | None:
    onwards = _ONWARDS.match(question, named.end)
    return _before(_SINCE, question, named.start) or (_before(_FROM, question, named.start) if onwards else None)


def _before(words: re.Pattern[str], question: str, at: int) -> re.Match[str] | None:
    return words.search(question, max(0, at - _REACH), at)


def _origins(question: str) -> Iterable[Hint]:
    found: dict[int, Hint] = {}  # by where the place ends: "the Embassy Oslo cable" tells one origin
    for pattern in _ORIGINS:
        for match in pattern.finditer(question):
            if origin := _post(match["place"]):
                found.setdefault(match.end("place"), Hint(match[0], *match.span(), origin=origin))
    return found.values()


def _post(place: str) -> str | None:
    """Return the post with the longest name among words: "New Delhi" of "US New Delhi"."""
    words = re.split(r"[ -]", place)
    runs = (
        " ".join(words[at : at + size]) for size in range(len(words), 0, -1) for at in range(len(words) - size + 1)
    )
    return next((found for run in runs if (found := post(re.sub(r"['’]s?$", "", run)))), None)
