"""Files that are gone since they were read: the library still has their cables, and says so."""

import os
import shutil

import pytest
from quick import done, quick_library, write

from ingest import Library
from ingest.domain.clearance import Clearance


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


def test_an_ingest_of_a_folder_tells_what_is_not_in_it_any_more(library, tmp_path):
    gone, *_ = [write(tmp_path / "cables", number) for number in (1, 2)]
    elsewhere = write(tmp_path / "others", 3)
    assert done(library.ingest([tmp_path / "cables", elsewhere])).missing == ()
    gone.unlink()
    elsewhere.unlink()
    assert done(library.ingest([tmp_path / "cables"])).missing == (str(gone),)
    assert library.missing_files() == (str(gone), str(elsewhere))
    done(library.forget(gone))
    assert library.missing_files() == (str(elsewhere),)


def test_a_folder_within_the_folder_may_be_gone(library, tmp_path):
    write(tmp_path / "cables", 1)
    inner = [str(write(tmp_path / "cables" / "inner", number)) for number in (2, 3)]
    done(library.ingest([tmp_path / "cables"]))
    shutil.rmtree(tmp_path / "cables" / "inner")
    assert done(library.ingest([tmp_path / "cables"])).missing == tuple(inner)


def test_a_file_that_was_renamed_is_missing_under_its_old_name_alone(library, tmp_path):
    path = write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    path.rename(path.with_name("new.txt"))
    assert done(library.ingest([tmp_path / "cables"])).missing == (str(path),)
    assert library.files("10OSLO1") == [str(path), str(path.with_name("new.txt"))]


def test_a_name_of_another_encoding_is_no_missing_file(library, tmp_path):
    path = write(tmp_path / "cables", 1)
    path.rename(os.fsdecode(os.fsencode(tmp_path / "cables") + b"/caf\xe9\x07.txt"))
    done(library.ingest([tmp_path / "cables"]))
    assert library.missing_files() == ()


def test_what_was_sent_to_a_server_is_not_missed(library, tmp_path):
    (tmp_path / "library" / "brought").mkdir()
    sent = write(tmp_path / "library" / "brought" / "anna", 1)
    done(library.ingest([sent]))
    sent.unlink()
    assert library.missing_files() == ()


def test_a_cleared_copy_does_not_know_where_its_cables_came_from(library, tmp_path):
    write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    copy = library.cleared(Clearance.parse("SECRET"))
    assert isinstance(copy, Library)
    assert copy.files("10OSLO1") == []
    assert copy.missing_files() == ()
