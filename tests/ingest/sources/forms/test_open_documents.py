"""OpenDocument files, as LibreOffice saves them: every word, the numbers of lists, and rows of cables."""

from pathlib import Path

import pytest
from written_forms import OPEN, open_document, open_paragraphs, open_spreadsheet, zipped

from ingest.domain.documents import Document, Failure
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents

LINES = ["C O N F I D E N T I A L BAKU 000079", "", "SUBJECT: GRAIN & “BREAD”", "", "1. (C) The harvest was good."]
TEXT = "\n".join(LINES)


def of(path: Path, content: bytes) -> list[Document | Failure]:
    path.write_bytes(content)
    return list(documents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "10BAKU79.odt"


@pytest.mark.parametrize("name", ["10BAKU79.odt", "10BAKU79", "10BAKU79.doc.txt"])
def test_paragraphs_are_lines_whatever_the_file_is_called(tmp_path: Path, name: str):
    (document,) = of(tmp_path / name, open_document(open_paragraphs(LINES)))
    assert document.text == TEXT + "\n"


def test_blanks_tabs_and_line_ends_are_elements_and_words_lie_in_spans(path: Path):
    body = (
        '<text:p>AFI <text:s text:c="3"/>22<text:tab/>UMP<text:line-break/>2. <text:span>(C) <text:a>The </text:a>'
        "</text:span>ferry<office:annotation><text:p>Check!</text:p></office:annotation> ran<text:soft-page-break/>.</text:p>"
    )
    (document,) = of(path, open_document(open_paragraphs(LINES) + body))
    assert document.text.splitlines()[5:] == ["AFI    22\tUMP", "2. (C) The ferry ran."]


def test_what_was_deleted_is_left_out_and_boxes_and_notes_are_read(path: Path):
    deleted = (
        f"<text:tracked-changes><text:deletion>{open_paragraphs(['gone'])}</text:deletion></text:tracked-changes>"
    )
    body = (
        "<text:p>2. (C) It rained<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>See Baku 78.</text:p></text:note-body></text:note> here.<draw:frame><draw:text-box>"
        "<text:p>RELEASED</text:p><text:list><text:list-item><text:p>IN PART</text:p></text:list-item></text:list>"
        "</draw:text-box></draw:frame></text:p><text:h>COMMENT</text:h>"
    )
    (document,) = of(path, open_document(deleted + open_paragraphs(LINES) + body))
    assert document.text.splitlines()[5:] == [
        "2. (C) It rained here.",
        "RELEASED",
        "IN PART",
        "COMMENT",
        "",
        "See Baku 78.",
    ]


def test_numbers_that_are_printed_are_read(path: Path):
    item = "<text:list-item>{}</text:list-item>".format
    inner = f"<text:list>{item(open_paragraphs(['within']))}{item(open_paragraphs(['and again']))}</text:list>"
    lists = (
        f'<text:list text:style-name="L1">{item(open_paragraphs(["(C) First.", "still the first"]))}'
        f"{item(open_paragraphs(['(C) Second.']) + inner)}</text:list>{open_paragraphs(['between'])}"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item(open_paragraphs(["(C) Third."]) + inner)}'
        f'</text:list><text:list text:style-name="L2">{item(open_paragraphs(["a point"]))}</text:list>'
        f'<text:list text:style-name="L1"><text:list-item text:start-value="9">{open_paragraphs(["(C) Ninth."])}'
        f"</text:list-item><text:list-header>{open_paragraphs(['no number'])}</text:list-header></text:list>"
    )
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="." text:start-value="4"/><text:list-level-style-number text:level="2" '
        'style:num-format="a" style:num-suffix=")" style:num-prefix="(" text:display-levels="2"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    )
    (document,) = of(path, open_document(open_paragraphs(LINES[:4]) + lists, styles))
    assert document.text.splitlines()[4:] == [
        *("4. (C) First.", "still the first", "5. (C) Second.", "(5.a) within", "(5.b) and again", "between"),
        *("6. (C) Third.", "(6.a) within", "(6.b) and again", "- a point", "9. (C) Ninth.", "no number"),
    ]
    assert [each.number for each in parse_cable(document.text).paragraphs][:2] == [4, 5]


def test_a_table_is_lines_and_one_around_a_text_is_nothing(path: Path):
    cell = "<table:table-cell>{}</table:table-cell>".format
    rows = "".join(
        f"<table:table-row>{''.join(cell(open_paragraphs([word])) for word in row)}</table:table-row>"
        for row in (("AFI", "22"), ("UMP", "5"))
    )
    framed = f"<table:table-row>{cell(open_paragraphs(['2. (C) One', 'text.']))}</table:table-row>"
    tables = f"<table:table>{rows}</table:table><table:table>{framed}</table:table>"
    (document,) = of(path, open_document(open_paragraphs(LINES) + tables))
    assert document.text.splitlines()[5:] == ["AFI   22", "UMP   5", "2. (C) One", "text."]


