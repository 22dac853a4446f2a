"""The gate: every request, at whichever door, goes through here and is somebody's from then on."""

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.desk import OWNER


class OwnersGate:
    """ASGI middleware for a machine's own user, who needs no login."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say that the request is the owner's, and pass it on."""
        if scope["type"] in ("http", "websocket"):
            scope.setdefault("state", {})["reader"] = OWNER
        await self.app(scope, receive, send)
