"""A library says with which embedding model it was built, and may come from anybody: that loads nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
import quick
from recording import recording

from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.embedding.models import DEFAULT_MODEL, packaged_model
from ingest.errors import LibraryError

REASON = "is loaded only if you name it yourself: set REFTEL_EMBEDDER"


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A library that claims to be built with somebody's model."""
    library = quick.quick_library(tmp_path / "received")
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    with library.catalogue.edit() as edit:
        edit.note("embedder", "attacker/model")
    library.close()
    return tmp_path / "received"


def test_a_question_to_a_received_library_asks_no_hub_for_its_model(received: Path, monkeypatch):
    with recording() as (hub, asked):
        monkeypatch.setenv("HF_ENDPOINT", hub)
        command = [
            sys.executable,
            "-m",
            "ui.cli.main",
            "ask",
            "--library",
            str(received),
            "what did the Minister say?",
        ]
        result = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert (result.returncode, result.stdout, asked) == (1, "", [])
    assert "'attacker/model'" in result.stderr
    assert REASON in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_such_a_library_can_be_looked_at_and_searched_by_words(received: Path):
    library = Library.open(received)
    assert library.status().embedder == "attacker/model"
    assert library.by_words("Wordnumber1", 1, EVERYWHERE)
    library.close()


def test_nor_is_it_loaded_to_fill_the_library_or_where_another_process_changes_the_claim(received, tmp_path):
    library = Library.open(received)
    with pytest.raises(LibraryError, match=REASON):
        quick.done(library.ingest([quick.write(tmp_path / "cables", 2)]))
    other = Library.open(received)
    with other.catalogue.edit() as edit:
        edit.note("embedder", "attacker/other")
        edit.count_up("vectors")
    with pytest.raises(LibraryError, match=REASON):
        library.reading("what did the Minister say?")
    for each in (library, other):
        each.close()


def test_a_library_can_be_rebuilt_with_the_usual_model(received: Path):
    library = Library.open(received)
    quick.done(library.reindex(DEFAULT_MODEL))
    library.close()
    library = Library.open(received)
    assert library.reading("what did the Minister say?") is not None
    library.close()


def test_a_model_that_the_user_names_is_loaded(tmp_path: Path):
    mine = str(packaged_model())  # a model in a folder, for once by its path
    library = Library.open(tmp_path / "library", embedder=mine)
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    library.close()
    unnamed = Library.open(tmp_path / "library")
    with pytest.raises(LibraryError, match=REASON):
        unnamed.reading("what did the Minister say?")
    unnamed.close()
    named = Library.open(tmp_path / "library", embedder=mine)
    assert named.by_meaning(named.reading("what did the Minister say?"), 1)
    named.close()
