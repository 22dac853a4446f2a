"""What every page and route answers while the library cannot be used, and the health check."""

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from ingest.errors import LibraryError
from ui.access.error_text import message_in_reply
from ui.access.reader_access import Access
from ui.pages import page_frame
from ui.server.pulse import Pulse

SECONDS = "5"  # after which it is worth asking again


def router(access: Access) -> APIRouter:
    """Return `/healthz`, which anybody may ask: whether questions can be answered here."""
    routes = APIRouter()
    pulse = Pulse(access.archive.check_reachable)

    @routes.get("/healthz")
    async def healthz() -> JSONResponse:
        if await pulse.is_felt():
            return JSONResponse({"status": "ok", "meaning": access.archive.searched_by})
        # For anybody, who need not know where the database stands.
        return JSONResponse({"status": "unavailable"}, 503, {"retry-after": SECONDS})

    return routes


def tell(application: FastAPI) -> None:
    """Have an application say so, in one sentence, where a page or a route meets a library that cannot be used."""
    application.add_exception_handler(LibraryError, _unreachable)  # type: ignore[arg-type]


def _unreachable(request: Request, error: LibraryError) -> Response:
    words = message_in_reply(request, error)
    if "text/html" in request.headers.get("accept", ""):
        response: Response = page_frame.page(request, "trouble.html", status=503, trouble=words)
    else:
        response = JSONResponse({"detail": words}, 503)
    response.headers["retry-after"] = SECONDS
    return response
