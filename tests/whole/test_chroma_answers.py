"""Where a process lives on, a search by meaning is a query of the Chroma collection, at every door."""

import asyncio
import subprocess
import sys

import httpx2
import pytest
from chroma_queries import watched_queries
from served import served

from assistant import Assistant
from ingest.search.chroma_store import ChromaStore
from ingest.search.vector_scan import VectorScan
from ui.access.reader_access import Access
from ui.application import site

QUESTION = "what did Huseynli say about Russia?"


@pytest.fixture
def queries(monkeypatch) -> list[dict]:
    """What is asked of the client of Chroma."""
    return watched_queries(monkeypatch)


@pytest.fixture
def no_scan(monkeypatch) -> None:
    def refuse(self, *given):
        raise AssertionError("the scan was asked")

    monkeypatch.setattr(VectorScan, "search", refuse)


@pytest.fixture(scope="module")
def address(assistant: Assistant):
    with served(site(Access(assistant))) as address:
        yield address


DOORS = {
    "ask": lambda assistant, address: assistant.ask(QUESTION),
    "search": lambda assistant, address: assistant.search(QUESTION),
    "the retriever": lambda assistant, address: assistant.retriever.invoke(QUESTION),
    "the chain": lambda assistant, address: assistant.chain.invoke(QUESTION),
    "the chain, in turns of an event loop": lambda assistant, address: asyncio.run(
        assistant.chain.ainvoke(QUESTION)
    ),
    "the server": lambda assistant, address: httpx2.post(
        f"{address}/api/ask", json={"question": QUESTION}, timeout=60
    ).raise_for_status(),
}


@pytest.mark.parametrize("door", DOORS)
def test_an_open_question_is_a_query_of_the_collection(assistant, address, queries, no_scan, door):
    DOORS[door](assistant, address)
    assert len(queries) >= 1
    assert {each["where"] for each in queries} == {None}


def test_a_question_with_filters_asks_the_scan_where_chroma_is_embedded(assistant, queries, monkeypatch):
    scanned = []
    search = VectorScan.search
    monkeypatch.setattr(VectorScan, "search", lambda *given: scanned.append(given) or search(*given))
    assistant.ask(QUESTION, origin="BAKU")
    assert (len(scanned) >= 1, queries) == (True, [])


def test_both_find_the_same_and_answer_the_same(assistant, library, monkeypatch):
    by_chroma = assistant.ask(QUESTION)
    monkeypatch.setattr(ChromaStore, "state", None)  # as while somebody writes
    by_scan = assistant.ask(QUESTION)
    assert (by_chroma.text, by_chroma.citations) == (by_scan.text, by_scan.citations)
    assert [each.label for each in by_chroma.passages] == [each.label for each in by_scan.passages]


def test_a_single_command_does_not_open_chroma(sample_folder):
    code = (
        "import sys; from ui.cli.main import reftel; "
        "reftel(sys.argv[1:], standalone_mode=False); print('chromadb' in sys.modules)"
    )
    command = [sys.executable, "-c", code, "ask", QUESTION, "--library", str(sample_folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "False"


def test_health_and_status_say_which_index_answers(assistant, address):
    told = "Chroma; the vector scan for filtered searches and one-off commands"
    assert assistant.library.status().searched_by == told
    assert httpx2.get(f"{address}/healthz").json()["meaning"] == told
