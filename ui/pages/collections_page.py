"""The pages of the collections: all that a reader has or is shown, and one of them as a list of cables.

What changes something is a form of these pages alone: the gate lets no other site's page send one.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from assistant.notebook.cable_collections import LONGEST_NAME, LONGEST_NOTE, CableCollections
from ingest.domain.filters import Filters
from ingest.errors import CollectionError, FilterError
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.pages.cable_lists import ListAddress, NoSuchList, named_cables
from ui.pages.cables_page import list_page
from ui.rendering.addresses import collection_page

_LIMITS = {"longest_name": LONGEST_NAME, "longest_note": LONGEST_NOTE}
_Text = Annotated[str, Form(max_length=20_000)]
_Cables = Annotated[tuple[str, ...], Form(max_length=1_000)]


def router(access: Access) -> APIRouter:
    """Return the routes of `/collections?cables=...` and `/collections/ID`.

    `POST /collections` keeps cables in the collection of a name, or makes it; `POST /collections/ID` changes one.
    """
    routes = APIRouter()

    @routes.get("/collections")
    def listed(request: Request) -> HTMLResponse:
        who = reader(request)
        try:
            chosen = _chosen(named_cables(access, who, request.query_params))
        except (FilterError, NoSuchList) as error:
            return _list(request, access, trouble=str(error), status=400)
        return _list(request, access, chosen)

    @routes.post("/collections")
    def keep(request: Request, name: _Text = "", note: _Text = "", cables: _Cables = ()) -> Response:
        chosen: tuple[str, ...] = ()
        try:
            chosen = _chosen(", ".join(cables))
            id = _kept(access.collections(reader(request)), name, note, chosen)
        except (CollectionError, FilterError) as error:
            return _list(request, access, chosen, name=name, note=note, trouble=str(error), status=400)
        return page_frame.leading_to(request, collection_page(id))

    @routes.get("/collections/{id}")
    def one(id: str, request: Request, page: int = 1) -> HTMLResponse:
        return _one(request, access, id, page)

    @routes.post("/collections/{id}")
    def change(
        id: str,
        request: Request,
        action: Annotated[Literal["describe", "share", "unshare", "remove", "delete"], Form()],
        name: _Text = "",
        note: _Text = "",
        cables: _Cables = (),
    ) -> Response:
        collections = access.collections(reader(request))
        try:
            match action:
                case "describe":
                    collections.describe(id, name, note)
                case "share" | "unshare":
                    collections.share(id, action == "share")
                case "remove":
                    collections.remove(id, _chosen(", ".join(cables)))
                case "delete":
                    collections.delete(id)
                    return page_frame.leading_to(request, "/collections")
        except (CollectionError, FilterError) as error:
            described = (name, note) if action == "describe" else None
            return _one(request, access, id, trouble=str(error), described=described)
        return page_frame.leading_to(request, collection_page(id))

    return routes


def _chosen(cables: str) -> tuple[str, ...]:
    """Return the ids of cables as they were chosen; raises FilterError where they are none, or too many."""
    return Filters(cables=cables).among if cables.strip(", ") else ()


def _kept(collections: CableCollections, name: str, note: str, cables: tuple[str, ...]) -> str:
    """Keep cables in the reader's collection of a name, which is made where there is none; returns its id."""
    found = None
    with suppress(CollectionError):
        found = collections.get(name)
    if cables and found and found.is_own:
        return collections.add(found.id, cables).id
    return collections.create(name, cables, note=note).id


def _list(
    request: Request,
    access: Access,
    chosen: tuple[str, ...] = (),
    *,
    name: str = "",
    note: str = "",
    trouble: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = access.collections(reader(request)).list()
    return page_frame.page(
        request,
        "collections.html",
        status=status,
        own=[each for each in found if each.is_own],
        shared=[each for each in found if not each.is_own],
        chosen=chosen,
        name=name,
        note=note,
        trouble=trouble,
        address=collection_page,
        **_LIMITS,
    )


def _one(
    request: Request,
    access: Access,
    id: str,
    page: int = 1,
    *,
    trouble: str = "",
    described: tuple[str, str] | None = None,
) -> HTMLResponse:
    """`described`: the name and the note as they were sent, where they could not be kept."""
    try:
        found = access.collections(reader(request)).get(id)
    except CollectionError as error:
        return _list(request, access, trouble=str(error), status=404)
    asked = replace(ListAddress.read(request.query_params), answer="", collection=found.id)
    return list_page(
        request,
        access,
        asked,
        page,
        trouble=trouble,
        template="collection.html",
        status=400 if trouble else 200,
        collection=found,
        described=described,
        **_LIMITS,
    )
