"""Statements as data: rows of the library as CSV and JSON, and in Python, narrowed and safe to open."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import done, quick_library, text, write

from assistant import Assistant
from ingest import Clearance
from ingest.attribution.statement_rows import StatementRow
from ingest.errors import FilterError, LibraryError
from ui.cli.main import reftel
from ui.rendering.csv_table import statements_csv

TALKS = (
    "Foreign Minister Anar Baro told the Ambassador that the border would stay closed. He said that nobody wanted "
    "a war.",
    "Comment: We doubt it. End comment.",
)
VISIT = (
    "Anar Barro told reporters that the ferry would run.",
    "Harbor Minister Olga Storm said that it would not.",
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reftel, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "cables", 1, *TALKS)
    later = text(2, *VISIT).replace("FEB 10", "MAR 10")
    (tmp_path / "cables" / "10OSLO2.txt").write_text(later, encoding="utf-8")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    library.close()
    return tmp_path / "library"


def table(*arguments: object) -> list[dict[str, str]]:
    result = run("statements", "--csv", *arguments)
    assert (result.exit_code, result.exception) == (0, None)
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_who_said_what_when_where_and_to_whom(folder):
    rows = table("--library", folder)
    assert 0.45 <= float(rows[0].pop("sure")) <= 1
    assert rows[0] == {
        "speaker": "Anar Baro",
        "name": "Anar Baro",
        "office": "Foreign Minister",
        "to": "Ambassador",
        "text": "Foreign Minister Anar Baro told the Ambassador that the border would stay closed.",
        "kind": "said",
        "date": "2010-02-04T13:05Z",
        "post": "OSLO",
        "cable": "10OSLO1",
        "paragraph": "1",
        "ordinal": "1",
        "marking": "C",
        "possibly": "",
    }
    assert [(row["speaker"], row["name"], row["to"], row["cable"]) for row in rows[1:]] == [
        ("Anar Baro", "Anar Baro", "", "10OSLO1"),
        ("Anar Baro", "Anar Barro", "reporters", "10OSLO2"),
        ("Olga Storm", "Olga Storm", "", "10OSLO2"),
    ]


def test_json_has_the_same_rows(folder):
    rows = [json.loads(line) for line in run("statements", "--json", "--library", folder).stdout.splitlines()]
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows] == table(
        "--library", folder
    )


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--person", "Barro"), ["10OSLO1", "10OSLO1", "10OSLO2"]),
        (("--person", "storm"), ["10OSLO2"]),
        (("--since", "2010-03"), ["10OSLO2", "10OSLO2"]),
        (("--until", "2010-02"), ["10OSLO1", "10OSLO1"]),
        (("--origin", "BAKU"), []),
        (("--kind", "comment"), ["10OSLO1"]),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_rows_are_narrowed(folder, options, found):
    assert [row["cable"] for row in table(*options, "--library", folder)] == found


def test_the_same_in_python_and_as_a_table_of_pandas(folder):
    pandas = pytest.importorskip("pandas")
    library = quick_library(folder)
    rows = list(Assistant(library).statements(speaker="Baro", since="2010-03"))
    assert [(each.speaker, each.to) for each in rows] == [("Anar Baro", "reporters")]
    frame = pandas.DataFrame(Assistant(library).statements())
    assert frame.groupby("speaker").size().to_dict() == {"Anar Baro": 3, "Olga Storm": 1}
    with pytest.raises(LibraryError, match="Nobody called Nobody speaks"):
        Assistant(library).statements(speaker="Nobody")
    with pytest.raises(FilterError):
        Assistant(library).statements(since="yesterday")
    library.close()


def test_rows_come_as_they_are_asked_for(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.people_queries._CABLES_AT_ONCE", 1)
    library = quick_library(folder)
    read = []
    cables = library.attributed_paragraphs
    monkeypatch.setattr(library, "attributed_paragraphs", lambda keys: read.append(len(keys)) or cables(keys))
    rows = Assistant(library).statements()
    next(rows)
    assert read == [2]
    assert len(list(rows)) == 3
    library.close()


def test_what_is_about_a_topic(assistant):
    rows = list(assistant.statements("Guseinli", about="russia"))
    assert {(row.speaker, row.cable, row.paragraph) for row in rows} == {
        ("Elchin Huseynli", "10BAKU79", 2),
        ("Elchin Huseynli", "10BAKU79", 5),
    }
    assert list(assistant.statements("Anselmo Chivangue", about="russia")) == []
    assert {row.post for row in assistant.statements(about="russia", origin="BAKU")} == {"BAKU"}


def test_a_correction_is_in_the_rows_and_a_copy_has_its_own_alone(folder):
    library = quick_library(folder)
    library.corrections.rename("Olga Storm", "Olga Gale")
    assert [row.speaker for row in library.statements_of()] == ["Anar Baro", "Anar Baro", "Anar Baro", "Olga Gale"]
    assert list(library.cleared(Clearance.parse("U")).statements_of()) == []
    library.close()


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_no_cell_is_a_formula(words):
    row = StatementRow(words, words, words, words, words, "said", None, None, words, None, 1, words)
    _, line = statements_csv([row])
    (cells,) = csv.reader([line])
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "＝"))]
    assert cells[0].startswith("'")


@pytest.mark.parametrize(
    "wrong",
    [(), ("--csv", "--json"), ("--csv", __file__), (__file__, "--since", "2009"), (__file__, "--kind", "said")],
)
def test_wrong_usage_is_told(wrong):
    assert run("statements", *wrong).exit_code == 2


def test_who_does_not_speak_is_an_error(folder):
    result = run("statements", "--csv", "--person", "Nobody", "--library", folder)
    assert (result.exit_code, str(result.exception)) == (1, "Nobody called Nobody speaks in the cables.")
