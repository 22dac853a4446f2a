"""Collections as commands: made, listed, changed, exported, asked within, deleted."""

import csv
import io
import json
from pathlib import Path

import pytest
import rispy
from click.testing import CliRunner, Result
from quick import library_of_two

from ui.cli.main import reftel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library_of_two(tmp_path)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(reftel, [*arguments, "--library", str(folder)])


def test_a_collection_from_its_making_to_its_end(folder):
    made = run(folder, "collection", "create", "Ships", "10OSLO2", "--note", "=1+1 of <b>Oslo</b>")
    assert (made.exit_code, made.stdout) == (0, "Ships  (1 cable)\n")
    assert run(folder, "collection", "add", "Ships", "10 Oslo 000001").stdout == "Ships  (2 cables)\n"
    assert run(folder, "collection", "share", "Ships").stdout == "Ships  (2 cables, shared)\n"
    assert run(folder, "collection", "share", "Ships", "--stop").stdout == "Ships  (2 cables)\n"
    shown = run(folder, "collection", "show", "Ships").stdout
    assert shown.splitlines() == ["Ships  (2 cables)", "=1+1 of <b>Oslo</b>", "10OSLO2", "10OSLO1"]
    [listed] = run(folder, "collection", "list", "--json").stdout.splitlines()
    assert json.loads(listed)["cables"] == ["10OSLO2", "10OSLO1"]
    assert run(folder, "collection", "remove", "Ships", "10OSLO1").stdout == "Ships  (1 cable)\n"
    assert run(folder, "collection", "delete", "Ships").exit_code == 0
    assert run(folder, "collection", "list").stdout == ""


def test_it_is_exported_as_a_table_and_as_references(folder):
    run(folder, "collection", "create", "Ships", "10OSLO2", "10OSLO1")
    rows = list(csv.reader(io.StringIO(run(folder, "collection", "export", "Ships").stdout)))
    assert [row[1] for row in rows] == ["Cable", "10OSLO1", "10OSLO2"]
    records = rispy.loads(run(folder, "collection", "export", "Ships", "--format", "ris").stdout)
    assert [each["id"] for each in records] == ["10OSLO1", "10OSLO2"]


def test_a_question_and_a_search_are_within_it(folder):
    run(folder, "collection", "create", "Ships", "10OSLO2")
    asked = run(folder, "ask", "list all cables", "--collection", "Ships", "--json")
    assert json.loads(asked.stdout)["cables"] == ["10OSLO2"]
    found = run(folder, "search", "minister", "--collection", "Ships", "--json").stdout.splitlines()
    assert {json.loads(each)["cable"] for each in found} == {"10OSLO2"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("collection", "show", "Boats"), "There is no collection “Boats”"),
        (("collection", "create", "Boats", "10OSLO77"), "There is no cable 10OSLO77"),
        (("ask", "list all cables", "--collection", "Boats"), "There is no collection “Boats”"),
        (("search", "ship", "--collection", "Boats"), "There is no collection “Boats”"),
    ],
)
def test_what_is_not_there_is_told(folder, arguments, told):
    assert told in str(run(folder, *arguments).exception)
