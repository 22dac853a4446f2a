"""Cleared copies: what is above a clearance leaves no trace in one, whatever becomes of the library."""

from pathlib import Path

import pytest
from invented import marked
from quick import QuickEmbedder, done, found, quick_library

from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.domain.filters import EVERYWHERE
from ingest.errors import LibraryBusy, LibraryError
from ingest.files.lock import writing

LEVELS = ("U", "SBU", "C", "S", "S/NF")
CANARIES = {"U": "Quail", "SBU": "Rook", "C": "Swift", "S": "Tern", "S/NF": "Wren"}
WORDS = {level: f"Minister {name} said that the {name.lower()}bird sang." for level, name in CANARIES.items()}
MIXED = marked(*WORDS.items(), ("U", "He said that it sang well."))
ONLY_SECRET = marked(("S", "Minister Owl said that the owlbird sang."), number=13).replace(
    "041305Z FEB 10", "041305Z FEB 99"
)


@pytest.fixture
def cables(tmp_path) -> Path:
    folder = tmp_path / "cables"
    folder.mkdir()
    (folder / "10REYKJAVIK12.txt").write_text(MIXED)
    (folder / "10REYKJAVIK13.txt").write_text(ONLY_SECRET)
    return folder


@pytest.fixture
def library(tmp_path, cables):
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([cables]))
    yield opened
    opened.close()


def test_what_is_queried_for_a_clearance_never_held_more(library):
    copy = for_(library, "U")
    query = copy.reading(WORDS["S"])
    found = {key.ordinal for key, _ in copy.by_meaning(query, 20)}
    assert copy.status().searched_by.startswith("Chroma")
    assert copy._parts.vectors.count() == len(found) < library._parts.vectors.count()
    texts = " ".join(paragraph.text for paragraph in copy.cables(copy.catalogue.ids())[0].paragraphs)
    assert len(found) == len(copy.cables(copy.catalogue.ids())[0].paragraphs) + 1
    assert "Tern" not in texts


def for_(library: Library, clearance: str, patience: float = 60) -> Library:
    return library.cleared(Clearance.parse(clearance), patience=patience)


def reported(library: Library) -> str:
    """Return all that a library tells, whichever way it is asked."""
    ids = ["10REYKJAVIK12", "10REYKJAVIK13"]
    keys = library.keys(ids)
    everything = (
        library.cables(library.catalogue.ids()),
        library.cables(ids),
        library.paragraphs(keys),
        library.statements(keys),
        library.people(),
        library.cast(ids),
        library.offices(ids),
        [library.spoken_by(name) for name in (*CANARIES.values(), "Owl")],
        library.heads(ids),
        [library.references(each) for each in (*ids, "10REYKJAVIK7")],
        library.counts("origin"),
        library.dates(),
        library.catalogue.notices(),
        library.catalogue.ledger.last_run(),
        library.rarity([f"{name.lower()}bird" for name in CANARIES.values()]),
        [library.by_words(f"{name}bird", 9) for name in (*CANARIES.values(), "Owl")],
        [library.by_meaning(library.reading(words), 9) for words in WORDS.values()] if library.reading("") else (),
    )
    return repr(everything)


@pytest.mark.parametrize("clearance", LEVELS)
def test_a_copy_tells_what_its_clearance_admits_and_no_more(library, clearance):
    copy = for_(library, clearance)
    own = LEVELS.index(clearance) + 1
    said = repr((copy.cables(copy.catalogue.ids()), copy.people(), reported(copy)))
    assert all(name in said for level, name in CANARIES.items() if level in LEVELS[:own])
    above = [name for level, name in CANARIES.items() if level in LEVELS[own:]]
    assert not [name for name in above if f"Minister {name}" in said or f"name='{name}'" in said]
    for level, name in CANARIES.items():
        seen = level in LEVELS[:own]
        assert bool(found(copy, f"{name}bird")) is seen
        assert bool(copy.spoken_by(name)) is seen
        assert bool(copy.people(name)) is seen
    assert copy.status().paragraphs == own + 1 + (clearance in ("S", "S/NF"))
    assert copy.status().cables == 1 + (clearance in ("S", "S/NF"))


@pytest.mark.parametrize("clearance", ["U", "SBU", "C"])
def test_a_cable_that_is_wholly_above_is_nowhere(library, clearance):
    copy = for_(library, clearance)
    assert copy.catalogue.ids() == ["10REYKJAVIK12"]
    assert (copy.cable("10REYKJAVIK13"), copy.heads(["10REYKJAVIK13"])) == (None, {})
    assert copy.counts("origin") == [("REYKJAVIK", 1)]
    assert copy.dates() == ("2010-02-04", "2010-02-04")
    assert copy.references("10REYKJAVIK7") == ([], [])
    assert not copy.by_words("owlbird", 9, EVERYWHERE)


@pytest.mark.parametrize("clearance", LEVELS)
def test_no_byte_of_a_copy_is_above_its_clearance(library, clearance):
    for_(library, clearance)
    library.close()
    folder = library.folder / "cleared" / clearance.replace("/", "+")
    stored = b"".join(file.read_bytes().lower() for file in folder.rglob("*") if file.is_file())
    for level, name in CANARIES.items():
        assert (f"{name}bird".lower().encode() in stored) is (LEVELS.index(level) <= LEVELS.index(clearance))
    assert b"/cables" not in stored  # where the files came from


