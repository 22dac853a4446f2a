"""The whole web application: the gate, the pages and the chat window, over one archive."""

from contextlib import nullcontext

from fastapi import FastAPI

from ingest.errors import NotebookError
from ui import (
    api,
    bringing,
    exports,
    layout,
    library_page,
    login,
    metrics,
    neighbour,
    pages,
    people_page,
    permalinks,
    talks,
    tools,
    unreachable,
    web,
)
from ui.arrivals import MEGABYTE
from ui.bounds import LARGEST, Bounds
from ui.desk import Desk
from ui.gate import LoginGate, Logins, OwnersGate
from ui.journal import Journal
from ui.open_routes import LOGIN, OPEN, OpenRoutes
from ui.origins import NO_PROXIES
from ui.seats import Seats
from ui.window import mount


def serve(
    desk: Desk,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    logins: Logins | None = None,
) -> None:
    """Serve until Ctrl-C, then let go of the archive. Raises SettingsError where the port cannot be had."""
    try:
        listener = web.listen(host, port)
        folder, address = desk.whole.library.folder, web.address(listener)
        told = nullcontext() if logins else neighbour.announced(folder, address, desk.settings)
        with told, desk.whole.library.following():
            web.run(
                site(desk, logins),
                listener=listener,
                open_browser=open_browser,
                proxies=logins.proxies if logins else NO_PROXIES,
            )
    finally:
        desk.close()


def site(desk: Desk, logins: Logins | None = None) -> FastAPI:
    """Return everything that a browser or a program can reach, as one application.

    Without logins whoever reaches it is its owner, so that only this machine may.
    """
    seats = Seats()
    models = tools.over_http(desk, seats)
    application = web.application(lifespan=models.router.lifespan_context)
    application.add_middleware(web.Heads)
    application.add_middleware(OpenRoutes, routes=OPEN | LOGIN if logins else OPEN)
    if logins:
        application.add_middleware(LoginGate, logins=logins)
        application.include_router(login.router(logins))
    else:
        application.add_middleware(OwnersGate)
    application.add_middleware(Bounds, larger={"/bring": desk.settings.max_upload * MEGABYTE + LARGEST})
    application.add_middleware(Journal)
    application.add_middleware(web.KeepHome)  # outermost, for what is refused is looked at by browsers too
    for router in (layout.router(), api.router(desk, seats), metrics.router()):
        application.include_router(router)
    for part in (unreachable, pages, permalinks, library_page, people_page, talks, exports, bringing):
        application.include_router(part.router(desk))
    application.add_exception_handler(NotebookError, talks.trouble)  # type: ignore[arg-type]
    unreachable.tell(application)
    application.router.routes.extend(models.routes)
    return mount(application, desk)
