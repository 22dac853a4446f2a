"""Questions while cables are forgotten and replaced: what an index still names and the catalogue lacks is passed
over, and what is quoted stands word for word in a paragraph that there was."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from quick import done, quick_library, text, write
from served import served

from assistant import Answer, Assistant
from assistant.answering import Asked
from assistant.question.understand import understand
from assistant.retrieval.retrieve import retrieve
from assistant.saved_answers.bundle import record
from assistant.suggestions.followups import followups
from assistant.suggestions.openers import openers
from ingest import Library
from ingest.attribution.attribute import attribute
from ingest.catalogue.sqlite import SQLite
from ingest.domain.cable import Cable
from ingest.domain.documents import Document, Parsed
from ingest.domain.filters import EVERYWHERE
from ingest.domain.serialization import sha
from ingest.parsing.parser import parse_cable
from ui.access.reader_access import Access
from ui.application import site
from ui.pages.person_statements import chapters, everything

GULL = "Foreign Minister Anar Gull said the ferry to Baku had no money."
VERSIONS = (
    ("The Embassy met officials.", GULL, "Minister Gull said that Norway pays for the harbor."),
    (
        "Nobody knows what comes of it, and the weather was bad. In the end Minister Gull said the ferry is sold.",
        "Foreign Minister Anar Gull said that it was all about the ferry.",
    ),
)
QUESTIONS = (
    "what did Gull say about the ferry?",
    "what did Gull say about the ferry in February 2010?",
    "who said that Norway pays for the harbor, and what did Gull say about the ferry",
    "how did Gull's position on the ferry change",
    "which cables are about the ferry to Baku?",
    "what is the subject of the cable on the ferry to Baku",
    "what did Gull say about the price of bread?",
)


def parsed(number: int, *paragraphs: str) -> Cable:
    return parse_cable(text(number, *paragraphs), name=f"10OSLO{number}")


def squeezed(words: str) -> str:
    return " ".join(words.split())


PARAGRAPHS = {
    squeezed(each.text)
    for number in (1, 2)
    for version in VERSIONS
    for each in parsed(number, *version).paragraphs
}


def store(library: Library, cable: Cable) -> None:
    with library.catalogue.edit() as edit:
        edit.documents.store(
            0, [Parsed(cable.id, Document(cable.id, cable.raw, cable=cable), sha(cable.raw), cable)]
        )
        edit.store_statements({cable.id: attribute(cable)})


def forget(library: Library) -> None:
    with library.catalogue.edit() as edit:
        edit.documents.forget_cable("10OSLO1")


def replace(library: Library) -> None:
    store(library, parsed(1, *VERSIONS[1]))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = quick_library(tmp_path / "library")
    for number in (1, 2):
        write(tmp_path / "cables", number, *VERSIONS[0])
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@contextmanager
def before_read(number: int, change: Callable[[], None]) -> Iterator[list[str]]:
    """Let a change happen right before the catalogue is read for the n-th time; yields the reads that there were."""
    reads: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("all", "one", "together"):
            patch.setattr(SQLite, name, _counting(getattr(SQLite, name), name, number, change, reads))
        yield reads


def _counting(read: Any, name: str, number: int, change: Callable[[], None], reads: list[str]) -> Any:
    def counted(*given: Any, **more: Any) -> Any:
        reads.append(name)
        if len(reads) == number:
            change()
        return read(*given, **more)

    return counted


def check(answer: Answer) -> None:
    for each in answer.citations:
        if each.ordinal:
            assert any(squeezed(each.quote) in paragraph for paragraph in PARAGRAPHS), each
    assert answer.text


@pytest.mark.parametrize("change", [forget, replace])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_cable_may_go_between_any_two_looks_at_the_catalogue(library, asked, change):
    assistant, number, reads = Assistant(library), 0, [""]
    while number <= len(reads):
        number += 1
        store(library, parsed(1, *VERSIONS[0]))
        with before_read(number, lambda: change(library)) as reads:
            saved = record(assistant, Asked(asked))
            check(saved.answer)
            followups(library, saved.answer)
    assert number > 10


@pytest.mark.parametrize("change", [forget, replace])
def test_a_page_of_a_person_may_lose_a_cable_while_it_is_made(library, change):
    number, reads = 0, [""]
    while number <= len(reads):
        number += 1
        store(library, parsed(1, *VERSIONS[0]))
        with before_read(number, lambda: change(library)) as reads:
            for person in library.called("Anar Gull"):
                for chapter in chapters(library, person, everything(library, person), whole=True):
                    for said in chapter.said:
                        for each in said.sentences:
                            assert any(squeezed(each.text) in paragraph for paragraph in PARAGRAPHS)
            openers(library)
    assert number > 5


def test_what_is_found_in_the_place_of_what_is_gone_makes_up_for_it(library):
    forget(library)
    found = retrieve(library, understand("Gull ferry Norway harbor"), EVERYWHERE, 2)
    assert [each.cable for each in found] == ["10OSLO2", "10OSLO2"]


def test_a_written_answer_cites_nothing_that_was_replaced_meanwhile(library, model):
    model.will_say("The ferry had no money [10OSLO1 ¶2].", "The ferry had no money [10OSLO1 ¶2].")
    assistant, number, reads = Assistant(library, model="openai:scripted"), 0, [""]
    while number <= len(reads):
        number += 1
        store(library, parsed(1, *VERSIONS[0]))
        with before_read(number, lambda: replace(library)) as reads:
            check(record(assistant, Asked(QUESTIONS[0])).answer)
    assert number > 10


WRITER = """
import sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from quick import done, quick_library, write
from test_gone import VERSIONS
folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
library, turn = quick_library(folder / "library"), 0
while not stop.exists():
    turn += 1
    done(library.forget("10OSLO1"))
    done(library.ingest([write(folder / "cables", 1, *VERSIONS[turn % 2])]))
    done(library.ingest([write(folder / "cables", 2, *VERSIONS[turn % 2])]))
    print(turn, flush=True)