def test_he_is_nobody_where_his_name_is_hidden(library):
    last = {
        clearance: for_(library, clearance).statements(for_(library, clearance).keys(["10REYKJAVIK12"]))
        for clearance in LEVELS
    }
    speakers = {
        clearance: [each.speaker for found in said.values() for each in found][-1]
        for clearance, said in last.items()
    }
    assert speakers["U"] in (None, "Quail")
    assert "Wren" not in (speakers["U"], speakers["SBU"], speakers["C"], speakers["S"])


def test_what_is_removed_is_gone_from_the_copies_at_once(library):
    copy = for_(library, "S")
    done(library.forget("10REYKJAVIK13"))
    assert copy.catalogue.ids() == ["10REYKJAVIK12"]
    assert found(copy, "owlbird") == []
    assert done(copy.check()).faults == ()


def test_what_is_marked_higher_is_gone_from_the_copies_at_once(library, cables):
    copy = for_(library, "C")
    assert found(copy, "swiftbird") == ["10REYKJAVIK12"]
    (cables / "10REYKJAVIK12.txt").write_text(MIXED.replace("(C) Minister Swift", "(S) Minister Swift"))
    done(library.ingest([cables]))
    assert found(copy, "swiftbird") == []
    assert "Minister Swift" not in repr(copy.cables(copy.catalogue.ids()))


def test_what_a_model_said_of_a_copy_goes_with_what_it_may_tell_of(library, cables):
    copy = for_(library, "C")
    copy.said.mkdir()
    (cables / "10REYKJAVIK14.txt").write_text(marked(("U", "Nothing happened."), number=14))
    done(library.ingest([cables]))
    assert copy.said.exists()
    (cables / "10REYKJAVIK12.txt").write_text(MIXED.replace("(C) Minister Swift", "(S) Minister Swift"))
    done(library.ingest([cables]))
    assert not copy.said.exists()


def test_what_is_new_comes_into_the_copies(library, cables):
    copy = for_(library, "U")
    (cables / "10REYKJAVIK14.txt").write_text(marked(("U", "Finch sang."), number=14))
    done(library.ingest([cables]))
    assert found(copy, "finch") == ["10REYKJAVIK14"]


def broken_off(stages, stage="cleared"):
    """Let a piece of work die when it comes to a stage."""
    for progress in stages:
        if progress.stage == stage:
            break
    stages.close()


@pytest.mark.parametrize("stage", ["read", "words", "meaning", "cleared"])
def test_a_copy_that_was_left_behind_is_brought_up_before_it_is_served(library, cables, stage):
    for_(library, "C")
    (cables / "10REYKJAVIK12.txt").write_text(MIXED.replace("(C) Minister Swift", "(S) Minister Swift"))
    broken_off(library.ingest([cables]), stage)
    copy = for_(library, "C")
    assert found(copy, "swiftbird") == []
    assert found(copy, "rookbird") == ["10REYKJAVIK12"]
    assert done(copy.check()).faults == ()


def test_while_somebody_writes_a_copy_is_served_only_if_nothing_in_it_was_changed(library, cables, monkeypatch):
    copy = for_(library, "C")
    (cables / "10REYKJAVIK14.txt").write_text(marked(("U", "Finch sang."), number=14))
    broken_off(library.ingest([cables]), "read")
    with writing(library.folder, "ingest"):
        assert for_(library, "C", patience=0) is copy
    (cables / "10REYKJAVIK12.txt").write_text(MIXED.replace("(C) Minister Swift", "(S) Minister Swift"))
    broken_off(library.ingest([cables]), "read")
    with writing(library.folder, "ingest"), pytest.raises(LibraryBusy):
        for_(library, "C", patience=0)


def test_a_catalogue_that_was_put_back_is_noticed(library, cables):
    copy = for_(library, "C")
    with library.catalogue.edit() as edit:  # as an older catalogue has it
        edit.note("copy C", "0")
    done(library.forget("10REYKJAVIK12"))
    assert for_(library, "C") is copy
    assert copy.catalogue.ids() == []


def test_a_copy_is_made_and_kept_up_without_reading_a_text_twice(library, cables):
    embedder = Counting()
    library._parts.embedder = embedder
    for_(library, "S/NF")
    assert embedder.texts == []
    for_(library, "C")
    assert not [text for text in embedder.texts if "owlbird" in text or "ternbird" in text]
    embedder.texts.clear()
    done(library.reindex())
    assert embedder.texts == []


class Counting(QuickEmbedder):
    """Remembers what it had to read."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def read(self, texts):
        self.texts += texts
        return super().read(texts)


def test_a_copy_is_no_library_to_fill_or_to_copy(library, cables):
    copy = for_(library, "C")
    for work in (
        lambda: for_(copy, "U"),
        lambda: done(copy.ingest([cables])),
        lambda: done(copy.forget("x")),
        lambda: done(copy.reindex()),
    ):
        with pytest.raises(LibraryError, match="copy for the clearance C"):
            work()


def test_the_same_copy_is_given_again(library):
    assert for_(library, "S/NF") is for_(library, "secret//noforn")
