"""Excel workbooks: a cable a row, by the names of the columns."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from written_forms import sheet, workbook, zipped

from ingest.domain.documents import Document, Failure
from ingest.parsing.parser import parse_cable
from ingest.sources.forms import excel_workbook
from ingest.sources.read_source import documents

TEXT = "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The “harvest” was good.\n"


def written(*rows: tuple[object, ...], sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Cables"
    for number in range(1, sheets):
        book.create_sheet(f"More {number}")
    for page in book.worksheets:
        for row in rows:
            page.append(row)
    book.save(packed := io.BytesIO())
    return packed.getvalue()


def of(path: Path, content: bytes) -> list[Document | Failure]:
    path.write_bytes(content)
    return list(documents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cables.xlsx"


def test_each_row_of_each_sheet_is_a_cable(path: Path):
    heads = ("ID", "Created", "Post", "Classification", "Body")
    row = ("10BAKU79", datetime.datetime(2010, 2, 4, 13, 5), "Embassy Baku", "CONFIDENTIAL", TEXT)
    found = of(path, written(heads, row, (None, None), sheets=2))
    assert [each.place for each in found] == [f"{path}, sheet {name}, row 2" for name in ("Cables", "More 1")]
    cable = parse_cable(found[0].text, name=found[0].name, page=found[0].page)
    assert (cable.id, cable.date, cable.subject) == ("10BAKU79", "2010-02-04T13:05Z", "GRAIN")
    assert found[0].text.strip() == TEXT.strip()


def test_a_sheet_that_is_no_table_of_cables_is_no_hindrance(path: Path):
    book = openpyxl.Workbook()
    book.active.append(("Notes", "of the team"))
    book.create_sheet("Cables").append(("id", "text"))
    book["Cables"].append(("10BAKU79", TEXT))
    book.save(path)
    (document,) = documents(path)
    assert document.name == "10BAKU79"


def test_a_text_that_excel_has_cut_is_told(path: Path):
    document, failure = of(path, workbook(sheet([["id", "text"], ["10BAKU79", (TEXT * 400)[:32_767]]])))
    assert document.name == "10BAKU79"
    assert "the end of its text is lost" in failure.reason


def test_a_cell_in_the_last_corner_costs_nothing(path: Path):
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    cells = sheet([["id", "text"], ["10BAKU79", TEXT]]).replace(b"</sheetData>", corner)
    found = of(path, workbook(cells))
    assert found[0].name == "10BAKU79"


def test_a_row_of_a_million_columns_is_told_in_a_line(path: Path):
    row = '<row r="2">' + '<c t="inlineStr"><is><t>x</t></is></c>' * 1_000_000 + "</row></sheetData>"
    (failure,) = of(path, workbook(sheet([["id", "notes"]]).replace(b"</sheetData>", row.encode())))
    assert failure.reason.startswith(("does not say", "unpacks to more than"))
    far = b'<row r="2"><c r="ZZZZZ2" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    (failure,) = of(path, workbook(sheet([["id", "text"]]).replace(b"</sheetData>", far)))
    assert failure.reason == "is damaged or truncated"


def test_the_number_of_cells_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(excel_workbook, "MOST_CELLS", 3)
    (failure,) = of(path, written(("id", "text"), ("10BAKU79", TEXT)))
    assert "more than 3 cells" in failure.reason


GOOD = workbook(sheet([["id", "text"], ["10BAKU79", TEXT]]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GOOD[:-100], "is not an Excel workbook, or is damaged"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "is damaged or truncated"),
        (workbook(b"<worksheet>"), "is damaged or truncated"),
        (workbook(sheet([["only", "notes"]])), "does not say which column holds what"),
        (workbook(sheet([])), "has no rows"),
        (workbook(sheet([["id", "text"]]) + b" " * (20 << 20)), "unpacks to more than 100 times its size"),
        (workbook(b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet([["id", "text"]])), "is damaged or truncated"),
    ],
)
def test_what_is_broken_or_a_bomb_is_told_in_a_line_and_the_rest_is_read(
    tmp_path: Path, content: bytes, reason: str
):
    (tmp_path / "a.xlsx").write_bytes(content)
    (tmp_path / "b.xlsx").write_bytes(GOOD)
    failure, document = documents(tmp_path)
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert document.name == "10BAKU79"
