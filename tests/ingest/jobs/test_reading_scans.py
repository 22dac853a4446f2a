"""Scanned files in a library: told page by page, never read twice, read once an engine is there, and forgotten."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, quick_library
from scanned import needs_ocr, scanned
from written_pdf import pdf

from ingest import Library
from ingest.sources.scans import read_pages

ID = "10BAKU79"
PAGES = [
    ["CONFIDENTIAL BAKU 000079", "SUBJECT: GRAIN", "", "1. (C) The harvest was good."],
    ["2. (C) The price of bread rose."],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "files" / f"{ID}.pdf"
    path.parent.mkdir()
    path.write_bytes(scanned(PAGES))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return quick_library(tmp_path / "library")


def kept(library: Library) -> list[int]:
    with closing(sqlite3.connect(library.folder / "catalogue.sqlite")) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM scans ORDER BY number")]


@needs_ocr
def test_each_page_is_told_and_its_confidence_is_the_cables(library: Library, file: Path):
    told = [progress.page for progress in library.ingest([file]) if progress.page]
    assert told == ["1 of 2", "2 of 2"]
    assert [page.confidence > 0.8 for page in library.pages([ID])[ID]] == [True, True]
    assert [paragraph.number for paragraph in library.cable(ID).paragraphs] == [1, 2]


@needs_ocr
def test_an_interrupted_ingest_goes_on_with_the_next_page(
    library: Library, file: Path, monkeypatch: pytest.MonkeyPatch
):
    reading = library.ingest([file])
    assert next(progress.page for progress in reading if progress.page) == "1 of 2"
    reading.close()
    assert kept(library) == [1]
    read: list[int] = []

    class Counted(read_pages.PageProcess):
        def __init__(self, task, file, kind, number):
            read.append(number)
            super().__init__(task, file, kind, number)

    monkeypatch.setattr(read_pages, "PageProcess", Counted)
    done(library.ingest([file]))
    assert (read, kept(library)) == ([2], [1, 2])
    done(library.ingest([file]))
    assert read == [2]


@needs_ocr
def test_what_is_forgotten_is_not_kept_as_a_page(library: Library, file: Path):
    for what in (ID, str(file)):
        done(library.ingest([file]))
        assert kept(library) == [1, 2]
        done(library.forget(what))
        assert kept(library) == []


@needs_ocr
def test_pages_of_another_content_are_kept_no_longer(library: Library, file: Path):
    done(library.ingest([file]))
    file.write_bytes(pdf([line for line in PAGES if line]))
    done(library.ingest([file]))
    assert kept(library) == []


@needs_ocr
def test_a_scan_is_read_once_an_engine_is_there(library: Library, file: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as without:
        without.setattr(read_pages, "engine", lambda: None)
        for _ in range(2):
            (failure,) = done(library.ingest([file])).failures
            assert failure.place == f"{file}, pages 1, 2"
            assert "install Tesseract" in failure.reason
    assert done(library.ingest([file])).failures == ()
    assert library.cable(ID) is not None
