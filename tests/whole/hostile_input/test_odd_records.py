"""Records that hold anything: whatever is taken in, nothing that reads it stumbles."""

import json
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from quick import done, quick_library

from assistant import Assistant
from ingest import Clearance, Library
from ingest.domain.documents import Document
from ingest.domain.serialization import sha, to_json
from ingest.errors import ReftelError
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.sources.read_source import documents
from ui.access.gate import OwnersGate
from ui.access.reader_access import Access
from ui.pages import cable_page as permalinks
from ui.pages import library_page, people_page
from ui.rendering import terminal
from ui.rendering.addresses import Place, permalink
from ui.rendering.cable_html import Beside, cable_page
from ui.rendering.citation_formats import FORMATS
from ui.server import http_server

GOOD = to_json(parse_cable((SAMPLES / "10ANKARA33.txt").read_text(encoding="utf-8"), name="10ANKARA33"))
TEXTS = [name for name, value in GOOD.items() if isinstance(value, str) and name not in ("raw", "raw_sha")]
LISTS = ["to", "info", "captions", "tags"]
VALUES: list[Any] = [
    None, True, -1, 0, 7, 10**9, 10**30, 1.5, math.nan, math.inf, "", "none", "7", "a/b#c.d", "a\nb", "\u2028", "\0",
    "\ud800", "\x1b[2J", "0000-01-01", "9999-12-31", "2010-13-01", "2010-02-04T13Z", "TOP SECRET", [], {}, [[]],
    ["x", None], {"a": 1},
]  # fmt: skip
QUESTIONS = ("what did Ormanci say of the price?", "cables since 2009", "who classified the cable?")


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where anything stands in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, inside in inner for each in paths(inside, (*path, key)))]


PLAIN = json.loads(json.dumps(GOOD))
PATHS = [each for each in paths(PLAIN) if each]


@st.composite
def odd(draw: st.DrawFn) -> dict[str, Any]:
    """A record in which something is another value than it should be."""
    record = deepcopy(PLAIN)
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=2)):
        at: Any = record
        try:
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = draw(st.sampled_from(VALUES))
        except (TypeError, KeyError, IndexError):  # where the first one has put something else
            continue
    return resealed(record) if draw(st.booleans()) else record


@st.composite
def sound(draw: st.DrawFn) -> dict[str, Any]:
    """A record that says odd things where it may say anything."""
    record = deepcopy(PLAIN)
    anything = st.text(st.characters(exclude_characters="\0"), max_size=40)
    visible = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
    printable = st.text(visible, max_size=40).map("B{}".format)
    for name in draw(
        st.lists(st.sampled_from(["subject", "origin", "classification", "declassify_on", "signature"]))
    ):
        record[name] = draw(anything | st.none())
    for name in draw(st.lists(st.sampled_from(LISTS))):
        record[name] = draw(st.lists(anything, max_size=3))
    record["date"] = draw(st.sampled_from(["1000-01-01", "2999-12-31T23:59Z", "2010-01-31T09Z", None]))
    record["year"] = draw(st.sampled_from([1000, 2999, None]))
    record["post"] = draw(printable | st.just(""))
    record["id"] = draw(printable)
    for each in record["paragraphs"]:
        each["cable"] = record["id"]
        each["level"] = draw(st.sampled_from([None, "U", "LOU", "S"]))
        each["caveats"] = draw(st.lists(anything, max_size=2))
        each["section"] = draw(anything | st.none())
        each["mark_raw"] = draw(anything | st.none())
        each["number"] = draw(st.sampled_from([None, 0, 1, 10**9 - 1]))
    return record


def resealed(record: dict[str, Any]) -> dict[str, Any]:
    raw = record.get("raw")
    return record | {"raw_sha": sha(raw)} if isinstance(raw, str) else record


def write(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    return path


FEW = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@settings(FEW, max_examples=20)
@given(st.lists(odd(), min_size=40, max_size=40))
def test_whatever_a_record_holds_it_is_read_or_told_in_a_line_and_the_next_is_read(tmp_path_factory, records):
    path = write(tmp_path_factory.mktemp("records") / "odd.jsonl", [*records, PLAIN])
    found = list(documents(path))
    assert len(found) == len(records) + 1
    assert isinstance(found[-1], Document)
    for place, each in enumerate(found, start=1):
        assert each.place == f"{path}, line {place}"
        assert isinstance(each, Document) or (each.reason and "\n" not in each.reason)


@settings(FEW, max_examples=1, phases=[Phase.generate])  # to shrink a failure would take an hour
@given(st.lists(odd(), min_size=12, max_size=12), st.lists(sound(), min_size=12, max_size=12))
def test_what_is_read_of_it_harms_nothing_that_reads_the_library(tmp_path_factory, odd_ones, sound_ones):
    folder = tmp_path_factory.mktemp("library")
    library = quick_library(folder / "library")
    report = done(library.ingest([write(folder / "odd.jsonl", [*odd_ones, *sound_ones, PLAIN])]))
    assert sum(report.counts.values()) == 25
    assert report.counts["failed"] <= 12  # no sound one
    read_everywhere(library)


def read_everywhere(library: Library) -> None:
    """Read a library at each of its doors, and close it."""
    assistant = Assistant(library)
    for question in QUESTIONS:
        answer = assistant.ask(question)
        terminal.answer(answer)
        json.dumps(terminal.answer_json(answer))
        for form in FORMATS.values():
            try:
                form(answer)
            except ReftelError:  # where it cites nothing
                continue
    terminal.status(library.status())
    for cable in library.cables(library.catalogue.ids()):
        terminal.cable(cable, *library.references(cable.id))
        json.dumps(to_json(cable))
        cable_page(cable, Place(cable.id, 1), Beside(library.references(cable.id)))
    library.cleared(Clearance.parse("C"))
    with client(library) as browser:
        for address in ("/library", "/people"):
            assert browser.get(address).status_code == 200, address
        for id in library.catalogue.ids():
            assert browser.get(permalink(id)).status_code == 200, id
    health, _ = done(library.repair())
    assert (health.faults, health.waiting) == ((), 0)
    library.close()


def client(library: Library) -> TestClient:
    application = http_server.application()
    application.add_middleware(OwnersGate)
    access = Access(Assistant(library))
    for page in (permalinks, library_page, people_page):
        application.include_router(page.router(access))
    return TestClient(application, base_url="http://localhost")
