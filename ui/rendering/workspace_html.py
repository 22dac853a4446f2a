"""What a page of a workspace shows of its items. Pure functions; `pages/workspace.html` has the markup."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.citations import day
from assistant.citing.office_names import office_name
from assistant.notebook.workspace_items import WorkspaceItem
from ingest.catalogue.catalogue import CableSummary
from ui.rendering.addresses import Place
from ui.rendering.templates import one_line

_MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class PinnedSource:
    """Where something pinned stands: a link into the window, and what it is in a few words."""

    href: str
    label: str
    facts: str
    marking: str | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SentenceMark:
    """The number of a citation within a sentence: a link to its words."""

    number: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with what is shown of it; `number` is its place on the page, from 1."""

    item: WorkspaceItem
    number: int
    pieces: Sequence[str | SentenceMark]
    sources: Sequence[PinnedSource]


def shown_items(items: Sequence[WorkspaceItem], heads: Mapping[str, CableSummary]) -> list[ShownItem]:
    """Return the items of a page; `heads` are those of the cables that were pinned as a whole."""
    return [
        ShownItem(each, number, list(_pieces(each)), list(_sources(each, heads)))
        for number, each in enumerate(items, start=1)
    ]


def _pieces(item: WorkspaceItem) -> Iterator[str | SentenceMark]:
    if item.kind != "sentence":
        yield item.text
        return
    by_number = {each.number: each for each in item.cited}
    end = 0
    for mark in _MARK.finditer(item.text):
        if citation := by_number.get(int(mark[1])):
            yield item.text[end : mark.start()].rstrip()
            yield SentenceMark(citation.number, Place.of(citation).href, citation.label)
            end = mark.end()
    yield item.text[end:]


def _sources(item: WorkspaceItem, heads: Mapping[str, CableSummary]) -> Iterator[PinnedSource]:
    if item.cable:
        head = heads.get(item.cable)
        facts = _facts(head.origin, head.date, item.cable, head.subject) if head else ""
        yield PinnedSource(Place(item.cable).href, item.cable, facts, head.classification if head else None)
    is_one = len(item.cited) == 1
    for each in item.cited:
        facts = _facts(each.origin, each.date, each.cable, each.subject)
        number = None if is_one else each.number
        yield PinnedSource(Place.of(each).href, each.label, facts, each.marking, number)


def _facts(origin: str | None, date: str | None, cable: str, subject: str | None) -> str:
    known = (origin and office_name(origin), day(date, cable), subject and one_line(subject))
    return " · ".join(filter(None, known))
