"""The web application around the chat window: what a browser may load, how the server starts and stops."""

import asyncio
import math
import signal
import socket
import threading
import time
import webbrowser
from types import FrameType

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from ingest.errors import SettingsError
from ui.access.origins import NO_PROXIES, Proxies
from ui.server import metrics
from ui.server.connections import HEAD, USUAL, ConnectionLimits, Door, within_descriptors
from ui.server.request_log import STREAMS

PORTS = range(7860, 7880)
PATIENCE = 60.0  # seconds for requests in progress when another server takes over


def content_policy(*scripts: str) -> str:
    """Return what a page may load and run: nothing but what this server sends, and of inline scripts only those
    that `scripts` allows.

    So nothing is fetched from or sent to anywhere else, whatever a cable or a model has put on a page.
    """
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *scripts]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


POLICY = content_policy()
HEADERS = {
    # Not "no-referrer": with that, a browser does not say which page of ours a form came from either.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Gradio lets the pages of any site read what it sends; no page but ours reads anything here.
OF_OTHERS = {
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
}


class KeepHome:
    """ASGI middleware with the headers that keep the browser on this server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the headers above in the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                for name in OF_OTHERS.intersection(headers.keys()):
                    del headers[name]
                headers.setdefault("content-security-policy", POLICY)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Heads:
    """ASGI middleware that answers HEAD wherever there is a GET, for balancers; uvicorn sends the head alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the page rendered, unless it is a stream, which might never end."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].startswith(STREAMS):
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def application(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """Return an empty application, without the pages that FastAPI would add."""
    return FastAPI(title="reftel", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)


def config(app: FastAPI, proxies: Proxies = NO_PROXIES, limits: ConnectionLimits = USUAL) -> uvicorn.Config:
    """Return how uvicorn is to serve an application.

    `proxies`: from where many people's connections come; `limits`: how many connections, and how slow they may be.
    """
    # `request_log.py` logs what happens, and `logs.py` says where it goes. The gate knows itself which proxies to
    # believe, and needs to see who really sends.
    return uvicorn.Config(
        app,
        http=Door(within_descriptors(limits), proxies).protocol,
        ws="none",
        h11_max_incomplete_event_size=HEAD,
        timeout_keep_alive=math.ceil(limits.idle),
        log_level="warning",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
        proxy_headers=False,
        server_header=False,
    )


def run(
    app: FastAPI,
    *,
    listener: socket.socket,
    open_browser: bool,
    proxies: Proxies = NO_PROXIES,
    limits: ConnectionLimits = USUAL,
) -> None:
    """Serve a socket until Ctrl-C, or until SIGTERM and the end of the requests in progress."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever stops it lets it clean up
    try:
        server = _Server(config(app, proxies, limits), address(listener), open_browser=open_browser)
        server.run([listener])
    except KeyboardInterrupt:
        pass  # this is how it is meant to end
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Prints its address once it listens, and not before; when stopped, finishes the requests of a team."""

    def __init__(self, config: uvicorn.Config, address: str, *, open_browser: bool) -> None:
        super().__init__(config)
        self.address, self.open_browser = address, open_browser
        self._patience = 0.0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"reftel is running at {self.address}  (press Ctrl-C to stop)", flush=True)
        if self.open_browser:
            # Some browsers return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note which signal came: whoever presses Ctrl-C does not want to wait."""
        self._patience = PATIENCE if sig == signal.SIGTERM else 0.0
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, and let requests in progress finish before the rest is cut off.

        The window keeps connections open forever, so these are not waited for.
        """
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        end = time.monotonic() + self._patience
        while metrics.in_flight() and time.monotonic() < end and not self.force_exit:
            await asyncio.sleep(0.05)
        await super().shutdown(sockets)


def address(listener: socket.socket) -> str:
    """Return the address of a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def listen(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens. Without a port, the first free one from 7860 is taken.

    Raises SettingsError if the address or the port is not available.
    """
    failure: OSError | None = None
    for candidate in PORTS if port is None else [port]:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return socket.create_server((host, candidate), family=family, backlog=128)
        except OSError as error:
            failure = error
    places = f"ports {PORTS[0]} to {PORTS[-1]}" if port is None else f"port {port}"
    reason = str(failure and failure.strerror).split(" (while")[0]  # create_server repeats the address
    raise SettingsError(f"Cannot listen on {host}, {places}: {reason}. Choose another with --port.") from failure
