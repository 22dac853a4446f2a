"""The MCP server, met by the client of the protocol's own package: over HTTP, and as a program of its own."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from httpx2 import AsyncClient
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from scripted_report import SCRIPT
from served import served
from starlette.datastructures import Headers

from assistant import Assistant
from ui.access.reader_access import Access, Reader
from ui.application import site
from ui.programs.mcp_tools import INSTRUCTIONS, over_http
from ui.server.worker_threads import WorkerThreads

QUESTION = "what did Huseynli say about Russia?"


@pytest.fixture(scope="module")
def url(assistant):
    with served(site(Access(assistant))) as address:
        yield f"{address}/mcp"


def call(url, tool, **arguments):
    async def calling():
        async with Client(url) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(calling())


def text(result):
    return "\n".join(each.text for each in result.content)


def test_the_tools_are_described_and_only_read(url):
    async def listing():
        async with Client(url) as client:
            return client.instructions, (await client.list_tools()).tools

    instructions, tools = asyncio.run(listing())
    assert instructions == INSTRUCTIONS
    assert [tool.name for tool in tools] == ["ask", "search", "statements", "show_cable"]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.description
        assert tool.output_schema["properties"]
        assert all("description" in each for each in tool.input_schema["properties"].values())


def test_an_answer_carries_the_labels_of_its_paragraphs(url):
    result = call(url, "ask", question=QUESTION)
    assert not result.is_error
    assert "] 10BAKU79 ¶5" in text(result)
    assert result.structured_content["answered"]
    assert {each["cable"] for each in result.structured_content["citations"]} == {"10BAKU79"}


def test_a_search_returns_whole_paragraphs_with_labels(url, library):
    result = call(url, "search", query="Huseynli Russia", limit=3, origin="Baku")
    passages = result.structured_content["passages"]
    assert len(passages) == 3
    assert all(f"{each['cable']} ¶{each['paragraph']} (" in text(result) for each in passages)
    assert all(each["text"] in text(result) for each in passages)


def test_statements_tell_apart_who_speaks_and_who_possibly_does(url):
    result = call(url, "statements", person="Huseynli", limit=1000)
    rows = result.structured_content["statements"]
    assert {each["speaker"] for each in rows} == {"Elchin Huseynli", None}
    for row in rows:
        whose = row["speaker"] or f"possibly {row['possibly']}"
        assert f"{row['cable']} ¶{row['paragraph']}  {whose}: {row['text']}" in text(result)
    assert text(call(url, "statements", person="Zornobody")) == "No statements found."


def test_a_cable_can_be_read_whole_or_by_the_paragraph(url):
    whole = call(url, "show_cable", cable="10 Baku 79")
    assert len(whole.structured_content["paragraphs"]) == 5
    (paragraph,) = call(url, "show_cable", cable="10BAKU79", paragraph=5).structured_content["paragraphs"]
    assert paragraph["label"] == "10BAKU79 ¶5"


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("show_cable", {"cable": "10BAKU1"}, "The library has no cable 10BAKU1."),
        ("show_cable", {"cable": "10BAKU79", "paragraph": 99}, "10BAKU79 has no paragraph 99"),
        ("ask", {"question": "why?", "since": "soon"}, "'soon' is not a date"),
        ("ask", {"question": "x" * 2_001}, "at most 2000 characters"),
    ],
)
def test_a_mistake_is_told_so_that_a_model_can_mend_it(url, tool, arguments, words):
    result = call(url, tool, **arguments)
    assert result.is_error
    assert words in text(result)


class Named:
    """A gate that takes each caller's word for who they are."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope.setdefault("state", {})["reader"] = Reader(Headers(scope=scope)["x-name"])
        await self.app(scope, receive, send)


class Asked(Access):
    """Remembers whom it was asked for."""

    def __init__(self, whole):
        super().__init__(whole)
        self.names = []

    def assistant(self, reader, model=None):
        self.names.append(reader.name)
        return super().assistant(reader, model)

    def library(self, reader):
        self.names.append(reader.name)
        return super().library(reader)


def test_each_call_reads_as_whoever_makes_it(assistant):
    access = Asked(assistant)
    application = over_http(access, WorkerThreads())
    application.add_middleware(Named)

    async def calling(address):
        async with (
            AsyncClient(headers={"x-name": "anna"}) as annas,
            AsyncClient(headers={"x-name": "boris"}) as boriss,
            Client(streamable_http_client(address, http_client=annas)) as anna,
            Client(streamable_http_client(address, http_client=boriss)) as boris,
        ):
            await anna.call_tool("ask", {"question": QUESTION})
            await boris.call_tool("search", {"query": "Russia"})
            await anna.call_tool("show_cable", {"cable": "10BAKU79"})
            await boris.call_tool("ask", {"question": QUESTION})

    with served(application) as address:
        asyncio.run(calling(f"{address}/mcp"))
    assert access.names == ["anna", "boris", "anna", "boris"]


def test_a_model_may_be_chosen_and_another_is_refused_in_a_line(url):
    assert call(url, "ask", question=QUESTION, model="none").structured_content["model"] is None
    refused = call(url, "ask", question=QUESTION, model="openai:gpt-9")
    assert refused.is_error
    assert text(refused).endswith("The model 'openai:gpt-9' cannot be used here: choose none.")


def test_a_report_comes_step_by_step_and_is_checked_like_any_other_answer(library, model):
    model.will_say(*SCRIPT)
    told = []

    async def calling(address):
        async def progress(number, total, message):
            told.append((number, message))

        async with Client(address) as client:
            arguments = {"question": QUESTION, "deep": True}
            return await client.call_tool("ask", arguments, progress_callback=progress)

    with served(site(Access(Assistant(library, model="openai:scripted")))) as address:
        result = asyncio.run(calling(f"{address}/mcp"))
    report = result.structured_content
    assert report["text"].startswith("## Doubts")
    assert {each["verdict"] for each in report["sentences"]} == {"supported"}
    assert [number for number, _ in told] == [1, 2, 3]
    assert told[1][1].startswith("search: Azerbaijan's reluctance, since 2010: 12 passages")
    assert [f"{each['asked']}: {each['found']}" for each in report["steps"]] == [words for _, words in told]
    assert "Looked up:" in text(result)


def test_a_report_without_a_model_says_what_it_needs(url):
    report = call(url, "ask", question=QUESTION, deep=True)
    assert report.structured_content["note"] == "A report needs a language model (--model)."
    assert report.structured_content["answered"]


def test_a_local_program_may_start_it_and_speak_over_stdin(sample_folder, tmp_path):
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli.main", "mcp", "--library", str(sample_folder), "--log-format", "json"],
        cwd=str(Path(__file__).parents[3]),
        env=dict(os.environ),
    )

    async def calling(log):
        async with Client(stdio_client(server, errlog=log)) as client:
            return await client.call_tool("ask", {"question": QUESTION})

    with (tmp_path / "log").open("w") as log:
        result = asyncio.run(calling(log))
    assert "] 10BAKU79 ¶5" in text(result)
    assert '"door": "stdio"' in (tmp_path / "log").read_text(encoding="utf-8")
