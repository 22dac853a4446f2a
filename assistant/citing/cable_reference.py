"""A cable, or a place in it, with what bibliographies want to know: all references are made of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from more_itertools import chunked

from assistant.answer import Citation, Passage
from assistant.citing.office_names import office_name
from ingest import Library
from ingest.catalogue.catalogue import CableSummary
from ingest.domain.keys import HEADER, Key
from ingest.domain.pages import page_words, pages_of
from ingest.domain.posts import parts, post_name
from ingest.domain.selection import SelectedCable
from ingest.errors import LibraryError

_AT_ONCE = 500  # cables
# The type of CSL and the genre of each kind.
_TYPES: Mapping[str, tuple[str, str | None]] = {
    "cable": ("personal_communication", "telegram"),
    "memorandum": ("personal_communication", "memorandum"),
    "letter": ("personal_communication", "letter"),
    "minutes": ("report", "minutes"),
    "report": ("report", "report"),
    "article": ("article-newspaper", "newspaper article"),
    "document": ("document", None),
}


@dataclass(frozen=True, slots=True)
class CableReference:
    """A cable as it is cited; `ordinal` is that of a paragraph, 0 the header, None the cable as a whole.

    `date` is ISO, as exact as it is known: a day, a year alone where only the id tells it, or None. What else is
    not known is None. `paragraph` is the number that a paragraph prints, `pages` are those on which the place
    stands, `kind` is what the cable is: "cable", or "memorandum" and so on where it is none.
    """

    cable: str
    sender: str | None = None
    recipient: str | None = None
    subject: str | None = None
    date: str | None = None
    marking: str | None = None
    paragraph: int | None = None
    ordinal: int | None = None
    pages: tuple[int, ...] = ()
    kind: str = "cable"

    @property
    def key(self) -> str:
        """What tells it from every other reference."""
        if self.ordinal is None:
            return self.cable
        return f"{self.cable}-p{self.ordinal}" if self.ordinal else f"{self.cable}-header"

    @property
    def place(self) -> str:
        """The place within the cable in words; "" for the cable as a whole."""
        if self.ordinal is None:
            return ""
        if self.is_by_page:
            return page_words(self.pages)
        if self.ordinal == 0:
            return "header"
        if self.printed is None:
            return f"unnumbered paragraph {self.ordinal}"
        return f"paragraph {self.printed}"

    @property
    def printed(self) -> int | None:
        """The number of its paragraph: the one that it prints; what is no cable prints none and is counted."""
        return self.paragraph if self.kind == "cable" or self.paragraph is not None else self.ordinal or None

    @property
    def is_by_page(self) -> bool:
        """Whether its place is told by the page: in what is no cable, and where no number is printed."""
        return bool(self.pages) and (self.kind != "cable" or self.paragraph is None)

    @property
    def marked(self) -> str | None:
        """How the cable is classified, or what is cited of it is marked, in words."""
        return self.marking and f"{'Classified' if self.ordinal is None else 'Marked'} {self.marking}"

    def csl(self) -> dict[str, Any]:
        """Return it as an item of CSL-JSON, which Zotero, Pandoc and citeproc read: a telegram is a letter there.

        What is cited of it, a paragraph, is no part of an item. The id of what is no cable is ours alone: it is
        left out where there is a title.
        """
        type, genre = _TYPES[self.kind]
        is_cable, is_letter = self.kind == "cable", self.subject == f"Letter to {self.recipient}"
        item = {
            "id": self.key,
            "type": type,
            "genre": genre,
            "number": self.cable if is_cable or not (self.subject or self.sender) else None,
            "title": None if is_letter else self.subject,
            "author": [{"literal": self.sender}] if self.sender else [],
            "recipient": [{"literal": self.recipient}] if self.recipient else [],
            "issued": {"date-parts": [list(map(int, self.date.split("-")))]} if self.date else {},
            "note": self.marked,
        }
        return {name: value for name, value in item.items() if value}


def of_places(library: Library, places: Iterable[Citation | Passage]) -> list[CableReference]:
    """Return a reference for each place that is cited, in order, each place once."""
    first = {(each.cable, each.ordinal): each for each in reversed(list(places))}
    cited = list(first.values())[::-1]
    heads = library.heads({each.cable for each in cited})
    quoted = [each for each in cited if isinstance(each, Citation)]
    pages = {(each.cable, each.ordinal): each.pages for each in quoted}
    pages |= _pages(library, {Key(each.cable, each.ordinal) for each in cited if isinstance(each, Passage)})
    return [_of_place(each, heads, pages.get((each.cable, each.ordinal), ())) for each in cited]


def of_cable(library: Library, id: str) -> CableReference:
    """Return a reference to a cable of the library as a whole."""
    return _reference(id, library.heads([id]).get(id))


def of_paragraph(library: Library, id: str, ordinal: int) -> CableReference:
    """Return a reference to a paragraph of a cable, by its place; to the cable where there is none."""
    head, key = library.heads([id]).get(id), Key(id, ordinal)
    found = library.paragraphs([key]).get(key)
    if found is None:
        return _reference(id, head, ordinal=ordinal if ordinal == HEADER else None)
    pages = _pages(library, [key]).get(key, ())
    return _reference(id, head, paragraph=found.number, ordinal=ordinal, pages=pages)


def of_numbered(library: Library, id: str, number: int) -> CableReference:
    """Return a reference to the first paragraph with a number; raises LibraryError where there is none."""
    cable = library.cable(id)
    if cable and (found := cable.numbered(number)):
        return of_paragraph(library, id, found[0].ordinal)
    raise LibraryError(f"{id} has no paragraph {number}; `reftel show {id}` prints all of them.")


def of_list(library: Library, listed: Iterable[SelectedCable]) -> Iterator[CableReference]:
    """Yield a reference to each cable of a list; few of them are in memory at a time."""
    for batch in chunked(listed, _AT_ONCE):
        heads = library.heads([each.id for each in batch])
        yield from (_reference(each.id, heads.get(each.id)) for each in batch)


def _pages(library: Library, keys: Collection[Key]) -> dict[tuple[str, int], tuple[int, ...]]:
    """Return the pages of these paragraphs, of files that have pages."""
    there = library.pages({key.cable for key in keys}) if keys else {}
    if not there:
        return {}
    found = library.paragraphs([key for key in keys if key.cable in there])
    return {
        (key.cable, key.ordinal): tuple(page.number for page in pages_of(there[key.cable], each.start, each.end))
        for key, each in found.items()
    }


def _of_place(
    place: Citation | Passage, heads: Mapping[str, CableSummary], pages: tuple[int, ...]
) -> CableReference:
    gone = CableSummary(place.cable, place.date, place.origin, place.subject, None)
    head = heads.get(place.cable, gone)
    return _reference(
        place.cable, head, paragraph=place.paragraph, ordinal=place.ordinal, marking=place.marking, pages=pages
    )


def _reference(
    id: str,
    head: CableSummary | None,
    *,
    paragraph: int | None = None,
    ordinal: int | None = None,
    marking: str | None = None,
    pages: tuple[int, ...] = (),
) -> CableReference:
    known = parts(id)
    sender = head.origin if head and head.origin else post_name(known.post) if known else None
    written = head.date[:10] if head and head.date else str(known.year) if known else None
    return CableReference(
        cable=id,
        sender=sender and office_name(sender),
        recipient=office_name(head.to[0]) if head and head.to else None,
        subject=" ".join(head.subject.split()) if head and head.subject else None,
        date=written,
        marking=marking or (head.classification if head else None),
        paragraph=paragraph,
        ordinal=ordinal,
        pages=pages,
        kind=head.kind if head else "cable",
    )
