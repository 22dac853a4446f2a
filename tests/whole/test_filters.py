"""Filters: described once, known at every door, applied by every index; what the boxes of the window ask for."""

import asyncio
import inspect
import json
import subprocess
import sys
from typing import get_args, get_type_hints

import pytest

from assistant import Assistant
from assistant.evaluation.batch import answers
from assistant.evaluation.score_answers import outcomes
from ingest.domain.filters import FILTERS, Filters, facts
from ingest.domain.selection import Selection
from ingest.errors import FilterError
from ingest.search.chroma_metadata import conditions
from ui.access.reader_access import Access
from ui.cli.main import reftel
from ui.programs import mcp_tools
from ui.programs.schemas import FilterFields, Search
from ui.server.worker_threads import WorkerThreads
from ui.window.filter_boxes import BOXES, chips, where


def test_empty_boxes_filter_nothing():
    assert where(["", " ", None, "", "PREL", "", ""]) == {
        "since": None,
        "until": None,
        "origin": None,
        "person": None,
        "tag": "PREL",
        "classification": None,
        "cables": None,
    }
    assert chips(False, False, False, *[""] * 7) == ""


def test_each_filter_is_a_chip_and_its_words_are_escaped():
    html = chips(True, False, False, "2009", "", "OSLO", "<b>", "", "", "10OSLO1, <i>, -10OSLO2")
    assert html.count("<button") == 5
    for words in (
        ">since 2009<",
        ">sent from OSLO<",
        ">said by &lt;b&gt;<",
        ">question taken literally<",
        ">within 2 cables, without 10OSLO2<",
    ):
        assert words in html


@pytest.mark.parametrize(("since", "until"), [("2010", "2009"), ("2009-13", ""), ("2009-02-10", "2009-02-09")])
def test_dates_that_make_no_sense_are_said_so(since, until):
    assert 'role="alert"' in chips(False, False, False, since, until, *[""] * 5)


@pytest.mark.parametrize(
    ("given", "classification"),
    [
        ("s", "SECRET"),
        ("Secret", "SECRET"),
        ("C", "CONFIDENTIAL"),
        ("unclas", "UNCLASSIFIED"),
        ("purple", "PURPLE"),
    ],
)
def test_a_classification_is_a_word_or_its_letter(given, classification):
    assert Filters(classification=given).classification == classification


def test_a_day_within_the_other_date_is_no_contradiction():
    assert "alert" not in chips(False, False, False, "2009-05", "2009", *[""] * 5)


def test_the_boxes_are_the_filters_with_their_order_on_the_page():
    assert [each.name for each in BOXES] == [
        "since",
        "until",
        "origin",
        "person",
        "tag",
        "classification",
        "cables",
    ]
    assert set(BOXES) == set(FILTERS)


@pytest.mark.parametrize(
    "call", [Assistant.ask, Assistant.stream, answers, outcomes], ids=lambda call: call.__name__
)
def test_editors_list_every_filter(call):
    (filters,) = get_args(inspect.signature(call).parameters["filters"].annotation)
    assert list(filters.__annotations__) == [each.name for each in FILTERS]
    assert set(get_type_hints(filters).values()) == {str | None}


@pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.name)
def test_every_door_describes_every_filter_in_the_same_words(each, assistant):
    for command in ("ask", "search", "eval"):
        option = next(found for found in reftel.commands[command].params if found.name == each.name)
        assert (option.opts, option.metavar, option.help) == ([f"--{each.name}"], each.metavar, each.help)
    for model in (FilterFields, Search):
        field = model.model_fields[each.name]
        assert (field.description, field.default, field.is_required()) == (each.help, None, False)
    tools = asyncio.run(mcp_tools.server(Access(assistant), WorkerThreads(), None).list_tools())
    for tool in tools[:2]:
        assert tool.input_schema["properties"][each.name]["description"] == each.help


@pytest.mark.parametrize("each", [each for each in FILTERS if each.narrows == "has"], ids=lambda each: each.name)
def test_every_index_narrows_by_every_value(library, each):
    for value, count in library.counts(each.name)[:3]:
        where = Filters(**{each.name: value})
        words = {key.cable for key, _ in library.by_words("government officials said", 1000, where)}
        meaning = {key.cable for key, _ in library.by_meaning(library.reading("the government"), 1000, where)}
        assert len(meaning) == count  # a scan looks at everything
        assert len(words) <= count
        for cable in library.cables(list(words | meaning)):
            assert value in facts(cable).values(each.fact)


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("10BAKU79", "10BAKU79"),
        ("10 baku 000079", "10BAKU79"),
        ("10BAKU79 09BAKU941", "10BAKU79, 09BAKU941"),
        ("10BAKU79,\n09 BAKU 941; 10BAKU79", "10BAKU79, 09BAKU941"),
        ("-10baku79 09baku941", "-10BAKU79, 09BAKU941"),
        ("memo of May", "memo of May"),
        ("10BAKU79, memo of May", "10BAKU79, memo of May"),
    ],
)
def test_cables_are_named_in_any_spelling_of_their_ids(given, canonical):
    assert Filters(cables=given).cables == canonical
    assert Filters(cables=canonical).cables == canonical


