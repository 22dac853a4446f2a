"""The REF list of a telegram: which other telegrams it answers or builds on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.domain.cable import Reference
from ingest.domain.limits import LONGEST_ENTRY, MOST_REFERENCES, Measure
from ingest.domain.posts import CableId, full_year, post

# An entry's letter: "A. X", "B) X", "(C) X", "D. (D) X", behind the pilcrow that web pages put before it.
LETTER = re.compile(
    r"(?:(?<=[\s;,:])|^)(?:REF(?:TEL)?\s+)?¶?\s?(?:\((?P<round>[A-Z])\)|(?P<plain>[A-Z])[.)])\s*"
    r"(?:\(?[A-Z]\)\s*|[A-Z]\.\s+(?=[A-Z(\d]))?",
    re.IGNORECASE,
)
WORD = r"[A-Za-z][A-Za-z.'/-]{0,60}+"  # no longer, as each letter behind a full stop or a slash may begin one
YEAR = r"(?:19|20)?\d\d"
# "2009 BAKU 972", "STATE 216511", "ASHGABAT687", "AMMAN 5049-01", "BAKU 79 (2010)"
TELEGRAM = re.compile(
    rf"(?:(?<![\w/-])['(]?(?P<year>{YEAR})\)?[\s-]*)?(?P<words>(?<![A-Za-z]){WORD}(?:\s++{WORD}){{0,4}}+)[\s-]*"
    rf"(?P<number>\d{{1,7}})(?![\d/])(?:\s*\((?P<late>{YEAR})\)|-(?P<short>\d\d)(?!\d))?"
)
# "STATE 216511, 216512", "BRASILIA 2799 AND 2764": the post carries over.
MORE = re.compile(
    rf"\s*(?:,|;|/|AND\b|&)+\s*(?:(?P<year>{YEAR})\s+)?(?P<number>\d{{2,7}})(?![\d/])(?!\s*[A-Za-z]{{3}})",
    re.IGNORECASE,
)
NOTAL = re.compile(r"\bNOTAL\b", re.IGNORECASE)
AROUND = " \n\t¶;,."


class NamedTelegram(NamedTuple):
    """A telegram as an entry names it; `year` is None where the entry does not say it."""

    year: int | None
    post: str
    number: int


def read_references(text: str, *, own: CableId | None, measure: Measure | None = None) -> tuple[Reference, ...]:
    """The entries of a REF list (without its label), in order; `own` is the telegram that has the list.

    A reference without a year takes the telegram's own, or the year before when it names the same post with
    a number above the telegram's; it stays without id where the telegram's is unknown.
    """
    measure = measure or Measure()
    return measure.items(_references(text, own, measure), MOST_REFERENCES)


def _references(text: str, own: CableId | None, measure: Measure) -> Iterator[Reference]:
    for letter, entry in _entries(text):
        words = " ".join(entry.split())
        notal = bool(NOTAL.search(words))
        shown = measure.text(words, LONGEST_ENTRY)
        named = False
        for year, sender, number in telegrams(words):
            named = True
            known = likely_year(own, sender, number) if year is None else year
            id = str(CableId(known, sender, number)) if known else None
            yield Reference(letter, id, shown, year_inferred=year is None, notal=notal)
        if not named:
            yield Reference(letter, None, shown, notal=notal)


def likely_year(own: CableId | None, sender: str, number: int) -> int | None:
    """The year of a telegram named without one: that of `own`, or the one before where the number tells."""
    return own.year - (sender == own.post and number > own.number) if own else None


def _entries(text: str) -> Iterator[tuple[str | None, str]]:
    """Split a list at its letters; they must go up, so that initials do not open entries."""
    starts: list[tuple[int, int, str]] = []
    for match in LETTER.finditer(text):
        letter = (match["round"] or match["plain"]).upper()
        if letter == "A" if not starts else 0 < ord(letter) - ord(starts[-1][2]) <= 2:
            starts.append((match.start(), match.end(), letter))
    before = text[: starts[0][0]] if starts else text
    if before.strip(AROUND) and (not starts or any(telegrams(before))):
        yield None, before.strip(AROUND)
    ends = [start for start, _, _ in starts[1:]]
    for (_, begin, letter), end in zip(starts, [*ends, len(text)], strict=False):
        if entry := text[begin:end].strip(AROUND):
            yield letter, entry


def telegrams(entry: str) -> Iterator[NamedTelegram]:
    """Every telegram of a known post that an entry, or any text, names."""
    position = 0
    while match := TELEGRAM.search(entry, position):
        sender = _sender(match["words"])
        position = match.end() if sender else match.start("number")  # which may be the next one's year
        if not sender:
            continue
        written = match["year"] or match["late"] or match["short"]
        year = full_year(int(written)) if written else None
        yield NamedTelegram(year, sender, int(match["number"]))
        while more := MORE.match(entry, position):
            position = more.end()
            yield NamedTelegram(
                full_year(int(more["year"])) if more["year"] else year, sender, int(more["number"])
            )


def _sender(words: str) -> str | None:
    """The post that `words` end in."""
    split = words.replace("/", " ").replace("-", " ").split()
    names = (post(" ".join(split[i:])) for i in range(max(0, len(split) - 4), len(split)))
    return next(filter(None, names), None)
