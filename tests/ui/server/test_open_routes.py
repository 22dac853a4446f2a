"""What is open: every route and every event of the whole application is listed, and no other answers."""

from collections.abc import Iterator

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary
from starlette.routing import Mount
from starlette.testclient import TestClient

from ui.access.reader_access import Access
from ui.application import site
from ui.server.open_routes import OPEN, methods
from ui.window.events import SHAPES, shape_of

HOME = "http://127.0.0.1"
# What Gradio brings along and the window does not need, so that it answers 404. A new version of Gradio that has a
# further route makes the test below fail: list it here, or open it if the window needs it.
CLOSED = {
    ("GET", "/config/"),
    ("GET", "/gradio_api/app_id"),
    ("GET", "/gradio_api/app_id/"),
    ("GET", "/gradio_api/call/v2/{api_name}/{event_id}"),
    ("GET", "/gradio_api/call/{api_name}/{event_id}"),
    ("GET", "/gradio_api/custom_component/{id}/{environment}/{type}/{file_name}"),
    ("GET", "/gradio_api/deep_link"),
    ("GET", "/gradio_api/dev/reload"),
    ("GET", "/gradio_api/file/{path:path}"),
    ("GET", "/gradio_api/file={path_or_url:path}"),
    ("GET", "/gradio_api/info/"),
    ("GET", "/gradio_api/login_check"),
    ("GET", "/gradio_api/login_check/"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/proxy={url_path:path}"),
    ("GET", "/gradio_api/queue/status"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/runs/"),
    ("GET", "/gradio_api/startup-events"),
    ("GET", "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file"),
    ("GET", "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8"),
    ("GET", "/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}"),
    ("GET", "/gradio_api/theme.css"),
    ("GET", "/gradio_api/token"),
    ("GET", "/gradio_api/token/"),
    ("GET", "/gradio_api/upload_progress"),
    ("GET", "/gradio_api/user"),
    ("GET", "/gradio_api/user/"),
    ("GET", "/gradio_api/vibe-code"),
    ("GET", "/gradio_api/vibe-code/"),
    ("GET", "/logout"),
    ("GET", "/monitoring"),
    ("GET", "/monitoring/summary"),
    ("GET", "/monitoring/{key}"),
    ("GET", "/openapi.json"),
    ("GET", "/pwa_icon"),
    ("GET", "/pwa_icon/{size}"),
    ("GET", "/svelte/{path:path}"),
    ("POST", "/gradio_api/api/{api_name}"),
    ("POST", "/gradio_api/api/{api_name}/"),
    ("POST", "/gradio_api/call/v2/{api_name}"),
    ("POST", "/gradio_api/call/v2/{api_name}/"),
    ("POST", "/gradio_api/call/{api_name}"),
    ("POST", "/gradio_api/call/{api_name}/"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/component_server/"),
    ("POST", "/gradio_api/process_recording"),
    ("POST", "/gradio_api/reset"),
    ("POST", "/gradio_api/reset/"),
    ("POST", "/gradio_api/run/{api_name}/"),
    ("POST", "/gradio_api/stream/{event_id}"),
    ("POST", "/gradio_api/stream/{event_id}/close"),
    ("POST", "/gradio_api/undo-vibe-edit"),
    ("POST", "/gradio_api/undo-vibe-edit/"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/vibe-code"),
    ("POST", "/gradio_api/vibe-code/"),
    ("POST", "/gradio_api/vibe-edit"),
    ("POST", "/gradio_api/vibe-edit/"),
    ("POST", "/gradio_api/vibe-starter-queries"),
    ("POST", "/gradio_api/vibe-starter-queries/"),
    ("POST", "/login"),
    ("POST", "/login/"),
}


def made() -> FastAPI:
    return site(Access(ScriptedAssistant(ScriptedLibrary(ferry()), {})))


@pytest.fixture(scope="module")
def application() -> FastAPI:
    return made()


@pytest.fixture(scope="module")
def client(application) -> Iterator[TestClient]:
    with TestClient(application, base_url=HOME) as client:
        yield client


def routes(application: FastAPI) -> Iterator[tuple[str, str]]:
    """Yield the method and the path of every route, those of mounted applications too."""
    for route in iter_route_contexts(application.routes):
        inner = getattr(route, "original_route", None) or route
        if isinstance(inner, Mount):
            yield from ((method, inner.path + path) for method, path in routes(inner.app))
        else:
            yield from ((method, route.path) for method in sorted(route.methods or {"ANY"}))


def window(application: FastAPI) -> gr.Blocks:
    return next(route.app for route in application.routes if isinstance(route, Mount)).get_blocks()


def unlisted(application: FastAPI) -> set[tuple[str, str]]:
    found = {(method, path) for method, path in routes(application) if method != "HEAD"}
    return found - OPEN - CLOSED - {("ANY", "/mcp")}  # of which POST is open


def test_every_route_is_listed_as_open_or_closed(application):
    assert unlisted(application) == set()


def test_every_open_route_is_there(application):
    assert OPEN - set(routes(application)) == {("POST", "/mcp")}  # which takes whatever method comes


def test_a_route_that_nobody_listed_is_found_and_answers_404():
    application = made()

    @application.get("/gradio_api/invented")
    def invented() -> str:
        return "open"

    with TestClient(application, base_url=HOME) as client:
        assert client.get("/gradio_api/invented").status_code == 404
    assert unlisted(application) == {("GET", "/gradio_api/invented")}


@pytest.mark.parametrize(("method", "path"), sorted(CLOSED))
def test_a_closed_route_does_not_exist(client, method, path):
    filled = path.replace("{path_or_url:path}", "/etc/passwd").replace("{", "").replace("}", "")
    assert client.request(method, filled).status_code in (404, 405)


def test_every_event_is_listed_and_every_listed_event_is_there(application):
    events = [event for event in window(application).fns.values() if event.fn is not None]
    assert [event.api_name for event in events if shape_of(event) is None] == []
    assert {shape_of(event) for event in events} == set(SHAPES.values())


def test_a_shape_takes_as_many_values_as_its_event_has_inputs(application):
    for event in window(application).fns.values():
        if shape := shape_of(event):
            taken = shape.model_fields["data"].annotation.__args__
            assert len(taken) == len(event.inputs), event.api_name


def test_an_event_that_nobody_listed_is_found_and_may_not_be_sent():
    application = made()
    blocks = window(application)
    with blocks:
        blocks.load(lambda: "open", None, None, api_name="invented")
    number = next(id for id, event in blocks.fns.items() if event.api_name == "invented")
    assert shape_of(blocks.fns[number]) is None
    with TestClient(application, base_url=HOME) as client:
        sent = {"data": [], "fn_index": number, "session_hash": "s"}
        assert client.post("/gradio_api/queue/join", json=sent).status_code == 422


@pytest.mark.parametrize(
    "path", ["//etc/passwd", "/pane/10BAKU79", "/api/", "/api/cable", "/cables/x", "/cable", "/gradio_api"]
)
def test_a_path_that_only_looks_like_an_open_one_is_closed(path):
    assert methods(path) == {}


@pytest.mark.parametrize("id", ["10BAKU79", "frus1969-76v27/d262", "a/b/c", "a..b", "...", "config", "x/config"])
def test_an_id_with_slashes_opens_a_cable_and_nothing_else(id):
    assert methods(f"/cable/{id}") == {"GET": "/cable/{id:path}"}
    assert methods(f"/api/cable/{id}") == {"GET": "/api/cable/{id:path}"}


@pytest.mark.parametrize("base", ["/cable/", "/api/cable/", "/people/", "/assets/", "/static/"])
@pytest.mark.parametrize("path", ["../config", "..", "a/..", "a/../../config", "./x"])
def test_a_path_that_leads_back_leads_nowhere(client, base, path):
    assert methods(base + path) == {}
    reply = client.get(base + path.replace(".", "%2e"))  # else the client itself follows it
    assert (reply.status_code, reply.json()) == (404, {"error": "There is nothing at this address."})


def test_the_method_counts(client):
    reply = client.delete("/library")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET")
    assert client.head("/").status_code == 200


def test_without_logins_there_is_none_to_be_had(client):
    assert client.post("/login", data={"name": "ann", "password": "x"}).status_code == 404


def test_no_websocket_is_taken(client):
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/library"):
        pass


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example", "null"])
def test_the_pages_of_no_other_site_may_read_what_is_sent(client, origin):
    reply = client.get("/config", headers={"origin": origin})
    assert reply.status_code == 403
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    own = client.get("/config", headers={"origin": HOME})
    assert own.status_code == 200
    assert not [name for name in own.headers if name.startswith("access-control-")]
