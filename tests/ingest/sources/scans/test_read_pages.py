"""Pages that are only pictures, read by OCR: found, flagged, bounded, and never instead of a text that is there."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from scanned import needs_ocr, pictures, scanned
from written_pdf import pdf

from ingest.domain.documents import Document, Failure
from ingest.domain.scanned_page import ScannedPage
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import contents, documents
from ingest.sources.scans import engine as engines
from ingest.sources.scans import page_process, read_pages

PAGES = [
    [
        "CONFIDENTIAL BAKU 000079",
        "E.O. 12958: DECL: 02/04/2020",
        "TAGS: PREL, EAGR",
        "SUBJECT: GRAIN",
        "",
        "1. (C) The minister said that the harvest was",
    ],
    ["good, and left.", "", "2. (C) The price of bread rose."],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "10BAKU79.pdf"


def mixed(*files: bytes) -> bytes:
    """Return the pages of several PDF files as one."""
    writer = PdfWriter()
    for each in files:
        writer.append(PdfReader(io.BytesIO(each)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@needs_ocr
@pytest.mark.parametrize(("form", "suffix"), [("PDF", ".pdf"), ("TIFF", ".tif")])
def test_a_scan_is_read_as_a_cable_and_each_page_tells_how_surely(tmp_path: Path, form: str, suffix: str):
    file = tmp_path / f"10BAKU79{suffix}"
    file.write_bytes(scanned(PAGES, form=form))
    *read, document = contents(file)
    assert [(page.number, page.of) for page in read if isinstance(page, ScannedPage)] == [(1, 2), (2, 2)]
    assert isinstance(document, Document)
    assert [(page.number, page.confidence > 0.8) for page in document.pages] == [(1, True), (2, True)]
    cable = parse_cable(document.text, name=document.name)
    assert (cable.id, cable.subject) == ("10BAKU79", "GRAIN")
    assert [paragraph.text for paragraph in cable.paragraphs] == [
        "The minister said that the harvest was good, and left.",
        "The price of bread rose.",
    ]


@needs_ocr
def test_only_pages_without_a_text_are_read_and_a_blank_one_is_no_fault(path: Path):
    blank = pdf([[]])
    path.write_bytes(mixed(pdf([PAGES[0]]), blank, scanned([PAGES[1]])))
    *read, document = contents(path)
    assert [(page.number, bool(page.text)) for page in read] == [(2, False), (3, True)]
    assert [(page.number, page.confidence is None) for page in document.pages] == [(1, True), (3, False)]
    assert document.text.startswith("\n".join(filter(None, PAGES[0])))


@needs_ocr
def test_what_is_kept_is_not_read_again(path: Path):
    path.write_bytes(scanned(PAGES))
    kept = {2: ScannedPage("sha", 2, "engine", "3. (C) As it was kept.", 0.75)}
    *_, document = contents(path, kept=lambda sha, engine: kept)
    assert document.text.endswith("3. (C) As it was kept.")
    assert document.pages[-1].confidence == 0.75


def test_without_an_engine_one_line_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read_pages, "engine", lambda: None)
    path.write_bytes(mixed(pdf([PAGES[0]]), pdf([[], []])))
    failure, document = documents(path)
    assert failure == Failure(f"{path}, pages 2, 3", f"have no text: scans; {engines.MISSING}, then ingest again")
    assert isinstance(document, Document)


@needs_ocr
def test_a_page_that_no_paper_has_costs_nothing(path: Path, monkeypatch: pytest.MonkeyPatch):
    bomb = pdf([["1"]]).replace(b"[0 0 600 800]", b"[0 0 99999 99999]").replace(b"(1) Tj", b"() Tj")
    path.write_bytes(mixed(bomb, pdf([PAGES[0]])))
    failure, document = documents(path)
    assert failure == Failure(f"{path}, page 1", "is 1,389 by 1,389 inches large, which no page is")
    assert isinstance(document, Document)


@needs_ocr
def test_a_picture_that_unpacks_too_far_is_refused(tmp_path: Path):
    from PIL import Image

    file = tmp_path / "page.png"
    Image.new("1", (20_000, 20_000)).save(file)
    (failure,) = documents(file)
    assert isinstance(failure, Failure)
    assert "too large" in failure.reason


@needs_ocr
def test_pictures_of_a_folder_are_passed_over_unless_they_are_named(tmp_path: Path):
    (file := tmp_path / "10BAKU79.png").write_bytes(scanned(PAGES, form="PNG"))
    assert list(documents(tmp_path)) == []
    (document,) = documents(file)
    assert isinstance(document, Document)


@needs_ocr
def test_a_process_keeps_to_its_limits_and_knows_no_proxy(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("PASSWORD", "hush")
    told = "import os, sys; from ingest.sources.scans.page_process import _limit; _limit(os.getppid());"
    told += "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_AS)[0], sorted(os.environ))"
    environment = engines._environment()
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=environment, check=True)
    assert out.stdout.startswith(f"{page_process.SECONDS} {page_process.MEMORY} [")
    assert "PROXY" not in out.stdout
    assert "PASSWORD" not in out.stdout


@needs_ocr
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that started it")
def test_a_process_ends_with_the_one_that_started_it(path: Path):
    path.write_bytes(scanned([PAGES[0] * 8], dots=300))
    starts = (
        "import sys, time; from ingest.sources.scans.engine import PageProcess;"
        "print(PageProcess('words', open(sys.argv[1], 'rb'), '.pdf', 1)._process.pid, flush=True); time.sleep(60)"
    )
    environment = engines._environment()
    command = [sys.executable, "-c", starts, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        number = int(parent.stdout.readline())
        while (
            b"page_process" not in (line := Path(f"/proc/{number}/cmdline").read_bytes()) and b"tesser" not in line
        ):
            pass
        parent.kill()
    while os.path.exists(f"/proc/{number}") and " Z " not in Path(f"/proc/{number}/stat").read_text():
        pass  # it ends; nothing else would end this test


@needs_ocr
def test_whoever_stops_listening_ends_what_is_under_way(path: Path, monkeypatch: pytest.MonkeyPatch):
    started: list[engines.PageProcess] = []

    class Watched(engines.PageProcess):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            started.append(self)

    monkeypatch.setattr(read_pages, "PageProcess", Watched)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    path.write_bytes(scanned([*PAGES, PAGES[0]]))
    reading = contents(path)
    next(reading)
    reading.close()
    assert len(started) == 2
    assert all(each._process.poll() is not None for each in started)


@needs_ocr
def test_a_speckled_copy_is_read_better_for_being_blurred(tmp_path: Path):
    import random

    from PIL import Image

    (page,) = pictures([[line for line in PAGES[0] if line] * 2], dots=150)
    rng = random.Random(1)
    dots = page.point([0] * 150 + [255] * 106).load()
    for _ in range(page.width * page.height // 200):
        dots[rng.randrange(page.width), rng.randrange(page.height)] = 0
    assert page_process._cleaned(page) is page
    speckled = Image.new("L", page.size)
    speckled.putdata([dots[x, y] for y in range(page.height) for x in range(page.width)])
    assert page_process._cleaned(speckled) is not speckled
