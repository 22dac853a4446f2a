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
from ui.bounds import LARGEST, Bounds
from ui.desk import Desk
from ui.gate import LoginGate, Logins, OwnersGate
from ui.journal import Journal
from ui.origins import NO_PROXIES
from ui.seats import Seats
from ui.window import mount

EVENTS = "/gradio_api/queue/join"
LARGEST_EVENT = 16 << 20  # bytes: with each question the window sends the whole conversation as it shows it


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
    if logins:
        application.add_middleware(LoginGate, logins=logins)
        application.include_router(login.router(logins))
    else:
        application.add_middleware(OwnersGate)
    larger = {"/bring": desk.settings.max_upload * bringing.MEGABYTE + LARGEST, EVENTS: LARGEST_EVENT}
    application.add_middleware(Bounds, larger=larger)
    application.add_middleware(Journal)
    application.add_middleware(web.KeepHome)  # outermost, for what is refused is looked at by browsers too
    for router in (layout.router(), api.router(desk, seats), metrics.router()):
        application.include_router(router)
    for part in (unreachable, pages, permalinks, library_page, people_page, talks, exports, bringing):
        application.include_router(part.router(desk))
    application.add_exception_handler(NotebookError, talks.trouble)
    unreachable.tell(application)
    application.router.routes.extend(models.routes)
    return mount(application, desk)
