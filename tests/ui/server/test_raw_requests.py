"""Requests that no proper client sends, written raw to the whole site: each is refused in a line, and it lives on."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from served import served

from assistant import Assistant
from ui.access.gate import Logins
from ui.access.origins import Proxies
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

HOST = b"Host: 127.0.0.1\r\n"
ASK = b'{"question": "what did Huseynli say about Russia?"}'
JSON = b"Content-Type: application/json\r\n"


def posted(body: bytes, headers: bytes = JSON, path: bytes = b"/api/ask") -> bytes:
    return b"POST %s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s" % (path, HOST, headers, len(body), body)


def got(path: bytes, headers: bytes = b"", version: bytes = b"1.1") -> bytes:
    return b"GET %s HTTP/%s\r\n%s%s\r\n" % (path, version, HOST, headers)


REFUSED = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no request line": b"\r\n\r\nhello\r\n\r\n",
    "a lone method": b"GET\r\n\r\n",
    "HTTP/9": got(b"/healthz", version=b"9.9"),
    "no host": b"GET /library HTTP/1.1\r\n\r\n",
    "two hosts": got(b"/library", b"Host: 127.0.0.2\r\n"),
    "a host with a bracket": b"GET /library HTTP/1.1\r\nHost: [\r\n\r\n",
    "a host with a path": b"GET /library HTTP/1.1\r\nHost: 127.0.0.1/../x\r\n\r\n",
    "a host with a user": b"GET /library HTTP/1.1\r\nHost: a@127.0.0.1\r\n\r\n",
    "a host with blanks": b"GET /library HTTP/1.1\r\nHost: 127.0.0.1 evil\r\n\r\n",
    "a host in Latin": b"GET /library HTTP/1.1\r\nHost: \xe9t\xe9\r\n\r\n",
    "a name that leads here": b"GET /library HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "an absolute target": got(b"http://127.0.0.1/library"),
    "an absolute target elsewhere": got(b"http://evil.example/library"),
    "a target without a slash": got(b"library"),
    "an asterisk": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a null byte": got(b"/cable/10BAKU79%00"),
    "a raw null byte": got(b"/cable/10BAKU79\x00"),
    "an escaped line": got(b"/cable/10BAKU79%0d%0aX-A:%20b"),
    "no UTF-8 in the path": got(b"/cable/%ff%fe"),
    "raw bytes in the path": got(b"/cable/\xff\xfe"),
    "up and out": got(b"/cable/../../../../etc/passwd"),
    "up and out, escaped": got(b"/cable/..%2f..%2f..%2f..%2fetc%2fpasswd"),
    "up and out, escaped twice": got(b"/cable/%252e%252e%252f%252e%252e%252fetc%252fpasswd"),
    "up and out of the style": got(b"/style/..%2f..%2fusers.json.css"),
    "up and out of an export": got(b"/export/..%2f..%2fetc%2fpasswd.md"),
    "up and out of Gradio's files": got(b"/gradio_api/file=../../etc/passwd"),
    "up and out of Gradio's parts": got(b"/assets/..%2f..%2f..%2fetc%2fpasswd"),
    "a long target": got(b"/library?" + b"x" * 60_000),
    "a long line": got(b"/library", b"X-A: " + b"x" * 200_000 + b"\r\n"),
    "many lines": got(b"/library", b"X-A: b\r\n" * 20_000),
    "a folded line": got(b"/library", b"X-A: b\r\n c\r\nX B: c\r\n"),
    "a line without a colon": got(b"/library", b"nothing\r\n"),
    "a line with a null byte": got(b"/library", b"X-A: \x00\r\n"),
    "two lengths": posted(ASK, JSON + b"Content-Length: 3\r\n"),
    "a negative length": b"POST /api/ask HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: -5\r\n\r\n",
    "a length that is none": b"POST /api/ask HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 0x10\r\n\r\n",
    "a length without end": b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\n",
    "a length and chunks": posted(b"0\r\n\r\n", JSON + b"Transfer-Encoding: chunked\r\n"),
    "chunks of another kind": posted(ASK, JSON + b"Transfer-Encoding: gzip, chunked\r\n"),
    "chunks that are none": b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a longer body than it says": posted(ASK, JSON).replace(b"Length: 51", b"Length: 5"),
    "no UTF-8 in the body": posted(b'{"question": "\xff\xfe"}'),
    "no JSON": posted(b"question=what"),
    "JSON of another kind": posted(ASK, b"Content-Type: text/plain\r\n"),
    "no kind": posted(ASK, b""),
    "a form": posted(b"question=what", b"Content-Type: application/x-www-form-urlencoded\r\n"),
    "deep JSON": posted(b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "a number that is none": posted(b'{"question": "why?", "turns": 1e999}'),
    "a form that is none": posted(b"--x", b"Content-Type: multipart/form-data\r\n", b"/bring"),
    "another method": b"DELETE /api/ask HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method of one's own": b"GRAB /library HTTP/1.1\r\n" + HOST + b"\r\n",
    "no JSON for a tool": posted(b"{", b"Accept: application/json, text/event-stream\r\n" + JSON, b"/mcp"),
    "no JSON for Gradio": posted(b"{", JSON, b"/gradio_api/queue/join"),
    "no list for Gradio": posted(b'{"data": 5, "fn_index": "x"}', JSON, b"/gradio_api/queue/join"),
    "no title": b"PUT /talks/x HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 3\r\n\r\n[1]",
}
TAKEN = {
    "HTTP/1.0": b"GET /healthz HTTP/1.0\r\n\r\n",
    "HTTP/1.0 with a host": got(b"/healthz", version=b"1.0"),
    "a socket of the web": got(b"/healthz", b"Connection: Upgrade\r\nUpgrade: websocket\r\n"),
    "two requests at once": got(b"/healthz") + got(b"/healthz", b"Connection: close\r\n"),
}
SAYS_TOO_MUCH = (b"Traceback", b"/site-packages", b".py", b"root:x", b"sqlite", b"Exception", b"uvicorn")


@pytest.fixture(scope="module")
def owners_site(assistant: Assistant) -> Iterator[str]:
    with served(site(Access(assistant))) as address:
        yield address


@pytest.fixture(scope="module")
def team_site(assistant: Assistant, tmp_path_factory) -> Iterator[str]:
    users = Users(tmp_path_factory.mktemp("team") / "users.json")
    with users.edit() as everybody:
        everybody["ann"] = User("ann")
    with served(site(Access(assistant), Logins(users, Sessions("s" * 32, users), Proxies()))) as address:
        yield address


def answer(address: str, sent: bytes) -> tuple[int, bytes]:
    """Send bytes; return the status and the rest of the reply, or 0 where the connection was closed without one."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        with suppress(ConnectionError):  # where it has heard enough, what it said may have arrived
            connection.sendall(sent)
        try:
            reply = HTTPResponse(connection)
            reply.begin()
            return reply.status, str(reply.headers).encode() + reply.read()
        except (ConnectionError, ValueError, OSError):
            return 0, b""


def is_well(address: str) -> bool:
    return answer(address, TAKEN["HTTP/1.0 with a host"])[0] == 200


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_refused_in_a_line(owners_site, sent):
    status, said = answer(owners_site, sent)
    assert status == 0 or 400 <= status < 500
    assert [each for each in SAYS_TOO_MUCH if each in said] == []
    assert is_well(owners_site)


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_nor_does_it_pass_a_login(team_site, sent):
    status, said = answer(team_site, sent)
    assert status == 0 or 400 <= status < 500
    assert [each for each in SAYS_TOO_MUCH if each in said] == []
    assert is_well(team_site)


@pytest.mark.parametrize("sent", TAKEN.values(), ids=TAKEN)
def test_what_is_only_odd_is_answered(team_site, sent):
    assert answer(team_site, sent)[0] == 200
