"""The REF list of a telegram: which other telegrams it answers or builds on."""

import re

from ingest.cable import Reference
from ingest.posts import CableId, full_year, post

# An entry's letter: "A. X", "B) X", "(C) X", "D. (D) X", and the pilcrow that web pages put before it.
LETTER = re.compile(
    r"(?:(?<=\s)|^|(?<=[;,:]))(?:REF(?:TEL)?\s+)?¶?\s?(?:\((?P<round>[A-Z])\)|(?P<plain>[A-Z])[.)])\s*(?:\(?[A-Z]\)\s*|[A-Z]\.\s+(?=[A-Z(\d]))?",
    re.IGNORECASE,
)
WORDS = r"(?<![A-Za-z])[A-Za-z][A-Za-z.'/]*+(?:[ \t\n]++[A-Za-z][A-Za-z.'/]*+){0,4}+"
# "2009 BAKU 972", "STATE 216511", "ASHGABAT687", "AMMAN 5049-01", "BAKU 79 (2010)"
TELEGRAM = re.compile(
    rf"(?:(?<![\w/-])'?(?P<year>(?:19|20)?\d\d)[\s-]*)?(?P<words>{WORDS})[\s-]*(?P<number>\d{{1,7}})(?![\d/])"
    r"(?:\s*\((?P<late>(?:19|20)\d\d)\)|-(?P<short>\d\d)(?!\d)|\s+\((?P<brief>\d\d)\))?"
)
MORE = re.compile(r"\s*(?:,|;|/|AND|&)+\s*(?:(?P<year>(?:19|20)?\d\d)\s+)?(?P<number>\d{2,7})(?![\d/])(?!\s*[A-Za-z]{3})", re.IGNORECASE)
NOTAL = re.compile(r"\(?\bNOTAL\b\)?", re.IGNORECASE)


def read_references(text: str, *, year: int | None, post: str | None, number: int | None) -> tuple[Reference, ...]:
    """The entries of a REF list (without its label), in order.

    `year`, `post` and `number` are the telegram's own: a reference without a year takes that year, or the
    year before when it names the same post with a number above the telegram's own.
    """
    found: list[Reference] = []
    for letter, entry in _entries(text):
        telegrams = [
            _reference(letter, entry, id, written, own=(year, post, number)) for id, written in _telegrams(entry)
        ]
        found += telegrams or [Reference(letter, None, " ".join(entry.split()), notal=bool(NOTAL.search(entry)))]
    return tuple(found)


def _entries(text: str) -> list[tuple[str | None, str]]:
    """Split a list at its letters; letters must go up, so that initials do not open entries."""
    starts: list[tuple[int, int, str]] = []
    for match in LETTER.finditer(text):
        letter = (match["round"] or match["plain"]).upper()
        if (not starts and letter == "A") or (starts and 0 < ord(letter) - ord(starts[-1][2]) <= 2):
            starts.append((match.start(), match.end(), letter))
    if not starts:
        return [(None, text.strip(" \n¶;,."))] if text.strip(" \n¶;,.") else []
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    entries: list[tuple[str | None, str]] = [
        (letter, text[begin:end].strip(" \n¶;,")) for (_, begin, letter), end in zip(starts, ends, strict=True)
    ]
    before = text[: starts[0][0]].strip(" \n¶;,:.")
    return ([(None, before)] if any(_telegrams(before)) else []) + [entry for entry in entries if entry[1]]


def _telegrams(entry: str) -> list[tuple[CableId, bool]]:
    """Every telegram of a known post in an entry, and whether its year was written; year 0 where it was not."""
    found: list[tuple[CableId, bool]] = []
    position = 0
    while match := TELEGRAM.search(entry, position):
        position = match.end()
        sender = _sender(match["words"])
        if not sender:
            continue
        written = match["year"] or match["late"] or match["short"] or match["brief"]
        if not written and (before := re.search(r"(?<![\w/-])'?((?:19|20)?\d\d)\s*$", match["words"].rsplit(None, 1)[0])):
            written = before[1]
        found.append((CableId(full_year(int(written)) if written else 0, sender, int(match["number"])), bool(written)))
        while more := MORE.match(entry, position):
            position = more.end()
            again = more["year"]
            year = full_year(int(again)) if again else found[-1][0].year
            found.append((CableId(year, sender, int(more["number"])), bool(again or written)))
    return found


def _sender(words: str) -> str | None:
    """The post that `words` end in."""
    split = words.replace("/", " ").split()
    names = (post(" ".join(split[i:])) for i in range(max(0, len(split) - 4), len(split)))
    return next(filter(None, names), None)


def _reference(
    letter: str | None,
    entry: str,
    id: CableId,
    written: bool,
    *,
    own: tuple[int | None, str | None, int | None],
) -> Reference:
    year, post_, number = own
    notal = bool(NOTAL.search(entry))
    raw = " ".join(entry.split())
    if written:
        return Reference(letter, str(id), raw, notal=notal)
    if year is None:
        return Reference(letter, None, raw, notal=notal)
    before = id.post == post_ and number is not None and id.number > number
    return Reference(letter, str(CableId(year - before, id.post, id.number)), raw, year_inferred=True, notal=notal)
