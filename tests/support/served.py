"""An application behind a real server, for clients that want an address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from ui.access.origins import NO_PROXIES, Proxies
from ui.server import http_server
from ui.server.connections import USUAL, ConnectionLimits


@contextmanager
def served(application: FastAPI, proxies: Proxies = NO_PROXIES, limits: ConnectionLimits = USUAL) -> Iterator[str]:
    """Serve on a free port as `reftel serve` does; yield the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(http_server.config(application, proxies, limits))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
