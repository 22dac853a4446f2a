"""What of a cable can be found: its header and each of its paragraphs, as entries of the indexes.

An entry's text is what a reader might search for. What it stands for is looked up in the catalogue by its key.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.domain.cable import Cable
from ingest.domain.filters import Facts, facts
from ingest.domain.keys import HEADER, NOBODY, Key

# Characters of the context, which comes with each paragraph: more than any model reads of it.
_LONGEST_CONTEXT = 4_000
_LONGEST_HEADER = 20_000  # of the facts of a cable: some hundred addressees


# Capitals, quotes and dashes are left to the analysers; this adds what they cannot know, and keeps every other
# character in its place. Each pattern begins with what is looked for first, which is fast, and looks back.
_MENDS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r",(?<=\w,)s(?=\s)"), "'s"),  # "BUSH,S VISIT": an apostrophe that became a comma
    (re.compile(r"&anyone8"), '"       '),
    (re.compile(r"[Xx](?<=\b.)[Xx]{7,}\b"), lambda match: "redacted".ljust(len(match[0]))),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: `context` (subject and section) says what the `text` is about."""

    key: Key
    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the indexes should hold of one cable; nothing when the cable is gone."""

    cable: str
    facts: Facts = field(default_factory=Facts)
    entries: tuple[Entry, ...] = ()


def listing(cable: Cable, speakers: Mapping[Key, Sequence[str]] = NOBODY) -> Listing:
    """Return a cable's header and paragraphs as entries, with what the cable can be filtered by.

    Where `speakers` tells who speaks in a paragraph, that is part of its context: "he said" alone names nobody.
    """
    return Listing(cable.id, facts(cable), tuple(entries(cable, speakers)))


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
    is_cable = not cable.is_document
    stated = (
        (cable.subject, f"{cable.kind.capitalize()} {{}} with the subject"),
        (cable.origin, "sent by" if is_cable else "written by"),
        (cable.date, "sent on" if is_cable else "dated"),
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
