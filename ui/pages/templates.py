"""Pages and parts of pages that need no chat window."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.access.desk import Access, reader
from ui.rendering.addresses import Place
from ui.rendering.cable_html import cable_page, missing_page


def router(desk: Access) -> APIRouter:
    """Return the routes of the pages."""
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/pane")
    def pane(link: str, request: Request) -> str:
        """What reader.js fetches: the cable that a link names, as a part of a page."""
        place = Place.parse(link)
        library = desk.library(reader(request))
        cable = library.cable(place.cable) if place else None
        if not place or not cable:
            return missing_page(place.cable if place else link)
        return cable_page(cable, place, library.references(cable.id))

    return routes
