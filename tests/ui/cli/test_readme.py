"""What the README prints is what reftel prints."""

from pathlib import Path
from textwrap import indent

from click.testing import CliRunner

from assistant.evaluation.batch import conversations
from assistant.evaluation.labelled_questions import labelled
from ui.cli.main import reftel

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_real_help():
    shown = CliRunner().invoke(reftel, ["--help"], prog_name="reftel", terminal_width=80).output
    assert indent(shown.strip(), "    ") in README


def test_the_readme_shows_the_real_answer(sample_folder):
    question = "what did Huseynli say about Russia"
    answer = CliRunner().invoke(reftel, ["ask", "--library", str(sample_folder), question])
    assert indent(answer.output.strip(), "    ") in README


def test_the_readme_shows_the_real_notes(sample_folder):
    question = "what did Huseynli say about Russia"
    notes = CliRunner().invoke(reftel, ["ask", "--library", str(sample_folder), question, "--format", "chicago"])
    assert indent(notes.output.strip(), "    ") in README


def test_the_readme_shows_a_label_that_can_be_read():
    shown = README[README.index('{"id": "q1"') :].partition("\n\n")[0]
    ((entry,),) = conversations([" ".join(shown.split())], "README.md")
    assert labelled([entry])["q1"].places == {("10BAKU79", 5), ("10BAKU79", 2)}


def test_every_file_that_the_readme_names_is_there():
    for name in ("docs/architecture.md", "docs/window.png", "ingest/samples/README.md", "constraints.txt"):
        assert name in README
        assert (Path(__file__).parents[3] / name).is_file()
