"""A reader beside a writer: what another process writes to the collection is found, and never half of it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from quick import done, quick_library, vector, write

from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.embedding.embedder import Embedding
from ingest.search.chroma_store import ChromaStore
from ingest.search.vector_scan import VectorScan

SUPPORT = Path(__file__).parents[2] / "support"
ELSEWHERE = f"import sys; sys.path.insert(0, {str(SUPPORT)!r}); from quick import *; "
INGEST = ELSEWHERE + "done(quick_library(Path(sys.argv[1])).ingest([sys.argv[2]]))"
FORGET = ELSEWHERE + "done(quick_library(Path(sys.argv[1])).forget(sys.argv[2]))"


def elsewhere(code: str, *given: object) -> None:
    """Run code in another process, to its end."""
    subprocess.run([sys.executable, "-c", code, *map(str, given)], check=True, timeout=120)


@pytest.fixture
def library(tmp_path):
    for number in range(1, 4):
        write(tmp_path / "cables", number, "One.")
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Which index was asked, each time."""
    found: list[str] = []

    def spied(kind: type, name: str) -> None:
        search = kind.search

        def spy(self, *given):
            found.append(name)
            return search(self, *given)

        monkeypatch.setattr(kind, "search", spy)

    spied(ChromaStore, "chroma")
    spied(VectorScan, "scan")
    return found


def nearest(library: Library, text: str, filters=EVERYWHERE) -> str:
    library._parts.refresh()
    query = Embedding(vector(text), vector(text)[None], [])
    return str(library.by_meaning(query, 1, filters)[0][0])


def eventually(what) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_chroma_answers_where_the_process_lives_on(library, asked):
    assert nearest(library, "MATTER 2. One.") == "10OSLO2#1"
    assert asked == ["chroma"]


def test_what_another_process_wrote_is_found_at_once_and_soon_by_chroma(library, tmp_path, asked):
    assert nearest(library, "MATTER 2. One.") == "10OSLO2#1"
    elsewhere(INGEST, library.folder, write(tmp_path / "more", 9, "Nine."))
    assert nearest(library, "MATTER 9. Nine.") == "10OSLO9#1"
    assert asked == ["chroma", "scan"]

    def by_chroma() -> bool:
        assert nearest(library, "MATTER 9. Nine.") == "10OSLO9#1"
        return asked[-1] == "chroma"

    eventually(by_chroma)


def test_what_another_process_removed_leaves_no_ghost(library, asked):
    assert nearest(library, "MATTER 2. One.") == "10OSLO2#1"
    elsewhere(FORGET, library.folder, "10OSLO2")

    def by_chroma() -> bool:
        assert nearest(library, "MATTER 2. One.") != "10OSLO2#1"
        return asked[-1] == "chroma"

    eventually(by_chroma)


def test_what_this_process_wrote_is_found_by_chroma_in_every_library_that_is_open(library, tmp_path, asked):
    other = quick_library(library.folder)
    assert nearest(other, "MATTER 2. One.") == "10OSLO2#1"
    done(library.ingest([write(tmp_path / "more", 9, "Nine.")]))
    assert nearest(library, "MATTER 9. Nine.") == nearest(other, "MATTER 9. Nine.") == "10OSLO9#1"
    other.close()
    assert nearest(library, "MATTER 9. Nine.") == "10OSLO9#1"
    assert asked == ["chroma"] * 4


def test_while_a_writer_is_at_work_the_scan_answers(library, tmp_path, asked):
    for number in range(11, 14):
        write(tmp_path / "more", number)
    work = library.ingest([tmp_path / "more"])
    while next(work).stage != "meaning":
        pass
    assert nearest(library, "MATTER 2. One.") == "10OSLO2#1"
    assert "until `reftel ingest`" in library.status().searched_by
    done(work)
    assert nearest(library, "MATTER 2. One.") == "10OSLO2#1"
    assert asked == ["scan", "chroma"]
    assert library.status().searched_by.startswith("Chroma")
