"""A chat model met over HTTP: its failures, its limits, what it costs and what it said before."""

import json
import logging
import re
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from model_server import KEY, Reply, ScriptedModel, serving

from assistant import Answer, Assistant, ReftelError, Turn, Usage
from assistant.writing.chat_model import Model, chat_model
from assistant.writing.model_limits import ModelLimits, Price, tokens
from assistant.writing.reply_cache import Cache
from ingest import Library
from ingest.errors import ModelError
from ui.rendering import terminal

QUESTION = "what did Huseynli say about Russia?"
TRUE = "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5]."
ALSO = "As a small country, he said, Azerbaijan was reluctant to confront either Iran or Russia in public [10BAKU79 ¶2]."
TURNS = (Turn("user", "Whom did the embassy in Baku see?"), Turn("assistant", "Elchin Huseynli [1]."))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "answers")


def writer(library: Library, limits: ModelLimits = ModelLimits(), **more: object) -> Assistant:  # noqa: B008
    return Assistant(library, model="openai:scripted", limits=limits, **more)


@pytest.fixture(scope="module")
def by_quotes(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


# Failures

FAILURES = {
    "wrong key": (
        Reply(f"Incorrect API key provided: {KEY}", status=401),
        "The model failed: its server wants a valid key, from REFTEL_MODEL_KEY or the provider's own variable: "
        "Incorrect API key provided: ... This",
    ),
    "not allowed": (Reply("No access to this model", status=403), "No access to this model"),
    "no such model": (Reply("The model `scripted` does not exist", status=404), "does not exist"),
    "too long for the context": (
        Reply("This model's maximum context length is 4096 tokens.", status=400),
        "it takes fewer tokens than it was sent; `context` in reftel.toml says how many it takes: This model's",
    ),
    "too many requests": (
        Reply("Slow down", status=429),
        "its server takes no more questions for now; ask again in a while: Slow down.",
    ),
    "still loading": (
        Reply("Loading model", status=503),
        "its server is not ready; ask again in a while: Loading",
    ),
    "a web page as an error": (
        Reply("<html><h1>Bad Gateway</h1></html>", status=500),
        "The model failed: its server answered with error 500. This",
    ),
    "sent elsewhere": (Reply("", status=302), "its server sends the question elsewhere, which is not followed."),
    "too many requests, however often": (Reply("Slow down", status=429, retry_after=0.01), "Slow down"),
    "broken": (Reply("Out of order", status=500), "Out of order"),
    "cut off in the middle": (
        Reply(f"{TRUE} And", cut=True),
        "The model failed: the connection broke off before its answer was complete.",
    ),
    "nothing said": (Reply(""), "The model wrote nothing."),
    "a web page": (
        Reply("Please log in to this network.", page=True),
        "its server sent something that is no answer of a chat model.",
    ),
    "a call of a tool": (Reply("delete_everything", tool=True), "The model wrote nothing."),
    "silence": (Reply(hang=True), "it sent nothing for 0.4 seconds"),
}


@pytest.mark.parametrize(("reply", "reason"), FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("when", ["writing", "rewriting"])
def test_a_failure_is_one_line_and_quotes_answer(library, model, assistant, reply, reason, when):
    turns = TURNS if when == "rewriting" else ()
    model.will_say(reply)
    limits = ModelLimits(timeout=0.4) if reply.hang else ModelLimits()
    answer = writer(library, limits).ask(QUESTION, turns)
    assert reason in answer.note
    assert answer.note.endswith("This answer consists of quotations instead.")
    assert len(answer.note.splitlines()) == 1
    assert (answer.text, answer.model) == (assistant.ask(QUESTION, turns).text, None)


OF_OLLAMA = {
    "wrong key": (Reply(f"Unauthorized: {KEY}", status=401), "Unauthorized: ..."),
    "no such model": (Reply("model 'scripted' not found", status=404), "model 'scripted' not found"),
    "broken": (Reply("Out of order", status=500), "Out of order"),
    "cut off in the middle": (
        Reply(f"{TRUE} And", cut=True),
        "the connection broke off before its answer was complete.",
    ),
    "nothing said": (Reply(""), "The model wrote nothing."),
    "a web page": (
        Reply("Please log in.", page=True),
        "its server sent something that is no answer of a chat model.",
    ),
    "a call of a tool": (Reply(calls=(("delete_everything", {}),)), "The model wrote nothing."),
    "silence": (Reply(hang=True), "it sent nothing for 0.4 seconds"),
}


@pytest.mark.parametrize(("reply", "reason"), OF_OLLAMA.values(), ids=OF_OLLAMA)
def test_so_is_one_of_ollamas(library, model, monkeypatch, by_quotes, reply, reason):
    pytest.importorskip("langchain_ollama")
    monkeypatch.setenv("OLLAMA_HOST", model.root)
    model.will_say(reply)
    limits = ModelLimits(timeout=0.4) if reply.hang else ModelLimits()
    answer = Assistant(library, model="ollama:scripted", limits=limits).ask(QUESTION)
    assert reason in answer.note
    assert len(answer.note.splitlines()) == 1
    assert (answer.text, answer.model) == (by_quotes.text, None)


def test_without_a_server_quotes_answer(library, monkeypatch, by_quotes):
    with serving() as gone:
        monkeypatch.setenv("OPENAI_BASE_URL", gone.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
    answer = writer(library).ask(QUESTION)
    assert (
        answer.note
        == "The model failed: no server answers at its address. This answer consists of quotations instead."
    )
    assert answer.text == by_quotes.text


def test_a_server_that_asks_for_patience_gets_it(library, model):
    model.will_say(Reply("Slow down", status=429, retry_after=0.01), TRUE)
    answer = writer(library).ask(QUESTION)
    assert (answer.model, answer.note) == ("openai:scripted", None)
    assert len(model.prompts) == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("llama", "write provider:name"),
        (":llama", "write provider:name"),
        ("nobody:llama", "nobody"),
        ("openai:gpt", "OPENAI_API_KEY"),
    ],
)
def test_a_model_that_cannot_be_had_is_told_in_one_line(name, reason, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ReftelError, match=re.escape(reason)) as raised:
        chat_model(name)
    assert len(str(raised.value).splitlines()) == 1


# Keys


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_a_key_is_in_no_answer_and_in_no_log(library, model, cache, caplog, tmp_path, status):
    caplog.set_level(logging.DEBUG)
    model.will_say(Reply(f"Who is {KEY}?\nMore of {KEY}", status=status), TRUE)
    failed, written = (writer(library, cache=cache).ask(QUESTION) for _ in range(2))
    assert "Who is ...?" in failed.note
    assert written.model == "openai:scripted"
    kept = "".join(path.read_text() + path.name for path in (tmp_path / "answers").iterdir())
    for answer in (failed, written):
        assert KEY not in json.dumps(terminal.answer_json(answer)) + terminal.answer(answer) + str(asdict(answer))
    assert KEY not in caplog.text + kept
    assert kept


def test_a_key_is_in_no_traceback(model):
    model.will_say(Reply(f"Incorrect API key provided: {KEY}", status=401))
    talk = Model("openai:scripted", chat_model("openai:scripted")).call(RunnableConfig())
    with pytest.raises(ModelError) as raised:
        list(talk.say("Hello"))
    assert KEY not in "".join(traceback.format_exception(raised.value))
    assert KEY not in repr(raised.value)


def test_a_word_that_is_no_key_stays(model, monkeypatch):
    monkeypatch.setenv("SORT_KEY", "e")
    model.will_say(Reply("No such model here", status=404))
    talk = Model("openai:scripted", chat_model("openai:scripted")).call(RunnableConfig())
    with pytest.raises(ModelError, match="No such model here"):
        list(talk.say("Hello"))


# Limits


def test_the_model_is_asked_without_chance_and_told_its_limit(library, model):
    model.will_say(TRUE)
    writer(library, ModelLimits(max_tokens=300)).ask(QUESTION)
    (request,) = model.requests
    assert request["temperature"] == 0
    assert 300 in (request.get("max_completion_tokens"), request.get("max_tokens"))


def test_a_sentence_that_the_limit_cuts_is_left_out(library, model):
    model.will_say(f"{TRUE} {ALSO}")
    answer = writer(library, ModelLimits(max_tokens=len(TRUE.split()) + 4)).ask(QUESTION)
    assert answer.text.strip() == TRUE.replace("[10BAKU79 ¶5]", "[1]")
    assert answer.note == "The model reached its token limit before it finished; --max-tokens sets the limit."


def test_where_the_limit_leaves_no_sentence_quotes_answer(library, model, by_quotes):
    model.will_say(TRUE)
    answer = writer(library, ModelLimits(max_tokens=4)).ask(QUESTION)
    assert "raise --max-tokens" in answer.note
    assert answer.text == by_quotes.text


def shown(model: ScriptedModel) -> list[str]:
    """The labels of the passages in the last prompt, in order."""
    return re.findall(r"^\[(\w+ (?:¶\d+|\[\d+\]|header))\]", model.prompts[-1], re.MULTILINE)


@pytest.mark.parametrize("context", [2_000, 2_500, 3_000, 4_000])
def test_the_best_passages_are_given_as_far_as_they_fit(library, model, by_quotes, context):
    model.will_say("NOT IN THE ARCHIVE")
    writer(library, ModelLimits(context=context)).ask(QUESTION)
    given = shown(model)
    assert tokens(model.prompts[-1]) <= context - 1_000
    assert by_quotes.passages[0].label in given


def test_a_wide_context_holds_more_and_all_of_it_whole(library, model):
    model.will_say("NOT IN THE ARCHIVE")
    narrow = writer(library, ModelLimits(context=3_000)).ask(QUESTION)
    wide = writer(library, ModelLimits(context=100_000)).ask(QUESTION)
    assert len(wide.passages) > len(narrow.passages)
    assert {passage.label for passage in wide.passages} == set(shown(model))


def test_where_no_passage_fits_the_model_is_not_asked(library, model, by_quotes):
    answer = writer(library, ModelLimits(context=500)).ask(QUESTION)
    assert "raise `context` in reftel.toml" in answer.note
    assert answer.text == by_quotes.text
    assert model.prompts == []


def test_of_a_long_conversation_the_latest_is_told(library, model):
    turns = (Turn("user", "Of old times? " + "Well. " * 3_000), *TURNS)
    model.will_say("What did Elchin Huseynli say about Russia?", TRUE)
    writer(library, ModelLimits(context=4_000)).ask("and what did he say about Russia?", turns)
    assert "Of old times?" not in model.prompts[0]
    assert "Whom did the embassy in Baku see?" in model.prompts[0]


# Costs: the scripted server counts a word as a token


def test_what_it_is_sent_and_writes_is_counted_and_priced(library, model):
    model.will_say(TRUE)
    answer = writer(library, price=Price(input=100, output=1_000)).ask(QUESTION)
    sent, written = len(model.prompts[0].split()), len(TRUE.split())
    assert answer.usage == Usage(sent, written, pytest.approx((sent * 100 + written * 1_000) / 1e6))


def test_the_rewriting_counts_too(library, model):
    rewritten = "What did Elchin Huseynli say about Russia?"
    model.will_say(rewritten, TRUE)
    answer = writer(library).ask("and what did he say about Russia?", TURNS)
    sent = sum(len(prompt.split()) for prompt in model.prompts)
    assert answer.usage == Usage(sent, len(f"{rewritten} {TRUE}".split()))


def test_what_was_paid_for_and_not_shown_counts(library, model):
    model.will_say("He doubted it.")
    answer = writer(library).ask(QUESTION)
    assert answer.model is None
    assert answer.usage.output == 3


def test_a_refusal_counts(library, model):
    model.will_say("NOT IN THE ARCHIVE")
    assert writer(library).ask(QUESTION).usage.output == 4


def test_without_a_model_nothing_is_counted(by_quotes):
    assert by_quotes.usage is None


# The cache


def test_what_it_said_before_costs_nothing_and_is_checked_again(library, model, cache):
    model.will_say(f"{TRUE} {ALSO} Baku rejected every sanction.")
    first = writer(library, cache=cache).ask(QUESTION)
    again = writer(library, cache=cache).ask(QUESTION)
    assert len(model.prompts) == 1
    assert (again.text, again.sentences, again.citations) == (first.text, first.sentences, first.citations)
    assert (first.note, first.usage is None) == (None, False)
    assert (again.note, again.usage) == (
        "The model's reply is reused from an earlier question (--no-cache turns this off).",
        None,
    )
    strict = writer(library, cache=cache, strict=True).ask(QUESTION)
    assert len(model.prompts) == 1
    assert len(strict.sentences) == 2


def test_a_refusal_is_remembered(library, model, cache):
    model.will_say("NOT IN THE ARCHIVE")
    first, again = (writer(library, cache=cache).ask(QUESTION) for _ in range(2))
    assert len(model.prompts) == 1
    assert first.text == again.text
    assert not again.answered


def test_the_rewriting_is_remembered_too(library, model, cache):
    model.will_say("What did Elchin Huseynli say about Russia?", TRUE)
    for _ in range(2):
        answer = writer(library, cache=cache).ask("and what did he say about Russia?", TURNS)
    assert len(model.prompts) == 2
    assert answer.usage is None


DIFFERENT = {
    "question": {"question": "what did Huseynli think about Russia?"},
    "filters": {"since": "2010"},
    "turns": {"turns": TURNS},
}


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_another_question_is_asked(library, model, cache, change):
    model.will_say(TRUE)
    assistant = writer(library, cache=cache)
    assistant.ask(QUESTION)
    before = len(model.prompts)
    assistant.ask(**{"question": QUESTION, **change})
    assert len(model.prompts) > before


def test_another_model_or_limit_or_server_is_asked(library, model, cache, monkeypatch):
    model.will_say(TRUE)
    writer(library, cache=cache).ask(QUESTION)
    Assistant(library, model="openai:other", cache=cache).ask(QUESTION)
    writer(library, ModelLimits(max_tokens=300), cache=cache).ask(QUESTION)
    assert len(model.prompts) == 3
    with serving() as elsewhere:
        monkeypatch.setenv("OPENAI_BASE_URL", elsewhere.url)
        elsewhere.will_say(TRUE)
        writer(library, cache=cache).ask(QUESTION)
        assert len(elsewhere.prompts) == 1


@pytest.mark.parametrize(
    "reply", [Reply("He doubted it."), Reply(TRUE, cut=True), Reply("Out of order", status=500), Reply("")]
)
def test_what_did_not_stand_is_not_remembered(library, model, cache, reply):
    model.will_say(reply, TRUE)
    failed, answer = (writer(library, cache=cache).ask(QUESTION) for _ in range(2))
    assert failed.model is None
    assert (answer.model, answer.note) == ("openai:scripted", None)


def test_half_an_answer_is_not_remembered(library, model, cache):
    model.will_say(f"{TRUE} {ALSO}")
    limits = ModelLimits(max_tokens=len(TRUE.split()) + 4)
    for _ in range(2):
        assert "reached its token limit" in writer(library, limits, cache=cache).ask(QUESTION).note
    assert len(model.prompts) == 2


def test_a_provider_whose_package_is_missing_is_told_by_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ModelError) as raised:
        chat_model("anthropic:claude-haiku-4-5")
    assert str(raised.value) == (
        "The model 'anthropic:claude-haiku-4-5' needs a package: pip install 'reftel[anthropic]'"
    )
    monkeypatch.setitem(sys.modules, "langchain_mistralai", None)  # which is no extra of reftel's
    with pytest.raises(ModelError, match=r"needs a package: .*langchain[-_]mistralai"):
        chat_model("mistralai:small")
