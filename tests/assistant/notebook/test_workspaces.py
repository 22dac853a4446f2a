"""Pages on which readers pin what they found: in their order, as far as they may see it, and nobody else's business."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, quick_library, text, write

from assistant import Assistant
from assistant.notebook import workspace_items, workspaces
from assistant.notebook.cable_notes import CableNotes
from assistant.notebook.notebook_store import FileStore, Holder
from assistant.notebook.workspaces import Workspaces
from assistant.notebook.written_page import written_page
from ingest import Clearance, Library
from ingest.errors import WorkspaceError

ANNE, BOB = Holder("anne"), Holder("bob")
SHIPS = ("The ferry sails at dawn.", "The harbor master wants a second ship.")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """10OSLO1 and 10OSLO2, both confidential; the first has two paragraphs."""
    folder = tmp_path_factory.mktemp("pinned")
    write(folder / "cables", 1, *SHIPS)
    write(folder / "cables", 2)
    opened = quick_library(folder / "library")
    done(opened.ingest([folder / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "notebook.sqlite")


@pytest.fixture
def pages(store, library) -> Workspaces:
    return Workspaces(store, ANNE, library)


def of(store: FileStore, holder: Holder, library: Library) -> Workspaces:
    """The pages of somebody under a clearance, as the server hands them out."""
    seen = library.cleared(Clearance.parse(holder.clearance)) if holder.clearance else library
    return Workspaces(store, holder, seen)


def names(page: workspaces.Workspace) -> list[str]:
    return [each.name for each in page.items]


def paragraph(pages: Workspaces, number: int) -> workspace_items.WorkspaceItem:
    return workspace_items.numbered_paragraph(pages.library, "10OSLO1", number)


def test_what_is_pinned_stands_in_the_readers_order_with_their_words_between(pages, store, library):
    pages.pin("10 Oslo 000002")
    pages.add([paragraph(pages, 1), paragraph(pages, 2)])
    page = pages.head(" Two \n ships ")
    heading = page.items[-1].id
    for _ in range(3):
        page = pages.move(page.id, heading, "up")
    assert names(page) == ["Two ships", "10OSLO2", "10OSLO1 ¶1", "10OSLO1 ¶2"]
    assert pages.move(page.id, heading, "up") == page  # it is the first already
    page = pages.write("My own.\n\nMore.", after=page.items[2].id)
    assert names(page) == ["Two ships", "10OSLO2", "10OSLO1 ¶1", "My own. More.", "10OSLO1 ¶2"]
    assert names(pages.move(page.id, page.items[4].id, "top"))[:2] == ["10OSLO1 ¶2", "Two ships"]
    for _ in range(4):
        pages.move(page.id, page.items[4].id, "down")
    pages.edit(page.id, page.items[3].id, "Otherwise.")
    pages.remove(page.id, page.items[1].id)
    [again] = of(FileStore(store._path), ANNE, library).list()
    assert (again.name, names(pages.get(again.id))) == (
        "Workspace",
        ["Two ships", "10OSLO1 ¶1", "Otherwise.", "10OSLO1 ¶2"],
    )


def test_the_same_thing_is_pinned_once_and_ones_own_words_as_often_as_they_are_written(pages):
    for _ in range(2):
        pages.pin("10OSLO2")
        pages.add([paragraph(pages, 1)])
        pages.write("Again.")
    assert names(pages.get()) == ["10OSLO2", "10OSLO1 ¶1", "Again.", "Again."]


def test_pins_go_to_the_page_that_changed_last_or_was_chosen(pages):
    first = pages.create("First")
    pages.create("Second")
    assert pages.pin("10OSLO2").name == "Second"
    pages.choose("First")
    assert pages.pin("10OSLO2").id == first.id
    assert pages.pin("10OSLO1", "Second").name == "Second"
    assert [each.name for each in pages.list()] == ["Second", "First"]


def test_a_note_is_pinned_with_the_words_that_it_is_on(pages, store, library):
    notes = CableNotes(store, ANNE, library)
    said = notes.create("10OSLO1", 2, "second ship", text="Who pays?")
    marked = notes.create("10OSLO1", 1, "at dawn")
    pages.pin(said)
    page = pages.pin(marked)
    assert [(each.kind, each.text, each.cited[0].quote) for each in page.items] == [
        ("note", "Who pays?", "second ship"),
        ("paragraph", "at dawn", "at dawn"),
    ]
    notes.delete(said.id)
    assert len(pages.get().items) == 2  # what lies on the page stays there


def test_a_page_is_written_with_a_footnote_for_each_place(pages):
    pages.head("Ships")
    pages.add([paragraph(pages, 2)])
    pages.pin("10OSLO2")
    page = pages.write("So it is.")
    written = written_page(pages.library, page)
    assert [block.kind for block in written.blocks] == ["heading", "quotation", "text", "text", "remark"]
    first, second = (each.text for each in written.footnotes)
    assert first == "Embassy Oslo to State Department, “MATTER 1,” telegram 10OSLO1, February 4, 2010, para. 2."
    assert second == "Embassy Oslo to State Department, “MATTER 2,” telegram 10OSLO2, February 4, 2010."
    assert written.blocks[-1].pieces == ("Highest marking cited: C",)
    in_apa = written_page(pages.library, page, "apa").footnotes[1].text
    assert in_apa.startswith("Embassy Oslo. (2010, February 4).")


@pytest.mark.parametrize("other", [BOB, Holder("anne", "C"), Holder("Anne")])
def test_nobody_else_sees_a_page_or_changes_it(pages, store, library, other):
    page, theirs = pages.write("Mine."), of(store, other, library)
    assert theirs.list() == ()
    for attempt in (
        lambda: theirs.get(page.id),
        lambda: theirs.get("Workspace"),
        lambda: theirs.write("Theirs.", page.id),
        lambda: theirs.edit(page.id, page.items[0].id, "Theirs."),
        lambda: theirs.move(page.id, page.items[0].id, "up"),
        lambda: theirs.remove(page.id, page.items[0].id),
        lambda: theirs.rename(page.id, "Theirs"),
        lambda: theirs.share(page.id),
        lambda: theirs.choose(page.id),
        lambda: theirs.delete(page.id),
    ):
        with pytest.raises(WorkspaceError, match="There is no page"):
            attempt()
    assert pages.get() == page
    theirs.write("Theirs.")  # the usual name is theirs to use


def test_a_shared_page_is_seen_by_those_who_may_see_all_that_its_reader_may(store, library):
    cleared = of(store, Holder("anne", "C"), library)
    page = cleared.pin("10OSLO2")
    cleared.share(page.id)
    for who in (BOB, Holder("bob", "C"), Holder("bob", "S")):
        theirs = of(store, who, library)
        seen = theirs.get(page.id)
        assert (names(seen), seen.is_own, seen.made, theirs.list()) == (["10OSLO2"], False, "", ())
        with pytest.raises(WorkspaceError, match="Only its owner can change the page"):
            theirs.write("Mine.", page.id)
    with pytest.raises(WorkspaceError, match="There is no page"):
        of(store, Holder("bob", "U"), library).get(page.id)
    cleared.share(page.id, False)
    with pytest.raises(WorkspaceError, match="There is no page"):
        of(store, BOB, library).get(page.id)


def test_what_is_raised_above_a_reader_leaves_no_trace_and_what_is_gone_is_told(store, tmp_path):
    library = quick_library(tmp_path / "library")
    cables = write(tmp_path / "cables", 1, *SHIPS).parent
    write(cables, 2)
    done(library.ingest([cables]))
    whole, low = of(store, ANNE, library), of(store, Holder("una", "C"), library)
    for each in (whole, low):
        each.add([paragraph(each, 1), paragraph(each, 2)])
        each.pin("10OSLO2")
    raised = text(1, *SHIPS).replace("1. (C)", "1. (S)").replace("C O N F I D E N T I A L", "S E C R E T")
    (cables / "10OSLO1.txt").write_text(raised, encoding="utf-8")
    done(library.ingest([cables]))
    assert names(whole.get()) == ["10OSLO1 ¶1", "10OSLO1 ¶2", "10OSLO2"]
    page = of(store, Holder("una", "C"), library).get()
    assert names(page) == ["10OSLO1 ¶2", "10OSLO2"]  # although ¶2 is the first that their copy has
    assert "dawn" not in repr(page)
    moved = low.move(page.id, page.items[1].id, "up")
    assert names(moved) == ["10OSLO2", "10OSLO1 ¶2"]
    notes = [each.text for each in written_page(low.library, moved).footnotes]
    assert [note.rpartition(", ")[2] for note in notes] == ["2010.", "para. 2."]
    done(library.forget("10OSLO2"))
    assert [each.gone for each in whole.get().items] == [(), (), ("10OSLO2",)]
    told = of(store, Holder("una", "C"), library).get().items[0]
    assert (told.name, told.gone) == ("10OSLO2", ("10OSLO2",))
    remarks = [each.pieces[0] for each in written_page(library, whole.get()).blocks if each.kind == "remark"]
    assert remarks == ["No longer in the library as pinned: 10OSLO2", "Highest marking cited: S"]
    library.close()


def test_words_that_changed_are_told_to_a_reader_of_everything(store, tmp_path):
    library = quick_library(tmp_path / "library")
    done(library.ingest([write(tmp_path / "cables", 1, *SHIPS)]))
    pages = of(store, ANNE, library)
    pages.add([paragraph(pages, 1), paragraph(pages, 2)])
    write(tmp_path / "cables", 1, "An opening that is new.", "The ferry sails at noon.", SHIPS[1])
    done(library.ingest([tmp_path / "cables"]))
    first, second = pages.get().items
    assert (first.text, first.gone) == ("The ferry sails at dawn.", ("10OSLO1 ¶1",))
    assert (second.text, second.gone, second.cited[0].paragraph) == (SHIPS[1], (), 3)
    library.close()


def test_there_is_a_limit_to_everything_and_each_is_told(pages, monkeypatch):
    page = pages.write("Mine.")
    monkeypatch.setattr(workspaces, "MOST_PAGES", 1)
    monkeypatch.setattr(workspaces, "MOST_ITEMS", 2)
    pages.pin("10OSLO1")
    for attempt, told in (
        (lambda: pages.create("Other"), "You have 1 pages: delete some"),
        (lambda: pages.pin("10OSLO2"), "A page can have 2 items"),
        (lambda: pages.head("x" * 201), "A heading can have 200 characters; this one has 201"),
        (lambda: pages.write("x" * 20_001), "A text can have 20,000 characters; this one has 20,001"),
        (lambda: pages.head(" \n"), "A heading needs some words"),
        (lambda: pages.write("\x00 \n"), "write some words"),
        (lambda: pages.rename(page.id, "x" * 101), "A name can have 100 characters; this one has 101"),
        (lambda: pages.rename(page.id, " "), "A page needs a name"),
        (lambda: pages.pin("10OSLO77"), "There is no cable 10OSLO77 in this library"),
        (lambda: workspace_items.paragraph(pages.library, "10OSLO1", 9), "10OSLO1 has no such paragraph"),
        (lambda: workspace_items.numbered_paragraph(pages.library, "10OSLO1", 9), "10OSLO1 has no paragraph 9"),
        (lambda: pages.edit(page.id, pages.get().items[1].id, "x"), "only your own words can be changed"),
        (lambda: pages.move(page.id, "nothing", "up"), "This item is no longer on the page"),
    ):
        with pytest.raises(WorkspaceError, match=told):
            attempt()
    assert names(pages.get()) == ["Mine.", "10OSLO1"]


def test_a_name_is_given_once(pages):
    pages.create("Ships")
    other = pages.create("Boats")
    for attempt in (lambda: pages.create(" Ships "), lambda: pages.rename(other.id, "Ships")):
        with pytest.raises(WorkspaceError, match="You have a page “Ships” already"):
            attempt()
    assert pages.rename("Boats", "Boats").id == other.id


def test_what_is_deleted_is_in_no_file_any_more(pages, tmp_path):
    page = pages.write("Kittiwakes of Tromso")
    pages.head("Auks")
    pages.edit(page.id, page.items[0].id, "Puffins")
    stored = lambda: b"".join(path.read_bytes() for path in tmp_path.iterdir())  # noqa: E731
    assert b"Kittiwakes" not in stored()
    pages.delete(page.id)
    assert not any(word in stored() for word in (b"Puffins", b"Auks"))
    with pytest.raises(WorkspaceError, match="You have pinned nothing yet"):
        pages.get()


def test_reading_makes_no_file(pages, tmp_path):
    assert pages.list() == ()
    with pytest.raises(WorkspaceError, match="pinned nothing"):
        pages.get()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_version_before_gets_the_tables_and_keeps_what_it_has(pages, store):
    pages.create("Ships")
    with closing(sqlite3.connect(store._path)) as connection:
        connection.executescript("DROP TABLE workspace_items; DROP TABLE workspaces; PRAGMA user_version = 3")
        connection.execute("INSERT INTO conversations VALUES ('c', 'anne', '', 'kept', '', '')")
        connection.commit()
    again = Workspaces(FileStore(store._path), ANNE, pages.library)
    assert names(again.pin("10OSLO1")) == ["10OSLO1"]
    with closing(sqlite3.connect(store._path)) as connection:
        assert connection.execute("SELECT title FROM conversations").fetchall() == [("kept",)]


def test_a_copy_for_a_clearance_keeps_no_pages_of_its_own(library):
    with pytest.raises(WorkspaceError, match="A copy for a clearance has no workspace"):
        _ = Assistant(library.cleared(Clearance.parse("C"))).workspaces
