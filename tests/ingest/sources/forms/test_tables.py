"""Tables of cables as spreadsheets and programs write them."""

import csv
import io
import tracemalloc
import zipfile
from itertools import islice
from pathlib import Path

import pytest

from ingest.domain.documents import Document, Failure
from ingest.errors import SourceError
from ingest.parsing.parser import parse_cable
from ingest.sources.csv_columns import given_columns
from ingest.sources.forms import csv_rows
from ingest.sources.forms.csv_rows import Broken, rows
from ingest.sources.limits import MEBIBYTE, Budget
from ingest.sources.read_source import _read, documents
from ingest.sources.source import Source
from tests.support.quick import done, quick_library, text

IDS = ["10OSLO7", "10OSLO8", "10OSLO9"]
NAMES = ["Reference ID", "Created", "Origin", "Classification", "Body"]
CABLES = [
    [
        id,
        "2010-02-04 13:05",
        "Embassy Oslo",
        "CONFIDENTIAL",
        text(number, 'He said "no, never";\nthen\tleft, he said.'),
    ]
    for number, id in enumerate(IDS, start=7)
]


def table(cables: list[list[str]], **how: object) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, **{"lineterminator": "\n"} | how).writerows(cables)
    return written.getvalue()


def read(tmp_path: Path, data: str | bytes, name: str = "cables.csv", columns: str | None = None):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(documents(path, given_columns(columns) if columns else None))


