"""Whatever takes its time, the server answers the others: a slow thing is begun many times over, `/healthz` and the
pages are asked, and only then is it let go on."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from quick import done, quick_library, write
from served import served

from assistant import Assistant
from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.files.lock import writing
from ui.access.attempts import Attempts
from ui.access.gate import Logins
from ui.access.origins import Proxies
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

TIMES = 45  # more than the threads that the web application has
LONG = 120.0  # seconds: whoever is not answered by then was not answered before the slow thing ended
SAID = {"question": "what did the Minister say?"}
TLS = ssl.SSLContext(
    ssl.PROTOCOL_TLS_CLIENT
)  # nothing here is encrypted; to load certificates for each takes long
MCP = {"accept": "application/json, text/event-stream"}


@dataclass
class Scene:
    """A served archive, two readers with their tokens, and a slow thing that lasts until `end` is set."""

    url: str
    library: Library
    low: str
    high: str
    patch: pytest.MonkeyPatch
    begun: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return httpx2.get(
            f"{self.url}{path}", timeout=LONG, headers={"authorization": f"Bearer {self.high}"}, verify=TLS, **more
        )

    def send(self, method: str, path: str, token: str, **more: Any) -> None:
        """Send it from as many as there are times, and wait for nothing."""
        headers = {"authorization": f"Bearer {token}", **more.pop("headers", {})}

        def sending() -> None:
            with suppress(httpx2.HTTPError):  # the server has stopped
                httpx2.request(method, f"{self.url}{path}", timeout=None, headers=headers, verify=TLS, **more)

        for _ in range(TIMES):
            self.beside(sending)

    def beside(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self.threads.append(thread)

    def wait(self, *_: Any, **__: Any) -> Any:
        """Take the place of what is slow."""
        self.begun.set()
        self.end.wait()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Library, str, str]]:
    folder = tmp_path_factory.mktemp("unblocked")
    library, users = quick_library(folder / "library"), Users(folder / "users.json")
    with users.edit() as everybody:
        everybody["low"], low = User("low", "reader", Clearance.parse("C")).with_token()
        everybody["high"], high = User("high", "curator").with_token()
    logins = Logins(users, Sessions("s" * 32, users), Proxies())
    with served(site(Access(Assistant(library)), logins)) as url:
        yield url, library, low, high
    library.close()


@pytest.fixture
def scene(archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    url, library, low, high = archive
    # Other words than before, so that what was cut out for a reader cannot be shown as it is.
    done(library.ingest([write(tmp_path, 1, f"The Minister said {tmp_path.name}.")], patience=LONG))
    scene = Scene(url, library, low, high, monkeypatch)
    yield scene
    scene.end.set()
    for thread in scene.threads:
        thread.join(LONG)


def called(tool: str, **arguments: str) -> dict[str, Any]:
    return {
        "json": {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": tool, "arguments": arguments},
        },
        "headers": MCP,
    }


BY_COPY: dict[str, tuple[str, str, dict[str, Any]]] = {
    "ask": ("POST", "/api/ask", {"json": SAID}),
    "stream": ("POST", "/api/ask/stream", {"json": SAID}),
    "search": ("GET", "/api/search?query=minister", {}),
    "cable": ("GET", "/api/cable/10OSLO1", {}),
    "MCP ask": ("POST", "/mcp", called("ask", **SAID)),
    "MCP search": ("POST", "/mcp", called("search", query="minister")),
    "statements": ("GET", "/api/statements", {}),
    "MCP statements": ("POST", "/mcp", called("statements")),
    "MCP show_cable": ("POST", "/mcp", called("show_cable", cable="10OSLO1")),
    "library": ("GET", "/library", {}),
    "people": ("GET", "/people", {}),
    "page of a cable": ("GET", "/cable/10OSLO1", {}),
}


def a_copy_waits(scene: Scene, door: str) -> None:
    """A reader with a ceiling comes while somebody is writing, so that there is no copy for them."""

    def write_on() -> None:
        with writing(scene.library.folder, "ingest"):
            scene.wait()

    scene.beside(write_on)
    assert scene.begun.wait(LONG)
    method, path, more = BY_COPY[door]
    scene.send(method, path, scene.low, **more)


def a_slow_model(scene: Scene) -> None:
    scene.patch.setattr(Assistant, "stream", lambda *_, **__: iter(scene.wait, None))
    for path in ("/api/ask", "/api/ask/stream"):
        scene.send("POST", path, scene.high, json=SAID)
    scene.send("POST", "/mcp", scene.high, **called("ask", **SAID))


def a_slow_question(scene: Scene) -> None:
    scene.patch.setattr(Assistant, "search", scene.wait)
    scene.send("GET", "/api/search?query=minister", scene.high)


def a_slow_upload(scene: Scene) -> None:
    scene.patch.setattr(Library, "ingest", scene.wait)
    scene.send("POST", "/bring", scene.high, files={"files": ("1.txt", "1. (U) Nothing.")})


def slow_hashing(scene: Scene) -> None:
    scene.patch.setattr(Users, "by_password", scene.wait)
    scene.patch.setattr(Attempts, "begin", lambda *_: 0)  # any number of them
    scene.send("POST", "/login", scene.high, data={"name": "low", "password": "wrong"})


def a_slow_disk(scene: Scene) -> None:
    scene.patch.setattr(Users, "all", scene.wait)
    scene.send("GET", "/library", scene.high)


def an_unread_stream(scene: Scene) -> None:
    answer = Assistant(scene.library).ask(**SAID)

    def without_end(*_: Any, **__: Any) -> Iterator[Any]:
        while not scene.end.is_set():
            scene.begun.set()
            yield answer

    scene.patch.setattr(Assistant, "stream", without_end)
    host, _, port = scene.url.removeprefix("http://").partition(":")
    body = json.dumps(SAID).encode()
    head = (
        f"POST /api/ask/stream HTTP/1.1\r\nhost: {host}:{port}\r\nauthorization: Bearer {scene.high}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )

    def not_reading() -> None:
        with closing(socket.create_connection((host, int(port)))) as connection:
            connection.sendall(head.encode() + body)
            scene.end.wait()

    for _ in range(TIMES):
        scene.beside(not_reading)


SLOW: dict[str, Callable[[Scene], None]] = {
    f"a copy waits: {door}": lambda scene, door=door: a_copy_waits(scene, door) for door in BY_COPY
} | {
    each.__name__.replace("_", " "): each
    for each in (a_slow_model, a_slow_question, a_slow_upload, slow_hashing, a_slow_disk, an_unread_stream)
}


@pytest.mark.parametrize("slow", SLOW)
def test_the_server_says_that_it_is_well(scene, slow):
    SLOW[slow](scene)
    assert scene.begun.wait(LONG)
    for _ in range(5):
        assert scene.get("/healthz").json()["status"] == "ok"
    assert not scene.end.is_set()


@pytest.mark.parametrize("slow", [each for each in SLOW if each not in ("a slow disk", "a slow question")])
def test_other_readers_are_served(scene, slow):
    SLOW[slow](scene)
    assert scene.begun.wait(LONG)
    for path in ("/login", "/library", "/people", "/cable/10OSLO1", "/api/search?query=minister", "/config"):
        assert scene.get(path).status_code == 200, path
