"""Which routes are open, by method and path. Whatever is not named here does not exist for anybody.

The chat window is a Gradio application, which brings some sixty routes of its own and may bring others with its next
version: routes that serve files, fetch addresses, take uploads or restore a saved page. The window needs a dozen.
"""

from starlette.responses import JSONResponse
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

_PAGES = (
    ("GET", "/healthz"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("GET", "/style/{name}.css"),
    ("GET", "/script/{name}.js"),
    ("GET", "/cable/{id}"),
    ("GET", "/pane"),
    ("GET", "/library"),
    ("GET", "/people"),
    ("GET", "/people/{name:path}"),
    ("GET", "/talks"),
    ("DELETE", "/talks"),
    ("PUT", "/talks/{id}"),
    ("DELETE", "/talks/{id}"),
    ("GET", "/talks/{id}/{number}/feedback"),
    ("PATCH", "/talks/{id}/{number}/feedback"),
    ("GET", "/export/{id}.{form}"),
    ("GET", "/export/{id}/{number}.{form}"),
    ("GET", "/export/feedback.jsonl"),
    ("POST", "/bring"),
)
_PROGRAMS = (
    ("POST", "/api/ask"),
    ("POST", "/api/ask/stream"),
    ("GET", "/api/search"),
    ("GET", "/api/cable/{id}"),
    ("GET", "/api/people"),
    ("GET", "/api/status"),
    ("GET", "/api/openapi.json"),
    ("GET", "/mcp"),
    ("POST", "/mcp"),
    ("DELETE", "/mcp"),
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

_PATTERNS = {(method, path): compile_path(path)[0] for method, path in OPEN}


def open_route(method: str, path: str) -> str | None:
    """Return the path, as it is named in `OPEN`, of the route that a request is for; None where it is closed.

    HEAD is open wherever GET is.
    """
    wanted = "GET" if method == "HEAD" else method
    matches = (
        named
        for (open_method, named), pattern in _PATTERNS.items()
        if open_method == wanted and pattern.match(path)
    )
    # Of two that match, the one with fewer parameters is what the application would take.
    return min(matches, key=lambda named: named.count("{"), default=None)


class OpenRoutes:
    """ASGI middleware that answers 404 for every route that is not open, and takes no websockets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its route is open."""
        if scope["type"] == "websocket":
            await receive()  # the handshake
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and open_route(scope["method"], scope["path"]) is None:
            await JSONResponse({"detail": "There is nothing at this address."}, 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
