"""The vectors may be kept by a Chroma server, which dies, comes back, and loses what it had."""

import subprocess
import sys

import pytest
from quick import QuickEmbedder, done, write

from ingest import Library
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.errors import LibraryDamaged, LibraryUnreachable
from ingest.search import meaning_search
from ingest.search.vector_scan import VectorScan
from ingest.storage.parts import Parts


@pytest.fixture
def library(tmp_path, chroma):
    opened = archive(tmp_path / "library", chroma.url)
    yield opened
    opened.close()


def archive(folder, url) -> Library:
    folder.mkdir(exist_ok=True)
    parts = Parts(folder, None, chroma=url)
    parts.embedder = QuickEmbedder()
    return Library(parts)


def write_some(folder):
    for number in range(1, 7):
        write(folder, number)
    return folder


def is_sound(library) -> bool:
    health = done(library.check())
    return (health.faults, health.waiting, health.vectors) == ((), 0, 12)


def test_the_vectors_lie_on_the_server_and_a_question_does_without_it(library, tmp_path, chroma):
    done(library.ingest([write_some(tmp_path / "cables")]))
    assert not (library.folder / "vectors").exists()
    assert is_sound(library)
    chroma.kill()
    asking = archive(library.folder, chroma.url)
    (first, _), *_ = asking.by_meaning(asking.reading("MATTER 3. Wordnumber3 was what the Minister said."), 1)
    assert str(first) == "10OSLO3#1"
    asking.close()
    chroma.start()


@pytest.mark.parametrize("filters", [EVERYWHERE, Filters(origin="OSLO", since="2009", tag="PREL")])
def test_a_search_is_a_query_of_the_server_filters_included(library, tmp_path, monkeypatch, filters):
    done(library.ingest([write_some(tmp_path / "cables")]))
    monkeypatch.delattr(VectorScan, "search")
    query = library.reading("MATTER 3. Wordnumber3 was what the Minister said.")
    assert str(library.by_meaning(query, 1, filters)[0][0]) == "10OSLO3#1"
    assert library.by_meaning(query, 1, Filters(origin="BAKU")) == []


def test_while_the_server_is_away_the_scan_answers_and_then_the_server_again(
    library, tmp_path, chroma, monkeypatch
):
    monkeypatch.setattr(meaning_search, "_PATIENCE", 0.0)
    done(library.ingest([write_some(tmp_path / "cables")]))
    query = library.reading("MATTER 3. Wordnumber3 was what the Minister said.")
    assert str(library.by_meaning(query, 1)[0][0]) == "10OSLO3#1"
    chroma.kill()
    assert str(library.by_meaning(query, 1)[0][0]) == "10OSLO3#1"
    chroma.start()
    monkeypatch.delattr(VectorScan, "search")
    assert str(library.by_meaning(query, 1)[0][0]) == "10OSLO3#1"


def test_two_archives_share_a_server(library, tmp_path, chroma):
    other = archive(tmp_path / "other", chroma.url)
    done(library.ingest([write_some(tmp_path / "cables")]))
    done(other.ingest([write(tmp_path / "more", 9)]))
    done(other.forget("10OSLO9"))
    done(other.reindex())
    assert is_sound(library)
    other.close()


def test_an_ingest_goes_on_when_a_server_that_died_in_the_middle_is_back(library, tmp_path, chroma, monkeypatch):
    monkeypatch.setattr("ingest.jobs.update_embeddings._MEANING_BATCH", 2)
    stages = library.ingest([write_some(tmp_path / "cables")])
    while next(stages).stage != "meaning":
        pass
    chroma.kill()
    with pytest.raises(
        LibraryUnreachable, match=r"Chroma server at http://127.0.0.1:\d+ does not answer .* again"
    ):
        done(stages)
    assert (library.status().indexed, library.status().embedded) == (6, 4)  # the scan is ahead of the server
    chroma.start()
    done(library.ingest())
    assert library.status().embedded == 6
    assert is_sound(library)


def test_what_a_server_lost_is_noticed_and_mended(library, tmp_path, chroma):
    done(library.ingest([write_some(tmp_path / "cables")]))
    chroma.lose_everything()
    before, after = done(library.repair())
    assert [(fault.part, fault.whole) for fault in before.faults] == [("vectors", True)]
    assert after.faults == ()
    chroma.lose_everything()
    write(tmp_path / "cables", 7)
    with pytest.raises(LibraryDamaged, match="`reftel check --repair`"):
        done(library.ingest([tmp_path / "cables"]))


def test_a_command_says_in_one_line_that_the_server_cannot_be_reached(tmp_path):
    write_some(tmp_path / "cables")
    where = ["--library", str(tmp_path / "library"), "--chroma-url", "http://reader:lilac@127.0.0.1:9"]
    command = [sys.executable, "-m", "ui.cli.main", "ingest", str(tmp_path / "cables"), *where]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    (line,) = result.stderr.strip().splitlines()[-1:]
    assert "The Chroma server at http://127.0.0.1:9 does not answer" in line
    assert "Traceback" not in result.stderr
    assert "lilac" not in result.stderr
