"""The references of a cable as a walk: what it answers, what answers it, and so on for some steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest import Library
from ingest.catalogue.catalogue import CableSummary
from ingest.catalogue.named_cables import LinkedCables
from ingest.domain.posts import parts, post_name
from ui.access.reader_access import Access, reader
from ui.access.root_path import root_of
from ui.pages import page_frame
from ui.rendering.addresses import references_page
from ui.rendering.cable_html import ListedCable, listed_cable
from ui.rendering.reference_walk import MOST_OF_ONE, WalkedCable, walk, walked
from ui.rendering.timeline import Dot, Timeline, timeline


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A cable of the walk with those behind it; `is_known` where it stands in the walk already."""

    cable: ListedCable
    post: str
    is_known: bool
    behind: Sequence["ShownStep"]
    more: int


def router(access: Access) -> APIRouter:
    """Return the route of `/references/10BAKU79`: a reader's walk has only what is in their library."""
    routes = APIRouter()

    @routes.get("/references/{id:path}")
    def references(id: str, request: Request) -> HTMLResponse:
        library = access.library(reader(request))
        if not library.present([id]):
            return page_frame.page(request, "no_cable.html", id=id, status=404)
        ways = [walk(id, partial(_linked, library, back=back)) for back in (False, True)]
        heads = library.heads({each.id for way in ways for each in walked(way)})
        address = partial(_address, root_of(request.scope))
        answered, answering = (_shown(way, heads, address) for way in ways)
        return page_frame.page(
            request,
            "references.html",
            start=answered,
            answered=answered,
            answering=answering,
            line=_line(ways, heads),
        )

    return routes


def _linked(library: Library, ids: Sequence[str], *, back: bool) -> Mapping[str, LinkedCables]:
    return library.linked(ids, MOST_OF_ONE, back=back)


def _address(root: str, id: str) -> str:
    return root + references_page(id)


def _shown(step: WalkedCable, heads: Mapping[str, CableSummary], address: Callable[[str], str]) -> ShownStep:
    named = parts(step.id)
    behind = [_shown(each, heads, address) for each in step.behind]
    cable = listed_cable(heads.get(step.id, step.id), address)
    return ShownStep(cable, post_name(named.post) if named else "", step.is_known, behind, step.more)


def _line(ways: Sequence[WalkedCable], heads: Mapping[str, CableSummary]) -> Timeline | None:
    """Return the cables of the walk by date; those that are linked directly, and the cable itself, are full."""
    near = {id for way in ways for id in (way.id, *(each.id for each in way.behind))}
    dots = [
        Dot(f"#{each.id}", each.id, each.date, each.subject, "one step away" if each.id in near else "")
        for each in heads.values()
        if each.date
    ]
    return timeline(dots, caption="Cables of this walk by date; filled dots are at most one step away")
