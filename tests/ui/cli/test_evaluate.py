"""The command that scores the assistant, over the sample library and a few of its labelled questions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.cli.main import reftel

QUESTION = "what did Huseynli say about Russia?"
GOLD = [{"cable": "10BAKU79", "paragraphs": [5]}]
ASKED = (
    {"id": "right", "type": "attribution", "question": QUESTION, "gold": GOLD, "facts": [["beyond words"]]},
    {"id": "wrong", "type": "unanswerable", "question": QUESTION, "gold": []},  # a label that no answer can meet
    {"id": "talk", "turns": [{"question": QUESTION, "gold": GOLD}]},
)


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A file of labelled questions, one of them in a conversation."""
    file = tmp_path / "asked.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in ASKED), encoding="utf-8")
    return file


@pytest.fixture
def evaluate(sample_folder: Path, asked: Path):
    """Runs the command over the questions."""

    def run(*arguments: object) -> Result:
        given = ["eval", asked, "--library", sample_folder, *arguments]
        return CliRunner().invoke(reftel, [str(each) for each in given], catch_exceptions=False)

    return run


def test_the_scores_are_a_table_and_the_failures_are_listed_with_the_reason(evaluate):
    table, failures = evaluate("--failures").stdout.split("\n\n")
    lines = table.splitlines()
    assert lines[0].split() == ["attribution", "turn", "1", "unanswerable", "ALL"]
    assert lines[1].split() == ["correct", "1.000", "/", "1", "1.000", "/", "1", "-", "1.000", "/", "2"]
    assert {len(line) for line in lines[:13]} == {len(lines[0])}
    quotes, words, seconds, confidence = lines[13:]
    held, given = quotes.removeprefix("quotes exact: ").split("/")
    assert held == given != "0"
    assert words.startswith("answer words: median ")
    assert seconds.startswith("seconds per answer: median ")
    assert confidence.startswith("confidence: area under the curve ")
    assert failures == f"wrong unanswerable: {QUESTION}\n    is answered, although the archive has no answer\n"


def test_a_run_is_saved_and_a_later_one_is_compared_with_it(evaluate, asked, tmp_path):
    run = tmp_path / "run.json"
    assert evaluate("--save", run).exit_code == 0
    saved = json.loads(run.read_text("utf-8"))
    assert [(each["id"], bool(each["faults"])) for each in saved["outcomes"]] == [
        ("right", False),
        ("wrong", True),
        ("talk.1", False),
    ]
    assert {"reftel", "parser", "embedder", "model", "questions", "library"} <= set(saved["setting"])

    with asked.open("a", encoding="utf-8") as more:
        more.write('{"id": "new", "question": "who sold the ferry?", "gold": []}\n')
    reported = evaluate("--compare", run, "--origin", "OSLO").stdout  # where Huseynli is not
    assert "\norigin: - -> OSLO\n" in reported
    assert ["attribution", "correct", "1.000", "->", "0.000", "-1.000"] in [
        line.split() for line in reported.splitlines()
    ]
    assert f"\n\nNewly wrong:\nright attribution: {QUESTION}\n    " in reported
    assert f"\n\nNewly right:\nwrong unanswerable: {QUESTION}\n" in reported
    assert reported.endswith("\n\nNewly asked: new\n")


def test_programs_get_all_of_it_in_one_line(evaluate, tmp_path):
    run = tmp_path / "run.json"
    (row,) = evaluate("--json", "--save", run).stdout.splitlines()
    assert json.loads(row) == json.loads(run.read_text("utf-8"))
    (row,) = evaluate("--json", "--compare", run).stdout.splitlines()
    compared = json.loads(row)["comparison"]
    assert compared["broken"] == compared["mended"] == compared["gone"] == compared["new"] == []
    assert {change["measure"] for change in compared["changes"]} <= {"seconds median", "seconds p95"}
