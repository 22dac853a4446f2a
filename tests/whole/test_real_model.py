"""A real language model, the whole way: found, asked over its own server, streamed, checked and shown.

It is far too small to be of use, which is the point: whatever nonsense it writes, nothing is shown as supported that
is not in the cables. `make test-model` runs this.
"""

import re
from dataclasses import replace

import pytest
import real_model

from assistant import Assistant
from assistant.model_servers.discovery import look
from assistant.settings import Settings
from assistant.writing.chat_model import Model, chat_model
from assistant.writing.model_limits import ModelLimits

pytestmark = pytest.mark.skipif(real_model.why_not() is not None, reason=real_model.why_not() or "")

SETTINGS = Settings(context=real_model.CONTEXT, max_tokens=80, timeout=600, cache=False)
QUESTIONS = (
    "what did Huseynli say about Russia",
    "how did Chivangue's position on leasing Nacala change",
    "who will win the football cup in 2030",
)


@pytest.fixture(scope="module")
def server():
    with real_model.real_model() as address:
        yield address


@pytest.fixture(scope="module")
def writing(library, server):
    return Assistant.of(library, replace(SETTINGS, model=server))


def test_it_is_found_as_what_it_is(server):
    (found,) = look({"OLLAMA_HOST": "127.0.0.1:9"}, [(f"{server}/v1", "")])
    assert (found.title, found.program) == (real_model.NAME, "llama.cpp")
    assert found.sent_to is None


def test_the_only_model_is_taken(writing, server):
    assert writing.model == f"{server}/v1#{real_model.NAME}"


def test_it_streams_and_counts_its_tokens(server):
    limits = ModelLimits(max_tokens=20, timeout=600)
    call = Model("real", chat_model(f"{server}/v1#{real_model.NAME}", limits)).call({})
    parts = [*call.say("Write one sentence about Norway.")]
    assert len(parts) > 5
    assert call.usage is not None
    assert 0 < call.usage.output <= 20
    assert call.cut == (call.usage.output == 20)


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_it_writes_nothing_unsupported_is_shown_as_supported(writing, library, question):
    *earlier, answer = writing.stream(question)
    assert earlier
    assert answer.finished
    assert answer.usage is not None
    assert answer.usage.input > 200  # it was asked, with passages
    print(f"\n{question}\n{answer.text}\n{answer.note}")
    assert_borne_out(answer, library)
    if not answer.sentences:
        assert answer.model is None
        assert "This answer consists of quotations instead." in answer.note


def test_its_words_are_checked_where_they_cite_what_they_were_made_from(library, server, model):
    """It hardly ever cites by itself; so its sentences are given the label of the paragraph that it read."""
    read = library.cable("10BAKU79").paragraphs[1]
    chat = chat_model(f"{server}/v1#{real_model.NAME}", ModelLimits(max_tokens=120, timeout=600))
    said = "".join(Model("real", chat).call({}).say(f"{read.text}\n\nTell me in four sentences what was said."))
    sentences = [each.strip(" .") for each in re.split(r"(?<=[.!?])\s+", said) if each.strip(" .")]
    model.will_say(" ".join(f"{each} [10BAKU79 ¶2]." for each in sentences))
    answer = Assistant(library, model="openai:scripted").ask(QUESTIONS[0])
    print("\n", said, "\n", [each.verdict for each in answer.sentences], answer.note)
    assert_borne_out(answer, library)


def assert_borne_out(answer, library):
    """What is quoted is in its cable; of a sentence without a mark each number and name is in what it cites."""
    for citation in answer.citations:
        raw = library.cable(citation.cable).raw[citation.start : citation.end]
        assert raw.split() == citation.quote.split()
    for checked in answer.sentences:
        sentence = answer.text[checked.start : checked.end]
        if checked.verdict == "supported":
            cited = [int(number) for number in re.findall(r"\[(\d+)\]", sentence)]
            assert cited, sentence
            sources = " ".join(_paragraph(library, each) for each in answer.citations if each.number in cited)
            words = re.findall(r"\d[\d,.]*\d|\d|(?<=[a-z] )[A-Z][a-z]+", re.sub(r"\[\d+\]", "", sentence))
            assert [each for each in words if each.casefold() not in sources.casefold()] == [], sentence


def _paragraph(library, citation) -> str:
    cable = library.cable(citation.cable)
    about = f"{cable.origin} {cable.date} {cable.subject}"
    return f"{about} {cable.paragraphs[citation.ordinal - 1].text}" if citation.ordinal else f"{about} {cable.raw}"


def test_a_server_that_dies_in_the_middle_leaves_quotations(library):
    with real_model.real_model() as address:
        assistant = Assistant.of(library, replace(SETTINGS, model=address))
    answer = assistant.ask(QUESTIONS[0])
    assert "does not answer any more" in answer.note
    assert answer.citations
