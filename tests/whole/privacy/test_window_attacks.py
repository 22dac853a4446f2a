"""What was seen to work against the window once: reading files of the server, fetching addresses, saved pages."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary, citing
from served import served

from ui.access.reader_access import Access
from ui.application import site

NOTHING = {"error": "There is nothing at this address."}
SECRET = "the cookie secret of the server"
ANSWER = citing("why?", "Yildiz had no money.[1]", (ferry(), 2, "Yildiz had no money"))


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    access = Access(ScriptedAssistant(ScriptedLibrary(ferry()), {ANSWER.question: ANSWER}))
    with served(site(access)) as address, httpx2.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def happen(client: httpx2.Client, event: dict[str, Any], value: Any, event_data: Any, session: str) -> str:
    """Send an event with one value for each of its inputs; return all that comes of it."""
    asked = {
        "data": [value for _ in event["inputs"]],
        "event_data": event_data,
        "fn_index": event["id"],
        "session_hash": session,
    }
    path = "/gradio_api/queue/join" if event["queue"] else "/gradio_api/run/predict"
    reply = client.post(path, json=asked)
    if reply.status_code != 200 or not event["queue"]:
        return reply.text
    return client.get("/gradio_api/queue/data", params={"session_hash": session}).text


def paths(expected: Any) -> Iterator[str]:
    """Yield every path that stands anywhere in what came back."""
    if isinstance(expected, dict):
        yield from (each for name, each in expected.items() if name == "path" and isinstance(each, str))
        expected = list(expected.values())
    if isinstance(expected, list):
        for each in expected:
            yield from paths(each)


def test_no_event_copies_a_file_to_where_it_can_be_fetched(client, secret):
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    chat = [{"role": "user", "content": [{"type": "file", "file": file}]}]
    got = []
    for event in client.get("/config").json()["dependencies"]:
        for number, value in enumerate([chat, file, [file], "why?"]):
            reported = happen(client, event, value, file if value == "why?" else None, f"s{event['id']}x{number}")
            for line in reported.replace("data: ", "").splitlines():
                found = json.loads(line) if line.startswith("{") else {}
                got += [client.get(f"/gradio_api/file={path}").text for path in {str(secret), *paths(found)}]
    assert got
    assert not any(SECRET in each for each in got)


def test_the_chat_is_not_taken_back_from_the_browser(client, secret):
    """Gradio copies the files that a message names when the chat is sent on as what an event puts out."""
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    forged = [{"role": "user", "content": [{"type": "file", "file": file}]}]
    events = client.get("/config").json()["dependencies"]
    chat = next(each["id"] for each in client.get("/config").json()["components"] if each["type"] == "chatbot")
    assert [event["api_name"] for event in events if chat in event["inputs"]] == []
    for event in events:
        reported = happen(client, event, forged, None, f"t{event['id']}")
        assert "secret.txt" not in reported


# To this machine's own addresses Gradio would not go, to those of others it would.
@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that somebody else runs; tells what it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"from elsewhere")

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("route", ["file=", "file/", "proxy=", "stream/"])
def test_the_server_fetches_no_address(client, elsewhere, route):
    url, asked = elsewhere
    for address in (f"{url}/page", f"{url}/page".replace("://", ":%2F%2F")):
        assert client.get(f"/gradio_api/{route}{address}").json() == NOTHING
    assert asked == []


def test_no_page_is_saved_under_a_link(client):
    happen(client, {"inputs": [], "id": 0, "queue": True}, None, None, "saved")
    assert client.get("/gradio_api/deep_link", params={"session_hash": "saved"}).status_code == 404


@pytest.mark.parametrize("spelt", ["deep_link", "%64eep_link", "q=1&deep_link"])
def test_no_page_is_opened_that_some_program_has_saved(client, monkeypatch, spelt):
    """The folder of such pages is that of temporary files, where others may write."""
    opened: list[str] = []
    monkeypatch.setattr("gradio.routes.routes_safe_join", lambda _, path: opened.append(path))
    for path in ("/", "/config"):
        assert client.get(f"{path}?{spelt}={'a' * 64}&since=2009").status_code == 200
    assert opened == []


def test_nobody_is_logged_out_by_a_link(client):
    assert client.get("/logout").status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-gradio-server"])
def test_nobody_but_a_trusted_proxy_says_where_the_window_sends_what_is_asked(client, header):
    for path in ("/", "/config"):
        assert "evil.example" not in client.get(path, headers={header: "http://evil.example"}).text
