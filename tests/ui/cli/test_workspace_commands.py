"""The workspace as commands: pinned, written, ordered, exported, deleted."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import library_of_two

from ui.cli.main import reftel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library_of_two(tmp_path)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(reftel, ["workspace", *arguments, "--library", str(folder)])


def test_a_page_from_its_first_pin_to_its_end(folder, tmp_path):
    assert run(folder, "pin", "10 Oslo 000002").stdout == "Workspace  (1 item)\n  1  10OSLO2\n"
    run(folder, "pin", "10OSLO1", "--paragraph", "1")
    run(folder, "write", "The ministers", "--heading")
    run(folder, "move", "3", "up")
    shown = run(folder, "move", "2", "up").stdout
    said = "Wordnumber1 was what the Minister said."
    lines = ["Workspace  (3 items)", "  1  ## The ministers", "  2  10OSLO2", f"  3  10OSLO1 ¶1  {said}"]
    assert shown.splitlines() == lines
    run(folder, "write", "Both spoke.", "--after", "1")
    printed = run(folder, "export").stdout
    assert printed.startswith("# Workspace\n\n## The ministers\n\nBoth spoke.\n\nMATTER 2 (10OSLO2)[^1]\n\n> Word")
    run(folder, "export", "--output", str(tmp_path / "page.docx"), "--style", "mla")
    with zipfile.ZipFile(tmp_path / "page.docx") as packed:
        assert "MATTER 1" in packed.read("word/footnotes.xml").decode()
    assert run(folder, "remove", "4").stdout.startswith("Workspace  (3 items)")
    run(folder, "rename", "Workspace", "Ministers")
    run(folder, "create", "Ships")
    assert run(folder, "list").stdout == "Ships\nMinisters\n"
    held = json.loads(run(folder, "show", "--page", "Ministers", "--json").stdout)
    assert [each["kind"] for each in held["items"]] == ["heading", "text", "cable"]
    run(folder, "delete", "Ministers")
    assert run(folder, "list").stdout == "Ships\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show",), "You have pinned nothing yet."),
        (("show", "--page", "Boats"), "There is no page “Boats” of yours"),
        (("pin", "10OSLO77"), "There is no cable 10OSLO77 in this library."),
        (("pin", "10OSLO1", "--paragraph", "9"), "10OSLO1 has no paragraph 9"),
        (("pin", "10OSLO1", "10OSLO2", "--paragraph", "1"), "A paragraph is of one cable"),
        (("pin", "--note", "AAAA"), "There is no note AAAA of yours"),
        (("export", "--output", "page.odt"), "page.odt is no Word or Markdown file"),
    ],
)
def test_what_cannot_be_done_is_told(folder, arguments, told):
    assert told in str(run(folder, *arguments).exception)
