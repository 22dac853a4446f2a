"""Connections that keep the server waiting: each has its time, and together they leave room for others."""

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from served import served
from servers import wait_for

from ui.access.origins import Proxies
from ui.server import http_server
from ui.server.connections import ConnectionLimits
from ui.server.request_limits import LARGEST, Bounds, Pace

# A server that may have few descriptors, and gives nobody longer than it does by itself.
FEW = """
from resource import RLIMIT_NOFILE, setrlimit
setrlimit(RLIMIT_NOFILE, (128, 256))
from fastapi import Request
from ui.server import http_server as web
app = web.application()
@app.get("/healthz")
def healthz():
    return "well"
@app.post("/read")
async def read(request: Request):
    return len(await request.body())
web.run(app, listener=web.listen("127.0.0.1", None), open_browser=False)
"""
HALVES = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "half a body": b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n123",
    "half a second head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /healthz HT",
}
HASTE = ConnectionLimits(head=0.5, idle=1, unread=0.5)


def application() -> FastAPI:
    app = http_server.application()
    app.add_middleware(Bounds, larger={"/upload": 3 * LARGEST}, pace=Pace(silence=0.5))

    @app.get("/healthz")
    def healthz() -> str:
        return "well"

    @app.post("/read")
    @app.post("/upload")
    async def read(request: Request) -> int:
        return len(await request.body())

    @app.post("/unread")
    def unread() -> str:
        return "whatever it was"

    @app.get("/stream")
    def stream() -> StreamingResponse:
        async def quiet() -> Iterator[str]:
            yield "first "
            await asyncio.sleep(1.5)
            yield "last"

        return StreamingResponse(quiet())

    @app.get("/endless")
    def endless() -> StreamingResponse:
        return StreamingResponse(iter(lambda: b"x" * 65536, b""))

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(application(), limits=HASTE) as address:
        yield address


def connected(address: str, sent: bytes = b"") -> socket.socket:
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=60)
    connection.sendall(sent)
    return connection


def reported(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 20)
    except ConnectionError:
        return b""


def is_well(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/healthz", timeout=60) as reply:
        return json.load(reply) == "well"


def has_room(address: str) -> bool:
    try:
        return is_well(address)
    except urllib.error.HTTPError:
        return False


@contextmanager
def with_few_descriptors() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-c", FEW], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            yield server.stdout.readline().removeprefix("reftel is running at ").split()[0]
        finally:
            server.kill()


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_more_half_requests_than_there_are_descriptors_leave_the_server_answering(half):
    with with_few_descriptors() as address, ExitStack() as held:
        for number in range(400):
            held.enter_context(connected(address, half))
            if number % 50 == 0:
                assert is_well(address)
        assert is_well(address)


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_a_half_request_ends_by_itself(address, half):
    reply = reported(connected(address, half))
    if half in (HALVES["half a head"], HALVES["half a body"]):
        head, _, body = reply.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 ")
        assert "too long" in json.loads(body)["error"]


def test_no_drop_of_a_head_or_a_body_gains_time(address):
    for begun in (
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
        HALVES["half a body"].replace(b"10", b"999"),
    ):
        with connected(address, begun) as connection:
            connection.settimeout(0.1)
            reply, end = b"", time.monotonic() + 60
            while not reply and time.monotonic() < end:
                try:
                    connection.sendall(b"x")
                    reply = connection.recv(1000)
                except TimeoutError:
                    pass
            assert b" 408 " in reply


def test_a_stream_that_is_quiet_for_longer_goes_on(address):
    with urllib.request.urlopen(f"{address}/stream", timeout=60) as reply:
        assert reply.read() == b"first last"


def test_who_does_not_read_is_left(address):
    with connected(address, b"GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as connection:
        time.sleep(1.5)
        received = 1
        while received < 1 << 28 and (part := len(_received(connection))):
            received += part
        assert received < 1 << 28  # what had been on its way


@contextmanager
def with_slow_page(proxies: Proxies, limits: ConnectionLimits) -> Iterator[tuple[str, list[object]]]:
    """Serve a page that is never done; yields the address, and who is waiting for it."""
    app, done, waiting = application(), Event(), []

    @app.get("/slow")
    async def slow(request: Request) -> str:
        waiting.append(request.client)
        await asyncio.to_thread(done.wait, 60)
        return "done"

    with served(app, proxies, limits) as address:
        try:
            yield address, waiting
        finally:
            done.set()


SLOW = b"GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "limits", [ConnectionLimits(from_one=3), ConnectionLimits(most=3)], ids=["from one", "in all"]
)
def test_who_is_being_answered_is_not_cut_off_for_somebody_new(limits):
    with with_slow_page(Proxies(), limits) as (address, waiting):
        slow = [connected(address, SLOW) for _ in range(3)]
        wait_for(lambda: len(waiting) == 3, lambda: f"{len(waiting)} are being answered")
        refused = reported(connected(address))
        assert b" 503 " in refused
        assert b"too many connections" in refused
        slow[0].close()
        wait_for(lambda: has_room(address), lambda: "there is no room for anybody new")
        for each in slow[1:]:
            each.close()


def test_a_trusted_proxy_brings_many():
    with (
        with_slow_page(Proxies.of(["127.0.0.0/8"], None), ConnectionLimits(from_one=3)) as (address, _),
        ExitStack() as held,
    ):
        for _ in range(10):
            held.enter_context(connected(address, SLOW))
        assert is_well(address)


CHUNKED = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_body_is_counted_as_it_comes_and_refused_in_a_line(address):
    with connected(address, CHUNKED % b"/read") as connection:
        for _ in range(20):
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        head, _, body = reported(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in head
    assert json.loads(body) == {"error": f"The body is larger than {LARGEST:,} bytes."}


@pytest.mark.parametrize(("path", "size", "status"), [("/read", LARGEST, 200), ("/upload", 2 * LARGEST, 200), ("/read", LARGEST + 1, 413), ("/upload", 3 * LARGEST + 1, 413)])  # fmt: skip
def test_each_path_takes_as_much_as_it_may(address, path, size, status):
    with connected(address, f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n".encode()) as sending:  # fmt: skip
        sending.sendall(b"x" * size)
        reply = reported(sending)
    assert reply.startswith(f"HTTP/1.1 {status} ".encode())


def test_what_nobody_reads_is_not_waited_for_and_the_answer_arrives_all_the_same(address):
    with connected(address, CHUNKED % b"/unread") as connection:
        for _ in range(4):
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        head, _, body = reported(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in head
    assert b"whatever it was" in body
