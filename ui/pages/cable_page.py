"""Cables under addresses that last, `/cable/10BAKU79#5`, to be cited and sent; and as a part of the window."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.domain.posts import cable_id
from ingest.errors import NotebookError
from ui.access.error_text import message_in_reply
from ui.access.reader_access import Access, reader
from ui.access.root_path import root_of
from ui.pages.page_frame import CABLE_SHEETS, sheet
from ui.rendering.addresses import Place, permalink
from ui.rendering.cable_html import NOTING, ShownNotes, article, cable_page, missing_page
from ui.rendering.templates import render


def router(access: Access) -> APIRouter:
    """Return the routes of the cables."""
    routes = APIRouter(default_response_class=HTMLResponse)
    style = "".join(map(sheet, CABLE_SHEETS))

    @routes.get("/cable/{id:path}")
    def cable(id: str, request: Request) -> HTMLResponse:
        """A cable as a page; the browser finds the paragraph. 404, in words, where there is no such cable."""
        library, root = access.library(reader(request)), root_of(request.scope)
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
        references, versions = library.references(found.id), library.other_versions(found.id)
        notes = notes_on(access, request, found.id)
        shown = article(found, place, references, versions, notes, lambda id: root + permalink(id), root)
        page = render(
            "pages/cable.html",
            id=found.id,
            subject=found.subject,
            article=shown,
            window=f"{root}/{place.href}",
            style=style,
            root=root,
            noting=NOTING,
        )
        return HTMLResponse(page)

    @routes.get("/pane")
    def pane(link: str, request: Request) -> str:
        """What reader.js fetches: the cable that a link names, as a part of a page."""
        place = Place.parse(link)
        library = access.library(reader(request))
        cable = library.cable(place.cable) if place else None
        if not place or not cable:
            return missing_page(place.cable if place else link)
        notes = notes_on(access, request, cable.id)
        return cable_page(cable, place, library.references(cable.id), library.other_versions(cable.id), notes)

    return routes


def notes_on(access: Access, request: Request, cable: str) -> ShownNotes:
    """Return the notes on a cable, or why they cannot be shown: the cable can be read all the same."""
    try:
        return ShownNotes(access.notes(reader(request)).on(cable))
    except NotebookError as error:
        return ShownNotes(trouble=f"Notes cannot be shown: {message_in_reply(request, error)}")
