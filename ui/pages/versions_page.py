"""Two texts of one cable side by side."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.rendering.addresses import permalink, versions_page
from ui.rendering.versions_beside import beside


def router(access: Access) -> APIRouter:
    """Return the route of `/versions/10BAKU79?text=2`: the cable beside another text of it that is in the library.

    A cleared copy has one text of a cable, so that its readers find no other. Where a text was read is not shown.
    """
    routes = APIRouter()

    @routes.get("/versions/{id:path}")
    def versions(id: str, request: Request, text: int = 1) -> HTMLResponse:
        library = access.library(reader(request))
        cable = library.cable(id)
        if cable is None:
            return page_frame.page(request, "no_cable.html", id=id, status=404)
        others = library.other_texts(id)
        chosen = min(max(text, 1), len(others))
        return page_frame.page(
            request,
            "versions.html",
            id=id,
            subject=cable.subject,
            cable=permalink(id),
            texts=(cable, others[chosen - 1]) if others else (),
            runs=beside(cable, others[chosen - 1]) if others else (),
            choices=[(place, versions_page(id, place)) for place in range(1, len(others) + 1)],
            chosen=chosen,
        )

    return routes
