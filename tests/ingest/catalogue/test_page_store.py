"""The pages of files in the catalogue: found by the cable, replaced with its text, and gone with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, quick_library, text, write
from written_pdf import pdf

from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryDamaged

FIRST = text(1, "The harvest was good.", "The price of bread rose.").split("\n")
SECOND = ["3. (C) The mill stood still.", "", "STORM"]
ID = "10OSLO1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "files" / f"{ID}.pdf"
    path.parent.mkdir()
    path.write_bytes(pdf([FIRST[:-2], SECOND]))
    return path


@pytest.fixture
def library(tmp_path: Path, file: Path) -> Library:
    write(file.parent, 2)
    library = quick_library(tmp_path / "library")
    done(library.ingest([file.parent]))
    return library


def begin(library: Library) -> list[tuple[int, str]]:
    cable = library.cable(ID)
    return [(page.number, cable.raw[page.start :][:6]) for page in library.pages([ID])[ID]]


def test_the_pages_of_a_cable_are_places_in_its_text(library: Library):
    assert begin(library) == [(1, "P 0413"), (2, "3. (C)")]


def test_a_cable_of_a_file_without_pages_has_none(library: Library):
    assert library.pages(["10OSLO2", "10OSLO3"]) == {}


def test_another_text_brings_its_own_pages(library: Library, file: Path):
    file.write_bytes(pdf([FIRST[:-4], ["", *FIRST[-4:-2]], SECOND]))
    done(library.ingest([file]))
    assert [number for number, _ in begin(library)] == [1, 2, 3]


def test_pages_go_with_their_cable(library: Library):
    done(library.forget(ID))
    assert library.pages([ID]) == {}
    assert rows(library.folder) == []


def test_the_copy_for_a_clearance_has_them_where_it_has_all_of_the_cable(library: Library):
    assert library.cleared(Clearance.parse("C")).pages([ID]) == library.pages([ID])


def test_what_is_cut_does_not_tell_on_which_page_it_stood(library: Library, file: Path):
    file.write_bytes(pdf([FIRST[:-2], ["3. (S) The mill stood still.", "", "STORM"]]))
    done(library.ingest([file]))
    copy = library.cleared(Clearance.parse("C"))
    assert copy.cable(ID).paragraphs
    assert copy.pages([ID]) == {}


def rows(folder: Path, change: str = "") -> list[tuple[int, int]]:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        if change:
            connection.execute(change)
        return list(connection.execute("SELECT number, start FROM pages ORDER BY number"))


def test_changed_pages_are_refused_and_read_again_from_the_file(library: Library):
    there = library.pages([ID])
    rows(library.folder, "UPDATE pages SET start = start - 1 WHERE number = 2")
    with pytest.raises(LibraryDamaged, match=f"table pages, {ID}"):
        library.pages([ID])
    assert any("pages have changed" in fault.words for fault in done(library.check()).faults)
    done(library.repair())
    assert (library.pages([ID]), done(library.check()).faults) == (there, ())


def test_without_the_file_changed_pages_are_dropped_and_the_cable_stays(library: Library, file: Path):
    rows(library.folder, "UPDATE pages SET start = start - 1 WHERE number = 2")
    file.unlink()
    done(library.repair())
    assert library.pages([ID]) == {}
    assert library.cable(ID).paragraphs
    assert done(library.check()).faults == ()
