"""However a request fails, and at whichever route, it is told in one form: `{"error": "one line"}`."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary
from starlette.testclient import TestClient

from ui.access import gate
from ui.access.gate import Logins
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access
from ui.access.refusals import BROKEN
from ui.access.sessions import Sessions
from ui.access.users import Users
from ui.application import site
from ui.server.open_routes import OPEN

HOME = "http://127.0.0.1"
# Every route, as it may be asked for.
ROUTES = sorted((method, re.sub(r"\{[^}]+\}", "1", path)) for method, path in OPEN)
NAMES = [f"{method} {path}" for method, path in ROUTES]


def access() -> Access:
    return Access(ScriptedAssistant(ScriptedLibrary(ferry()), {}))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(site(access()), base_url=HOME) as client:
        yield client


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> TestClient:
    """A client of a server with logins, who has none."""
    users = Users(tmp_path_factory.mktemp("users") / "users.json")
    logins = Logins(users, Sessions("s" * 32, users), NO_PROXIES)
    return TestClient(site(access(), logins), base_url=HOME)


@pytest.fixture(scope="module")
def broken() -> TestClient:
    """A client of a server on which whatever would be looked up meets a bug."""

    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the archive")

    looked_up = access()
    for part in ("library", "assistant", "collections", "watches"):
        setattr(looked_up, part, bug)
    for part in ("conversations", "conversation", "answers", "rename", "delete", "wipe"):
        setattr(looked_up.notebook, part, bug)
    return TestClient(site(looked_up), base_url=HOME)


def told(reply: httpx2.Response) -> str:
    """Return the words in which a request was refused, which have the one form."""
    assert reply.headers["content-type"] == "application/json", reply.text
    assert list(reply.json()) == ["error"], reply.text
    (words,) = reply.json().values()
    assert isinstance(words, str)
    assert words
    assert "\n" not in words
    return words


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=NAMES)
def test_each_route_refuses_in_the_same_form(client, stranger, method, path):
    refused = {
        400: client.request(method, path, headers={"host": "["}),
        403: client.request(method, path, headers={"origin": "https://evil.example"}),
        405: client.request("TRACE", path),
        413: client.request(method, path, headers={"content-length": f"{10**12}"}),
        414: client.request(method, f"{path}?{'x' * 60_000}"),
        421: client.request(method, path, headers={"host": "evil.example"}),
    }
    if path not in gate.OPEN:
        refused[401] = stranger.request(method, path)
    assert {status: reply.status_code for status, reply in refused.items()} == {each: each for each in refused}
    for reply in refused.values():
        told(reply)


BODIES = {
    "PUT /talks/1": {"json": {"title": "mine"}},
    "PATCH /talks/1/1/feedback": {"json": {"thumb": "up"}},
    "PUT /talks/1/1/not-relevant/1/1": {"json": {"reason": ""}},
    "POST /api/ask": {"json": {"question": "why?"}},
    "POST /api/ask/stream": {"json": {"question": "why?"}},
    "POST /watches": {"data": {"question": "why?"}},
    "POST /watches/1": {"data": {"action": "seen"}},
    "POST /collections/1": {"data": {"action": "delete"}},
    "GET /pane": {"params": {"link": "/cable/10OSLO1"}},
    "GET /cite": {"params": {"link": "/cable/10OSLO1#2"}},
    "GET /statements.csv": {"params": {"person": "Yildiz"}},
    "GET /api/search": {"params": {"query": "ferry"}},
    "GET /export/1.1": {"url": "/export/1.md"},
    "GET /export/1/1.1": {"url": "/export/1/1.md"},
    "GET /cables.1": {"url": "/cables.csv"},
}


def asked(client: TestClient, route: str, given: dict) -> httpx2.Response:
    method, _, path = route.partition(" ")
    return client.request(method, **{"url": path, **given})


def test_a_bug_is_told_in_the_same_form_and_shows_nothing_of_itself(broken, caplog):
    replies = {route: asked(broken, route, BODIES.get(route, {})) for route in NAMES if "gradio" not in route}
    met = {route: reply for route, reply in replies.items() if reply.status_code == 500}
    assert set(BODIES) <= {*met, "PATCH /talks/1"}, set(BODIES) - set(met)
    for route, reply in met.items():
        assert told(reply) == BROKEN, route
        assert reply.headers["x-request-id"]
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert [each for each in caplog.records if each.getMessage() == "A request failed"]


INVALID = {
    "GET /cables": {"params": {"page": "one"}},
    "GET /collections/1": {"params": {"page": "one"}},
    "GET /people": {"params": {"page": "one"}},
    "GET /pane": {"params": {}},
    "GET /cite": {"params": {}},
    "GET /statements.csv": {"params": {}},
    "GET /talks": {"params": {"q": "x" * 401}},
    "PUT /talks/1": {"json": {"title": " "}},
    "PATCH /talks/1": {"json": {}},
    "PATCH /talks/1/1/feedback": {"json": []},
    "GET /talks/1/1/sources": {"url": "/talks/1/one/sources"},
    "GET /export/1.1": {},
    "GET /export/1/1.1": {},
    "PUT /talks/1/1/not-relevant/1/1": {"json": {}},
    "POST /watches/1": {"data": {"action": "sell"}},
    "POST /collections/1": {"data": {"action": "sell"}},
    "POST /corrections": {"data": {"action": "sell"}},
    "POST /api/ask": {"json": {"question": ""}},
    "POST /api/ask/stream": {"json": {"question": ""}},
    "GET /api/search": {"params": {}},
    "GET /api/people": {"params": {"limit": 0}},
    "GET /api/statements": {"params": {"since": "soon"}},
    "POST /gradio_api/queue/join": {"json": {}},
    "POST /gradio_api/run/1": {"json": {}},
    "POST /gradio_api/cancel": {"json": {}},
    "GET /gradio_api/queue/data": {"params": {}},
}


@pytest.mark.parametrize(("route", "given"), INVALID.items(), ids=INVALID)
def test_what_makes_no_sense_is_told_in_the_same_form(client, route, given):
    reply = asked(client, route, given)
    assert reply.status_code == 422, reply.text
    told(reply)


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/talks/1/1/feedback"])
def test_a_body_that_is_no_json_is_told_in_the_same_form(client, path):
    method = "PATCH" if "talks" in path else "POST"
    reply = client.request(method, path, content="{", headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422)
    told(reply)


ABSENT = ["/nothing", "/style/1.css", "/script/1.js", "/talks/1/1/sources", "/talks/1/1/feedback", "/export/1.md"]
ABSENT += ["/export/1/1.csv", "/export/1/1.md", "/cables.exe", "/cables.csv?answer=1/1", "/api/cable/10OSLO99"]
ABSENT += ["/cite?link=%2Fcable%2F10OSLO99"]


@pytest.mark.parametrize("path", ABSENT)
def test_what_is_not_there_is_told_in_the_same_form(client, path):
    reply = client.get(path)
    assert reply.status_code == 404
    told(reply)


def test_an_event_too_many_is_told_in_the_same_form(client, monkeypatch):
    from ui.window.window_sessions import WindowSessions

    monkeypatch.setattr(WindowSessions, "has_room", lambda *_: False)
    events = client.get("/config").json()["dependencies"]
    arrive = next(each["id"] for each in events if each["api_name"] == "arrive")
    sent = {"data": [], "fn_index": arrive, "session_hash": "s"}
    reply = client.post("/gradio_api/queue/join", json=sent)
    assert reply.status_code == 429
    told(reply)


def test_whoever_asks_for_a_page_is_told_on_a_page(client, broken):
    for visitor, path, status in (
        (client, "/export/1.md", 404),
        (client, "/people?page=one", 422),
        (broken, "/library", 500),
    ):
        reply = visitor.get(path, headers={"accept": "text/html"})
        assert (reply.status_code, reply.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert '<p role="alert">' in reply.text
        assert "secret" not in reply.text
