"""What the README and the pages of docs/ print is what reftel prints."""

import re
from pathlib import Path
from textwrap import indent

from click.testing import CliRunner

from assistant.evaluation.batch import conversations
from assistant.evaluation.labelled_questions import labelled
from ui.cli.main import reftel

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def page(name):
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_the_commands_page_shows_the_real_help():
    shown = CliRunner().invoke(reftel, ["--help"], prog_name="reftel", terminal_width=80).output
    assert indent(shown.strip(), "    ") in page("commands")


def test_the_readme_shows_the_real_answer(sample_folder):
    question = "what did Huseynli say about Russia"
    answer = CliRunner().invoke(reftel, ["ask", "--library", str(sample_folder), question])
    assert indent(answer.output.strip(), "    ") in README


def test_the_citing_page_shows_the_real_references(sample_folder):
    question = "what did Huseynli say about Russia"
    notes = CliRunner().invoke(reftel, ["ask", "--library", str(sample_folder), question, "--style", "chicago"])
    assert indent(notes.output.strip(), "    ") in page("citing")
    cited = ["cite", "10BAKU79", "-p", "5", "--style", "apa"]
    printed = CliRunner().invoke(reftel, [*cited, "--library", str(sample_folder)]).output
    assert indent(f"$ reftel {' '.join(cited)}\n{printed.strip()}", "    ") in page("citing")


def test_the_measuring_page_shows_a_label_that_can_be_read():
    text = page("measuring")
    shown = text[text.index('{"id": "q1"') :].partition("\n\n")[0]
    ((entry,),) = conversations([" ".join(shown.split())], "README.md")
    assert labelled([entry])["q1"].places == {("10BAKU79", 5), ("10BAKU79", 2)}


def test_every_link_of_the_readme_and_the_pages_leads_to_a_file():
    for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 150
