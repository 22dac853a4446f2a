"""What is for this machine goes through no proxy, and what a window announces is asked on this machine alone."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from langchain_openai.chat_models import _client_utils
from model_server import KEY, serving
from quick import QuickEmbedder, done, write
from recording import by_way_of, recording
from served import served

from assistant import Answer, Assistant
from assistant.settings import Settings
from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.loopback import is_this_machine, spare_proxies
from ingest.storage.parts import Parts
from ui.access.reader_access import Access
from ui.application import site
from ui.server import running_window

QUESTION = "what did Huseynli say about Russia"


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What reaches a proxy that the environment names for everything."""
    _client_utils._cached_sync_httpx_client.cache_clear()  # a client goes where the environment said when it was made
    with recording() as (address, seen):
        for name, value in by_way_of(address).items():
            monkeypatch.setenv(name, value)
        yield seen
    _client_utils._cached_sync_httpx_client.cache_clear()


@pytest.mark.parametrize(
    ("listens", "written"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "LOCALHOST"),
        ("127.0.0.1", "127.1"),
        ("127.8.8.8", "127.8.8.8"),
        ("::1", "[::1]"),
    ],
)
def test_a_model_on_this_machine_is_asked_past_the_proxy(library, proxy, monkeypatch, listens, written):
    with serving(listens) as model:
        model.will_say("NOT IN THE ARCHIVE")
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://{written}:{model.url.rpartition(':')[2]}")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        answer = Assistant(library, model="openai:scripted").ask(QUESTION)
    assert (proxy, len(model.prompts), answer.model) == ([], 1, "openai:scripted")


def test_a_hosted_model_is_asked_by_way_of_the_proxy(library, proxy, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://model.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert Assistant(library, model="openai:scripted").ask(QUESTION).model is None
    assert "POST http://model.example/v1/chat/completions HTTP/1.1" in proxy


def test_what_the_user_spares_the_proxy_is_spared(proxy, monkeypatch):
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("NO_PROXY", "archive.example, 10.0.0.0/8")
    spare_proxies("127.0.0.5:8000")
    spare_proxies("127.0.0.5:8000")
    for name in ("no_proxy", "NO_PROXY"):
        reported = os.environ[name].split(",")
        assert reported[:2] == ["archive.example", "10.0.0.0/8"]
        assert reported.count("127.0.0.5") == 1


def test_where_no_proxy_is_wanted_at_all_that_stays_so(proxy, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    spare_proxies()
    assert (os.environ["no_proxy"], proxy) == ("*", [])


def test_where_there_is_no_proxy_nothing_is_said_of_any(monkeypatch):
    for name in (*by_way_of(""), "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    spare_proxies("127.0.0.5:8000")
    assert {"no_proxy", "NO_PROXY"}.isdisjoint(os.environ)


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost.", "127.0.0.1", "127.9.9.9", "127.1", "0.0.0.0", "::1", "::ffff:127.0.0.1"]
)
def test_a_host_that_is_this_machine(host):
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host", ["", "archive.example", "notlocalhost", "localhost.example", "127.0.0.1.example", "128.1", "10.0.0.1"]
)
def test_a_host_that_is_not(host):
    assert not is_this_machine(host)


def test_vectors_are_kept_on_a_server_on_this_machine_past_the_proxy(tmp_path, chroma, proxy):
    parts = Parts(tmp_path, None, chroma=chroma.url)
    parts.embedder = QuickEmbedder()
    library = Library(parts)
    done(library.ingest([write(tmp_path / "cables", 1)]))
    library.close()
    assert proxy == []


@pytest.fixture
def asked_at(tmp_path: Path, assistant: Assistant) -> Callable[[str], Answer | None]:
    """What comes of a question to the window that a library folder tells of."""

    def ask(address: str) -> Answer | None:
        settings = Settings(library=str(tmp_path))
        with running_window.announced(tmp_path, address, settings):
            return running_window.ask(settings, QUESTION, EVERYWHERE, literal=False)

    return ask


def test_the_window_is_asked_past_the_proxy(assistant, asked_at, proxy):
    with served(site(Access(assistant))) as address:
        assert asked_at(address).answered
    assert proxy == []


@pytest.mark.parametrize(
    "address",
    [
        "http://archive.example:7860",
        "http://192.0.2.1:7860",
        "http://0.0.0.0:7860",
        "https://archive.example",
        "http://127.0.0.1:80@archive.example:7860",
        "http://localhost.archive.example:7860",
        "http://[::ffff:192.0.2.1]:7860",
        "//archive.example:7860",
        "http://127.0.0.1:many",
        "http://[",
        "ftp://archive.example/",
        "",
        None,
    ],
)
def test_what_is_no_window_on_this_machine_is_not_asked(asked_at, proxy, monkeypatch, address):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was opened"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("a name was looked up"))
    assert asked_at(address) is None
    assert proxy == []


def test_a_window_leads_nowhere_else(asked_at):
    with recording() as (elsewhere, seen), recording(redirect=f"{elsewhere}/api/ask") as (address, asked):
        assert asked_at(address) is None
    assert (asked, seen) == (["POST /api/ask HTTP/1.1"], [])
