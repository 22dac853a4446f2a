"""The list that a cable was opened from, as its address says: which cable comes before it there, and which after.

Nothing is remembered: `/cable/10BAKU79?list=origin%3DBAKU&at=3` names a list as its own address describes it, and
`?cables=10BAKU79,09BAKU226` some cables in this order. Both are looked up in what the reader may see.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from ingest import Library
from ingest.domain.filters import MOST_CHOSEN
from ingest.domain.selection import CableList
from ingest.errors import ReftelError
from ui.access.reader_access import Access, Reader
from ui.pages.cable_lists import LIST, ListAddress
from ui.rendering.addresses import cable_among, cables_page, permalink

AT, CABLES, TERMS = "at", "cables", "terms"  # of an address
_PAGE = 100  # cables on a page of a list
_SEARCHED = 1_000  # of a list that has changed, as many are looked through
_LONGEST = 2_000  # characters of an address that name a list: a link carries no longer one


@dataclass(frozen=True, slots=True)
class NextCable:
    """A neighbour on the trail."""

    cable: str
    href: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a cable stands in the list that it was opened from: "3 of 41", and what is before and after it."""

    position: int
    number: int
    previous: NextCable | None
    next: NextCable | None
    back: str
    name: str
    words: str = ""


def trail(access: Access, who: Reader, id: str, given: Mapping[str, str]) -> Trail | None:
    """Return where a cable stands in the list that an address names.

    None where it names none, or one that this reader does not have or that the cable is not in: for a cable can be
    read without its list.
    """
    library = access.library(who)
    try:
        if named := given.get(CABLES, "")[:_LONGEST]:
            return _through(library, id, named, given.get(TERMS, ""))
        if LIST not in given or len(given[LIST]) > _LONGEST:
            return None
        asked = ListAddress.read(dict(parse_qsl(given[LIST][:_LONGEST])))
        return _in_list(library, id, asked, asked.cables(access, who), _number(given.get(AT, "")))
    except ReftelError:  # a filter that makes no sense, an answer or a collection that is not theirs
        return None


def in_list(id: str, asked: ListAddress, position: int) -> str:
    """Return the link to a cable that stands at a position of a list, the first at 1."""
    named = urlencode(asked.parameters())
    return permalink(id) + (f"?{urlencode({LIST: named, AT: position})}" if len(named) <= _LONGEST else "")


def _through(library: Library, id: str, named: str, terms: str) -> Trail | None:
    ids = library.present([each.strip() for each in named.split(",")][:MOST_CHOSEN])
    if id not in ids or len(ids) < 2:
        return None

    def step(place: int) -> NextCable | None:
        return NextCable(ids[place], cable_among(ids[place], ids, terms)) if 0 <= place < len(ids) else None

    at = ids.index(id)
    return Trail(at + 1, len(ids), step(at - 1), step(at + 1), cables_page(cables=", ".join(ids)), "Cables", terms)


def _in_list(library: Library, id: str, asked: ListAddress, given: CableList, hint: int) -> Trail | None:
    at = _position(library, id, given, hint)
    if at is None:
        return None
    start = max(0, at - 1)
    near = dict(enumerate(library.list_page(given, start, at + 2 - start), start))

    def step(place: int) -> NextCable | None:
        found = near.get(place)
        return NextCable(found.id, in_list(found.id, asked, place + 1)) if found else None

    page = at // _PAGE + 1
    return Trail(
        at + 1,
        library.list_length(given),
        step(at - 1) if at else None,
        step(at + 1),
        asked.address(page if page > 1 else None),
        "Collection" if asked.collection else "Cables",
        asked.words,
    )


def _position(library: Library, id: str, given: CableList, hint: int) -> int | None:
    """Return where a cable stands in a list, from 0 on; `hint` is where it stood when the link was made."""
    for start, limit in ((max(0, hint - 1), 1), (max(0, hint - _PAGE), 2 * _PAGE)):
        for place, each in enumerate(library.list_page(given, start, limit), start):
            if each.id == id:
                return place
    first: Iterator[str] = (each.id for each in islice(library.listed(given), _SEARCHED))
    return next((place for place, each in enumerate(first) if each == id), None)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
