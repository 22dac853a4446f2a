"""Model servers on this machine: found when they answer as such, and nothing else is."""

import time

import pytest
from local_servers import dripping, local_server, ollama, openai, redirecting, usual

from assistant.model_servers.discovery import FoundModel, ModelServers, look

HUGE = b'{"object": "list", "data": [' + b'{"id": "m", "object": "model"},' * 60_000 + b"{}]}"


def nowhere() -> dict[str, str]:
    """An environment in which Ollama is not at its usual port, where one may run beside the tests."""
    return {"OLLAMA_HOST": "127.0.0.1:9"}


def test_what_ollama_has_is_found():
    with local_server(ollama("llama3.2:3b", "qwen3:8b")) as server:
        found = look({"OLLAMA_HOST": server.host}, ())
    assert found == (
        FoundModel("ollama:llama3.2:3b", "llama3.2:3b", "Ollama", server.host),
        FoundModel("ollama:qwen3:8b", "qwen3:8b", "Ollama", server.host),
    )


def test_what_a_server_of_openais_protocol_has_is_found():
    with (
        local_server(openai("qwen3-8b")) as one,
        local_server(openai("/models/a b.gguf", owned_by="llamacpp")) as two,
    ):
        found = look(nowhere(), usual(one, two))
    assert found == (
        FoundModel(f"{one.url}/v1#qwen3-8b", "qwen3-8b", "LM Studio", one.host),
        FoundModel(f"{two.url}/v1#/models/a b.gguf", "/models/a b.gguf", "llama.cpp", two.host),
    )


@pytest.mark.parametrize(
    "models", [ollama("gpt-oss:120b-cloud"), ollama("mine", remote_host="https://ollama.com:443")]
)
def test_what_ollama_passes_on_is_told(models):
    with local_server(models) as server:
        assert [each.sent_to for each in look({"OLLAMA_HOST": server.host}, ())] == ["Ollama's cloud"]


def test_models_that_cannot_write_are_left_out():
    bert = ollama("all-minilm:latest", "mxbai-embed-large:latest")
    bert["/api/tags"]["models"] += ollama("bge-m3", details={"family": "bert"})["/api/tags"]["models"]
    with local_server(bert) as one, local_server(openai("text-embedding-nomic-embed-text-v1.5")) as two:
        assert look({"OLLAMA_HOST": one.host}, usual(two)) == ()


@pytest.mark.parametrize(
    "page",
    [
        None,
        {"detail": "Not Found"},
        {"data": [{"id": "chroma"}]},
        {"object": "list", "data": {"id": "m"}},
        {
            "object": "list",
            "data": [{"id": "m"}, "m", {"id": 3, "object": "model"}, {"id": "", "object": "model"}],
        },
        {
            "object": "list",
            "data": [{"id": "a\nb\x1b[2J", "object": "model"}, {"id": "m" * 900, "object": "model"}],
        },
        ["model"],
        b"<!doctype html><title>Jenkins</title>",
        b"[" * 200_000,
        b"\xff\xfe\x00",
        HUGE,
    ],
    ids=[
        "404",
        "other",
        "no-object",
        "no-list",
        "no-models",
        "odd-names",
        "list",
        "html",
        "deep",
        "binary",
        "huge",
    ],
)
def test_another_program_at_the_port_is_not_offered(page):
    with local_server({"/v1/models": page, "/api/tags": page}) as server:
        assert look({"OLLAMA_HOST": server.host}, usual(server)) == ()


def test_a_program_that_never_ends_holds_up_nobody():
    """The others are found, and all of it takes a fraction of what the slow one would."""
    with local_server({}) as slow, local_server(openai("quick")) as quick:
        slow.pages["/v1/models"] = slow.pages["/api/tags"] = dripping(slow.stopping)
        began = time.monotonic()
        found = look({"OLLAMA_HOST": slow.host}, usual(slow, quick), patience=0.5)
        assert [each.title for each in found] == ["quick"]
        assert time.monotonic() - began < 10  # it would never end


def test_no_redirect_is_followed():
    with local_server(openai("elsewhere")) as there, local_server({}) as here:
        for path in ("/v1/models", "/api/tags"):
            here.pages[path] = redirecting(f"{there.url}/v1/models", 302)
        assert look({"OLLAMA_HOST": here.host}, usual(here)) == ()
        assert (len(here.asked), there.asked) == (2, [])


def test_no_proxy_is_asked_and_no_key_is_sent(monkeypatch):
    with local_server({}) as proxy, local_server(openai("m") | ollama("m")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("OPENAI_API_KEY", "REFTEL_MODEL_KEY", "OLLAMA_API_KEY"):
            monkeypatch.setenv(name, "sk-not-to-be-told")
        assert len(look({"OLLAMA_HOST": server.host}, usual(server))) == 2
    assert proxy.asked == []
    assert not [value for _, headers in server.asked for value in headers.values() if "sk-not" in value]


@pytest.mark.parametrize("host", ["ollama.example:11434", "https://ollama.example", "192.0.2.7"])
def test_an_ollama_elsewhere_is_not_asked(host):
    """The run of the tests counts what leaves the machine: a look-up would fail it."""
    assert look({"OLLAMA_HOST": host}, ()) == ()


def test_one_look_serves_all_who_ask_and_what_was_found_stays_known():
    looks: list[tuple[FoundModel, ...]] = [(FoundModel("ollama:m", "m", "Ollama", "127.0.0.1:11434"),), ()]
    servers = ModelServers(lambda: looks.pop(0))
    assert [each.name for each in servers.found()] == ["ollama:m"]
    assert [each.name for each in servers.found()] == ["ollama:m"]
    assert servers.again() == ()
    assert servers.known("ollama:m")
    assert not servers.known("ollama:other")
