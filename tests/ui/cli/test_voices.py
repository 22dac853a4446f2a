"""The commands about who speaks, as a user meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import done, quick_library, write

from ui.cli.main import reftel

TALKS = (
    "Foreign Minister Anar Baro told the Ambassador that the border would stay closed. He said that nobody wanted "
    "a war.",
    "Comment: We doubt it. He has said so before. End comment.",
)
LATER = ("Anar Baro said that he would resign.",)
VISIT = ("Anar Barro said that the ferry would run.", "Harbor Minister Olga Storm said that it would not.")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reftel, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of three cables in which two people speak, one of them under two spellings."""
    for number, paragraphs in enumerate((TALKS, LATER, VISIT), start=1):
        write(tmp_path / "cables", number, *paragraphs)
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    library.close()
    return tmp_path / "library"


def test_people_come_with_their_offices_their_spellings_and_their_cables(folder):
    assert run("people", "--library", folder).stdout == (
        "Anar Baro  4 sentences, 3 cables\n"
        "  as Foreign Minister\n"
        "  also Anar Barro\n"
        "  10OSLO1 10OSLO2 10OSLO3\n"
        "Olga Storm  1 sentence, 1 cable\n"
        "  as Harbor Minister\n"
        "  10OSLO3\n"
    )


def test_as_many_people_as_are_asked_for(folder):
    shown = run("people", "--limit", 1, "--library", folder)
    assert shown.stdout.startswith("Anar Baro  ")
    assert "Storm" not in shown.stdout


@pytest.mark.parametrize("name", ["Baro", "Barro", "Anar Baro", "Minister Baro"])
def test_a_name_finds_its_other_spellings(folder, name):
    (row,) = run("people", name, "--json", "--library", folder).stdout.splitlines()
    assert json.loads(row) == {
        "name": "Anar Baro",
        "titles": ["Foreign Minister"],
        "spellings": ["Anar Baro", "Anar Barro"],
        "cables": ["10OSLO1", "10OSLO2", "10OSLO3"],
        "said": 4,
        "offices": [{"title": "Foreign Minister", "first": "2010-02-04", "last": "2010-02-04"}],
        "perhaps": [],
        "named": [["10OSLO1", "Anar Baro"], ["10OSLO2", "Anar Baro"], ["10OSLO3", "Anar Barro"]],
    }


def test_who_does_not_speak_is_an_error(folder):
    result = run("people", "Ushpiz", "--library", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(result.exception) == "Nobody called Ushpiz speaks in the cables."


def test_in_an_empty_library_nobody_speaks_yet(tmp_path):
    run("ingest", "--library", tmp_path / "new")
    assert str(run("people", "--library", tmp_path / "new").exception) == "Nobody speaks in the cables yet."


def test_statements_are_printed_under_whose_words_they_are(tmp_path):
    path = write(tmp_path, 1, *TALKS)
    assert run("statements", path).stdout == (
        "10OSLO1 ¶1  Anar Baro\n"
        "  Foreign Minister Anar Baro told the Ambassador that the border would stay closed.\n"
        "10OSLO1 ¶1  Anar Baro\n"
        "  He said that nobody wanted a war.\n"
        "\n"
        "10OSLO1 ¶2  comment\n"
        "  Comment: We doubt it.\n"
        "10OSLO1 ¶2  comment\n"
        "  He has said so before. End comment.\n"
        "\n"
    )


def test_statements_as_json_are_a_line_a_paragraph(tmp_path):
    rows = [
        json.loads(line) for line in run("statements", write(tmp_path, 1, *TALKS), "--json").stdout.splitlines()
    ]
    assert [(row["cable"], row["paragraph"], row["ordinal"]) for row in rows] == [
        ("10OSLO1", 1, 1),
        ("10OSLO1", 2, 2),
    ]
    assert 0.45 <= rows[0]["sentences"][1].pop("sure") <= 1
    assert rows[0]["sentences"][1] == {
        "text": "He said that nobody wanted a war.",
        "kind": "said",
        "speaker": "Anar Baro",
        "possibly": None,
    }
    assert [(each["kind"], each["speaker"]) for each in rows[1]["sentences"]] == [("comment", None)] * 2


def test_statements_of_the_other_files_are_printed_when_one_cannot_be_read(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = run("statements", empty, write(tmp_path, 1, *TALKS), "--json")
    assert result.exit_code == 1
    assert result.stderr == f"{empty}: is empty\n"
    assert len(result.stdout.splitlines()) == len(TALKS)


@pytest.mark.parametrize("wrong", [("statements",), ("people", "--limit", 0)], ids=lambda wrong: wrong[0])
def test_wrong_usage_is_told(wrong):
    assert run(*wrong).exit_code == 2


@pytest.mark.parametrize(("name", "found"), [("storm", ["Olga Storm"]), ("the minister", [])])
def test_a_name_is_found_without_its_capitals_and_an_office_finds_nobody(folder, name, found):
    rows = run("people", name, "--json", "--library", folder).stdout.splitlines()
    assert [json.loads(row)["name"] for row in rows] == found
