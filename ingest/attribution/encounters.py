"""Who meets whom in a cable, as its sentences say it outright; never what was only wished or planned.

A sentence is read as its outline (`party_mentions.py`), in which the patterns of `encounter_patterns.py` are
looked for. What they do not say outright is not found.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from ingest.attribution.addressee import addressee
from ingest.attribution.cast import REDACTED, Cast
from ingest.attribution.encounter_patterns import (
    BESIDE,
    DOUBT,
    ENCOUNTERS,
    HINT,
    OF_MEETINGS,
    PARTICIPANTS,
    SIDE,
    TOGETHER,
    UNDER,
    UNDONE,
    WANTED,
)
from ingest.attribution.party_mentions import Mention, Outline, outline, people_in
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Encounter, EncounterKind, Statement

_SURE = 0.9  # from which probability on a speaker is taken as the one who told
_NEAR = 80  # characters before a name that say what it hangs on
_MOST = 12  # people of one sentence who are paired


def encounters(paragraphs: Sequence[Paragraph], cast: Cast, statements: Sequence[Statement]) -> list[Encounter]:
    """Return who met whom in a cable; its statements tell where its sentences are and who speaks in them."""
    by_ordinal: dict[int, list[Statement]] = {}
    for each in statements:
        by_ordinal.setdefault(each.ordinal, []).append(each)
    found: dict[tuple[object, ...], Encounter] = {}
    offset = 0
    for paragraph in paragraphs:
        for met in _of_paragraph(paragraph, cast, by_ordinal.get(paragraph.ordinal, ()), offset):
            found.setdefault((met.ordinal, met.start, met.one, met.other), met)
        offset += len(paragraph.text) + 1
    return list(found.values())


def _of_paragraph(
    paragraph: Paragraph, cast: Cast, statements: Sequence[Statement], offset: int
) -> Iterator[Encounter]:
    listed = PARTICIPANTS.match(paragraph.text)
    if listed:
        people = list(people_in(cast, paragraph.text, offset))
        for left, right in _across(outline(paragraph.text, people)):
            yield from _between("met", paragraph.ordinal, 0, len(paragraph.text), left, right)
        return
    for each in statements:
        text = paragraph.text[each.start : each.end]
        if not HINT.search(text):
            continue
        people = list(people_in(cast, text, offset + each.start))
        read = outline(text, people)
        for kind, one, other in pairs(read):
            yield from _between(kind, paragraph.ordinal, each.start, each.end, one, other)
        if (
            each.kind == "said"
            and each.speaker
            and each.sure >= _SURE
            and (speaker := _speaker(cast, each.speaker))
        ):
            yield from _told(paragraph.ordinal, each, speaker, text, read)


def pairs(read: Outline) -> Iterator[tuple[EncounterKind, Mention, Mention]]:
    """Yield who met, and who spoke with whom, in a sentence given as its outline."""
    if len(read.mentions) < 2:
        return
    met = [each for kind, pattern in ENCOUNTERS for each in _by(pattern, kind, read)]
    for found in TOGETHER.finditer(read.text):
        if not DOUBT.search(_clause(read.text, found.start()) + found[0]):
            together = read.within(*found.span("all"))[:_MOST]
            met += [("met", one, other) for one, other in combinations(together, 2)]
    yield from met
    for pattern in BESIDE:
        for found in pattern.finditer(read.text):
            yield from _beside(read.within(*found.span("beside")), read.within(*found.span("main")), met)


def _by(
    pattern: re.Pattern[str], kind: EncounterKind, read: Outline
) -> Iterator[tuple[EncounterKind, Mention, Mention]]:
    """Yield the pairs that one pattern finds, as far as nothing makes them doubtful."""
    for found in pattern.finditer(read.text):
        before = _clause(read.text, found.start())
        end = max(found.end("one"), found.end("other"))
        if DOUBT.search(before + read.text[found.start() : end]):
            continue
        if pattern in OF_MEETINGS:
            if WANTED.search(before) or UNDONE.match(read.text, found.end()):
                continue
        elif UNDER.search(read.text[max(0, found.start("one") - _NEAR) : found.start("one")]):
            continue
        how: EncounterKind = "spoke" if {"spoke", "talked"} & _given(found) else kind
        ones, others = read.within(*found.span("one")), read.within(*found.span("other"))
        for one, other in product(ones[:_MOST], others[:_MOST]):
            yield how, one, other


def _beside(
    beside: Sequence[Mention], main: Sequence[Mention], met: Sequence[tuple[EncounterKind, Mention, Mention]]
) -> Iterator[tuple[EncounterKind, Mention, Mention]]:
    """Yield whom those met who were with somebody at a meeting: whom that one met."""
    for kind, one, other in met:
        for whom, company in ((one, other), (other, one)):
            if whom in main:
                yield from ((kind, each, company) for each in beside)


def _given(found: re.Match[str]) -> set[str]:
    return {name for name, words in found.groupdict().items() if words}


def _clause(text: str, end: int) -> str:
    """Return what stands before a place, from the last semicolon on."""
    return text[text.rfind(";", 0, end) + 1 : end]


def _across(read: Outline) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs of a list of participants, each of two sides."""
    starts = [found.start() for found in SIDE.finditer(read.text)]
    sides = [read.within(start, end) for start, end in zip(starts, [*starts[1:], len(read.text)], strict=True)]
    sides = [side for side in sides if side]
    if len(sides) == 2:
        yield from product(sides[0][:_MOST], sides[1][:_MOST])


def _told(ordinal: int, said: Statement, speaker: str, text: str, read: Outline) -> Iterator[Encounter]:
    """Yield that the speaker of a sentence told the post something, where it says to whom."""
    to = addressee(" ".join(text.split()))
    for each in read.mentions if to else ():
        if each.is_post and to and each.name.lower().removeprefix("the ") in to.lower():
            yield Encounter(ordinal, said.start, said.end, "spoke", speaker, each.name, is_post=True)
            return


def _speaker(cast: Cast, speaker: str) -> str | None:
    return speaker if speaker in cast.people and speaker != REDACTED and cast.is_person(speaker) else None


def _between(
    kind: EncounterKind, ordinal: int, start: int, end: int, one: Mention, other: Mention
) -> Iterator[Encounter]:
    if one.is_post:
        one, other = other, one
    if not one.is_post and one.name != other.name:
        if not other.is_post:
            one, other = sorted((one, other), key=lambda each: each.name)
        yield Encounter(ordinal, start, end, kind, one.name, other.name, other.is_post)
