"""Below which path of a proxy reftel is served: `/reftel` in https://intranet.example.org/reftel/."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import SettingsError

_ROOT = re.compile(r"(?:/[A-Za-z0-9][\w.~-]*)+", re.ASCII)


def root_path(given: str | None) -> str:
    """Return a path as addresses begin with it, "" for the root itself; raises SettingsError for what is none."""
    root = (given or "").strip().rstrip("/")
    if root and not _ROOT.fullmatch(root):
        raise SettingsError(f"{given!r} is no path like /reftel, of letters, digits and - . _ ~.")
    return root


def root_of(scope: Mapping[str, Any]) -> str:
    """Return below which path a request came: what the addresses in its response begin with, "" for none."""
    return str(scope.get("state", {}).get("root", ""))


class RootPath:
    """ASGI middleware that takes the path of the proxy off a request, where the proxy has not done so itself.

    The application knows its own addresses alone; `root_of` says what a browser has to put before them.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app, self.root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as one of the root; the path itself leads to the same with a slash."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if scope["type"] == "http" and path == self.root:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{self.root}/{f'?{query}' if query else ''}", 308)(scope, receive, send)
            return
        given = {**scope, "state": {**scope.get("state", {}), "root": self.root}}
        if path.startswith(f"{self.root}/"):
            raw = scope.get("raw_path") or b""
            given["path"] = path[len(self.root) :]
            given["raw_path"] = raw.removeprefix(self.root.encode())
        await self.app(given, receive, send)
