"""The whole web application: the gate, the pages and the chat window, over one archive."""

import logging
from contextlib import nullcontext

from fastapi import FastAPI

from ui.access import login
from ui.access.gate import LoginGate, Logins, OwnersGate
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access
from ui.access.root_path import RootPath
from ui.conversations import downloads, routes
from ui.pages import (
    cable_page,
    cables_page,
    cite_text,
    collections_page,
    corrections_form,
    encounters_page,
    health,
    library_page,
    notes_page,
    page_frame,
    people_page,
    posts_page,
    references_page,
    trouble,
    upload,
    versions_page,
    watches_page,
    workspace_page,
)
from ui.programs import mcp_tools, rest
from ui.server import http_server, metrics, running_window
from ui.server.open_routes import LOGIN, OPEN, OpenRoutes
from ui.server.request_limits import LARGEST, Bounds
from ui.server.request_log import RequestLog
from ui.server.upload_stream import MEGABYTE
from ui.server.worker_threads import WorkerThreads
from ui.window.chat_window import mount

_log = logging.getLogger(__name__)


def serve(
    access: Access,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    logins: Logins | None = None,
    root: str = "",
) -> None:
    """Serve until Ctrl-C, then let go of the archive. Raises SettingsError where the port cannot be had.

    `root`: below which path of a proxy, as `root_path` returns it.
    """
    try:
        if access.archive.is_read_only:
            _log.warning(
                "The folder %s cannot be written: conversations are kept until reftel stops, replies of a model "
                "not at all.",
                access.archive.folder,
            )
        listener = http_server.listen(host, port)
        folder, address = access.archive.folder, http_server.address(listener)
        announcement = nullcontext() if logins else running_window.announced(folder, address, access.settings)
        with announcement, access.archive.following():
            http_server.run(
                site(access, logins, root),
                listener=listener,
                open_browser=open_browser,
                proxies=logins.proxies if logins else NO_PROXIES,
            )
    finally:
        access.close()


def site(access: Access, logins: Logins | None = None, root: str = "") -> FastAPI:
    """Return everything that a browser or a program can reach, as one application.

    Without logins whoever reaches it is its owner, so that only this machine may. With a `root` all addresses that
    it sends begin with that path, and it takes requests with that path and without.
    """
    workers = WorkerThreads()
    models = mcp_tools.over_http(access, workers)
    application = http_server.application(lifespan=models.router.lifespan_context)
    trouble.tell(application)
    application.add_middleware(http_server.Heads)
    application.add_middleware(OpenRoutes, routes=OPEN | LOGIN if logins else OPEN)
    if logins:
        application.add_middleware(LoginGate, logins=logins)
        application.include_router(login.router(logins))
    else:
        application.add_middleware(OwnersGate)
    application.add_middleware(Bounds, larger={"/bring": access.settings.max_upload * MEGABYTE + LARGEST})
    application.add_middleware(RequestLog)
    application.add_middleware(http_server.KeepHome)  # far out, for what is refused is looked at by browsers too
    if root:
        application.add_middleware(RootPath, root=root)
    for router in (page_frame.router(), rest.router(access, workers), metrics.router()):
        application.include_router(router)
    for part in (
        health,
        cable_page,
        cables_page,
        cite_text,
        collections_page,
        encounters_page,
        library_page,
        notes_page,
        people_page,
        posts_page,
        references_page,
        versions_page,
        corrections_form,
        routes,
        downloads,
        upload,
        watches_page,
        workspace_page,
    ):
        application.include_router(part.router(access))
    application.router.routes.extend(models.routes)
    return mount(application, access, root)