library.close()
"""
DOORS: list[Callable[[httpx2.Client, str], httpx2.Response]] = [
    lambda client, asked: client.post("/api/ask", json={"question": asked}),
    lambda client, asked: client.post("/api/ask/stream", json={"question": asked}),
    lambda client, asked: client.get("/api/search", params={"query": asked}),
    lambda client, _: client.get("/api/cable/10OSLO1"),
    lambda client, _: client.get("/cable/10OSLO1"),
    lambda client, _: client.get("/pane/10OSLO1/2"),
    lambda client, _: client.get("/library"),
    lambda client, _: client.get("/people/Anar Gull?topic=ferry"),
    lambda client, _: client.get("/api/people"),
    lambda client, _: client.get("/api/statements"),
    lambda client, _: client.get("/api/status"),
]


def test_all_doors_answer_while_another_process_writes(library, tmp_path):
    stop = tmp_path / "stop"
    path = [str(Path(__file__).parent), *sys.path]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), str(stop), *path], stdout=subprocess.PIPE, text=True
    )
    wrong: list[str] = []
    answers: list[dict[str, Any]] = []
    assert writer.stdout
    assert writer.stdout.readline() == "1\n"  # it has begun

    def visit(url: str, seed: int, until: float) -> None:
        draw = random.Random(seed)
        with httpx2.Client(base_url=url, timeout=60) as client:
            while time.monotonic() < until:
                door, asked = draw.choice(DOORS), draw.choice(QUESTIONS)
                reply = door(client, asked)
                allowed = (200, 404) if "10OSLO1" in reply.url.path or "people" in reply.url.path else (200,)
                if reply.status_code not in allowed:
                    wrong.append(f"{reply.url.path}: {reply.status_code} {reply.text[:300]}")
                elif reply.url.path.startswith("/api/ask"):
                    answers.append(json.loads(reply.text.splitlines()[-1]))

    with served(site(Access(Assistant(library)))) as url:
        visitors = [threading.Thread(target=visit, args=(url, seed, time.monotonic() + 6)) for seed in range(4)]
        for each in visitors:
            each.start()
        for each in visitors:
            each.join()
    stop.touch()
    turns = [1, *map(int, writer.stdout.read().split())]
    assert writer.wait(60) == 0
    assert (wrong, len(turns) > 1, len(answers) > 1) == ([], True, True)
    for answer in answers:
        assert "error" not in answer
        for each in answer["citations"]:
            if each["ordinal"]:
                assert any(squeezed(each["quote"]) in paragraph for paragraph in PARAGRAPHS), each
