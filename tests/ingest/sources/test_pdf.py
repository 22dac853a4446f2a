"""PDF files: those with a text layer are read, others say what is wrong with them."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

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


def pdf(pages: list[list[str]]) -> bytes:
    """The smallest file that shows these lines."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    for i, lines in enumerate(pages):
        shown = " ".join("({}) Tj T*".format(line.replace("(", r"\(").replace(")", r"\)")) for line in lines)
        stream = f"BT /F 10 Tf 12 TL 40 700 Td {shown} ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * i} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF"
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}"
    return (text + end).encode()


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
