"""One server that somebody has named: which model is meant, and what is the matter with one that failed."""

import asyncio

import pytest
from local_servers import local_server, ollama, openai, redirecting
from model_server import Reply, serving

from assistant import Assistant
from assistant.model_servers.named_server import in_full, trouble_with
from assistant.settings import Settings
from assistant.writing.chat_model import Model, chat_model
from assistant.writing.model_limits import ModelLimits
from ingest.errors import ModelError

QUESTION = "what did Huseynli say about Russia"


def test_the_only_model_of_a_server_is_taken():
    with local_server(openai("qwen3-8b")) as server:
        assert in_full(server.url) == f"{server.url}/v1#qwen3-8b"
        assert in_full(f"{server.url}/v1#other") == f"{server.url}/v1#other"  # as it is named
    assert in_full("ollama:llama3.2") == "ollama:llama3.2"


def test_of_several_models_one_has_to_be_named():
    with local_server(openai("qwen3-8b", "gemma3-4b")) as server, pytest.raises(ModelError) as refused:
        in_full(server.url)
    assert str(refused.value) == (
        f"The server at {server.url}/v1 has 2 models: write {server.url}/v1#NAME, where NAME is qwen3-8b, gemma3-4b."
    )


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({}, "No model server was found at {}/v1: it answers with status 404."),
        (
            {"/v1/models": {"hello": 1}},
            "No model server was found at {}/v1: it lists no models as OpenAI's protocol does.",
        ),
        (openai(), "The model server at {}/v1 has no model: load one there."),
    ],
)
def test_a_server_without_models_is_told_in_a_line(pages, words):
    with local_server(pages) as server, pytest.raises(ModelError) as refused:
        in_full(server.url)
    assert str(refused.value) == words.format(server.url)


def test_a_key_goes_to_the_server_that_is_named():
    def guarded(request):
        told = request.headers.get("authorization")
        if told == "Bearer sk-mine-0123456789":
            request.server_of.pages["/v1/models"] = openai("m")["/v1/models"]
            request.do_GET()
        else:
            request.send_error(401)

    with local_server({"/v1/models": guarded}) as server:
        with pytest.raises(ModelError, match="wants a key: set REFTEL_MODEL_KEY"):
            in_full(server.url)
        with pytest.raises(ModelError, match="wants a key: REFTEL_MODEL_KEY is not the one"):
            in_full(server.url, "sk-wrong-0123456789")
        assert in_full(server.url, "sk-mine-0123456789").endswith("#m")


def test_what_is_the_matter_with_a_server_that_failed(monkeypatch):
    with local_server(openai("qwen3-8b") | ollama("llama3.2:latest")) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.host)
        assert trouble_with(f"{server.url}/v1#qwen3-8b") is None
        assert trouble_with("ollama:llama3.2") is None
        assert trouble_with(f"{server.url}/v1#gone") == (
            f"The model server at {server.host} no longer has gone: choose another model."
        )
        assert trouble_with("ollama:gone") == (
            f"The model server at {server.host} no longer has gone: choose another model."
        )
    for name in ("ollama:llama3.2", f"{server.url}/v1#qwen3-8b"):
        assert trouble_with(name) == (
            f"The model server at {server.host} does not answer any more: start it again, or choose another model."
        )
    assert trouble_with("openai:gpt-4o-mini") is None  # elsewhere nothing is asked


def test_llama_cpp_takes_any_name_for_its_model():
    with local_server(openai("a.gguf", owned_by="llamacpp")) as server:
        assert trouble_with(f"{server.url}/v1#any") is None


def test_a_server_can_be_asked_where_an_event_loop_runs():
    async def asking(url):
        return in_full(url), trouble_with(f"{url}/v1#m")

    with local_server(openai("m")) as server:
        assert asyncio.run(asking(server.url)) == (f"{server.url}/v1#m", None)


def test_a_model_by_url_writes_and_is_held_to_its_limit(library):
    with serving() as model:
        model.will_say(Reply(f"{QUESTION}. " * 10))
        chat = chat_model(f"{model.url}#any", ModelLimits(max_tokens=3), "sk-0123456789")
        said = "".join(Model("any", chat).call({}).say("Hello"))
        assert len(said.split()) == 3
        assert model.requests[0]["model"] == "any"
        assert model.requests[0]["max_tokens"] == 3


def test_a_server_that_died_since_it_was_chosen_leaves_quotations(library):
    with serving() as model:
        assistant = Assistant(library, model=f"{model.url}#any")
    answer = assistant.ask(QUESTION)
    host = model.url.removeprefix("http://").removesuffix("/v1")
    assert answer.note == (
        f"The model server at {host} does not answer any more: start it again, or choose another model. "
        "This answer consists of quotations instead."
    )
    assert answer.answered
    assert answer.citations


@pytest.mark.parametrize("name", ["{}/v1#any", "ollama:any"])
def test_a_question_does_not_follow_a_redirect(library, monkeypatch, name):
    with local_server({}) as elsewhere, local_server({}) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.host)
        for path in ("/v1/chat/completions", "/api/chat"):
            server.pages[path] = redirecting(f"{elsewhere.url}{path}")
        answer = Assistant(library, model=name.format(server.url)).ask(QUESTION)
        assert server.asked
        assert elsewhere.asked == []
    assert "This answer consists of quotations instead." in answer.note


def test_settings_take_a_url(library):
    with serving() as model, local_server(openai("only")) as server:
        assistant = Assistant.of(library, Settings(model=server.url))
        assert assistant.model == f"{server.url}/v1#only"
        assert model.requests == []
