"""Letters, statements and interviews that a cable gives in full: who wrote or answers each of their sentences."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.attribution.cast import Cast
from ingest.attribution.speaker_tracking import TrackedSentence

_SALUTATION = re.compile(
    r"(?:^|\b(?:letter|text|message)\b[^.]{0,60}\s)Dear (?:Mr|Mrs|Ms|Dr|Madame?|Sir|President|Secretary|Minister"
    r"|Prime|Foreign|Ambassador|Senator|Excellency|Chairman|General|Colleagues?|Friends?|[A-Z][a-z]+)\b",
)
_BEGINS = re.compile(r"\b(?:begin|start of) (?:\w+ ){0,4}(?:letter|statement|message)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\bend (?:of )?(?:\w+ ){0,4}(?:text|letter|statement|excerpts?|translation|interview)\b", re.IGNORECASE
)
_SIGNED = re.compile(
    r"\W*+(?:(?:yours )?(?:very )?(?:sincerely|respectfully|faithfully|truly)\b"
    r"|(?:with )?(?:my )?(?:warm|best|kind)\w* (?:personal )?(?:regards|wishes)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\W*+(?:Q|QUESTION|Question)\s?[:.]\s")
_ANSWERS = re.compile(r"\W*+(?:A|ANSWER|Answer)\s?[:.]\s")
_PAPER = re.compile(
    r"\b(?:newspaper|daily|weekly|magazine|agency|channel|network|station|television|radio),? [\"“]?"
    r"(?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3})"
)
_SIGNATURE = 200  # characters after "Sincerely," in which the name of the writer stands


@dataclass(frozen=True, slots=True)
class WrittenTurn:
    """Who is behind a sentence that a cable gives in full, and as what: `wrote`, `asks` or `answers`."""

    name: str
    role: str


def turns(people: Cast, readings: Sequence[TrackedSentence]) -> dict[int, WrittenTurn]:
    """Return by the places of a cable's sentences whose they are, where it gives a whole text of somebody's."""
    found: dict[int, WrittenTurn] = {}
    for start, stop, sort in _passages(readings):
        place = readings[start].place
        if sort == "letter":
            name = _signer(people, readings[start:stop]) or _last_person(people, place)
            found |= {each.place: WrittenTurn(name, "wrote") for each in readings[start:stop] if name}
            continue
        named = {"answers": _last_person(people, place), "asks": _last_paper(readings[max(0, start - 8) : start])}
        role = "asks"
        for each in readings[start:stop]:
            role = "asks" if _ASKS.match(each.text) else "answers" if _ANSWERS.match(each.text) else role
            if name := named[role]:
                found[each.place] = WrittenTurn(name, role)
    return found


def _passages(readings: Sequence[TrackedSentence]) -> Iterator[tuple[int, int, str]]:
    """Yield where texts that are given in full begin and end, and whether each is a letter or an interview."""
    sort, start = "", 0
    for i, reading in enumerate(readings):
        text = reading.text
        begins = "interview" if _ASKS.match(text) else ""
        if not begins and sort != "interview" and (_SALUTATION.search(text) or _BEGINS.search(text)):
            begins = "letter"
        # A text that only turns out to be an interview, and one that begins with its salutation, begin anew.
        if begins and begins != sort:
            sort, start = begins, i
        elif sort == "interview" and reading.start == 0 and not _ANSWERS.match(text):
            yield start, i, sort
            sort = ""
        if sort and (_ENDS.search(text) or (sort == "letter" and _SIGNED.match(text))):
            yield start, i + 1, sort
            sort = ""
    if sort == "interview":
        yield start, len(readings), sort


def _signer(people: Cast, letter: Sequence[TrackedSentence]) -> str | None:
    """Whose name stands under a letter."""
    last = letter[-1]
    if not _SIGNED.match(last.text):
        return None
    at = bisect_left(people.named_at, (last.place, ""))
    named = (name for place, name in people.named_at[at:] if place < last.place + _SIGNATURE)
    return next((name for name in named if people.is_person(name)), None)


def _last_person(people: Cast, place: int) -> str | None:
    """Who was named last before a place."""
    at = bisect_left(people.named_at, (place, ""))
    lately = (name for _, name in reversed(people.named_at[max(0, at - 8) : at]))
    return next((name for name in lately if people.is_person(name)), None)


def _last_paper(readings: Sequence[TrackedSentence]) -> str | None:
    """Which paper or channel was named last."""
    found = [match["name"] for each in readings for match in _PAPER.finditer(each.text)]
    return found[-1] if found else None
