"""The full dump: eight quoted columns, backslash escapes, no header row."""

from pathlib import Path

import pytest

from ingest.domain.documents import Document, Failure, PageFacts
from ingest.parsing.parser import parse_cable
from ingest.sources.forms import csv_rows
from ingest.sources.read_source import documents

HEADER = "VZCZCXYZ0001\nRR RUEHC\nR 041305Z FEB 10\nFM AMEMBASSY BAKU\nTO RUEHC/SECSTATE WASHDC\n"
BODY = (
    "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n"
    '1. (C) He said \\"we\\\'ll sell\\", and left.\\\nThen rain.\n'
)


def row(number: int, id: str, body: str = BODY) -> str:
    fields = str(number), "2/4/2010 13:05", id, "Embassy Baku", "CONFIDENTIAL", "09BAKU1|09BAKU2", HEADER, body
    return ",".join(f'"{field}"' for field in fields) + "\n"


def read(path: Path, data: str | bytes) -> list[Document | Failure]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(documents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dump.csv"


def test_each_row_is_a_cable_with_what_the_columns_say(path: Path):
    first, second = read(path, row(1, "10BAKU79") + row(2, "10BAKU80"))
    assert first == Document(
        f"{path}, row 1",
        HEADER + "\nC O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n"
        '1. (C) He said "we\'ll sell", and left.\nThen rain.\n',
        name="10BAKU79",
        page=PageFacts("10BAKU79", "2010-02-04T13:05Z", "CONFIDENTIAL", "Embassy Baku"),
    )
    assert (second.place, second.name) == (f"{path}, row 2", "10BAKU80")
    assert parse_cable(first.text, name=first.name, page=first.page).subject == "GRAIN"


@pytest.mark.parametrize(
    "broken",
    [
        '"2","2/4/2010 13:05","10BAKU80","Embassy\n',
        '"2","2/4/2010 13:05","10BAKU80"\n',
        '"2","2/4/2010 13:05","10BAKU80","Embassy "Baku"","C","","h","b"\n',
        '"2","2/4/2010 13:05","","Embassy Baku","C","","h","b"\n',
        "what is this\n",
    ],
)
def test_a_broken_row_is_named_and_the_next_good_one_is_read(path: Path, broken: str):
    first, failure, *_, last = read(path, row(1, "10BAKU79") + broken + row(3, "10BAKU81"))
    assert first.name == "10BAKU79"
    assert isinstance(failure, Failure)
    assert failure.place == f"{path}, row 2"
    assert last.name == "10BAKU81"


@pytest.mark.parametrize("id", ["10BAKU\n79x", "x" * 9_999, "a\u2028b", "///"])
@pytest.mark.parametrize(("number", "known"), [(" BAKU 000079", "10BAKU79"), ("", "UNIDENTIFIED-")])
def test_a_row_whose_id_is_none_is_known_by_what_its_text_says(path: Path, id: str, number: str, known: str):
    (found,) = read(path, row(1, id, BODY.replace(" BAKU 000079", number)))
    assert parse_cable(found.text, name=found.name, page=found.page).id.startswith(known)


def test_a_row_of_a_year_that_no_cable_is_of_has_no_date(path: Path):
    (found,) = read(path, row(1, "10BAKU79").replace("2/4/2010", "2/4/9999").replace("041305Z FEB 10", ""))
    assert parse_cable(found.text, name=found.name, page=found.page).date is None


def test_a_row_that_is_cut_off_is_no_cable(path: Path):
    _, failure = read(path, (row(1, "10BAKU79") + row(2, "10BAKU80"))[:-20])
    assert isinstance(failure, Failure)


def test_rows_do_not_depend_on_where_the_blocks_end(path: Path, monkeypatch: pytest.MonkeyPatch):
    data = "".join(row(i, f"10BAKU{i}") for i in range(1, 30))
    whole = read(path, data)
    for size in (7, 64, 333):
        monkeypatch.setattr(csv_rows, "MEBIBYTE", size)
        assert read(path, data) == whole


def test_a_row_without_an_end_costs_no_memory(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_rows, "LARGEST_TEXT", 4000)
    monkeypatch.setattr(csv_rows, "MEBIBYTE", 500)
    first, failure, last = read(path, row(1, "10BAKU79") + row(2, "10BAKU80", "x" * 9000) + row(3, "10BAKU81"))
    assert (first.name, last.name) == ("10BAKU79", "10BAKU81")
    assert "longer than" in failure.reason


def test_a_table_of_another_kind_is_given_up_at_once(path: Path):
    (failure,) = read(path, "name,price\nwheat,3\n" * 400)
    assert failure.place == str(path)
    assert "--columns" in failure.reason


def test_rows_of_another_kind_are_given_up_after_a_while(path: Path):
    failures = read(path, row(1, "") * 400)
    assert len(failures) == 101
    assert failures[-1].place == str(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_encoding_of_a_dump_is_found(path: Path, encoding: str, ends: str):
    text = (row(1, "10BAKU79", "1. (C) “Señor” said no.\n") + row(2, "10BAKU80")).replace("\n", ends)
    first, second = read(path, text.encode(encoding))
    assert first.text == HEADER + "\n1. (C) “Señor” said no.\n"
    assert second.name == "10BAKU80"
