"""A reverse proxy that has an application below a path, as nginx has with `location /reftel/`."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OF_ONE_CONNECTION = ("connection", "transfer-encoding", "content-length", "keep-alive", "server", "date")


@dataclass
class PathProxy:
    """Where it listens, and what it was asked for outside of its path."""

    address: str
    outside: list[str] = field(default_factory=list)


@contextmanager
def below(path: str, application: str, *, strips: bool = True) -> Iterator[PathProxy]:
    """Serve what is at the address `application` below a path, which is taken off, or left on, what is passed on."""
    upstream = urlsplit(application).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            if not (self.path == path or self.path.startswith((f"{path}/", f"{path}?"))):
                proxy.outside.append(self.path)
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection = http.client.HTTPConnection(upstream, timeout=120)
            target = (self.path.removeprefix(path) or "/") if strips else self.path
            connection.request(self.command, target, body, headers)
            reply = connection.getresponse()
            self.send_response_only(reply.status, reply.reason)
            for name, value in reply.getheaders():
                if name.lower() not in _OF_ONE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                while block := reply.read1(65536):
                    self.wfile.write(block)
                    self.wfile.flush()
            except OSError:  # the browser has left
                pass
            finally:
                connection.close()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = PathProxy(f"http://127.0.0.1:{server.server_port}{path}/")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
