"""Notes on cables: kept over new texts, each reader's own, or shared with whoever may read the paragraph."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, quick_library, write

from assistant import Assistant
from assistant.notebook import cable_notes as limits
from assistant.notebook.cable_notes import CableNotes
from assistant.notebook.notebook_store import FileStore, Holder
from ingest import Clearance, Library
from ingest.errors import NotebookError, NoteError

ANNE, BOB = Holder("anne"), Holder("bob")
SECRET, SAILS, AGREED = "The minister fears a strike.", "The ferry sails on Mondays.", "The mayor agreed to it."


def harbor(*paragraphs: str) -> str:
    """Return the text of 10OSLO9, which is confidential, with paragraphs that are marked by themselves."""
    return "P 041305Z FEB 10\nFM AMEMBASSY OSLO\n\nC O N F I D E N T I A L OSLO 000009\n\nSUBJECT: FERRIES\n\n" + (
        "\n\n".join(f"{number}. {text}" for number, text in enumerate(paragraphs, start=1)) + "\n\nSTORM\n"
    )


def put(library: Library, folder: Path, *paragraphs: str) -> None:
    """Read 10OSLO9 with these paragraphs in place of those that it had."""
    folder.mkdir(exist_ok=True)
    (folder / "10OSLO9.txt").write_text(harbor(*paragraphs), encoding="utf-8")
    done(library.ingest([folder]))


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """10OSLO1, which is confidential, and 10OSLO9, of which anybody may read the second and third paragraph."""
    folder = tmp_path_factory.mktemp("noted")
    opened = quick_library(folder / "library")
    write(folder / "cables", 1)
    put(opened, folder / "cables", f"(C) {SECRET}", f"(U) {SAILS}", f"(U) {AGREED}")
    yield opened
    opened.close()


@pytest.fixture
def changing(tmp_path):
    """A library for one test, to be read into again."""
    opened = quick_library(tmp_path / "changing")
    put(opened, tmp_path / "cables", f"(C) {SECRET}", f"(U) {SAILS}", f"(U) {AGREED}")
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "notebook.sqlite")


@pytest.fixture
def notes(store, library) -> CableNotes:
    return CableNotes(store, ANNE, library)


def of(store: FileStore, holder: Holder, library: Library) -> CableNotes:
    """The notes of somebody under a clearance, as the server hands them out."""
    seen = library.cleared(Clearance.parse(holder.clearance)) if holder.clearance else library
    return CableNotes(store, holder, seen)


def test_words_are_marked_noted_changed_and_deleted_and_a_later_process_knows(notes, store, library):
    made = notes.create("10 Oslo 000009", 2, "on  Mondays", text=" Still?\r\n\x07\n", colour="green")
    assert (made.cable, made.number, made.words.exact, made.text) == ("10OSLO9", 2, "on Mondays", "Still?")
    assert (made.words.prefix, made.words.suffix, made.is_own, made.is_shared) == (
        "The ferry sails ",
        ".",
        True,
        False,
    )
    again = CableNotes(FileStore(store._path), ANNE, library)
    assert again.get(made.id) == made
    changed = again.change(made.id, text="Since when?")
    assert (changed.text, changed.colour, changed.words, changed.made) == (
        "Since when?",
        "green",
        made.words,
        made.made,
    )
    assert notes.change(made.id, colour="pink").text == "Since when?"
    notes.delete(made.id)
    assert notes.list() == ()


def test_those_of_a_cable_come_in_its_order_and_the_list_begins_with_the_newest(notes):
    last = notes.create("10OSLO9", 3, text="Who is the mayor?")
    first = notes.create("10OSLO9", 2, "ferry")
    other = notes.create("10OSLO1", 1, "Minister", text="STRASSE", colour="blue")
    assert notes.on("10OSLO9") == (first, last)
    assert notes.list() == (other, first, last)
    assert notes.list(cable="10 OSLO 9") == (first, last)
    assert notes.list(words="mayor WHO") == (last,)
    assert notes.list(words="straße") == notes.list(colour="blue") == (other,)
    assert notes.list(words="ferry", colour="blue") == ()


def test_reading_makes_no_file(notes, tmp_path):
    assert (notes.list(), notes.on("10OSLO9")) == ((), ())
    with pytest.raises(NoteError, match="There is no note x of yours, nor one that others share"):
        notes.get("x")
    assert not (tmp_path / "notebook.sqlite").exists()


@pytest.mark.parametrize("other", [BOB, Holder("anne", "U"), Holder("Anne")])
def test_nobody_else_sees_it_or_changes_it(notes, store, library, other):
    id, theirs = notes.create("10OSLO9", 2, "ferry", text="mine").id, of(store, other, library)
    assert (theirs.list(), theirs.on("10OSLO9")) == ((), ())
    for attempt in (
        lambda: theirs.get(id),
        lambda: theirs.change(id, text="theirs"),
        lambda: theirs.share(id),
        lambda: theirs.delete(id),
    ):
        with pytest.raises(NoteError, match=f"^There is no note {id} of yours, nor one that others share.$"):
            attempt()
    assert notes.get(id).text == "mine"


def test_a_shared_one_is_seen_by_whoever_may_read_the_paragraph_and_changed_by_its_owner_alone(
    notes, store, library
):
    open_one = notes.create("10OSLO9", 2, "ferry", text="Which?", shared=True)
    notes.create("10OSLO9", 1, "strike", text="When?", shared=True)
    bobs, low = of(store, BOB, library), of(store, Holder("una", "U"), library)
    assert [(each.text, each.is_own) for each in bobs.list()] == [("When?", False), ("Which?", False)]
    [seen] = low.list()
    assert seen == low.on("10OSLO9")[0] == low.get(open_one.id)
    assert (seen.text, seen.number, seen.now.ordinal, seen.words) == ("Which?", 2, 1, seen.now)
    for attempt in (
        lambda: bobs.change(open_one.id, text="mine"),
        lambda: bobs.share(open_one.id, False),
        lambda: bobs.delete(open_one.id),
    ):
        with pytest.raises(NoteError, match="Only its owner can change this note"):
            attempt()
    notes.share(open_one.id, False)
    assert low.list() == ()


def test_a_note_above_a_clearance_leaves_no_trace(notes, store, library):
    low = of(store, Holder("una", "U"), library)
    hidden = notes.create("10OSLO9", 1, "minister", text="minister", shared=True)
    on_hidden_cable = notes.create("10OSLO1", 1, "Minister", shared=True)
    assert (low.list(), low.list(words="minister"), low.list(cable="10OSLO1"), low.on("10OSLO9")) == ((),) * 4
    for id in (hidden.id, on_hidden_cable.id, "AAAAAAAAAAAA"):
        with pytest.raises(NoteError, match=f"^There is no note {id} of yours, nor one that others share.$"):
            low.get(id)
    with pytest.raises(NoteError, match="There is no cable 10OSLO1 in this library"):
        low.create("10OSLO1", 1)
    with pytest.raises(NoteError, match="does not have these words"):
        low.create("10OSLO9", 1, "minister")


def test_the_same_words_in_a_paragraph_that_one_may_read_are_not_those_of_the_note(changing, store, tmp_path):
    put(changing, tmp_path / "cables", "(C) The mayor of Oslo.", "(U) The mayor of Oslo.", f"(U) {AGREED}")
    anne, low = CableNotes(store, ANNE, changing), of(store, Holder("una", "U"), changing)
    anne.create("10OSLO9", 1, "mayor", text="of the first", shared=True)
    second = anne.create("10OSLO9", 2, "mayor", text="of the second", shared=True)
    assert [(each.id, each.now.ordinal) for each in low.list()] == [(second.id, 1)]


def test_whoever_falls_loses_sight_of_what_is_above_and_has_it_back_when_they_rise(store, library):
    high, low = of(store, Holder("carl", "C"), library), of(store, Holder("carl", "U"), library)
    written_high = high.create("10OSLO9", 1, "strike", text="When?")
    written_low = low.create("10OSLO9", 1, "ferry", text="Which?")  # the first that one of U may read
    assert [each.id for each in low.list()] == [written_low.id]
    assert [each.id for each in high.list()] == [written_low.id, written_high.id]
    assert [each.now.number for each in high.list()] == [2, 1]
    high.change(written_low.id, text="The strike would stop it.")  # which one of U is not to read
    assert low.list() == ()


def test_a_paragraph_that_is_classified_higher_takes_its_notes_along(changing, store, tmp_path):
    carl = Holder("carl", "U")
    of(store, carl, changing).create("10OSLO9", 1, "ferry", text="Which?", shared=True)
    put(changing, tmp_path / "cables", f"(C) {SECRET}", f"(C) {SAILS}", f"(U) {AGREED}")
    assert of(store, carl, changing).list() == of(store, Holder("una", "U"), changing).list() == ()
    assert [each.now.number for each in of(store, BOB, changing).list()] == [2]


def test_it_is_found_again_in_a_new_text_and_told_to_be_gone_where_it_is(changing, store, tmp_path):
    notes = CableNotes(store, ANNE, changing)
    id = notes.create("10OSLO9", 2, "The ferry sails on Mondays", text="Still?", shared=True).id
    put(changing, tmp_path / "cables", f"(U) {AGREED}", f"(C) {SECRET}", "(U) A new one.", f"(U) {SAILS}")
    moved = notes.get(id)
    assert (moved.now.ordinal, moved.now.exact, moved.reads_otherwise) == (4, "The ferry sails on Mondays", False)
    put(changing, tmp_path / "cables", f"(U) {AGREED}", "(U) The ferry sails on Fridays.")
    assert (notes.get(id).now.exact, notes.get(id).reads_otherwise) == ("The ferry sails on Fridays", True)
    assert of(store, BOB, changing).get(id).words.exact == "The ferry sails on Fridays"
    put(changing, tmp_path / "cables", f"(U) {AGREED}")
    gone = notes.get(id)
    assert (gone.now, gone.words.exact, gone.number, gone.text) == (
        None,
        "The ferry sails on Mondays",
        2,
        "Still?",
    )
    assert (
        notes.on("10OSLO9") == of(store, BOB, changing).list() == ()
    )  # which words these were, others need not know
    done(changing.forget("10OSLO9"))
    assert notes.list()[0].now is None
    put(changing, tmp_path / "cables", f"(U) {SAILS}")
    assert notes.list()[0].now.ordinal == 1


def test_a_copy_for_a_clearance_has_none_of_its_own(library, sample_folder):
    with pytest.raises(NoteError, match="A copy for a clearance has no notes"):
        _ = Assistant(library.cleared(Clearance.parse("C"))).notes
    assistant = Assistant(Library.open(sample_folder))
    made = assistant.notes.create("06MAPUTO512", 1, text="From Python")
    assert assistant.notes.list() == (made,)
    assistant.notes.delete(made.id)
    assistant.library.close()


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_what_is_deleted_or_overwritten_is_in_no_file_any_more(notes, tmp_path):
    made = notes.create("10OSLO9", 2, "ferry sails", text="Kittiwakes")
    assert b"Kittiwakes" in stored(tmp_path)
    notes.change(made.id, text="Auks")
    assert b"Kittiwakes" not in stored(tmp_path)
    notes.delete(made.id)
    assert not any(word in stored(tmp_path) for word in (b"Auks", b"ferry sails", b"10OSLO9"))


def test_there_is_a_limit_to_everything_and_each_is_told(notes, store, library, monkeypatch):
    for attempt, told in (
        (lambda: notes.create("10OSLO9", 2, "ship"), "does not have these words"),
        (lambda: notes.create("10OSLO9", 2, "."), "No words are marked"),
        (lambda: notes.create("10OSLO9", 7), "10OSLO9 has no such paragraph"),
        (lambda: notes.create("10OSLO77", 1), "There is no cable 10OSLO77 in this library"),
        (
            lambda: notes.create("10OSLO9", 2, text="x" * 5_001),
            "A note can have 5,000 characters; this one has 5,001",
        ),
        (lambda: notes.create("10OSLO9", 2, colour="red"), "There is no colour 'red': use yellow, green"),
    ):
        with pytest.raises(NoteError, match=told):
            attempt()
    monkeypatch.setattr(limits, "MOST_NOTES", 1)
    notes.create("10OSLO9", 2, text="x" * 5_000)
    with pytest.raises(NoteError, match="You have 1 notes: delete some"):
        notes.create("10OSLO9", 2)
    of(store, BOB, library).create("10OSLO9", 2)
    assert issubclass(NoteError, NotebookError)


def test_a_file_of_the_third_version_gets_the_table_and_keeps_what_it_has(store, notes, library):
    notes.create("10OSLO9", 2)
    with closing(sqlite3.connect(store._path)) as connection:  # as reftel had left it before there were notes
        connection.executescript("DROP TABLE cable_notes; PRAGMA user_version = 3")
        connection.execute("INSERT INTO conversations VALUES ('c', 'anne', '', 'kept', '', '')")
        connection.commit()
    again = CableNotes(FileStore(store._path), ANNE, library)
    assert again.create("10OSLO9", 2, "ferry").words.exact == "ferry"
    with closing(sqlite3.connect(store._path)) as connection:
        assert connection.execute("SELECT title FROM conversations").fetchall() == [("kept",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)


def test_notes_are_text_whatever_they_are(notes):
    for text in ("'; DROP TABLE cable_notes; --", "<script>alert(1)</script>", "half \ud83d", "\u202egnp\x00"):
        made = notes.create("10OSLO9", 2, "ferry", text=text)
        assert notes.get(made.id).text.isprintable()
    assert len(notes.list()) == 4