@pytest.mark.parametrize("given", [" , ", "-", ",".join(f"10OSLO{number}" for number in range(1, 1002))])
def test_no_cable_and_too_many_are_refused_in_words(given):
    with pytest.raises(FilterError, match="cable"):
        Filters(cables=given)


@pytest.mark.parametrize(
    "given", ["10BAKU79, 09OSLO702, 10NOWHERE1", "-10BAKU79", "10BAKU79, 09OSLO702, -10BAKU79"]
)
def test_every_index_keeps_to_the_cables_that_are_named(library, given):
    where = Filters(cables=given)
    everything = set(library.catalogue.ids())
    wanted = (set(where.among) & everything or everything) - set(where.besides)
    query = library.reading("the government")
    assert {key.cable for key, _ in library.by_words("government officials said", 1000, where)} <= wanted
    assert {key.cable for key, _ in library.by_meaning(query, 1000, where)} == wanted
    assert {each.id for each in library.select(Selection(where=where))} == wanted
    assert {key.cable for key in library.spoken_by("Huseynli", where)} <= wanted
    assert set(library.present(sorted(everything), where)) == wanted


def test_the_collection_keeps_to_the_cables_that_are_named():
    assert conditions(Filters(cables="10BAKU79, -10OSLO1", tag="PREL")) == {
        "$and": [
            {"tags": {"$contains": "PREL"}},
            {"cable": {"$in": ["10BAKU79"]}},
            {"cable": {"$nin": ["10OSLO1"]}},
        ]
    }


# A filter is added to the text of its module before anything reads it; nothing else knows of it.
ADDED = """
    station: str | None = _filter(
        narrows="has",
        help="Only cables of this station.",
        metavar="STATION",
        label="Station",
        empty="Any station",
        chip="of station {}",
        canonical=_post,
        fact="post",
    )

    def __post_init__"""
WITH_IT = """
import asyncio, importlib.util, json, pathlib, sys, types

spec = importlib.util.find_spec("ingest.domain.filters")
text = pathlib.Path(spec.origin).read_text(encoding="utf-8")
module = sys.modules[spec.name] = types.ModuleType(spec.name)
exec(compile(text.replace("\\n    def __post_init__", sys.argv[2], 1), spec.origin, "exec"), vars(module))

import gradio as gr
from click.testing import CliRunner
from starlette.testclient import TestClient
from assistant import Assistant
from ingest.domain.filters import Filters
from ui.access.reader_access import Access
from ui.application import site
from ui.cli.main import reftel
from ui.programs import mcp_tools
from ui.server.worker_threads import WorkerThreads
from ui.window.prefill import filled
from ui.window.events import SHAPES
from ui.window.filter_boxes import FilterBoxes, chips, where

def cables(passages):
    return sorted({each["cable"] for each in passages})

printed = CliRunner().invoke(
    reftel, ["search", "Russia", "--station", "Moscow", "--limit", "50", "--json", "--library", sys.argv[1]]
)
assistant = Assistant.open(sys.argv[1])
access = Access(assistant)
with TestClient(site(access), base_url="http://127.0.0.1") as client:
    searched = client.get("/api/search", params={"query": "Russia", "station": "Moscow", "limit": 50}).json()
    asked = client.post("/api/ask", json={"question": "Russia?", "filters": {"station": "Moscow"}}).json()
with gr.Blocks():
    question, boxes = gr.Textbox(), FilterBoxes()
    address = filled(assistant.library, {"station": "MOSCOW"}, question, boxes)
tools = asyncio.run(mcp_tools.server(access, WorkerThreads(), None).list_tools())
print(json.dumps({
    "cli": cables(map(json.loads, printed.output.splitlines())),
    "rest": cables(searched["passages"]),
    "ask": cables(asked["passages"]),
    "python": sorted({each.cable for each in assistant.ask("Russia?", station="Moscow").passages}),
    "mcp": [tool.input_schema["properties"]["station"]["description"] for tool in tools[:2]],
    "box": boxes.boxes[-1].label,
    "address": address[boxes.boxes[-1]]["value"],
    "sent": SHAPES["chips"].model_validate_json(
        json.dumps({"data": [False, False, False] + [""] * (len(boxes.boxes) - 3), "fn_index": 0, "session_hash": "a"})
    ).data[0],
    "chip": chips(False, False, False, *[""] * 7, "Moscow"),
    "speaking": sorted({key.cable for key in assistant.library.spoken_by("Belozubov", Filters(station="Moscow"))}),
}))
"""


def test_a_further_filter_takes_its_description_and_nothing_else(sample_folder):
    run = subprocess.run(
        [sys.executable, "-c", WITH_IT, str(sample_folder), ADDED], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    at = json.loads(run.stdout.splitlines()[-1])
    of_moscow = ["09MOSCOW2931", "10MOSCOW1874"]
    for door in ("cli", "rest", "ask", "python"):
        assert at[door] == of_moscow, door
    assert at["mcp"] == ["Only cables of this station."] * 2
    assert (at["box"], at["address"]) == ("Station", "MOSCOW")
    assert "of station Moscow" in at["chip"]
    assert at["sent"] is False  # the gate lets a value for the new box in
    assert at["speaking"] == ["09MOSCOW2931"]
