"""PDF files: those with a text layer are read, others say what is wrong with them."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from written_pdf import pdf, placed

from ingest.domain.documents import Document, Failure
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents
from ingest.sources.scans import read_pages

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


def test_a_scan_without_text_says_that_ocr_is_needed(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read_pages, "engine", lambda: None)
    path.write_bytes(pdf([[], []]))
    (failure,) = documents(path)
    assert isinstance(failure, Failure)
    assert "install Tesseract" in failure.reason


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


def test_pages_without_text_are_named_and_the_others_read(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read_pages, "engine", lambda: None)
    path.write_bytes(pdf([[*PAGES[0]], [], PAGES[2], []]))
    failure, document = documents(path)
    assert isinstance(document, Document)
    assert failure.place == f"{path}, pages 2, 4"
    assert failure.reason.startswith("have no text: scans")
    path.write_bytes(pdf([PAGES[0], []]))
    failure, _ = documents(path)
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


LEFT = [
    *("1. (C) The harbor master told us", "that two things keep the pilots", "ashore. Both ice and debt stand"),
    *("in their way, he said, and they", "will stay there until May."),
]
RIGHT = [
    "2. (C) The ferries cost more than",
    "they earn. He wanted them sold",
    "by Easter, or given to whoever",
    "would have them.",
    "LU",
]
COLUMNS = [
    "The harbor master told us that two things keep the pilots ashore. Both ice and debt stand in their way, he said, "
    "and they will stay there until May.",
    "The ferries cost more than they earn. He wanted them sold by Easter, or given to whoever would have them.",
]


def beside(left: list[str], right: list[str], top: int = 600) -> list[tuple[float, float, float, str]]:
    """The lines of two columns in turns, as many programs write them."""
    pairs = enumerate(zip(left, right, strict=True))
    return [each for at, (a, b) in pairs for each in ((40, top - 12 * at, 10, a), (320, top - 12 * at, 10, b))]


def above(lines: list[str], top: int = 760) -> list[tuple[float, float, float, str]]:
    return [(40, top - 12 * at, 10, line) for at, line in enumerate(lines)]


def paragraphs_of(path: Path, *pages) -> list[str]:
    path.write_bytes(placed(list(pages)))
    (document,) = documents(path)
    return [each.text for each in parse_cable(document.text, name=document.name).paragraphs]


def test_two_columns_below_a_head_are_read_one_after_the_other(path: Path):
    assert paragraphs_of(path, above(HEAD) + beside(LEFT, RIGHT)) == COLUMNS


def test_columns_that_are_written_one_after_the_other_are_read_so(path: Path):
    columns = [each for side in (0, 1) for each in beside(LEFT, RIGHT)[side::2]]
    assert paragraphs_of(path, above(HEAD) + columns) == COLUMNS


def test_a_sentence_runs_over_from_one_column_to_the_next(path: Path):
    left, right = [*LEFT[:4], "will stay there until"], ["May.", *RIGHT[:3], RIGHT[3]]
    assert paragraphs_of(path, above(HEAD) + beside(left, right)) == COLUMNS


def test_the_lines_of_a_table_are_no_columns_of_text_and_keep_their_gaps(path: Path):
    names, figures = ["", "Grain (tons)", "Timber (tons)", "Oil (barrels)"], ["2006", "1,204", "310", "12,400"]
    page = (
        above([*HEAD, "1. (C) The figures follow."]) + beside(names, figures) + above(["2. (C) Well.", "LU"], 500)
    )
    table, comment = paragraphs_of(path, page)
    assert [line.split("   ")[0] for line in table.splitlines()[2:]] == ["", *names[1:]]
    assert (
        len({len(line) - len(figure) for line, figure in zip(table.splitlines()[2:], figures, strict=True)}) == 1
    )
    assert comment == "Well."


def test_small_capitals_are_one_word(path: Path):
    name = [(100, 600, 10, "K"), (106, 600, 7.5, "ALVE")]
    page = [*above(HEAD), (40, 600, 10, "1. (C) Mr. "), *name, (130, 600, 10, "came."), *above(["LU"], 580)]
    assert paragraphs_of(path, page) == ["Mr. KALVE came."]


def pages_by_words(path: Path) -> list[list[tuple[int, str]]]:
    """Return of each text in a file the number of each page, and the word that it begins with."""
    return [
        [(page.number, document.text[page.start :].split()[0]) for page in document.pages]
        for document in documents(path)
        if isinstance(document, Document)
    ]


def test_a_text_knows_its_pages_though_one_has_no_text_and_words_are_cut(path: Path):
    cut = ["Wheat and govern-", "ment and govern-", "ment and embar-"]
    path.write_bytes(pdf([PAGES[0], cut, [], ["goes of government", "and an embargoes bill."], ["The end."]]))
    # The word that is cut at the end of the page is made whole there, and the page begins after it.
    assert pages_by_words(path) == [[(1, "C"), (2, "Wheat"), (4, "of"), (5, "The")]]


def test_each_of_several_cables_has_the_pages_that_it_stands_on(path: Path):
    first = ["P 041305Z FEB 10", "FM AMEMBASSY BAKU", *PAGES[0]]
    path.write_bytes(pdf([first, PAGES[1], first, PAGES[2]]))
    assert pages_by_words(path) == [[(1, "P"), (2, "good,")], [(3, "P"), (4, "3.")]]
