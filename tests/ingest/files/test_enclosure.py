"""A library folder that somebody else has made: nothing in it leads to what is the user's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import quick
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.settings import Settings
from assistant.writing.reply_cache import Cache
from ingest import Library
from ingest.errors import LibraryError
from ingest.files.enclosure import remove
from ingest.jobs.fill import preview
from ingest.storage.parts import Parts
from ui.access.reader_access import Access
from ui.pages import upload
from ui.server import http_server

PARTS = [
    "words", "vectors", "scan", "cleared", "answers", "brought", "catalogue.sqlite", "catalogue.sqlite-wal",
    "notebook.sqlite", "writing.lock", "writing.json", "wanted", "wanted.taken", "identity",
    "words/meta.json", "scan/state.new", "vectors/chroma.sqlite3", "brought/.arriving", "brought/.reading.lock",
    "cleared/SECRET", "cleared/SECRET/words", "cleared/SECRET/catalogue.sqlite", "answers/a.json",
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a folder of pictures and a library that was brought there."""
    (tmp_path / "home" / "pictures").mkdir(parents=True)
    (tmp_path / "home" / "pictures" / "a.json").write_text("dear")
    (tmp_path / "home" / "downloads" / "library").mkdir(parents=True)
    return tmp_path / "home"


def left(home: Path) -> list[str]:
    return sorted(str(each.relative_to(home)) for each in (home / "pictures").rglob("*"))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_a_link_is_refused_in_one_line_and_nothing_is_touched(home: Path, part: str):
    folder = home / "downloads" / "library"
    (folder / part).parent.mkdir(parents=True, exist_ok=True)
    (folder / part).symlink_to(home / "pictures" / ("a.json" if "." in part else ""))
    before = {each: each.read_bytes() for each in home.rglob("*") if each.is_file()}
    with pytest.raises(LibraryError, match="is a link") as raised:
        Library.open(folder)
    assert str(folder / part) in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert {each: each.read_bytes() for each in home.rglob("*") if each.is_file()} == before


def test_a_link_that_leads_nowhere_or_within_is_one_too(home: Path):
    folder = home / "downloads" / "library"
    for target in ("nowhere", "."):
        (folder / "brought").symlink_to(target)
        with pytest.raises(LibraryError, match="is a link"):
            Library.open(folder)
        (folder / "brought").unlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_what_would_be_waited_for_is_refused(home: Path):
    folder = home / "downloads" / "library"
    os.mkfifo(folder / "wanted.taken")
    with pytest.raises(LibraryError, match="neither a file nor a folder"):
        Library.open(folder)


def test_a_dry_run_opens_no_catalogue_that_lies_elsewhere(home: Path):
    folder = home / "downloads" / "library"
    Library.open(home / "own").close()
    (folder / "catalogue.sqlite").symlink_to(home / "own" / "catalogue.sqlite")
    with pytest.raises(LibraryError, match="is a link"):
        quick.done(preview(folder / "catalogue.sqlite", []))


def test_a_library_that_is_itself_behind_a_link_is_the_users_choice(home: Path):
    (home / "archive").symlink_to(home / "downloads" / "library", target_is_directory=True)
    (home / "downloads" / "library" / "my notes").symlink_to(home / "pictures")  # no part of it
    library = quick.quick_library(home / "archive")
    quick.done(library.ingest([quick.write(home / "cables", 1)]))
    Cache.of(library).put("He doubted it.", "q")
    quick.done(library.reindex())
    quick.done(library.forget(home / "cables"))
    assert not library.said.exists()
    assert left(home) == ["pictures/a.json"]
    library.close()


def test_the_window_does_not_open_over_a_library_that_leads_out(home: Path):
    folder = home / "downloads" / "library"
    (folder / "brought").symlink_to("../..")
    command = [sys.executable, "-m", "ui.cli.main", "chat", "--no-open", "--library", str(folder)]
    result = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=home)
    assert (result.returncode, "is a link" in result.stderr) == (1, True), result.stderr
    assert left(home) == ["pictures/a.json"]


# What follows holds even where a link comes in after the library was opened.


def test_what_servers_left_is_deleted_by_no_way_out(home: Path):
    library = quick.quick_library(home / "downloads" / "library")
    access = Access(Assistant(library), Settings())
    letters = home / "papers" / "letters"
    letters.mkdir(parents=True)
    (library.folder / "brought").symlink_to("../../papers")
    app = http_server.application()
    app.include_router(upload.router(access))
    TestClient(app)
    library.close()
    assert letters.exists()


def test_of_what_servers_left_only_what_they_make_is_deleted(home: Path):
    library = quick.quick_library(home / "downloads" / "library")
    brought = library.folder / "brought"
    arriving = brought / ".arriving"
    own = [brought / "ann", brought / "ann#0123456789abcdef", arriving / "0123456789abcdef"]
    others = [brought / "my papers", brought / "ann#1", arriving / "papers", arriving / "0123456789ABCDEF"]
    for each in (*own, *others):
        each.mkdir(parents=True)
    upload.router(Access(Assistant(library), Settings()))
    library.close()
    assert [each.exists() for each in (*own, *others)] == [False] * 3 + [True] * 4


def test_of_replies_only_those_that_it_made_are_forgotten(tmp_path: Path):
    cache = Cache(tmp_path, most=1)
    (tmp_path / "settings.json").write_text("not ours")
    for question in "abc":
        cache.put("said", question)
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "settings.json").exists()


def test_a_folder_is_removed_only_where_no_link_leads_to_it(home: Path):
    folder = home / "downloads" / "library"
    (folder / "answers").mkdir()
    (folder / "out").symlink_to(home)
    for each in (folder / "out", folder / "out" / "pictures"):
        remove(each, within=folder)
    assert left(home) == ["pictures/a.json"]
    remove(folder / "answers", within=folder)
    assert not (folder / "answers").exists()


def test_indexes_are_made_anew_in_no_other_place(home: Path):
    parts = Parts(home / "downloads" / "library", None)
    with parts.catalogue.edit() as edit:
        edit.indexes.discard("words")
    (parts.folder / "words").symlink_to(home / "pictures")
    parts.discard()
    parts.close()
    assert left(home) == ["pictures/a.json"]
