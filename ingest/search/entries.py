"""What of a cable can be found: its header and each of its paragraphs, as entries of the indexes.

An entry's text is what a reader might search for. What it stands for is looked up in the catalogue by its key.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from ingest.domain.cable import Cable
from ingest.domain.limits import LONGEST_FIELD, LONGEST_TAG, MOST_TAGS
from ingest.domain.posts import post
from ingest.errors import FilterError

# Characters of the context, which comes with each paragraph: more than any model reads of it.
_LONGEST_CONTEXT = 4_000
_LONGEST_HEADER = 20_000  # of the facts of a cable: some hundred addressees
HEADER = 0  # the ordinal under which a cable's header facts are found


_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# Capitals, quotes and dashes are left to the analysers; this mends what they cannot know, and keeps every other
# character in its place. Each pattern begins with what is looked for first, which is fast, and looks back.
_MENDS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r",(?<=\w,)s(?=\s)"), "'s"),  # "BUSH,S VISIT": an apostrophe that became a comma
    (re.compile(r"&anyone8"), '"       '),
    (re.compile(r"[Xx](?<=\b.)[Xx]{7,}\b"), lambda match: "redacted".ljust(len(match[0]))),
)


class Key(NamedTuple):
    """Where an entry stands: a cable and the ordinal of the paragraph in it, 0 for the header."""

    cable: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.cable}#{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what `str` wrote."""
        cable, _, ordinal = text.rpartition("#")
        return cls(cable, int(ordinal))


def vector_id(key: Key, window: int) -> str:
    """Return the id of the vector of one window of an entry."""
    return f"{key}.{window}"


def vector_key(id: str) -> Key:
    """Return the entry that a vector belongs to."""
    return Key.parse(id.rpartition(".")[0])


NOBODY: Mapping[Key, Sequence[str]] = {}  # where it is not told who speaks


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: `context` (subject and section) says what the `text` is about."""

    key: Key
    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Where:
    """Which cables to search, and whose words alone, by any word of his name; None leaves a matter open.

    Dates are ISO, inclusive, of any exactness ("2009", "2009-02", "2009-02-17"); anything else raises
    FilterError. A post, a tag and a class are taken in any case, and a post by any of its names: "Tel Aviv".
    """

    since: str | None = None
    until: str | None = None
    origin: str | None = None
    tag: str | None = None
    classification: str | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and not _DATE.fullmatch(date):
                raise FilterError(f"{date!r} is no date: write 2009, 2009-02 or 2009-02-17.")
        for name, canonical in (("origin", post), ("tag", str.upper), ("classification", str.upper)):
            if given := getattr(self, name):
                object.__setattr__(self, name, canonical(given) or given.upper())

    def __bool__(self) -> bool:
        return self != Where()


EVERYWHERE = Where()


@dataclass(frozen=True, slots=True)
class Facts:
    """What `Where` asks of a cable; `day` is yyyymmdd."""

    day: int | None = None
    post: str = ""
    tags: tuple[str, ...] = ()
    classification: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the indexes should hold of one cable; nothing when the cable is gone."""

    cable: str
    facts: Facts = Facts()
    entries: tuple[Entry, ...] = ()


def listing(cable: Cable, speakers: Mapping[Key, Sequence[str]] = NOBODY) -> Listing:
    """Return a cable's header and paragraphs as entries, with what the cable can be filtered by.

    Where `speakers` tells who speaks in a paragraph, that is part of its context: "he said" alone names nobody.
    """
    return Listing(cable.id, facts(cable), tuple(entries(cable, speakers)))


def facts(cable: Cable) -> Facts:
    """Return what a cable can be filtered by."""
    date = cable.date or (str(cable.year) if cable.year else None)  # an id tells the year where no date is left
    day = first_day(date) if date else None
    # A cable that 0.1.0 took in has any number of tags, and Chroma breaks over some thousands.
    tags = tuple(tag[:LONGEST_TAG] for tag in cable.tags[:MOST_TAGS])
    return Facts(day, cable.post, tags, cable.classification and cable.classification[:LONGEST_FIELD])


def first_day(date: str) -> int:
    """Return the first day of an ISO date of any exactness as yyyymmdd: "2009" begins 20090101."""
    return _day(date, "0101")


def last_day(date: str) -> int:
    """Return the last day of an ISO date of any exactness as yyyymmdd: "2009-02" ends 20090231."""
    return _day(date, "1231")


def _day(date: str, missing: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits + missing[len(digits) - 4 :])


def entries(cable: Cable, speakers: Mapping[Key, Sequence[str]] = NOBODY) -> Iterator[Entry]:
    """Yield the header of a cable, then its paragraphs in order."""
    subject = cable.subject or ""
    yield Entry(Key(cable.id, HEADER), "", header_text(cable))
    for paragraph in cable.paragraphs:
        key = Key(cable.id, paragraph.ordinal)
        context = ". ".join(
            part for part in (subject, paragraph.section, ", ".join(speakers.get(key, ()))) if part
        )
        yield Entry(key, mended(context[:_LONGEST_CONTEXT]), mended(paragraph.text))


def header_text(cable: Cable) -> str:
    """Return the header facts as sentences that a question about them resembles."""
    stated = (
        (cable.subject, "Cable {} with the subject"),
        (cable.origin, "sent by"),
        (cable.date, "sent on"),
        (cable.classified_by and cable.classified_by.raw, ""),
        (" ".join(facts(cable).tags), "Tags"),
        (cable.classification, "Classification"),
        (cable.declassify_on, "Declassify on"),
        (", ".join(cable.to + cable.info), "Addressed to"),
    )
    known = (f"{label.format(cable.id)} {value}".strip() for value, label in stated if value)
    return mended(". ".join(known)[:_LONGEST_HEADER])


def mended(text: str) -> str:
    """Return a copy for the indexes with the damage undone that would hide a word."""
    for pattern, replacement in _MENDS:
        text = pattern.sub(replacement, text)
    return text
