"""The pages that OCR read, in the reader: how sure it was, and their pictures, which a cleared reader never gets."""

import io
import re
from pathlib import Path

import pytest
import quick
from scanned import needs_ocr, scanned
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.citations import with_pages
from ingest import Library
from ingest.domain.clearance import Clearance
from ui.access.reader_access import OWNER, Access, Reader
from ui.pages import cable_page
from ui.programs import rest
from ui.server import http_server
from ui.server.worker_threads import WorkerThreads

pytestmark = needs_ocr
CLEARED = Reader("carl", "reader", Clearance("C"))
ID = "10OSLO1"
PAGES = [
    [
        "FM AMEMBASSY OSLO",
        "",
        "CONFIDENTIAL OSLO 000001",
        "",
        "SUBJECT: GRAIN",
        "",
        "1. (C) The harvest was good.",
    ],
    ["2. (C) The price of bread rose."],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{ID}.pdf"
    path.write_bytes(scanned(PAGES))
    return path


@pytest.fixture
def library(tmp_path: Path, file: Path):
    library = quick.quick_library(tmp_path / "library")
    quick.done(library.ingest([file]))
    yield library
    library.close()


def client(library: Library, who: Reader = OWNER) -> TestClient:
    access = Access(Assistant(library))
    app = http_server.application()
    app.include_router(cable_page.router(access))
    app.include_router(rest.router(access, WorkerThreads()))

    async def as_somebody(scope, receive, send):
        if scope["type"] == "http":
            scope["state"] = {"reader": who}
        await app(scope, receive, send)

    return TestClient(as_somebody)


def test_the_reader_tells_of_ocr_and_shows_the_picture_of_each_page(library: Library):
    from PIL import Image

    asked = client(library)
    page = asked.get(f"/cable/{ID}").text
    assert re.search(r"This text was read by OCR, with confidence 0\.\d\d \(0\.\d\d on the worst page\)", page)
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert pictures == [f"/scan/1/{ID}", f"/scan/2/{ID}"]
    drawn = asked.get(pictures[0])
    assert (drawn.status_code, drawn.headers["Cache-Control"]) == (200, "private, no-store")
    assert Image.open(io.BytesIO(drawn.content)).size == (917, 1223)
    assert asked.get(f"/scan/3/{ID}").status_code == 404
    told = asked.get(f"/api/cable/{ID}").json()["pages"]
    assert [(page["number"], 0.8 < page["confidence"] <= 1) for page in told] == [(1, True), (2, True)]


def test_a_cleared_reader_gets_no_picture(library: Library):
    asked = client(library, CLEARED)
    page = asked.get(f"/cable/{ID}").text
    assert "The harvest was good." in page
    assert "/scan/" not in page
    assert asked.get(f"/scan/1/{ID}").status_code == 404


def test_a_file_that_has_changed_or_is_gone_has_no_picture(library: Library, file: Path):
    asked = client(library)
    file.write_bytes(file.read_bytes() + b"\n")
    assert asked.get(f"/scan/1/{ID}").status_code == 404
    file.unlink()
    assert "/scan/" not in asked.get(f"/cable/{ID}").text
    assert asked.get(f"/scan/1/{ID}").status_code == 404


def test_a_citation_tells_of_ocr_only_where_it_is_unsure(library: Library, monkeypatch: pytest.MonkeyPatch):
    from assistant.citations import cite
    from ingest.domain import pages
    from ui.rendering.answer_html import _paragraph

    cable = library.cable(ID)
    words = cite(1, cable, cable.paragraphs[0], 0, 11)
    (sure,) = with_pages(library, [words])
    assert (sure.pages, sure.confidence) == ((1,), None)
    monkeypatch.setattr(pages, "SURE", 1.01)
    (unsure,) = with_pages(library, [words])
    assert unsure.confidence == library.pages([ID])[ID][0].confidence
    assert _paragraph(unsure).startswith("¶1, p. 1, read by OCR with confidence 0.")
