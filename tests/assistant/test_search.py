"""`Assistant.search`: the ranked paragraphs that a command, REST and MCP show."""

import asyncio
import json

from click.testing import CliRunner
from starlette.testclient import TestClient

from ingest.domain.filters import Filters
from ui.access.reader_access import OWNER, Access
from ui.application import site
from ui.cli.main import reftel
from ui.programs import mcp_tools
from ui.server.request_log import Visit
from ui.server.worker_threads import WorkerThreads

QUERY = "Kura Line terms"


def places(passages):
    return [(each["cable"], each["ordinal"]) for each in passages]


def test_it_returns_so_many_paragraphs_best_first(assistant):
    found = assistant.search(QUERY, limit=3)
    assert len(found) == 3
    assert found[0].score >= found[1].score >= found[2].score
    assert "Kura Line" in found[0].text


def test_filters_narrow_it(assistant):
    assert {each.cable for each in assistant.search(QUERY, Filters(origin="ANKARA"))} == {
        "09ANKARA1702",
        "10ANKARA33",
    }


def test_a_question_about_a_header_finds_headers(assistant):
    (best, *_) = assistant.search("who classified the cable on Huseynli and Iran")
    assert (best.cable, best.ordinal, best.paragraph) == ("10BAKU79", 0, None)


def test_a_model_of_the_settings_that_cannot_be_had_is_none_of_its_business(sample_folder):
    found = CliRunner().invoke(
        reftel, ["search", QUERY, "--library", str(sample_folder)], env={"REFTEL_MODEL": "nobody:has-this"}
    )
    assert (found.exception, "Kura Line" in found.output) == (None, True)


def test_every_door_shows_the_same(assistant, sample_folder):
    wanted = [(each.cable, each.ordinal) for each in assistant.search(QUERY, Filters(since="2009"), 5)]
    options = ["--since", "2009", "--limit", "5", "--json", "--library", str(sample_folder)]
    printed = CliRunner().invoke(reftel, ["search", QUERY, *options]).output
    assert places(map(json.loads, printed.splitlines())) == wanted
    access = Access(assistant)
    with TestClient(site(access), base_url="http://127.0.0.1") as client:
        sent = client.get("/api/search", params={"query": QUERY, "since": "2009", "limit": 5}).json()
    assert places(sent["passages"]) == wanted
    server = mcp_tools.server(access, WorkerThreads(), lambda _: Visit("stdio", OWNER))
    result = asyncio.run(server.call_tool("search", {"query": QUERY, "since": "2009", "limit": 5}))
    assert places(result.structured_content["passages"]) == wanted
