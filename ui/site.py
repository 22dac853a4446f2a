"""The whole web application: the gate, the pages and the chat window, over one archive."""

from fastapi import FastAPI

from ui import bringing, login, pages, web
from ui.desk import Desk
from ui.gate import LoginGate, Logins, OwnersGate
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
        web.run(site(desk, logins), host=host, port=port, open_browser=open_browser)
    finally:
        desk.close()


def site(desk: Desk, logins: Logins | None = None) -> FastAPI:
    """Return everything that a browser or a program can reach, as one application.

    Without logins whoever reaches it is its owner, so that only this machine may.
    """
    application = web.application()
    if logins:
        application.add_middleware(LoginGate, logins=logins)
        application.include_router(login.router(logins))
    else:
        application.add_middleware(OwnersGate)
    application.include_router(pages.router(desk))
    application.include_router(bringing.router(desk))
    return mount(application, desk)
