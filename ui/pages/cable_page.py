"""Cables under addresses that last, `/cable/10BAKU79#5`: to be cited, sent, and read without the chat window."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from ingest.domain.posts import cable_id
from ui.access.desk import Access, reader
from ui.pages.layout import CABLE_SHEETS, sheet
from ui.rendering.addresses import Place
from ui.rendering.cable_html import cable_page, standing_alone

TEMPLATES = Environment(loader=PackageLoader("ui"), autoescape=True)


def router(desk: Access) -> APIRouter:
    """Return the route of the cables."""
    routes = APIRouter(default_response_class=HTMLResponse)
    style = Markup("".join(map(sheet, CABLE_SHEETS)))
    template = TEMPLATES.get_template("cable.html")

    @routes.get("/cable/{id:path}")
    def cable(id: str, request: Request) -> HTMLResponse:
        """A cable as a page; the browser finds the paragraph. 404, in words, where there is no such cable."""
        library = desk.library(reader(request))
        found = library.cable(id) or library.cable(cable_id(id) or id)
        if not found:
            return HTMLResponse(template.render(id=id, style=style), status_code=404)
        place = Place(found.id)
        page = Markup(standing_alone(cable_page(found, place, library.references(found.id))))
        return HTMLResponse(
            template.render(id=found.id, subject=found.subject, page=page, window=f"/{place.href}", style=style)
        )

    return routes
