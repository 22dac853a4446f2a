"""Cables under addresses that last, `/cable/10BAKU79#5`, to be cited and sent; and as a part of the window."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from ingest import Library
from ingest.domain.posts import cable_id
from ingest.errors import NotebookError
from ui.access.error_text import message_in_reply
from ui.access.reader_access import Access, reader
from ui.access.root_path import root_of
from ui.pages.cable_trail import TERMS, trail
from ui.pages.page_frame import CABLE_SHEETS, sheet
from ui.rendering.addresses import Place, permalink
from ui.rendering.cable_html import NOTING, Beside, ShownNotes, article, cable_page, missing_page
from ui.rendering.question_terms import forms_in
from ui.rendering.templates import render


def router(access: Access) -> APIRouter:
    """Return the routes of the cables."""
    routes = APIRouter(default_response_class=HTMLResponse)
    _whole_page(routes, access)
    _parts(routes, access)
    return routes


def _whole_page(routes: APIRouter, access: Access) -> None:
    style = "".join(map(sheet, CABLE_SHEETS))

    @routes.get("/cable/{id:path}")
    def cable(id: str, request: Request) -> HTMLResponse:
        """A cable as a page; the browser finds the paragraph. 404, in words, where there is no such cable.

        The address may name the list that it was opened from, and words that were asked for (`cable_trail.py`).
        """
        who, root = reader(request), root_of(request.scope)
        library = access.library(who)
        found = library.cable(id) or library.cable(cable_id(id) or id)
        if not found:
            missing = render(
                "pages/cable.html",
                id=id,
                subject=None,
                article=None,
                window=None,
                style=style,
                root=root,
                noting=NOTING,
            )
            return HTMLResponse(missing, status_code=404)
        place = Place(found.id)
        beside = _beside(access, request, library, found.id)
        shown = article(found, place, beside, lambda id: root + permalink(id), root)
        way = trail(access, who, found.id, request.query_params)
        page = render(
            "pages/cable.html",
            id=found.id,
            subject=found.subject,
            article=shown,
            trail=way,
            forms=forms_in(found, request.query_params.get(TERMS, "") or (way.words if way else "")),
            window=f"{root}/{place.href}",
            style=style,
            root=root,
            noting=NOTING,
        )
        return HTMLResponse(page)


def _parts(routes: APIRouter, access: Access) -> None:
    @routes.get("/pane")
    def pane(link: str, request: Request, terms: str = "") -> str:
        """What reader.js fetches: the cable that a link names, as a part of a page; `terms` is the question."""
        place = Place.parse(link)
        library = access.library(reader(request))
        cable = library.cable(place.cable) if place else None
        if not place or not cable:
            return missing_page(place.cable if place else link)
        return cable_page(cable, place, _beside(access, request, library, cable.id), forms_in(cable, terms))

    @routes.get("/scan/{number:int}/{id:path}")
    def scan(number: int, id: str, request: Request) -> Response:
        """The picture of a page that OCR read; nobody but this reader keeps it, and a cleared copy has none."""
        drawn = access.library(reader(request)).page_picture(id, number)
        if drawn is None:
            raise HTTPException(404, "There is no picture of this page.")
        return Response(drawn, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def _beside(access: Access, request: Request, library: Library, id: str) -> Beside:
    """Return what is shown of a cable beside its text."""
    return Beside(
        library.references(id),
        library.other_versions(id),
        notes_on(access, request, id),
        library.pages([id]).get(id, ()),
        has_pictures=library.has_page_pictures(id),
    )


def notes_on(access: Access, request: Request, cable: str) -> ShownNotes:
    """Return the notes on a cable, or why they cannot be shown: the cable can be read all the same."""
    try:
        return ShownNotes(access.notes(reader(request)).on(cable))
    except NotebookError as error:
        return ShownNotes(trouble=f"Notes cannot be shown: {message_in_reply(request, error)}")
