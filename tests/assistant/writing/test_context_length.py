"""How many tokens a model takes, as servers of several kinds tell it, or do not."""

import pytest

from assistant import Assistant
from assistant.writing.chat_model import chat_model
from assistant.writing.context_length import context_length
from assistant.writing.model_limits import USUAL, ModelLimits, tokens

QUESTION = "what did Huseynli say about Russia?"
VLLM = {
    "/v1/models": {"data": [{"id": "other", "max_model_len": 1_024}, {"id": "scripted", "max_model_len": 4_096}]}
}
LLAMA_CPP = {
    "/v1/models": {"data": [{"id": "scripted", "meta": {"n_ctx_train": 131_072}}]},
    "/props": {"default_generation_settings": {"n_ctx": 2_048}},
}
OLLAMA = {"/api/show": {"model_info": {"general.architecture": "llama", "llama.context_length": 3_072}}}


@pytest.mark.parametrize(("pages", "told"), [(VLLM, 4_096), (LLAMA_CPP, 2_048), ({}, None)])
def test_a_server_of_openais_protocol_tells(model, pages, told):
    model.pages = pages
    assert context_length(chat_model("openai:scripted")) == told


def test_ollama_tells(model, monkeypatch):
    pytest.importorskip("langchain_ollama")
    monkeypatch.setenv("OLLAMA_HOST", model.root)
    model.pages = OLLAMA
    assert context_length(chat_model("ollama:scripted")) == 3_072


@pytest.mark.parametrize(
    "answer",
    [
        [],
        "no",
        {"data": "no"},
        {"data": [{"id": "scripted", "max_model_len": "4096"}]},
        {"data": [{"id": "scripted", "max_model_len": -1}, 7]},
        {"data": [{"id": "scripted", "max_model_len": True}]},
    ],
)
def test_what_makes_no_sense_tells_nothing(model, answer):
    model.pages = {"/v1/models": answer, "/props": answer}
    assert context_length(chat_model("openai:scripted")) is None


def test_a_server_that_is_gone_tells_nothing(model, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert context_length(chat_model("openai:scripted")) is None


def test_a_small_model_is_shown_less(library, model):
    model.pages = VLLM
    model.will_say("NOT IN THE ARCHIVE")
    Assistant(library, model="openai:scripted").ask(QUESTION)
    assert tokens(model.prompts[0]) <= 3_096
    model.pages = {}
    Assistant(library, model="openai:scripted").ask(QUESTION)
    assert tokens(model.prompts[1]) > 3_096


def test_what_is_set_is_never_exceeded():
    assert ModelLimits(context=1_000).within(8_000).context == 1_000
    assert USUAL.within(None) == USUAL
