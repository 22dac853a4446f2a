"""What every response of the site says, and how a balancer asks it."""

import logging
import re
from collections.abc import Iterator

import httpx2
import pytest
from served import served

from assistant import Assistant
from ui.access.gate import Logins
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site
from ui.server import http_server
from ui.server.request_limits import Bounds
from ui.server.request_log import RequestLog

PAGES = ["/healthz", "/library", "/people", "/cable/10BAKU79", "/style/page.css", "/talks", "/metrics", "/nowhere"]
PROGRAMS = [
    "/api/status",
    "/api/people",
    "/api/statements",
    "/api/cable/10BAKU79",
    "/api/search?query=Kura",
    "/api/openapi.json",
]
SAID = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture(scope="module")
def owner(assistant: Assistant) -> Iterator[httpx2.Client]:
    with served(site(Access(assistant))) as address, httpx2.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def stranger(assistant: Assistant, tmp_path_factory) -> Iterator[httpx2.Client]:
    users = Users(tmp_path_factory.mktemp("team") / "users.json")
    with users.edit() as everybody:
        everybody["ann"] = User("ann")
    logins = Logins(users, Sessions("s" * 32, users), NO_PROXIES)
    with served(site(Access(assistant), logins)) as address, httpx2.Client(base_url=address, timeout=60) as client:
        yield client


CHANGES = {"x-request-id", "date", "content-length"}  # a page may tell the time that it took


def reported(reply: httpx2.Response) -> dict[str, str]:
    reported = {name: value for name, value in reply.headers.items() if name not in CHANGES}
    policy = reported["content-security-policy"]  # with a nonce, where the page has scripts of its own
    return reported | {"content-security-policy": re.sub("'nonce-[^']+'", "'nonce'", policy)}


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS, "/"])
def test_head_is_answered_as_get_is_without_the_rest(owner, path):
    head, get = owner.head(path), owner.get(path)
    assert head.status_code == get.status_code
    assert reported(head) == reported(get)
    assert head.content == b""


@pytest.mark.parametrize("path", PAGES + PROGRAMS)
def test_head_tells_a_stranger_no_more_than_get_does(stranger, path):
    for headers in ({}, {"accept": "text/html"}):
        head, get = stranger.head(path, headers=headers), stranger.get(path, headers=headers)
        assert (head.status_code, reported(head)) == (get.status_code, reported(get))
        assert path in ("/healthz",) or head.status_code in (303, 401)


def test_head_of_a_stream_is_not_waited_for(owner):
    assert owner.head("/gradio_api/queue/data?session_hash=x").status_code in (404, 405)
    assert owner.head("/mcp").status_code >= 400


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS, "/", "/config"])
def test_every_response_tells_the_browser_to_stay_at_home_also_one_that_refuses(owner, stranger, path):
    for reply in (owner.get(path), stranger.get(path), owner.get(path, headers={"host": "evil.example"})):
        assert SAID.items() <= dict(reply.headers).items()
        assert "content-security-policy" in reply.headers
        assert "camera=()" in reply.headers["permissions-policy"]
        assert "server" not in reply.headers


def test_a_bug_is_told_to_the_log_and_not_to_the_client(caplog):
    app = http_server.application()
    app.add_middleware(Bounds)
    app.add_middleware(RequestLog)

    @app.get("/bug")
    def bug() -> None:
        raise RuntimeError("in /home/ann/secret.py")

    with served(app) as address, caplog.at_level(logging.ERROR):
        reply = httpx2.get(f"{address}/bug")
    assert (reply.status_code, reply.text) == (500, "Internal Server Error")
    assert "secret.py" in caplog.text
