"""A server on this machine that puts down what it is asked for: it stands for a proxy, or for whoever listens in."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PROXIES = (
    "http_proxy",
    "https_proxy",
    "all_proxy",
)  # as the environment names proxies, in small letters or capitals


@contextmanager
def recording(redirect: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Serve for as long as the context lasts; gives the address, and the line of each request that came.

    It sends everybody to `redirect`, or away.
    """
    seen: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            seen.append(self.requestline)
            self.rfile.read(int(self.headers["content-length"] or 0))
            self.send_response(302 if redirect else 403)
            if redirect:
                self.send_header("location", redirect)
            self.send_header("content-length", "0")
            self.end_headers()

        do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_CONNECT = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def by_way_of(proxy: str) -> dict[str, str]:
    """Return an environment in which all is to go through a proxy."""
    named = dict.fromkeys(PROXIES, proxy) | {name.upper(): proxy for name in PROXIES}
    return named | {"no_proxy": "", "NO_PROXY": ""}