def ids(found: list[Document | Failure]) -> list[str | None]:
    return [each.name if isinstance(each, Document) else None for each in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_however_a_table_is_written_its_rows_are_cables(tmp_path, delimiter, quoting, ends, mark):
    written = table([NAMES, *CABLES], delimiter=delimiter, quoting=quoting).replace("\n", ends)
    found = read(tmp_path, mark + written.encode())
    assert ids(found) == IDS
    assert found[0].text == CABLES[0][-1]
    cable = parse_cable(found[0].text, name=found[0].name, page=found[0].page)
    assert (cable.id, cable.date) == ("10OSLO7", "2010-02-04T13:05Z")
    assert cable.paragraphs[0].text.split() == 'He said "no, never"; then left, he said.'.split()


@pytest.mark.parametrize("name", ["cables.tsv", "cables.CSV"])
def test_a_table_is_known_by_its_suffix(tmp_path, name):
    assert ids(read(tmp_path, table([NAMES, *CABLES]), name)) == IDS


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_table_may_be_in_another_encoding(tmp_path, encoding):
    cables = [[*each[:-1], each[-1].replace("no, never", "“Señor”")] for each in CABLES]
    found = read(tmp_path, table([NAMES, *cables]).encode(encoding))
    assert 'He said "“Señor”"' in found[0].text


def test_a_program_may_count_its_rows_in_front(tmp_path):
    indexed = [["", *NAMES], *([str(n), *each] for n, each in enumerate(CABLES))]
    assert ids(read(tmp_path, table(indexed))) == IDS


def test_an_id_that_counts_rows_is_not_that_of_the_cable(tmp_path):
    indexed = [["id", *NAMES], *([str(n), *each] for n, each in enumerate(CABLES))]
    assert ids(read(tmp_path, table(indexed))) == IDS


def test_a_subject_and_a_header_may_have_columns_of_their_own(tmp_path):
    head, _, body = CABLES[0][-1].partition("\n\n")
    (found,) = read(
        tmp_path, table([["TITLE", "head", "content"], ["FJORDS", head, body.replace("SUBJECT: MATTER 7\n", "")]])
    )
    cable = parse_cable(found.text, name=found.name, page=found.page)
    assert (cable.id, cable.subject, cable.origin) == ("10OSLO7", "FJORDS", "AMEMBASSY OSLO")


def test_the_dump_may_be_written_anew_by_a_program(tmp_path):
    dump = [
        [str(n), "2/4/2010 13:05", *each[:1], *each[2:4], "09OSLO1|09OSLO2", "", each[-1]]
        for n, each in enumerate(CABLES, 1)
    ]
    assert ids(read(tmp_path, table(dump))) == IDS
    assert ids(read(tmp_path, table([[str(n), *each] for n, each in enumerate(dump)]))) == IDS


def test_a_table_that_does_not_say_what_its_columns_hold_says_how_to_name_them(tmp_path):
    bare = table([[each[-1], "x", each[0]] for each in CABLES])
    (failure,) = read(tmp_path, bare)
    assert failure.reason.startswith("does not say which column holds what")
    assert "--columns" in failure.reason
    assert ids(read(tmp_path, bare, columns="text,-,id")) == IDS
    named = table([["Drahtbericht", "Nr", "Zeichen"], *([each[-1], "x", each[0]] for each in CABLES)])
    assert ids(read(tmp_path, named, columns="body, , ref id")) == IDS


@pytest.mark.parametrize("named", ["id,date", "text,text", "text,colour", ""])
def test_columns_that_are_none_say_so(named):
    with pytest.raises(SourceError):
        given_columns(named)


def test_the_columns_reach_tables_in_an_archive_and_files_that_failed_before(tmp_path):
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as archive:
        archive.writestr("a.csv", table([[each[-1], "x", each[0]] for each in CABLES]))
    library = quick_library(tmp_path / "library")
    assert done(library.ingest([tmp_path / "tables.zip"])).counts == {"failed": 1}
    report = done(library.ingest([tmp_path / "tables.zip"], columns=given_columns("text,-,id")))
    assert report.counts == {"added": 3}
    assert done(library.ingest([tmp_path / "tables.zip"])).counts == {"unchanged": 3}


BROKEN = {
    "a quote that is never closed": '10OSLO8,2010-02-04,"Embassy Oslo,C,"1. No."\n',
    "too few columns": "10OSLO8,2010-02-04\n",
    "too many columns": "10OSLO8,2010-02-04,Embassy,Oslo,C,1. No.\n",
    "a quote in the midst": '10OSLO8,2010-02-04,"Embassy "Oslo"",C,1. No.\n',
    "no id": ",2010-02-04,Embassy Oslo,C,1. No.\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_told_once_and_the_next_good_one_is_read(tmp_path, broken):
    first, last = table([NAMES, CABLES[0]]), table([CABLES[2]])
    one, failure, other = read(tmp_path, first + broken + last)
    assert (one.name, other.name) == ("10OSLO7", "10OSLO9")
    assert failure.place.endswith(", row 3")


def test_nul_bytes_are_dropped(tmp_path):
    assert ids(read(tmp_path, table([NAMES, *CABLES]).replace("Embassy", "Em\0bassy"))) == IDS


class Endless(io.RawIOBase):
    """So many bytes of a table, made as they are read."""

    def __init__(self, begin: bytes, again: bytes, size: int) -> None:
        self.begin, self.again, self.left = begin, again * (MEBIBYTE // len(again)), size

    def read(self, size: int = -1) -> bytes:
        begin, self.begin = self.begin, b""
        if begin or self.left <= 0:
            return begin
        self.left -= len(self.again)
        return self.again


HEADS = ",".join(NAMES).encode() + b"\n"
HOSTILE = {
    "one field": (HEADS + b'10OSLO7,2010-02-04,Oslo,C,"', b"x"),
    "one field of many lines": (HEADS + b'10OSLO7,2010-02-04,Oslo,C,"', b"x" * 70 + b"\n"),
    "one field of lines that look like rows": (HEADS + b'10OSLO7,2010-02-04,Oslo,C,"', b"10OSLO8,,\n"),
    "one row of many fields": (HEADS, b"x,"),
    "many quotes": (HEADS, b'10OSLO7,"","\n"'),
    "one line of quotes": (HEADS, b'"'),
    "nul": (HEADS, b"\0"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_table_of_any_size_fills_the_memory(kind):
    begin, again = HOSTILE[kind]
    source = Source("a.csv", "a.csv", Endless(begin, again, 12 * MEBIBYTE), Budget())
    tracemalloc.start()
    found = list(islice(_read(source), 100))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * MEBIBYTE
    assert all(isinstance(each, Failure) for each in found)


def test_broken_rows_are_looked_through_again_only_so_often(monkeypatch):
    monkeypatch.setattr(csv_rows, "LARGEST_TEXT", 4000)
    monkeypatch.setattr(csv_rows, "MOST_REREAD", 16_000)
    lines = b'1,"a' + b"\n1,b" * 3000 + b'\n1,"a' + b"\n1,b" * 30_000
    found = list(rows(Source("a.csv", "a.csv", io.BytesIO(lines), Budget())))
    assert sum(isinstance(each, Broken) for each in found) == 2
    assert found[-1] == ["1", "b"]
