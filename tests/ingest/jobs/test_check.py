"""A library that is damaged says so in one line, and is mended."""

import random
import shutil
from pathlib import Path

import pytest
from quick import done, found, quick_library, vector, write

from ingest import Library
from ingest.domain.filters import EVERYWHERE, Facts, Filters
from ingest.domain.keys import Key
from ingest.errors import LibraryDamaged
from ingest.search.chroma_store import ChromaStore
from ingest.search.entries import Listing


@pytest.fixture
def folder(tmp_path):
    """A library of three cables, closed."""
    for number in (1, 2, 3):
        write(tmp_path / "cables", number, f"Wordnumber{number} was said.", "And a second paragraph.")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    library.close()
    return tmp_path / "library"


def flip_bytes(file: Path) -> None:
    content, chosen = bytearray(file.read_bytes()), random.Random(1)
    for _ in range(3000):
        content[chosen.randrange(len(content))] ^= 0xFF
    file.write_bytes(content)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20])


def by_words(library: Library) -> None:
    library.by_words("minister", 5, EVERYWHERE)


def by_meaning(library: Library) -> None:
    library.by_meaning(library.reading("minister"), 5, Filters(origin="OSLO"))


def in_chroma(library: Library) -> None:
    library.by_meaning(library.reading("minister"), 5, EVERYWHERE)


DAMAGES = [
    pytest.param(by_words, lambda folder: truncate(folder / "words" / "meta.json"), id="words/meta.json cut"),
    pytest.param(by_words, lambda folder: (folder / "words" / "meta.json").unlink(), id="words/meta.json gone"),
    pytest.param(by_words, lambda folder: truncate(next((folder / "words").glob("*.idx"))), id="words/*.idx cut"),
    pytest.param(by_words, lambda folder: shutil.rmtree(folder / "words"), id="words/ gone"),
    pytest.param(by_meaning, lambda folder: shutil.rmtree(folder / "scan"), id="scan/ gone"),
    pytest.param(by_meaning, lambda folder: truncate(folder / "scan" / "ids"), id="ids cut"),
    pytest.param(by_meaning, lambda folder: flip_bytes(folder / "scan" / "state.json"), id="its state"),
    pytest.param(in_chroma, lambda folder: truncate(folder / "vectors" / "chroma.sqlite3"), id="vectors cut"),
    pytest.param(
        in_chroma, lambda folder: flip_bytes(folder / "vectors" / "chroma.sqlite3"), id="vectors flipped"
    ),
]


@pytest.mark.parametrize(("ask", "damage"), DAMAGES)
def test_a_damaged_part_is_named_with_its_cure_and_mended(folder, ask, damage):
    damage(folder)
    library = quick_library(folder)
    with pytest.raises(LibraryDamaged) as error:
        ask(library)
    assert "`reftel check --repair`" in str(error.value)
    assert "\n" not in str(error.value)
    before, after = done(library.repair())
    assert [fault.whole for fault in before.faults] == [True]
    assert after.faults == ()
    assert after.vectors == after.searched == 9  # a header and two paragraphs of each cable
    ask(library)
    assert found(library, "wordnumber2") == ["10OSLO2"]
    library.close()


def test_a_collection_that_is_gone_is_found_by_a_check_and_meanwhile_the_scan_answers(
    folder, quick_probe, monkeypatch
):
    monkeypatch.setattr(ChromaStore, "probe", quick_probe)
    shutil.rmtree(folder / "vectors")
    library = quick_library(folder)
    in_chroma(library)
    before, after = done(library.repair())
    assert [(fault.part, fault.whole) for fault in before.faults] == [("vectors", True)]
    assert after.faults == ()
    library.close()


def test_a_damaged_catalogue_is_named(folder):
    (folder / "catalogue.sqlite").write_text("This is no database, whatever it is called. " * 100)
    with pytest.raises(
        LibraryDamaged, match=r"catalogue\.sqlite is damaged or not a reftel catalogue .* ingest the files again"
    ):
        quick_library(folder)


@pytest.fixture
def library(folder):
    opened = quick_library(folder)
    yield opened
    opened.close()


def test_a_sound_library_has_no_faults(library):
    health = done(library.check())
    assert (health.faults, health.paragraphs, health.vectors, health.searched, health.waiting) == ((), 6, 9, 9, 0)


def test_what_is_not_indexed_yet_is_no_fault(library, tmp_path):
    write(tmp_path / "cables", 4)
    stages = library.ingest([tmp_path / "cables"])
    next(stages)
    stages.close()
    health = done(library.check())
    assert (health.faults, health.waiting) == ((), 1)


def lose_words(library: Library) -> None:
    library._parts.words.replace([Listing("10OSLO2")])


def lose_a_vector(library: Library) -> None:
    library._parts.vectors.remove(["10OSLO2#1.0"])


def keep_a_stray(library: Library) -> None:
    stray = vector("stray")
    library._parts.vectors.add({"09OSLO9#1.0": stray}, {Key("09OSLO9", 1): {"cable": "09OSLO9"}})


def lose_a_cable_of_the_scan(library: Library) -> None:
    library._parts.scan.replace(["10OSLO2"], {}, {})


def lose_the_embeddings_of_a_cable(library: Library) -> None:
    with library.catalogue.edit() as edit:
        edit.embeddings.keep(["10OSLO2"], {}, {})


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lose_words, "cables that are not found by all their words: 1 (10OSLO2)"),
        (lose_a_vector, "cables that lack vectors: 1 (10OSLO2)"),
        (lose_the_embeddings_of_a_cable, "cables that lack embeddings: 1 (10OSLO2)"),
        (keep_a_stray, "vectors that belong to no cable: 1"),
        (lose_a_cable_of_the_scan, "cables that a search misses: 1 (10OSLO2)"),
    ],
)
def test_only_what_is_broken_is_made_anew(library, damage, fault):
    damage(library)
    before, after = done(library.repair())
    assert [(each.words, each.whole) for each in before.faults] == [(fault, False)]
    assert after.faults == ()


def test_vectors_of_no_cable_are_found_in_the_scan(library):
    library._parts.scan.replace(["09OSLO9"], {"09OSLO9#1.0": vector("stray")}, {"09OSLO9": Facts()})
    before, after = done(library.repair())
    assert [(each.part, each.whole) for each in before.faults] == [("scan", True)]
    assert after.faults == ()


def test_entries_of_no_cable_are_found_in_the_word_index(library):
    with library.catalogue.edit() as edit:
        edit.documents.forget_cable("10OSLO3")
        edit.indexes.hold("words", {"10OSLO3": []}, {})  # as though the index had been told
    before, after = done(library.repair())
    assert "that belong to no cable: 3" in before.faults[0].words
    assert after.faults == ()
