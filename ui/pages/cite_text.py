"""How a place is cited, as text: `/cite?link=#/c/10BAKU79/5&style=apa`, for the buttons that copy it."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import PlainTextResponse

from assistant.citing.cable_reference import of_cable, of_paragraph
from assistant.citing.citation_styles import STYLES, USUAL, cited
from ui.access.reader_access import Access, reader
from ui.rendering.addresses import Place


def router(access: Access) -> APIRouter:
    """Return the route of `/cite`. Only the styles that are offered are read: no address names a file."""
    routes = APIRouter()
    offered = {each.name for each in STYLES}

    @routes.get("/cite", response_class=PlainTextResponse)
    def cite(link: str, request: Request, style: str = USUAL) -> str:
        """The cable, or the paragraph of it, that a link names, in a style."""
        place, library = Place.parse(link), access.library(reader(request))
        if place is None or style not in offered or not library.present([place.cable]):
            raise HTTPException(404, "There is no such cable, or no such style.")
        whole = place.ordinal is None
        found = of_cable(library, place.cable) if whole else of_paragraph(library, place.cable, place.ordinal or 0)
        return cited([found], style)[0]

    return routes
