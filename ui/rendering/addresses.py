"""Places in the archive as links: within the chat window, and as lasting addresses; links to the window itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote, urlencode

from assistant import Citation, Passage
from ingest import Cable

LINK = re.compile(r"#/c/(?P<cable>[^/]{1,80})(?:/(?P<ordinal>\d{1,6})(?:/(?P<start>\d{1,9})-(?P<end>\d{1,9}))?)?")


_MOST_NAMED = 60  # cables in one address
_LONGEST_TERMS = 400  # characters of a question


@dataclass(frozen=True, slots=True)
class Place:
    """A cable, one of its paragraphs (0 is the header), and the words meant, as offsets in the raw text.

    As a link it carries its whole identity, `#/c/10BAKU79/5/95-240`, so that it survives copying, old answers
    and reloads without anything being remembered.
    """

    cable: str
    ordinal: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def href(self) -> str:
        """The place as a link."""
        paragraph = "" if self.ordinal is None else f"/{self.ordinal}"
        words = "" if self.start is None else f"/{self.start}-{self.end}"
        return f"#/c/{quote(self.cable, safe='')}{paragraph}{words}"

    @classmethod
    def of(cls, source: Citation | Passage) -> Self:
        """Return the place of the words that are quoted, or of the paragraph that was found."""
        if isinstance(source, Passage):
            return cls(source.cable, source.ordinal)
        return cls(source.cable, source.ordinal, source.start, source.end)

    @classmethod
    def parse(cls, href: str) -> Self | None:
        """Return the place that a link names, or None for any other text."""
        if not (found := LINK.fullmatch(href)):
            return None
        numbers = [int(found[name]) if found[name] else None for name in ("ordinal", "start", "end")]
        return cls(unquote(found["cable"]), *numbers)


def anchors(cable: Cable) -> dict[int, str]:
    """Return how an address names each paragraph of a cable, by ordinal.

    That is the number that it prints, `5`; where there is none, or an earlier paragraph has it already, its place,
    `at-7`.
    """
    found: dict[str, int] = {}
    for paragraph in cable.paragraphs:
        place = f"at-{paragraph.ordinal}"
        found.setdefault(place if paragraph.number is None else str(paragraph.number), paragraph.ordinal)
    named = {ordinal: anchor for anchor, ordinal in found.items()}
    return {each.ordinal: named.get(each.ordinal, f"at-{each.ordinal}") for each in cable.paragraphs}


def permalink(cable: str, anchor: str = "") -> str:
    """Return the lasting address of a cable, or of a paragraph of it, on this server: `/cable/10BAKU79#5`."""
    return f"/cable/{quote(cable, safe='')}{f'#{anchor}' if anchor else ''}"


def page_picture(cable: str, page: int) -> str:
    """Return the address of the picture of a scanned page on this server: `/scan/2/10BAKU79`."""
    return f"/scan/{page}/{quote(cable, safe='')}"


def cable_among(cable: str, cables: Sequence[str], terms: str = "") -> str:
    """Return the address of a cable that was opened from some cables, in this order; `terms`: what was asked."""
    near = max(0, cables.index(cable) - _MOST_NAMED // 2)
    named = ",".join(cables[near : near + _MOST_NAMED]) if len(cables) > 1 else None
    return _with(permalink(cable), {"cables": named, "terms": terms[:_LONGEST_TERMS]})


def references_page(cable: str) -> str:
    """Return a link to the walk along the references of a cable."""
    return f"/references/{quote(cable, safe='')}"


def versions_page(cable: str, text: int = 1) -> str:
    """Return a link to a cable beside another text of it, the first at 1."""
    return _with(f"/versions/{quote(cable, safe='')}", {"text": text if text > 1 else None})


def cite_text(place: Place) -> str:
    """Return a link to how a place is cited, relative to the window, to be completed by `&style=apa`."""
    return f"cite?{urlencode({'link': place.href})}"


def asking(**boxes: str | None) -> str:
    """Return a link to the chat window with what its boxes are to hold: `q` the question, the rest filters."""
    return _with("/", boxes)


def cables_page(**given: str | int | None) -> str:
    """Return a link to the list of cables, as its address describes one: filters, `words`, `sort`, `page`."""
    return _with("/cables", given)


def collection_page(id: str, **given: str | int | None) -> str:
    """Return a link to a collection of cables, narrowed and sorted as a list of cables is."""
    return _with(f"/collections/{quote(id, safe='')}", given)


def workspace_page(id: str, **given: str | None) -> str:
    """Return a link to a page of a workspace: `at` is the item that was dealt with, `did` what was done to it."""
    return _with(f"/workspace/{quote(id, safe='')}", given)


def keeping(**cables: str | None) -> str:
    """Return a link to where cables are kept in a collection: `cables` are ids, `list` a list by its address."""
    return _with("/collections", cables)


def notes_page(**given: str | int | None) -> str:
    """Return a link to the list of notes: `cable`, `words`, `colour`, `page`."""
    return _with("/notes", given)


def note_page(id: str) -> str:
    """Return a link to where a note is changed."""
    return f"/notes/{quote(id, safe='')}"


def noted_place(cable: str, note: str) -> str:
    """Return a link to a note on the page of its cable."""
    return permalink(cable, f"note-{note}")


def person_page(name: str, cable: str | None = None, **more: str | int | None) -> str:
    """Return a link to the page of somebody; `cable` is one that they are in, where others have the same name."""
    return _with(f"/people/{quote(name, safe='')}", {"cable": cable, **more})


def encounters_page(**given: str | int | None) -> str:
    """Return a link to who met whom: `person` and `other` are names, `post` is one whose officers met them."""
    return _with("/encounters", given)


def encounters_table(person: str, cable: str | None = None) -> str:
    """Return a link to all that tells whom somebody met, as CSV."""
    return _with("/encounters.csv", {"person": person, "cable": cable})


def posts_page(**given: str | int | None) -> str:
    """Return a link to the map of posts, for the cables that filters leave."""
    return _with("/posts", given)


def statements_table(name: str, cable: str | None = None, topic: str = "") -> str:
    """Return a link to all that somebody says as CSV, or to what they say about a topic."""
    return _with("/statements.csv", {"person": name, "cable": cable, "topic": topic or None})


def _with(address: str, query: Mapping[str, str | int | None]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{address}?{urlencode(given)}" if given else address
