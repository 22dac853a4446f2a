"""What an abbreviation stands for where the archive opens it: "Saudi Arabian Government (SAG)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest import Library, Paragraph
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key

_DEPTH = 200  # paragraphs with the abbreviation that are read
_MOST_WORDS = 10  # of what it stands for
_REACH = 110  # characters in which that stands
_CAPITALS = re.compile(r"(?:[A-Z][\w'’&/-]*(?: (?:of|for|the|and|on|in|de|da|do|del|la) (?:the )?)? ?){2,}\Z")
_STARTS = re.compile(r"(?<![\w'’])[\w'’]")
_SMALL = frozenset("a an the and of for in on to de da do del la bin al".split())


@dataclass(frozen=True, slots=True)
class Opened:
    """A place that opens an abbreviation: `words` stand for it; they and the brackets are at `start` to `end`."""

    key: Key
    paragraph: Paragraph
    start: int
    end: int
    words: str


def opened(library: Library, short: str, where: Filters) -> list[Opened]:
    """Return where an abbreviation is opened, as it is written or in capitals, the best places first."""
    keys = [key for key, _ in library.by_words(short, _DEPTH, where) if key.ordinal != HEADER]
    there = library.paragraphs(keys)
    return [
        Opened(key, there[key], start, end, there[key].text[start:end].partition(" (")[0].rstrip("'’,"))
        for key in keys
        if key in there
        for start, end in _openings(there[key].text, short)
    ]


def _openings(text: str, short: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand with an abbreviation of them in brackets behind."""
    forms = "|".join(re.escape(form) for form in dict.fromkeys((short, short.upper())))
    for match in re.finditer(rf" \([\"“”']?(?P<short>{forms})[\"“”']?(?=[),;])[^()]{{0,40}}\)", text):
        start = _start(text, match.start(), match["short"])
        if start is not None:
            yield start, match.end()


def _start(text: str, end: int, short: str) -> int | None:
    """Return where the words begin whose letters an abbreviation takes, else the names in front of it."""
    begin = max(0, end - _REACH)
    before = text[begin:end]
    before = before[max(before.rfind(mark) + 1 for mark in (". ", "; ", ": ", "(", ")", "\n")) :]
    starts = [match.start() for match in _STARTS.finditer(before)][-_MOST_WORDS:]
    letters = re.sub(r"[^a-z0-9]", "", short.lower())
    for takes in (_initials, _in_order):  # "Pakistan People's Party" for PPP, of which two words have three
        for start in reversed(starts):
            if before[start].lower() == letters[:1] and takes(letters, before[start:]):
                return end - len(before) + start
    capitals = _CAPITALS.search(before)
    return end - len(capitals[0]) if capitals else None


def _initials(letters: str, words: str) -> bool:
    """Whether the letters are the first ones of the words, small words counted or not, and all of "UN"."""
    parts = [part for part in re.split(r"[\s/&-]+", words) if part]
    first = [part.lower() if part.isupper() else part[0].lower() for part in parts]
    large = [letter for letter, part in zip(first, parts, strict=True) if part.lower() not in _SMALL]
    return letters in ("".join(first), "".join(large))


def _in_order(letters: str, words: str) -> bool:
    rest = iter(words.lower())
    return words[0].isupper() and all(letter in rest for letter in letters) and len(words) > 2 * len(letters)
