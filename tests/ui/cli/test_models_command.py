"""`reftel models`, and `--model URL` on the command line."""

import json
import threading

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from local_servers import local_server, ollama, openai, usual

from assistant import Assistant
from assistant.model_servers import discovery
from assistant.model_servers.discovery import ModelServers
from assistant.settings import Settings
from ingest.errors import ModelError
from ui.access.model_choices import ModelChoices
from ui.access.reader_access import Access
from ui.application import site
from ui.cli import options
from ui.cli.main import reftel


@pytest.fixture
def listed(monkeypatch):
    """Return what `reftel models` prints where these servers run."""

    def listed(*words, ollama_at="127.0.0.1:9", others=()):
        monkeypatch.setenv("OLLAMA_HOST", ollama_at)
        monkeypatch.setattr(discovery, "USUAL", usual(*others))
        ran = CliRunner().invoke(reftel, ["models", *words], catch_exceptions=False)
        assert ran.exit_code == 0
        return ran.stdout

    return listed


def test_it_lists_what_is_found(listed, monkeypatch):
    monkeypatch.setenv("REFTEL_MODEL", "openai:gpt-4o-mini")
    with local_server(ollama("llama3.2:3b", "gpt-oss:120b-cloud")) as one, local_server(openai("qwen3-8b")) as two:
        lines = listed(ollama_at=one.host, others=[two]).splitlines()
        assert lines[:4] == [
            "In your settings: openai:gpt-4o-mini",
            f"ollama:llama3.2:3b  (Ollama, {one.host})",
            f"ollama:gpt-oss:120b-cloud  (Ollama, {one.host}; sent on to Ollama's cloud)",
            f"{two.url}/v1#qwen3-8b  (LM Studio, {two.host})",
        ]
        names = [json.loads(line)["name"] for line in listed("--json", ollama_at=one.host).splitlines()]
        assert names == ["ollama:llama3.2:3b", "ollama:gpt-oss:120b-cloud"]


def test_where_there_is_none_it_says_how_to_get_one(listed):
    printed = listed()
    assert "No model server answers on this machine" in printed
    assert "ollama pull llama3.2" in printed
    assert listed("--json") == ""


def test_whoever_sits_at_a_terminal_is_asked_which_model_they_mean(monkeypatch):
    with local_server(openai("qwen3-8b", "gemma3-4b")) as server:
        settings = Settings(model=server.url)
        with pytest.raises(ModelError, match="has 2 models"):
            options.chosen_model(settings)
        monkeypatch.setattr(options, "_is_at_a_terminal", lambda: True)
        monkeypatch.setattr(options.click, "prompt", lambda *_, **__: 2)
        assert options.chosen_model(settings) == f"{server.url}/v1#gemma3-4b"
        assert options.chosen_model(Settings(model=f"{server.url}/v1#other")) == f"{server.url}/v1#other"


def test_a_look_that_takes_its_time_holds_up_no_page(assistant):
    end = threading.Event()
    choices = ModelChoices(None, (), ModelServers(lambda: end.wait() and ()))
    looking = choices.servers.begin()
    with TestClient(site(Access(assistant, models=choices)), base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        assert client.get("/library").status_code == 200
        asked = client.post("/api/ask", json={"question": "what did Huseynli say about Russia"})
        assert asked.json()["answered"]
    assert not looking.done()
    end.set()


@pytest.mark.parametrize("allowed", ["none", "openai:gpt-4o-mini"])
def test_whoever_says_so_is_not_looked_for(allowed):
    assert options.choices(Settings(models_allowed=allowed), None).servers is None


def test_a_team_is_offered_what_is_found_only_where_the_settings_say_so(assistant: Assistant):
    assert options.choices(Settings(), None, logins=True).servers is None
    assert options.choices(Settings(models_allowed="local"), None, logins=True).servers is not None
