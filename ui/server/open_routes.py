"""Which routes are open, by method and path. Whatever is not listed here does not exist for anybody.

The chat window is a Gradio application, which brings some sixty routes of its own, and its next version may bring
others: routes that serve files, fetch addresses, take uploads or restore a saved page. The window needs a dozen.
"""

import re
from collections.abc import Collection
from functools import cache

from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.refusals import refusal

_PAGES = (
    ("GET", "/healthz"),
    ("GET", "/style/{name}.css"),
    ("GET", "/script/{name}.js"),
    ("GET", "/cable/{id:path}"),  # some ids have a slash
    ("GET", "/references/{id:path}"),
    ("GET", "/versions/{id:path}"),
    ("GET", "/pane"),
    ("GET", "/scan/{number:int}/{id:path}"),
    ("GET", "/cite"),
    ("GET", "/library"),
    ("GET", "/cables"),
    ("GET", "/cables.{form}"),
    ("GET", "/collections"),
    ("POST", "/collections"),
    ("GET", "/collections/{id}"),
    ("POST", "/collections/{id}"),
    ("GET", "/workspace"),
    ("POST", "/workspace"),
    ("POST", "/workspace/pins"),
    ("GET", "/workspace/{id}.{form}"),
    ("GET", "/workspace/{id}"),
    ("POST", "/workspace/{id}"),
    ("GET", "/notes"),
    ("POST", "/notes"),
    ("GET", "/notes.{form}"),
    ("GET", "/notes/{id}"),
    ("POST", "/notes/{id}"),
    ("GET", "/watches"),
    ("POST", "/watches"),
    ("GET", "/watches/new"),
    ("POST", "/watches/{id}"),
    ("POST", "/watches/of/{conversation}/{number}"),
    ("GET", "/people"),
    ("GET", "/people/{name:path}"),
    ("GET", "/encounters"),
    ("GET", "/encounters.csv"),
    ("GET", "/posts"),
    ("GET", "/statements.csv"),
    ("POST", "/corrections"),
    ("GET", "/talks"),
    ("DELETE", "/talks"),
    ("PUT", "/talks/{id}"),
    ("PATCH", "/talks/{id}"),
    ("DELETE", "/talks/{id}"),
    ("GET", "/talks/{id}/{number}/sources"),
    ("GET", "/talks/{id}/{number}/feedback"),
    ("PATCH", "/talks/{id}/{number}/feedback"),
    ("PUT", "/talks/{id}/{number}/not-relevant/{ordinal}/{cable:path}"),
    ("DELETE", "/talks/{id}/{number}/not-relevant/{ordinal}/{cable:path}"),
    ("GET", "/export/{id}.{form}"),
    ("GET", "/export/{id}/{number}.csv"),
    ("GET", "/export/{id}/{number}.{form}"),
    ("GET", "/export/feedback.jsonl"),
    ("POST", "/bring"),
)
LOGIN = frozenset((("GET", "/login"), ("POST", "/login"), ("POST", "/logout")))  # where people log in
_PROGRAMS = (
    ("POST", "/api/ask"),
    ("POST", "/api/ask/stream"),
    ("GET", "/api/search"),
    ("GET", "/api/cable/{id:path}"),
    ("GET", "/api/collections"),
    ("GET", "/api/workspaces"),
    ("GET", "/api/workspaces/{id}"),
    ("GET", "/api/notes"),
    ("GET", "/api/people"),
    ("GET", "/api/statements"),
    ("GET", "/api/encounters"),
    ("GET", "/api/models"),
    ("GET", "/api/status"),
    ("GET", "/api/openapi.json"),
    ("POST", "/mcp"),
    ("GET", "/metrics"),
)
_GRADIO = (
    ("GET", "/"),
    ("GET", "/config"),  # gradio_client reads it
    ("GET", "/theme.css"),
    ("GET", "/favicon.ico"),
    ("GET", "/manifest.json"),
    ("GET", "/robots.txt"),
    ("GET", "/assets/{path:path}"),
    ("GET", "/static/{path:path}"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/heartbeat/{session_hash}"),
    ("GET", "/gradio_api/queue/data"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/run/{api_name}"),
    ("POST", "/gradio_api/cancel"),
)
OPEN = frozenset((*_PAGES, *_PROGRAMS, *_GRADIO))

Routes = Collection[tuple[str, str]]
_BACK = frozenset((".", ".."))


def methods(path: str, routes: Routes = OPEN | LOGIN) -> dict[str, str]:
    """Return the methods that are open at a path, each with the path as it is named among the routes.

    A path that leads back, by `..`, leads nowhere: whoever stands between may read it as another one.
    """
    if not _BACK.isdisjoint(path.split("/")):
        return {}
    # Of two names that match, the application takes the one with fewer parameters.
    matching = [each for each in routes if _pattern(each[1]).match(path)]
    return dict(sorted(matching, key=lambda each: each[1].count("{"), reverse=True))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]


class OpenRoutes:
    """ASGI middleware that answers 404 for every route that is not open, and takes no websockets.

    HEAD is open wherever GET is.
    """

    def __init__(self, app: ASGIApp, routes: Routes) -> None:
        self.app, self.routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its route is open."""
        if scope["type"] == "websocket":
            await receive()  # the handshake
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and not self._is_open(scope["method"], scope["path"]):
            reply = refusal(404, "There is nothing at this address.")
            if allowed := methods(scope["path"], self.routes):
                reply = refusal(405, "That method is not allowed here.", {"allow": ", ".join(sorted(allowed))})
            await reply(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_open(self, method: str, path: str) -> bool:
        return ("GET" if method == "HEAD" else method) in methods(path, self.routes)
