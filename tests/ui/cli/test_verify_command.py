"""`reftel ask --save`, `--format` and `reftel verify` as a user meets them."""

import json

import pytest
from click.testing import CliRunner

from ingest.errors import ReftelError
from ui.cli.main import reftel

QUESTION = "what did Huseynli say about Russia"


@pytest.fixture
def run(sample_folder):
    def run(command, *arguments):
        return CliRunner().invoke(reftel, [command, "--library", str(sample_folder), *map(str, arguments)])

    return run


@pytest.fixture
def saved(run, tmp_path):
    path = tmp_path / "answer.json"
    asked = run("ask", QUESTION, "--save", path)
    assert asked.output == run("ask", QUESTION).output
    return path


def test_a_saved_answer_is_verified(run, saved):
    verified = run("verify", saved)
    assert verified.exit_code == 0
    assert verified.output.startswith("Unchanged since 2")
    assert verified.output.endswith(" UTC: 4 quotations, 20 passages.\n")
    assert json.loads(run("verify", saved, "--json").output) == {"stands": True, "findings": []}


def test_half_a_character_in_it_is_told_in_a_line(run, saved):
    saved.write_bytes(saved.read_bytes().replace(b'"cable": "10BAKU79"', b'"cable": "\\ud800"', 1))
    verified = run("verify", saved)
    assert isinstance(verified.exception, ReftelError)
    assert "a lone surrogate" in str(verified.exception)


def test_one_changed_character_is_told_with_exit_status_1(run, saved):
    saved.write_bytes(saved.read_bytes().replace(b'"seconds": ', b'"seconds":\t'))
    verified = run("verify", saved)
    assert verified.exit_code == 1
    assert verified.output == "file: it has been changed: its checksum is wrong\n"
    assert json.loads(run("verify", saved, "--json").output)["stands"] is False


def test_what_is_no_saved_answer_is_told_in_a_line(run, saved, tmp_path):
    saved.write_text("{}")
    for path, reported in (
        (saved, "This is not a saved answer"),
        (tmp_path / "none", "cannot be read: No such file"),
    ):
        verified = run("verify", path)
        assert verified.exit_code == 1
        assert reported in str(verified.exception)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("markdown", f"# {QUESTION}\n"),
        ("html", "<!doctype html>"),
        ("bibtex", "@misc{10BAKU79-p5,\n"),
        ("ris", "TY  - PCOMM\n"),
        ("csl-json", "[\n {\n"),
    ],
)
def test_an_answer_is_printed_in_the_form_that_is_asked_for(run, form, begins):
    assert run("ask", QUESTION, "--format", form).output.startswith(begins)


def test_what_an_answer_cites_is_printed_in_a_style(run):
    printed = run("ask", QUESTION, "--style", "chicago").output.splitlines()
    assert printed[0].startswith("Embassy Baku to State Department, “BAKU HEARS US OUT")
    assert all(each.endswith(".") and "telegram 10BAKU79, February 4, 2010, para. " in each for each in printed)


def test_an_entry_of_a_list_is_printed_once_for_all_paragraphs(run):
    printed = run("ask", QUESTION, "--style", "apa").output.splitlines()
    assert len(printed) == len(set(printed))
    assert "(Telegram 10BAKU79)" in printed[0]


def test_a_cable_and_a_paragraph_of_it_are_cited(run):
    assert run("cite", "10 Baku 79", "--style", "mla-in-text").output == "(Embassy Baku, 10BAKU79)\n"
    assert run("cite", "10BAKU79", "-p", "5", "--style", "apa-in-text").output == "(Embassy Baku, 2010, para. 5)\n"
    entry, in_text = run("cite", "10BAKU79", "-p", "5", "--style", "apa").output.splitlines()
    assert entry == run("cite", "10BAKU79", "--style", "apa").output.strip()
    assert in_text == "In the text: (Embassy Baku, 2010, para. 5)"
    assert run("cite", "10BAKU79", "-p", "5", "--style", "mla").output.endswith(
        "(Embassy Baku, 10BAKU79, par. 5)\n"
    )
    footnote = run("cite", "10BAKU79", "-p", "5", "--style", "chicago-bibliography").output.splitlines()[1]
    assert (footnote[:23], footnote[-8:]) == ("Footnote: Embassy Baku ", "para. 5.")
    assert "has no paragraph 99" in str(run("cite", "10BAKU79", "-p", "99").exception)
    assert "no cable 10BAKU1" in str(run("cite", "10BAKU1").exception)


def test_a_style_that_is_none_is_refused_before_the_question_is_answered(run):
    assert "There is no citation style 'vancouver'" in str(run("ask", QUESTION, "--style", "vancouver").exception)


@pytest.mark.parametrize("style", ["chicago", "bibtex"])
def test_a_refusal_has_no_references(run, style):
    option = "--style" if style == "chicago" else "--format"
    refused = run("ask", "what did Qwertzuiop say about ferrets", option, style)
    assert "there are no references: The archive does not say" in str(refused.exception)


@pytest.mark.parametrize("options", [("--save", "x"), ("--format", "ris"), ("--style", "apa")])
def test_a_batch_is_neither_saved_nor_formatted(run, options):
    assert run("ask", "--batch", "questions.jsonl", *options).exit_code == 2


def test_a_form_is_no_json(run):
    assert run("ask", QUESTION, "--json", "--format", "ris").exit_code == 2
