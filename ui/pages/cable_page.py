"""Cables under addresses that last, `/cable/10BAKU79#5`, to be cited and sent; and as a part of the window."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.domain.posts import cable_id
from ui.access.reader_access import Access, reader
from ui.access.root_path import root_of
from ui.pages.cable_trail import TERMS, trail
from ui.pages.page_frame import CABLE_SHEETS, sheet
from ui.rendering.addresses import Place, permalink
from ui.rendering.cable_html import article, cable_page, missing_page
from ui.rendering.question_terms import forms_in
from ui.rendering.templates import render


def router(access: Access) -> APIRouter:
    """Return the routes of the cables."""
    routes = APIRouter(default_response_class=HTMLResponse)
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
                "pages/cable.html", id=id, subject=None, article=None, window=None, style=style, root=root
            )
            return HTMLResponse(missing, status_code=404)
        place = Place(found.id)
        references, versions = library.references(found.id), library.other_versions(found.id)
        shown = article(found, place, references, versions, lambda id: root + permalink(id), root)
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
        )
        return HTMLResponse(page)

    @routes.get("/pane")
    def pane(link: str, request: Request, terms: str = "") -> str:
        """What reader.js fetches: the cable that a link names, as a part of a page; `terms` is the question."""
        place = Place.parse(link)
        library = access.library(reader(request))
        cable = library.cable(place.cable) if place else None
        if not place or not cable:
            return missing_page(place.cable if place else link)
        references, versions = library.references(cable.id), library.other_versions(cable.id)
        return cable_page(cable, place, references, versions, forms_in(cable, terms))

    return routes
