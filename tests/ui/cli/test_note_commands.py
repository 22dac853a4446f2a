"""Notes as commands: made, listed, changed, exported, deleted."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import library_of_two

from ui.cli.main import reftel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library_of_two(tmp_path)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(reftel, ["notes", *arguments, "--library", str(folder)])


def test_a_note_from_its_making_to_its_end(folder):
    made = run(folder, "add", "10 Oslo 1", "1", "the Minister", "--note", "=1+1\nWho?").stdout
    id = made.split()[0]
    assert made == f"{id}  10OSLO1 ¶1  “the Minister”: =1+1\\nWho?\n"
    assert run(folder, "add", "10OSLO2", "1", "--colour", "blue").exit_code == 0
    assert [each.split()[1] for each in run(folder, "list").stdout.splitlines()] == ["10OSLO2", "10OSLO1"]
    assert run(folder, "list", "--words", "who").stdout == made
    assert run(folder, "change", id, "--note", "When?").stdout.endswith("“the Minister”: When?\n")
    assert run(folder, "share", id).stdout.endswith("When?  (shared)\n")
    assert run(folder, "share", id, "--stop").stdout.endswith("When?\n")
    assert run(folder, "show", id).stdout.splitlines()[:3] == ["## 10OSLO1 ¶1", "", "> the Minister"]
    [listed] = run(folder, "list", "--colour", "blue", "--json").stdout.splitlines()
    assert json.loads(listed)["words"]["exact"] == "Wordnumber2 was what the Minister said."
    assert run(folder, "delete", id).exit_code == 0
    assert run(folder, "list", "--cable", "10OSLO1").stdout == ""


def test_they_are_exported_in_each_form(folder):
    run(folder, "add", "10OSLO1", "1", "the Minister", "--note", "=1+1")
    assert "> the Minister\n\n=1+1\n" in run(folder, "export").stdout.replace("\\", "")
    [row] = csv.DictReader(io.StringIO(run(folder, "export", "--format", "csv").stdout))
    assert (row["Words"], row["Note"]) == ("the Minister", "'=1+1")
    written = json.loads(run(folder, "export", "--format", "jsonld").stdout)
    assert (written["type"], written["total"]) == ("AnnotationCollection", 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "AAAAAAAAAAAA"), "There is no note AAAAAAAAAAAA"),
        (("add", "10OSLO77", "1"), "There is no cable 10OSLO77"),
        (("add", "10OSLO1", "9"), "10OSLO1 has no paragraph 9"),
        (("add", "10OSLO1", "1", "a queen"), "does not have these words"),
    ],
)
def test_what_is_not_there_is_told(folder, arguments, told):
    assert told in str(run(folder, *arguments).exception)
