"""The scan follows the embeddings, wherever it is broken off."""

import pytest
from quick import done, quick_library, vector, write
from test_indexing import Breaking, Broken

from ingest.domain.filters import EVERYWHERE
from ingest.embedding.embedder import Embedder
from ingest.jobs.update_scan import index_scan


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


def nearest(library, text: str) -> str:
    """Return the entry that is nearest to what the quick embedder makes of a text."""
    exact = library.catalogue.embeddings.vectors_of
    return str(library._parts.scan.search(vector(text), 1, EVERYWHERE, exact)[0][0])


def discard(library, part: str) -> None:
    with library.catalogue.edit() as edit:
        edit.indexes.discard(part)
    library._parts.discard()


def test_each_batch_of_vectors_is_found_at_once(library, tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.jobs.update_embeddings._MEANING_BATCH", 2)
    for number in range(1, 6):
        write(tmp_path / "cables", number)
    counts = [
        library.status().embedded for each in library.ingest([tmp_path / "cables"]) if each.stage == "meaning"
    ]
    assert counts == [2, 4, 5]


@pytest.mark.parametrize("step", range(2))
def test_wherever_it_is_broken_off_the_next_run_mends_it(library, tmp_path, step):
    write(tmp_path / "cables", 1, "One.", "Two.")
    write(tmp_path / "cables", 2)
    done(library.ingest([tmp_path / "cables"]))
    parts = library._parts
    with parts.catalogue.edit() as edit:
        edit.indexes.doubt("scan", ["10OSLO1"])
        edit.documents.forget_cable("10OSLO2")
    with pytest.raises(Broken):
        list(index_scan(parts.catalogue, Breaking(parts.scan, step)))
    list(index_scan(parts.catalogue, parts.scan))
    assert set(parts.scan.ids()) == {"10OSLO1#0.0", "10OSLO1#1.0", "10OSLO1#2.0"}


def test_what_is_forgotten_while_it_is_broken_off_goes(library, tmp_path):
    write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    discard(library, "scan")
    parts = library._parts
    with pytest.raises(Broken):
        list(index_scan(parts.catalogue, Breaking(parts.scan, 1)))
    assert parts.scan.count() == 2
    assert done(library.check()).faults == ()
    done(library.forget("10OSLO1"))
    assert parts.scan.count() == 0


@pytest.mark.parametrize("part", ["scan", "vectors"])
def test_it_is_made_anew_without_the_model(library, tmp_path, part):
    write(tmp_path / "cables", 1, "One.", "Two.")
    done(library.ingest([tmp_path / "cables"]))
    discard(library, part)
    assert not (library.folder / part).exists()
    library._parts.embedder = Embedder("a model that is not there")
    done(library.ingest())
    assert nearest(library, "MATTER 1. Two.") == "10OSLO1#2"
    assert library._parts.vectors.count() == library._parts.scan.count() == 3


def test_what_is_not_yet_embedded_as_it_now_is_waits(library, tmp_path):
    write(tmp_path / "cables", 1, "One.")
    done(library.ingest([tmp_path / "cables"]))
    write(tmp_path / "cables", 1, "Two.")
    stages = library.ingest([tmp_path / "cables"])
    while next(stages).stage != "words":
        pass
    stages.close()
    assert list(index_scan(library.catalogue, library._parts.scan)) == []
    assert nearest(library, "MATTER 1. One.") == "10OSLO1#1"
    done(library.ingest())
    assert library.status().embedded == 1
    assert nearest(library, "MATTER 1. Two.") == "10OSLO1#1"
