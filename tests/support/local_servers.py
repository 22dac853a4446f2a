"""Model servers of this machine as their programs answer: what Ollama and OpenAI's protocol list, and what is neither."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class LocalServer:
    """A server on a free port: `pages` are what it answers to each path, `asked` what it was asked, with headers.

    A page is JSON, bytes as they are, or what is called with the request.
    """

    pages: dict[str, Any]
    host: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://{self.host}"


def ollama(*models: str, **more: Any) -> dict[str, Any]:
    """What an Ollama with these models answers; `more` is said of each of them."""
    entry = {"digest": "0" * 64, "size": 2_019_393_189, "details": {"family": "llama"}}
    return {"/api/tags": {"models": [{"name": each, "model": each, **entry, **more} for each in models]}}


def openai(*models: str, **more: Any) -> dict[str, Any]:
    """What a server that speaks OpenAI's protocol answers."""
    return {"/v1/models": {"object": "list", "data": [{"id": each, "object": "model", **more} for each in models]}}


@contextmanager
def local_server(pages: dict[str, Any]) -> Iterator[LocalServer]:
    """Serve pages for as long as the context lasts."""
    server = LocalServer(pages)
    bound = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"server_of": server}))
    bound.daemon_threads = True
    server.host = f"127.0.0.1:{bound.server_port}"
    Thread(target=bound.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.stopping.set()
        bound.shutdown()
        bound.server_close()


def dripping(stopping: Event, data: bytes = b" ") -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that begins and never ends, a byte at a time."""

    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not stopping.is_set():
            request.wfile.write(data)
            request.wfile.flush()
            time.sleep(0.02)

    return page


def redirecting(to: str, status: int = 307) -> Callable[[BaseHTTPRequestHandler], None]:
    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("location", to)
        request.send_header("content-length", "0")
        request.end_headers()

    return page


def usual(*servers: LocalServer) -> Sequence[tuple[str, str]]:
    """The servers as the list of ports that are asked."""
    return [(f"{each.url}/v1", "LM Studio") for each in servers]


class _Handler(BaseHTTPRequestHandler):
    server_of: LocalServer

    def do_GET(self) -> None:
        self.server_of.asked.append((self.path, {key.casefold(): value for key, value in self.headers.items()}))
        page = self.server_of.pages.get(self.path)
        if page is None:
            self.send_error(404)
        elif callable(page):
            page(self)
        else:
            body = page if isinstance(page, bytes) else json.dumps(page).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""
