"""PDF files: those with a text layer are read, others say what is wrong with them."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from written_pdf import pdf

from ingest.domain.documents import Document, Failure
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents

PAGES = [
    [
        "C O N F I D E N T I A L BAKU 000079",
        "E.O. 12958: DECL: 02/04/2020",
        "TAGS: PREL, EAGR",
        "SUBJECT: GRAIN",
        "1. (C) The minister said that the harvest was",
    ],
    ["good, and left.", "2. (C) The price of bread rose."],
    ["3. (C) End of message.", "LU"],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "10BAKU79.pdf"


def test_the_text_of_all_pages_is_one_cable(path: Path):
    path.write_bytes(pdf(PAGES))
    (document,) = documents(path)
    assert isinstance(document, Document)
    cable = parse_cable(document.text, name=document.name)
    assert (cable.id, cable.subject) == ("10BAKU79", "GRAIN")
    assert [paragraph.text for paragraph in cable.paragraphs] == [
        "The minister said that the harvest was good, and left.",
        "The price of bread rose.",
        "End of message.",
    ]


def test_a_scan_without_text_says_that_ocr_is_needed(path: Path):
    path.write_bytes(pdf([[], []]))
    (failure,) = documents(path)
    assert isinstance(failure, Failure)
    assert "OCR" in failure.reason


@pytest.mark.parametrize(("password", "readable"), [("", True), ("hush", False)])
def test_a_file_with_a_password_says_so(path: Path, password: str, readable: bool):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(PAGES))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    writer.write(path)
    (item,) = documents(path)
    assert isinstance(item, Document) if readable else "encrypted" in item.reason


def test_a_broken_file_says_so(path: Path):
    path.write_bytes(pdf(PAGES)[:200])
    (failure,) = documents(path)
    assert failure == Failure(str(path), "is not a PDF file, or is damaged")


HEAD, TEXT = PAGES[0][:-1], "1. (C) The minister said that the harvest was"


def said(path: Path, *pages: list[str]) -> list[str]:
    path.write_bytes(pdf(list(pages)))
    return [
        paragraph.text
        for document in documents(path)
        if isinstance(document, Document)
        for paragraph in parse_cable(document.text, name=document.name).paragraphs
    ]


def test_pages_without_text_are_named_and_the_others_read(path: Path):
    path.write_bytes(pdf([[*PAGES[0]], [], PAGES[2], []]))
    document, failure = documents(path)
    assert isinstance(document, Document)
    assert failure.place == f"{path}, pages 2, 4"
    assert failure.reason.startswith("have no text: scans")
    path.write_bytes(pdf([PAGES[0], []]))
    _, failure = documents(path)
    assert (failure.place, failure.reason[:12]) == (f"{path}, page 2", "has no text:")


def test_what_comes_back_on_each_page_is_left_out(path: Path):
    pages = [[*HEAD, TEXT], ["good, and", "left"], ["at noon.", "2. (C) Rain.", "LU"]]
    framed = [
        ["Released by the Archive on 3/4/2020", *page, f"archive.example/doc   {n}/3"]
        for n, page in enumerate(pages, 1)
    ]
    assert said(path, *framed) == ["The minister said that the harvest was good, and left at noon.", "Rain."]


def test_a_line_that_happens_to_come_back_is_kept(path: Path):
    assert said(path, [*HEAD, "1. (C) Rain."], ["2. (C) Snow.", "Rain."], ["3. (C) Hail.", "Sun."]) == [
        "Rain.",
        "Snow. Rain.",
        "Hail. Sun.",
    ]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (["the ship-", "ments, he said"], "the shipments, he said"),
        (["the nego-", "tiator; a negotiator"], "the negotiator; a negotiator"),
        (["the vice-", "president"], "the vice-president"),
        (["a well-", "known man"], "a well-known man"),
        (["U.S.-", "Spain trade"], "U.S.-Spain trade"),
        (["a harbor-", "master; the harbor-master"], "a harbor-master; the harbor-master"),
        (["a rain-", "coat"], "a rain-coat"),
        (["the PORT-", "Riga line"], "the PORT-Riga line"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_joined_where_that_is_likely(path: Path, cut: list[str], whole: str):
    lines = [*HEAD, f"1. (C) They saw {cut[0]}", *cut[1:], "2. (C) End."]
    assert said(path, lines) == [f"They saw {whole}", "End."]


def test_ligatures_are_letters(path: Path):
    data = pdf([[*HEAD, "Classi@ed By: DCM Ada Storm, reasons 1.4 (b)", "1. (C) The of@cial came."]])
    path.write_bytes(
        data.replace(b"BaseFont/Courier", b"BaseFont/Times-Roman/Encoding/StandardEncoding").replace(b"@", b"\xae")
    )
    (document,) = documents(path)
    cable = parse_cable(document.text, name=document.name)
    assert cable.paragraphs[-1].text == "The official came."
    assert "Classified By" in document.text