def test_each_row_of_a_spreadsheet_is_a_cable(tmp_path: Path):
    cells = "".join(f"<table:table-cell>{open_paragraphs(each)}</table:table-cell>" for each in (["10BAKU80"], []))
    row = (
        f'<table:table-row>{cells}<table:table-cell office:value-type="date" office:date-value="2010-02-04T13:05:00">'
        f"<text:p>4.2.</text:p></table:table-cell><table:table-cell>{open_paragraphs(LINES)}</table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    head = (
        open_paragraphs(["id"]),
        open_paragraphs(["notes"]),
        open_paragraphs(["date"]),
        open_paragraphs(["text"]),
    )
    heads = "".join(f"<table:table-cell>{each}</table:table-cell>" for each in head)
    (document,) = of(tmp_path / "a.ods", open_spreadsheet(f"<table:table-row>{heads}</table:table-row>{row}"))
    assert (document.text.strip(), document.place) == (TEXT, f"{tmp_path}/a.ods, sheet Cables, row 2")
    assert document.page
    assert (document.page.id, document.page.date) == ("10BAKU80", "2010-02-04T13:05Z")


GOOD = {
    ".odt": open_document(open_paragraphs(LINES)),
    ".ods": open_spreadsheet([["id", "text"], ["10BAKU79", TEXT]]),
}
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LOCKED = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
FAR = 20 << 20


@pytest.mark.parametrize(
    ("suffix", "content", "reason"),
    [
        (".odt", GOOD[".odt"][:-40], "is not an OpenDocument file, or is damaged"),
        (".odt", zipped({"a.txt": "x"}), "has no content"),
        (".odt", open_document(""), "is an OpenDocument file without text"),
        (".odt", open_document("x", parts=LOCKED), "is encrypted"),
        (".odt", zipped({"content.xml": f"{ENTITIES}<a>&b;</a>"}), "declares a document type, which is refused"),
        (".odt", open_document("<text:p>" * 3_000 + "</text:p>" * 3_000), "is nested too deeply"),
        (".odt", open_document("<text:list><text:list-item>" * 900), "is nested too deeply"),
        (".odt", open_document(" " * FAR), "unpacks to more than 100 times its size"),
        (".odt", open_document('<text:p><text:s text:c="999999999"/></text:p>'), "without text"),
        (".ods", GOOD[".ods"][:-40], "is not an OpenDocument file, or is damaged"),
        (".ods", open_spreadsheet([]), "has no rows"),
        (".ods", open_spreadsheet([["only", "notes"]]), "does not say which column holds what"),
        (".ods", zipped({"content.xml": f"{ENTITIES}<a {OPEN}>&b;</a>"}), "declares a document type"),
    ],
)
def test_what_is_broken_or_a_bomb_is_told_in_a_line_and_the_rest_is_read(
    tmp_path: Path, suffix: str, content: bytes, reason: str
):
    (tmp_path / f"a{suffix}").write_bytes(content)
    (tmp_path / f"b{suffix}").write_bytes(GOOD[suffix])
    failure, document = documents(tmp_path)
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert isinstance(document, Document)


def test_a_repeated_cell_costs_nothing(tmp_path: Path):
    many = "".join(
        f'<table:table-cell table:number-columns-repeated="9999999">{open_paragraphs(["x"])}</table:table-cell>'
        for _ in range(50)
    )
    (failure,) = of(tmp_path / "a.ods", open_spreadsheet(f"<table:table-row>{many}</table:table-row>"))
    assert "does not say which column holds what" in failure.reason


def test_what_is_held_in_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.sources.forms.open_document.MOST_IN_ONE", 20)
    monkeypatch.setattr("ingest.sources.forms.open_spreadsheet.MOST_IN_ONE", 20)
    (failure,) = of(tmp_path / "a.odt", open_document(f"<text:p>{'<text:s/>' * 30}</text:p>"))
    assert "has more in one paragraph" in failure.reason
    (failure,) = of(tmp_path / "a.ods", open_spreadsheet(f"<table:table-row>{'<a/>' * 30}</table:table-row>"))
    assert "has more in one row" in failure.reason


def test_the_number_of_cells_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.sources.forms.open_spreadsheet.MOST_CELLS", 3)
    (failure,) = of(tmp_path / "a.ods", GOOD[".ods"])
    assert "more than 3 cells" in failure.reason
