"""What an abbreviation stands for where the archive opens it: "Saudi Arabian Government (SAG)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from more_itertools import chunked

from ingest import Library, Paragraph
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key

_AT_ONCE = 250  # paragraphs with the abbreviation that are read, and then as many more, until one opens it
_DEPTH = 1000
_MOST_WORDS = 10  # of what it stands for
_REACH = 110  # characters in which that stands
_STARTS = re.compile(r"(?<![\w'’])[\w'’]")
_ANY = re.compile(r" \([\"“”']?(?P<short>[A-Z][\w&/-]{0,8}[A-Z0-9])[\"“”']?(?=[),;])[^()]{0,40}\)")
_SMALL = frozenset("a an the and of for in on to de da do del la bin al".split())


@dataclass(frozen=True, slots=True)
class OpenedAbbreviation:
    """A place that opens an abbreviation: `words` stand for it; they and the brackets are at `start` to `end`.

    `spelt`: its letters are theirs; else they are only what is set before it, as for one of another language.
    """

    key: Key
    paragraph: Paragraph
    start: int
    end: int
    words: str
    spelt: bool


def opened(library: Library, short: str, where: Filters) -> list[OpenedAbbreviation]:
    """Return where an abbreviation is opened, as it is written or in capitals, the best places first."""
    keys = [key for key, _ in library.by_words(short, _DEPTH, where) if key.ordinal != HEADER]
    for some in chunked(keys, _AT_ONCE):
        there = library.paragraphs(some)
        found = [
            OpenedAbbreviation(key, there[key], start, end, _words(there[key].text[start:end]), spelt)
            for key in some
            if key in there
            for start, end, spelt in _openings(there[key].text, short)
        ]
        if found:
            return found
    return []


def openings(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the abbreviations that a text opens, what each stands for, and whether its letters are theirs."""
    for match in _ANY.finditer(text):
        if found := _start(text, match.start(), match["short"]):
            start, spelt = found
            yield match["short"], _words(text[start : match.end()]), spelt


def _words(opening: str) -> str:
    return opening.partition(" (")[0].rstrip("'’,")


def _openings(text: str, short: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where words stand with an abbreviation of them in brackets behind."""
    forms = "|".join(re.escape(form) for form in dict.fromkeys((short, short.upper())))
    for match in re.finditer(rf" \([\"“”']?(?P<short>{forms})[\"“”']?(?=[),;])[^()]{{0,40}}\)", text):
        if found := _start(text, match.start(), match["short"]):
            start, spelt = found
            yield start, match.end(), spelt


def _start(text: str, end: int, short: str) -> tuple[int, bool] | None:
    """Return where the words begin whose letters an abbreviation takes, else where the names before it do."""
    begin = max(0, end - _REACH)
    before = text[begin:end]
    before = before[max(before.rfind(mark) + 1 for mark in (". ", "; ", ": ", "(", ")", "\n")) :]
    starts = [match.start() for match in _STARTS.finditer(before)][-_MOST_WORDS:]
    letters = re.sub(r"[^a-z0-9]", "", short.lower())
    for takes in (_initials, _in_order):  # "Pakistan People's Party" for PPP, of which two words have three
        for start in reversed(starts):
            if before[start].lower() == letters[:1] and takes(letters, before[start:]):
                return end - len(before) + start, True
    capitals = _capitals(before[starts[0] :]) if starts else ""
    return (end - len(capitals), False) if " " in capitals else None


def _capitals(before: str) -> str:
    """Return the names that a text ends with, "Brazilian Land Settlement Agency", small words in between."""
    words = before.split(" ")
    taken = 0
    for place, word in enumerate(reversed(words), start=1):
        if word[:1].isupper():
            taken = place
        elif word not in _SMALL:
            break
    return " ".join(words[len(words) - taken :])


def _initials(letters: str, words: str) -> bool:
    """Whether the letters are the first ones of the words, small words counted or not, and all of "UN"."""
    return letters in ("".join(_first(words, small=True)), "".join(_first(words)))


def _in_order(letters: str, words: str) -> bool:
    """Whether names have the letters in their order, and each begins with one: "Review Conference" has RevCon."""
    return (
        words[0].isupper()
        and len(words) > 2 * len(letters)
        and _within(letters, words.lower())
        and _within("".join(_first(words)), letters)
    )


def _first(words: str, *, small: bool = False) -> list[str]:
    found = [word for word in re.split(r"[\s/&-]+", words) if word and (small or word.lower() not in _SMALL)]
    return [word.lower() if word.isupper() else word[0].lower() for word in found]


def _within(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
