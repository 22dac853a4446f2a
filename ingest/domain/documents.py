"""What is read from files: the text of a cable, or why there is none."""

from dataclasses import dataclass

from ingest.domain.cable import Cable
from ingest.domain.pages import Page


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a web page, or whatever holds a cable, says about it beside the text; fills in what the text lacks."""

    id: str | None = None
    date: str | None = None  # "2010-02-04T13Z": the page's minutes are broken
    classification: str | None = None
    origin: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One cable's text as found in a source, in most cases before parsing.

    `place` says where it came from in words a user can act on: a path, or "dump.csv, row 12".
    `name` is a hint for the id, such as the file's stem. `pages` are those of the file, in the order of the text,
    whose lines then end in a line feed alone; none where the file has no pages.
    """

    place: str
    text: str
    name: str | None = None
    page: PageFacts | None = None
    cable: Cable | None = None  # where the source holds it as it was parsed before
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, and why, in one line that the user can act on."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passing(Failure):
    """A file could not be read at this moment: it is tried again the next time, changed or not."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of a folder, or a member of an archive, that is not read, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document of an input, the hash of its text, and the cable that it is."""

    input: str
    document: Document
    sha: str
    cable: Cable
