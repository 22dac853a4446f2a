"""Where a sentence names people and the post's own officers: its outline, with a mark in place of each of them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.attribution.cast import Cast
from ingest.domain.countries import place
from ingest.domain.posts import post
from ingest.language.lexicon import OFFICES, lexicon
from ingest.language.noun_phrases import OFFICER

PARTY = "\ue000"  # stands in an outline where somebody is named
LONGEST = 1500  # characters of a sentence that are looked at
_HEAD = (
    "ambassador|charge(?: d['’]affaires)?|chargé(?: d['’]affaires)?|consul general|a?dcm|a/dcm|cda|cg"
    "|deputy chief of mission"
)
_OFFICER = re.compile(
    rf"\b(?:(?:the|our|acting|embassy|visiting) )*(?:(?P<head>{_HEAD})"
    r"|(?:political|economic|pol|econ|pol[/-]econ|polmil|consular|public affairs|defense|labor)"
    r" (?:counsel(?:l)?or|officers?|chief|m/c|minister[ -]counsel(?:l)?or|attache|off?s?)"
    rf"|(?P<word>{OFFICER.pattern})"
    r"|(?:embassy|post|consulate|mission) (?:officers?|officials?|staff|reps?))(?![\w/])",
    re.IGNORECASE,
)
_WE = re.compile(
    r"(?:^|(?<=, )|(?<=; ))[Ww]e(?= (?:\w+ly )?(?:met|spoke|talked|called|sat|had|raised|hosted)\b)|(?<=told )us\b"
)
_OURSELVES = "the post's officers"
# Before these words another state's ambassador is meant: "the Ambassador of Norway".
_OF_ANOTHER = re.compile(r" (?:to|of|from|at|in) (?:the )?[^\W\d_a-z]| (?:to|from) [a-z]+s\b")
_BEFORE = re.compile(r"([\w.’'/-]+) $")
_OURS = frozenset(
    "us u.s. american the our acting visiting embassy when while as after before since and with by".split()
)
# Before these words no name of somebody stands without an office.
_OF_A_PLACE = re.compile(r"\b(?:[Tt]he|in|at|near|from|of) $")
_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)")
_LEADS = lexicon("openings") | lexicon("connectives") | lexicon("determiners")
_HONORED = frozenset("mr mrs ms dr prof sen rep gen codel staffdel senator king queen sheikh shaykh".split())
# What ends a row of capitals that is nobody's name, whatever office stands before it.
_NOBODY = lexicon("bodies") | frozenset(
    """
    act affairs agreement cell couns day declaration desk directorate division fein house issues operations plan
    report rights section services summit times treaty unit watch whip yard
    """.split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named at a place of a paragraph; `is_post`: one of the post's own officers."""

    start: int
    end: int
    name: str
    is_post: bool = False


@dataclass(frozen=True)
class Outline:
    """A sentence with `PARTY` where somebody is named, and whom each of these means, in order."""

    text: str
    mentions: tuple[Mention, ...]

    @cached_property
    def _places(self) -> list[int]:
        return [place for place, letter in enumerate(self.text) if letter == PARTY]

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Return who is named between two places of the outline."""
        return self.mentions[bisect_left(self._places, start) : bisect_left(self._places, end)]


def people_in(cast: Cast, text: str, offset: int) -> Iterator[Mention]:
    """Yield the people whom a cast names in a text that stands at an offset of the joined paragraphs."""
    for at in range(bisect_left(cast.spans, (offset,)), len(cast.spans)):
        begins, ends, name, title = cast.spans[at]
        start, end = begins - offset, ends - offset
        if start >= len(text):
            break
        if end <= len(text) and _is_somebody(cast, name, title, text[max(0, start - 12) : start]):
            yield Mention(start, end, name)


def _is_somebody(cast: Cast, name: str, title: str, before: str) -> bool:
    """Whether a name is surely that of a human being: the cable gives an office with it, or a first name."""
    words = name.lower().split()
    if words[-1] in _NOBODY or post(" ".join(word for word in words if word not in OFFICES)):
        return False
    if not cast.is_person(name) and not (set(title.lower().replace(".", "").split()) & _HONORED):
        return False
    if cast.is_body(name) and not title:
        return False
    person = cast.people.get(name)
    if title or (person and person.titles):
        return len(words) > 1 or not place(words[-1])
    if _OF_A_PLACE.search(before):
        return False
    return 1 < len(words) < 5 and not any(place(word) or word in _NOBODY for word in words)


def outline(text: str, people: Sequence[Mention]) -> Outline:
    """Return the outline of a sentence; `people` are those named in it. What is quoted is left blank."""
    text = text[:LONGEST].replace(PARTY, " ").replace("\n", " ")
    masked = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    taken = [each for each in people if each.end <= len(masked) and not masked[each.start : each.end].isspace()]
    officers = (
        each
        for each in _officers(masked)
        if not any(each.start < one.end and one.start < each.end for one in taken)
    )
    mentions = sorted((*taken, *officers), key=lambda each: each.start)
    parts: list[str] = []
    at = 0
    kept: list[Mention] = []
    for each in mentions:
        if each.start >= at:
            parts += (masked[at : each.start], PARTY)
            kept.append(each)
            at = each.end
    return Outline("".join((*parts, masked[at:])), tuple(kept))


def _officers(text: str) -> Iterator[Mention]:
    for found in _OFFICER.finditer(text):
        is_named = found[0][-1] != "s" and re.match(r" [^\W\d_a-z][a-z]", text[found.end() :])
        if found["head"] and (found[0].islower() or is_named or _OF_ANOTHER.match(text, found.end())):
            continue
        before = _BEFORE.search(text[max(0, found.start() - 30) : found.start()])
        if before and _is_of_others(before[1], is_head=found["head"] is not None):
            continue
        yield Mention(found.start(), found.end(), _called(found[0]), is_post=True)
    for found in _WE.finditer(text):
        yield Mention(found.start(), found.end(), _OURSELVES, is_post=True)


def _is_of_others(word: str, *, is_head: bool) -> bool:
    """Whether the word before an officer makes it one of another state: the French Ambassador."""
    is_plain = word[0].islower() or word.lower().strip(".,") in _OURS or word.endswith("ly")
    return not is_plain and (is_head or place(word) is not None)


def _called(words: str) -> str:
    """How an officer is called whatever stands before: "our Ambassador" and "Ambassador" are the Ambassador."""
    bare = re.sub(r"^(?:(?:the|our|acting|embassy|visiting) )+(?=\w)", "", words, flags=re.IGNORECASE)
    if re.fullmatch(_HEAD, bare, re.IGNORECASE):
        return f"the {bare}"
    return words if words.lower().startswith("embassy") else bare[0].upper() + bare[1:]
