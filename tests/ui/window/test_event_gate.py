"""What may come in before Gradio: events in their shape, in a session of the reader's own; no files, no components."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ingest import Clearance
from ui.access.reader_access import OWNER, Reader
from ui.window.event_gate import EventGate
from ui.window.events import SHAPES

ANN, BEN = Reader("ann"), Reader("ben")
BOXES = [False, False, False, *[""] * 7]
FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}


async def answered(request: Request) -> JSONResponse:
    """Stands for Gradio: tells what has reached it."""
    body = await request.body()
    return JSONResponse(
        {"path": request.url.path, "query": request.url.query, "body": json.loads(body) if body else None}
    )


class As:
    """Middleware that says who sends a request, as the gate does."""

    def __init__(self, app: Any, who: Reader) -> None:
        self.app, self.who = app, who

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["reader"] = self.who
        await self.app(scope, receive, send)


EVENTS = {
    number: SimpleNamespace(api_name=name, fn=len, queue=name not in ("chips", "without"))
    for number, name in enumerate(SHAPES)
}
NUMBER = {event.api_name: number for number, event in EVENTS.items()}
EVENTS[90] = SimpleNamespace(api_name="chips_7", fn=len, queue=False)  # as Gradio numbers another of the name
EVENTS[91] = SimpleNamespace(api_name="invented", fn=len, queue=True)
EVENTS[92] = SimpleNamespace(api_name="stopped", fn=None, queue=True)  # the browser's own affair
gradio = Starlette(routes=[Route("/{path:path}", answered, methods=["GET", "POST"])])
QUEUE = SimpleNamespace(pending_event_ids_session={}, pending_messages_per_session={}, event_ids_to_events={})
GATE = EventGate(gradio, SimpleNamespace(fns=EVENTS, _queue=QUEUE))


def client(who: Reader = OWNER) -> TestClient:
    return TestClient(As(GATE, who))


def sent(event: str, data: list[Any], **more: Any) -> dict[str, Any]:
    return {"data": data, "fn_index": NUMBER[event], "session_hash": "k3j4", **more}


def join(body: Any, who: Reader = OWNER):
    return client(who).post("/gradio_api/queue/join", json=body)


def test_an_event_in_its_shape_reaches_gradio():
    reply = join(sent("typed", ["who spoke?", None, None, *BOXES], event_data=None, trigger_id=26))
    assert reply.status_code == 200
    assert reply.json()["body"]["data"] == ["who spoke?", None, None, *BOXES]


@pytest.mark.parametrize(
    ("event", "data", "more"),
    [
        ("typed", [FILE, None, None, *BOXES], {}),
        ("typed", ["who spoke?", [{"role": "user", "content": FILE}], None, *BOXES], {}),
        ("typed", ["who spoke?", None, None, False, False, False, FILE, *[""] * 6], {}),
        ("typed", ["who spoke?", None, None, 1, False, *[""] * 7], {}),  # no yes and no no
        ("typed", ["who spoke?", None, None], {}),
        ("typed", ["who spoke?", None, None, *BOXES, ""], {}),
        ("typed", ["x" * 50_000, None, None, *BOXES], {}),
        ("typed", {"0": "who spoke?"}, {}),
        ("typed", ["who spoke?", None, "openai:gpt-9", *BOXES], {}),
        ("choose_model", [], {"event_data": {"name": FILE}}),
        ("choose_model", ["ollama:llama3.2"], {"event_data": {"name": "ollama:llama3.2"}}),
        ("follow", [None, None, *BOXES], {"event_data": {"question": FILE}}),
        ("follow", [None, None, *BOXES], {"event_data": {"question": "who?", "path": "/etc/passwd"}}),
        ("chosen", [], {"event_data": {"index": 0, "value": {"text": "who?", "files": [FILE]}}}),
        ("chosen", [], {"event_data": {"index": 0, "value": FILE}}),
        ("stopped", [[{"role": "user", "content": "mine"}]], {}),
        ("cleared", [], {"event_data": {"component": "html"}}),
        ("ask", ["who?", [FILE], {}, False, None, False], {}),
        ("ask", ["who?", [], {"origin": {"path": "/etc/passwd"}}, False, None, False], {}),
        ("ask", ["who?", [], {"__type__": "update"}, False, None, False], {}),
        ("ask", ["who?", [[[[[[["deep"]]]]]]], {}, False, None, False], {}),
        ("arrive", [], {"simple_format": True}),
        ("arrive", [], {"batched": True}),
        ("arrive", [], {"oauth_token": "x"}),
        ("arrive", [], {"event_id": "x"}),
        ("arrive", [], {"fn_index": "0"}),
        ("arrive", [], {"fn_index": 91}),
        ("arrive", [], {"fn_index": 92}),
        ("arrive", [], {"fn_index": -1}),
        ("arrive", [], {"trigger_id": {"a": 1}}),
        ("arrive", [], {"session_hash": "../../etc"}),
        ("arrive", [], {"session_hash": "x" * 41}),
        ("chips", BOXES, {}),  # which is not for the queue
    ],
)
def test_anything_else_is_turned_away(event, data, more):
    assert join(sent(event, data) | more).status_code == 422


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"fn_index": 1e999}', b"\xff\xfe{}"]
)
def test_what_is_no_json_is_turned_away(body):
    assert client().post("/gradio_api/queue/join", content=body).status_code == 422


def test_the_second_of_two_equal_keys_cannot_slip_through():
    body = f'{{"data": [], "data": [{json.dumps(FILE)}], "fn_index": {NUMBER["arrive"]}, "session_hash": "a"}}'
    assert client().post("/gradio_api/queue/join", content=body).status_code == 422


def test_an_event_outside_of_the_queue_is_called_at_once():
    reply = client().post("/gradio_api/run/predict", json=sent("chips", BOXES) | {"fn_index": 90})
    assert reply.status_code == 200
    queued = client().post("/gradio_api/run/predict", json=sent("typed", ["who?", None, None, *BOXES]))
    assert queued.status_code == 422
    assert client().post("/gradio_api/run/typed", json=sent("chips", BOXES)).status_code == 422


SESSIONS = [
    lambda who: join(sent("arrive", []), who).json()["body"]["session_hash"],
    lambda who: client(who).get("/gradio_api/heartbeat/k3j4").json()["path"].rsplit("/", 1)[1],
    lambda who: client(who).get("/gradio_api/queue/data?session_hash=k3j4").json()["query"].split("=")[1],
    lambda who: (
        client(who)
        .post("/gradio_api/cancel", json={"session_hash": "k3j4", "fn_index": 6, "event_id": "e"})
        .json()["body"]["session_hash"]
    ),
]


def test_a_session_is_the_same_at_every_route():
    assert len({session(ANN) for session in SESSIONS}) == 1


@pytest.mark.parametrize("other", [BEN, Reader("ann", clearance=Clearance("S"))])
@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_of_the_same_name_is_another_for_another_reader(session, other):
    assert session(ANN) != session(other)
    assert "k3j4" not in session(ANN)


def test_who_goes_before_the_event_has_arrived_leaves_no_trouble_behind():
    async def gone():
        return {"type": "http.disconnect"}

    async def no_answer(message):
        raise AssertionError(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/gradio_api/queue/join",
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(As(GATE, OWNER)(scope, gone, no_answer))


def test_a_second_session_in_the_address_is_turned_away():
    assert client().get("/gradio_api/queue/data?session_hash=a&session_hash=b").status_code == 422
    assert client().get("/gradio_api/queue/data").status_code == 422


@pytest.mark.parametrize("path", ["file=/etc/passwd", "upload", "deep_link", "proxy=http://a", "heartbeat/a/b"])
def test_other_routes_of_gradio_are_turned_away(path):
    assert client().get(f"/gradio_api/{path}").status_code == 422


def test_what_is_too_much_at_once_is_told_so_and_others_go_on(monkeypatch):
    monkeypatch.setattr("ui.window.window_sessions.MOST_EVENTS", 1)
    mine = join(sent("arrive", []), ANN).json()["body"]["session_hash"]
    monkeypatch.setitem(QUEUE.pending_event_ids_session, mine, {"e"})
    monkeypatch.setitem(QUEUE.event_ids_to_events, "e", object())
    assert join(sent("arrive", []), ANN).status_code == 429
    assert join(sent("arrive", []), BEN).status_code == 200


def test_a_box_that_is_ticked_comes_with_its_value():
    ticked = {
        "data": [False, True, *BOXES[2:]],
        "event_data": True,
        "fn_index": NUMBER["chips"],
        "session_hash": "s",
    }
    assert client().post("/gradio_api/run/predict", json=ticked).status_code == 200
