"""The assistant as a LangChain runnable: every way to call it, and what callbacks see of it."""

import asyncio
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from model_server import ScriptedModel, serving

from assistant import Answer, Assistant, Turn
from ingest import Library

QUESTION = "what did Huseynli say about Russia?"
OTHER = "what is the interest rate on the Shirkent loan?"


def timeless(answer: Answer) -> Answer:
    return dataclasses.replace(answer, seconds=0.0)


@pytest.fixture(scope="module")
def expected(assistant: Assistant) -> list[Answer]:
    return [timeless(assistant.ask(question)) for question in (QUESTION, OTHER)]


def test_invoke_and_ainvoke_agree_with_ask(assistant, expected):
    assert timeless(assistant.chain.invoke(QUESTION)) == expected[0]
    assert timeless(asyncio.run(assistant.chain.ainvoke(QUESTION))) == expected[0]


def test_batch_and_abatch_answer_in_order(assistant, expected):
    assert [timeless(answer) for answer in assistant.chain.batch([QUESTION, OTHER])] == expected
    answers = asyncio.run(assistant.chain.abatch([QUESTION, OTHER]))
    assert [timeless(answer) for answer in answers] == expected


def test_stream_and_astream_yield_the_same_snapshots(assistant, expected):
    async def drawn() -> list[Answer]:
        return [timeless(snapshot) async for snapshot in assistant.chain.astream(QUESTION)]

    snapshots = [timeless(snapshot) for snapshot in assistant.chain.stream(QUESTION)]
    assert snapshots == asyncio.run(drawn())
    assert snapshots[-1] == expected[0]


def test_the_passages_come_before_the_text(assistant):
    first, *_, last = assistant.stream(QUESTION)
    assert (first.text, first.citations, first.finished) == ("", (), False)
    assert first.passages == last.passages
    assert len(first.passages) > 5
    assert last.finished


def test_a_question_may_come_with_its_turns_and_filters(assistant):
    turns = (Turn("user", "who is Huseynli?"),)
    given = {"question": "what did he say about Russia?", "turns": turns, "origin": "BAKU", "since": "2010"}
    answer = assistant.chain.invoke(given)
    assert {passage.cable for passage in answer.passages} == {"10BAKU79"}
    assert timeless(answer) == timeless(
        assistant.ask("what did he say about Russia?", turns, origin="BAKU", since="2010")
    )


def test_a_question_that_comes_in_parts_is_one_question(assistant, expected):
    chain = FakeListChatModel(responses=[QUESTION]) | StrOutputParser() | assistant.chain
    *_, streamed = chain.stream("write a question")
    assert timeless(streamed) == expected[0]
    assert timeless(chain.invoke("write a question")) == expected[0]


class Recorder(BaseCallbackHandler):
    """Remembers what happened, by the names of LangChain's events."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.documents: list[Document] = []

    def on_retriever_end(self, documents: Any, **kwargs: Any) -> None:
        self.events.append("retriever")
        self.documents = list(documents)

    def on_chat_model_start(self, *args: Any, **kwargs: Any) -> None:
        self.events.append("model")

    def on_llm_new_token(self, token: str, **kwargs: Any) -> None:
        if self.events[-1] != "token":
            self.events.append("token")


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    with serving() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        yield model


def test_callbacks_see_the_retriever_and_the_model(library: Library, scripted: ScriptedModel):
    scripted.will_say("He doubted that Russia was willing [10BAKU79 ¶5].")
    recorder = Recorder()
    answer = Assistant(library, model="openai:scripted").chain.invoke(QUESTION, {"callbacks": [recorder]})
    assert recorder.events == ["retriever", "model", "token"]
    assert {passage.label for passage in answer.passages} <= {each.id for each in recorder.documents}


def test_every_way_to_call_it_gives_what_the_model_wrote(library: Library, scripted: ScriptedModel):
    scripted.will_say("Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5].")
    chain = Assistant(library, model="openai:scripted").chain

    async def called() -> list[Answer]:
        streamed = [snapshot async for snapshot in chain.astream(QUESTION)]
        return [await chain.ainvoke(QUESTION), *await chain.abatch([QUESTION, QUESTION]), streamed[-1]]

    *growing, last = chain.stream(QUESTION)
    answers = [chain.invoke(QUESTION), *chain.batch([QUESTION, QUESTION]), last, *asyncio.run(called())]
    assert {answer.text.strip() for answer in answers} == {
        "Huseynli questioned whether Russia is willing to move beyond words [1]."
    }
    assert {(answer.model, answer.finished) for answer in answers} == {("openai:scripted", True)}
    assert not any(snapshot.finished for snapshot in growing)
    assert len(scripted.prompts) == 8


def test_the_retriever_serves_a_chain_of_ones_own(assistant):
    prompt = ChatPromptTemplate.from_template("{context}\n\n{question}")
    context = assistant.retriever | RunnableLambda(lambda found: "\n".join(each.id for each in found))
    chain = {"context": context, "question": RunnablePassthrough()} | prompt | RunnableLambda(str)
    assert "10BAKU79 ¶5" in chain.invoke(QUESTION)


def test_a_document_carries_its_label_and_its_facts(assistant):
    found = assistant.retriever.invoke(QUESTION, limit=3)
    assert len(found) == 3
    by_label = {each.id: each for each in found}
    fifth = by_label["10BAKU79 ¶5"]
    assert "willing to move beyond words" in fifth.page_content
    assert fifth.metadata["cable"] == "10BAKU79"
    assert fifth.metadata["paragraph"] == fifth.metadata["ordinal"] == 5
    assert fifth.metadata["marking"] == "C"
    assert fifth.metadata["date"].startswith("2010-02-04")


@pytest.mark.parametrize(
    "follow_up",
    [
        "did he say anything else?",
        "and about Iran?",
        "when was this?",
    ],
)
def test_a_follow_up_goes_on_in_the_cable_that_was_quoted(assistant, follow_up):
    before = assistant.ask("what did Huseynli say about Russia?")
    answer = assistant.ask(follow_up, turns=before.turns())
    assert answer.question == follow_up
    assert answer.citations[0].cable == "10BAKU79"


def test_a_new_matter_in_a_conversation_is_refused_as_at_its_beginning(assistant):
    before = assistant.ask("what did Huseynli say about Russia?")
    assert not assistant.ask("how do penguins hatch in Antarctica?", turns=before.turns()).answered


def test_what_was_misread_is_left_out_when_it_is_asked_again(assistant):
    misread = assistant.ask(QUESTION).understood
    assert misread == ("said by Huseynli",)
    assert assistant.ask(QUESTION, without=misread).understood == ()
    assert assistant.chain.invoke({"question": QUESTION, "without": misread}).understood == ()
