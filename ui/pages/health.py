"""The health check."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ui.access.reader_access import Access
from ui.pages.trouble import SECONDS
from ui.server.pulse import Pulse


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
