"""The page of the window: Gradio's own, which may run its own scripts and no others, below any path.

Gradio would also open saved pages that an address names, from a folder that others may write to. Here no address
names one.
"""

import re
import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.http_server import content_policy

# Gradio writes its settings into the page with every `<` of them spelt otherwise: what looks like the beginning of
# a script is one of Gradio's own. Nothing of a question, a cable or an address is in this page.
_SCRIPT = re.compile(rb"<script\b")
# An address of the page that begins at the host, where a proxy may have something else: the others are relative.
_OF_THE_HOST = re.compile(rb'(\b(?:href|src)=")/(?!/)')


class WindowPage:
    """ASGI middleware that gives the scripts of Gradio's page a nonce, a new one each time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page with its nonces, and anything else as it is."""
        if scope["type"] == "http":
            scope = {**scope, "query_string": _without_saved(scope["query_string"])}
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        start: Message = {}
        body = bytearray()

        async def send_with_nonces(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), bytes(body))
            page = _OF_THE_HOST.sub(rb"\1./", page)
            headers = MutableHeaders(scope=start)
            headers["content-security-policy"] = content_policy(f"'nonce-{nonce}'", "'unsafe-eval'")
            headers["cache-control"] = "no-store"
            if "content-length" in headers and scope["method"] != "HEAD":
                headers["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, send_with_nonces)


def _without_saved(query: bytes) -> bytes:
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(name, value) for name, value in given if name != "deep_link"]).encode()
