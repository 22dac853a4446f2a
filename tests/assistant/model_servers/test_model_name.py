"""How models are named, and what their names tell about where questions go."""

import pytest

from assistant.model_servers.model_name import by_url, sent_to, title
from ingest.errors import ModelError


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ("http://127.0.0.1:1234", "http://127.0.0.1:1234/v1"),
        ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/v1"),
        ("http://localhost:12434/engines/v1#ai/smollm2", "http://localhost:12434/engines/v1#ai/smollm2"),
        ("https://llm.example/v1#a#b", "https://llm.example/v1#a#b"),
    ],
)
def test_a_url_names_a_server_and_a_model(given, full):
    assert str(by_url(given)) == full


def test_any_other_name_is_none_of_a_url():
    assert by_url("ollama:llama3.2:3b") is None


@pytest.mark.parametrize(
    "given", ["http://", "http://:80/v1", "http://a:b:c", "https://me:secret@host/v1", "http://h/v1?x=1"]
)
def test_what_is_no_address_is_refused_in_one_line(given):
    with pytest.raises(ModelError, match="address of a model server") as refused:
        by_url(given)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "env", "to"),
    [
        ("http://127.0.0.1:1234/v1#m", {}, None),
        ("http://localhost:1234/v1#m", {}, None),
        ("https://llm.example:8443/v1#m", {}, "llm.example:8443"),
        ("http://127.0.0.1.example/v1#m", {}, "127.0.0.1.example"),
        ("ollama:llama3.2", {}, None),
        ("ollama:llama3.2", {"OLLAMA_HOST": "0.0.0.0"}, None),
        ("ollama:llama3.2", {"OLLAMA_HOST": "[::1]:11500"}, None),
        ("ollama:llama3.2", {"OLLAMA_HOST": "gpu.example"}, "gpu.example:11434"),
        ("ollama:llama3.2", {"OLLAMA_HOST": "https://gpu.example/ollama"}, "gpu.example:443"),
        ("ollama:gpt-oss:120b-cloud", {}, "Ollama's cloud"),
        ("ollama:gemma4:cloud", {}, "Ollama's cloud"),
        ("openai:gpt-4o-mini", {}, "openai"),
        ("openai:m", {"OPENAI_BASE_URL": "http://127.0.0.1:8000/v1"}, None),
        ("openai:m", {"OPENAI_BASE_URL": "https://llm.example/v1"}, "llm.example"),
        ("anthropic:claude-haiku-4-5", {}, "anthropic"),
    ],
)
def test_a_name_tells_who_is_sent_a_question(name, env, to):
    assert sent_to(name, env) == to


def test_a_title_is_short():
    assert title("http://127.0.0.1:1234/v1#qwen3-8b") == "qwen3-8b (127.0.0.1:1234)"
    assert title("ollama:llama3.2:3b") == "ollama:llama3.2:3b"
