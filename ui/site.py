"""The whole web application: the gate, the pages and the chat window, over one archive."""

from fastapi import FastAPI

from ui import layout, library_page, pages, people_page, web
from ui.desk import Desk
from ui.gate import OwnersGate
from ui.window import mount


def serve(desk: Desk, *, host: str = "127.0.0.1", port: int | None = None, open_browser: bool = True) -> None:
    """Serve until Ctrl-C. Raises SettingsError where the port cannot be had."""
    web.run(site(desk), host=host, port=port, open_browser=open_browser)


def site(desk: Desk) -> FastAPI:
    """Return everything that a browser or a program can reach, as one application."""
    application = web.application()
    application.add_middleware(OwnersGate)
    application.include_router(layout.router())
    for part in (pages, library_page, people_page):
        application.include_router(part.router(desk))
    return mount(application, desk)
