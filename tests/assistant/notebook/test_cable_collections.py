"""Collections of cables: each reader's own, or shared as far as others may read it, and kept over everything."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, quick_library, write

from assistant import Assistant
from assistant.notebook import cable_collections as limits
from assistant.notebook.cable_collections import CableCollections
from assistant.notebook.notebook_store import FileStore, Holder
from ingest import Clearance, Library
from ingest.domain.filters import Filters
from ingest.errors import CollectionError, FilterError, NotebookError

ANNE, BOB = Holder("anne"), Holder("bob")
OPEN = """U N C L A S OSLO 000009\n\nSUBJECT: FERRIES\n\n1. (U) The ferry sails.\n\nSTORM\n"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Three cables up to C, and 10OSLO9, which anybody may read."""
    folder = tmp_path_factory.mktemp("collected")
    for number in (1, 2, 3):
        write(folder / "cables", number)
    (folder / "cables" / "10OSLO9.txt").write_text(
        "P 041305Z FEB 10\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 2359\n\n" + OPEN, encoding="utf-8"
    )
    opened = quick_library(folder / "library")
    done(opened.ingest([folder / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "notebook.sqlite")


@pytest.fixture
def collections(store, library) -> CableCollections:
    return CableCollections(store, ANNE, library)


def of(store: FileStore, holder: Holder, library: Library) -> CableCollections:
    """The collections of somebody under a clearance, as the server hands them out."""
    seen = library.cleared(Clearance.parse(holder.clearance)) if holder.clearance else library
    return CableCollections(store, holder, seen)


def test_cables_are_kept_in_the_order_they_were_added_under_their_one_spelling(collections):
    collections.create("Ships", ["10OSLO2", "10 Oslo 000001", "10OSLO2"])
    assert collections.add("Ships", "10OSLO9, 10OSLO1").cables == ("10OSLO2", "10OSLO1", "10OSLO9")
    assert collections.remove("Ships", ["10OSLO1", "10PARIS5"]).cables == ("10OSLO2", "10OSLO9")
    assert collections.add("Ships", ["10OSLO1"]).cables == ("10OSLO2", "10OSLO9", "10OSLO1")


def test_it_is_renamed_annotated_and_deleted_and_a_later_process_knows(collections, store, library):
    made = collections.create(" Ships \n of\x00Oslo ", note="One\r\n  two\x07 \n")
    assert (made.name, made.note, made.cables) == ("Ships of Oslo", "One\n  two", ())
    collections.rename("Ships of Oslo", "Ferries")
    collections.note("Ferries", "A note")
    [again] = of(FileStore(store._path), ANNE, library).list()
    assert (again.id, again.name, again.note) == (made.id, "Ferries", "A note")
    collections.delete("Ferries")
    assert collections.list() == ()


def test_reading_makes_no_file(collections, tmp_path):
    assert collections.list() == ()
    with pytest.raises(CollectionError, match="There is no collection “x” of yours"):
        collections.get("x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", [BOB, Holder("anne", "U"), Holder("Anne")])
def test_nobody_else_sees_it_or_changes_it_by_name_or_id(collections, store, library, other):
    id, theirs = collections.create("Ships", ["10OSLO9"]).id, of(store, other, library)
    assert theirs.list() == ()
    for attempt in (
        lambda: theirs.get(id),
        lambda: theirs.add(id, ["10OSLO9"]),
        lambda: theirs.remove("Ships", ["10OSLO9"]),
        lambda: theirs.rename(id, "mine"),
        lambda: theirs.note(id, "mine"),
        lambda: theirs.share(id),
        lambda: theirs.delete(id),
        lambda: theirs.narrowed(id),
    ):
        with pytest.raises(CollectionError, match="There is no collection"):
            attempt()
    assert collections.get(id).cables == ("10OSLO9",)
    theirs.create("Ships")  # the name is theirs to use


def test_a_shared_one_is_seen_and_asked_within_and_changed_by_its_owner_alone(collections, store, library):
    made, bobs = collections.create("Ships", ["10OSLO1"], shared=True), of(store, BOB, library)
    [seen] = bobs.list()
    assert (seen.id, seen.cables, seen.is_own, seen.made, seen.changed) == (made.id, ("10OSLO1",), False, "", "")
    assert bobs.narrowed("Ships").among == ("10OSLO1",)
    for attempt in (
        lambda: bobs.add("Ships", ["10OSLO2"]),
        lambda: bobs.remove(made.id, ["10OSLO1"]),
        lambda: bobs.rename("Ships", "mine"),
        lambda: bobs.note("Ships", "mine"),
        lambda: bobs.share("Ships", False),
        lambda: bobs.delete("Ships"),
    ):
        with pytest.raises(CollectionError, match="Only its owner can change the collection “Ships”"):
            attempt()
    collections.share("Ships", False)
    assert bobs.list() == ()


def test_a_shared_one_shows_what_a_clearance_lets_through_and_nothing_of_the_rest(collections, store, library):
    low = of(store, Holder("bob", "U"), library)
    made = collections.create("Ships", ["10OSLO1", "10OSLO9", "10OSLO2"], shared=True)
    [before] = low.list()
    assert before.cables == ("10OSLO9",)
    collections.add("Ships", ["10OSLO3"])
    collections.remove("Ships", ["10OSLO1"])
    assert low.get(made.id) == before  # not even that something changed
    collections.remove("Ships", ["10OSLO9"])
    assert low.list() == ()
    with pytest.raises(CollectionError) as hidden:
        low.get(made.id)
    with pytest.raises(CollectionError) as missing:
        low.get("AAAAAAAAAAAA")
    assert str(hidden.value).replace(made.id, "") == str(missing.value).replace("AAAAAAAAAAAA", "")


def test_a_cable_above_a_clearance_cannot_be_told_from_one_that_is_not_there(store, library):
    low = of(store, Holder("bob", "U"), library)
    for id in ("10OSLO1", "10OSLO77"):
        with pytest.raises(CollectionError, match=f"^There is no cable {id} in this library.$"):
            low.create("Ships", ["10OSLO9", id])
    assert low.list() == ()


def test_a_name_finds_ones_own_first_and_several_of_others_are_told(collections, store, library):
    for owner in ("bob", "carl"):
        of(store, Holder(owner), library).create("Ships", ["10OSLO2"], shared=True)
    with pytest.raises(CollectionError, match="Several readers share a collection “Ships”: name it by its id"):
        collections.get("Ships")
    collections.create("Ships", ["10OSLO1"])
    assert collections.get("Ships").cables == ("10OSLO1",)
    assert [each.is_own for each in collections.list()] == [True, False, False]


def test_filters_are_narrowed_to_it_and_no_further_than_they_were(collections):
    collections.create("Ships", ["10OSLO1", "10OSLO2"])
    assert collections.narrowed("Ships", Filters(since="2010")) == Filters(since="2010", cables="10OSLO1, 10OSLO2")
    assert collections.narrowed("Ships", Filters(cables="10OSLO2, 10OSLO3")).among == ("10OSLO2",)
    assert collections.narrowed("Ships", Filters(cables="-10OSLO2")).among == ("10OSLO1",)
    with pytest.raises(CollectionError, match="has no cable that could be asked about"):
        collections.narrowed("Ships", Filters(cables="10OSLO3"))


def test_a_cable_that_is_forgotten_is_shown_no_longer_and_is_back_with_the_next_ingest(tmp_path):
    library = quick_library(tmp_path / "library")
    done(library.ingest([write(tmp_path / "cables", 1), write(tmp_path / "cables", 2)]))
    collections = Assistant(library).collections
    collections.create("Ships", ["10OSLO1", "10OSLO2"])
    done(library.forget("10OSLO1"))
    assert collections.get("Ships").cables == ("10OSLO2",)
    done(library.ingest([tmp_path / "cables"]))
    assert collections.get("Ships").cables == ("10OSLO1", "10OSLO2")
    with pytest.raises(CollectionError, match="A copy for a clearance has no collections"):
        _ = Assistant(library.cleared(Clearance.parse("C"))).collections
    library.close()


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_deleted_or_overwritten_is_in_no_file_any_more(collections, tmp_path):
    collections.create("Kittiwakes", ["10OSLO1"], note="of Tromso")
    assert b"Kittiwakes" in stored(tmp_path)
    collections.rename("Kittiwakes", "Auks")
    collections.note("Auks", "of Bergen")
    collections.remove("Auks", ["10OSLO1"])
    assert not any(word in stored(tmp_path) for word in (b"Kittiwakes", b"Tromso", b"10OSLO1"))
    collections.delete("Auks")
    assert not any(word in stored(tmp_path) for word in (b"Auks", b"Bergen"))


def test_there_is_a_limit_to_everything_and_each_is_told(collections, store, library, monkeypatch):
    for attempt, told in (
        (lambda: collections.create(" \t"), "needs a name"),
        (lambda: collections.create("x" * 101), "A name can have 100 characters; this one has 101"),
        (
            lambda: collections.create("x", note="x" * 2_001),
            "A note can have 2,000 characters; this one has 2,001",
        ),
        (lambda: collections.create("x", (f"10OSLO{n}" for n in range(1_001))), "1,000 cables; these are 1,001"),
    ):
        with pytest.raises(CollectionError, match=told):
            attempt()
    monkeypatch.setattr(limits, "MOST_CHOSEN", 2)
    monkeypatch.setattr(limits, "MOST_COLLECTIONS", 2)
    collections.create("x" * 100, ["10OSLO1", "10OSLO2"], note="y" * 2_000)
    with pytest.raises(CollectionError, match="can have 2 cables: make another one for the rest"):
        collections.add("x" * 100, ["10OSLO3"])
    with pytest.raises(CollectionError, match=r"You have a collection “x+” already"):
        collections.create("x" * 100)
    second = collections.create("second")
    with pytest.raises(CollectionError, match="already"):
        collections.rename("second", "x" * 100)
    assert collections.rename("second", "second").id == second.id
    with pytest.raises(CollectionError, match="You have 2 collections: delete some"):
        collections.create("third")
    of(store, BOB, library).create("third")


def test_a_file_of_the_first_version_gets_the_tables_and_keeps_what_it_has(store, collections):
    collections.create("Ships")
    with closing(sqlite3.connect(store._path)) as connection:  # as reftel 0.1.0 has left it
        connection.executescript("DROP TABLE collected_cables; DROP TABLE collections; PRAGMA user_version = 1")
        connection.execute("INSERT INTO conversations VALUES ('c', 'anne', '', 'kept', '', '')")
        connection.commit()
    again = CableCollections(FileStore(store._path), ANNE, collections._library)
    assert again.create("Ferries", ["10OSLO1"]).cables == ("10OSLO1",)
    with closing(sqlite3.connect(store._path)) as connection:
        assert connection.execute("SELECT title FROM conversations").fetchall() == [("kept",)]


def test_names_are_text_whatever_they_are(collections):
    for name in ("'; DROP TABLE collections; --", "<script>alert(1)</script>", "=1+1", "half \ud83d", "\u202egnp"):
        made = collections.create(name, ["10OSLO1"])
        assert collections.get(name).id == collections.get(made.id).id == made.id
        assert made.name.isprintable()
    assert len(collections.list()) == 5


def test_asking_within_one_reads_no_other_cable(sample_folder):
    assistant = Assistant(Library.open(sample_folder))
    assistant.collections.create("Asked within", ["06MAPUTO512", "09MAPUTO744"])
    answer = assistant.ask("what did Chivangue say about Nacala?", collection="Asked within")
    assert {each.cable for each in answer.passages} == {"06MAPUTO512", "09MAPUTO744"}
    assert [*assistant.stream("list all cables", collection="Asked within")][-1].cables == (
        "06MAPUTO512",
        "09MAPUTO744",
    )
    with pytest.raises(CollectionError):
        assistant.ask("what did Chivangue say?", collection="Another")
    assert issubclass(CollectionError, NotebookError)
    with pytest.raises(FilterError):
        assistant.ask("what did Chivangue say?", collection="Asked within", since="soon")
    assistant.collections.delete("Asked within")
    assistant.library.close()
