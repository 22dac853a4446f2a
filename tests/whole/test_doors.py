"""The public doors: what may be imported from the packages is exactly this, so a change is made knowingly."""

import subprocess
import sys

import pytest

import assistant
import ingest

DOORS = {
    assistant: ["Answer", "Assistant", "Checked", "Citation", "Passage", "ReftelError", "Turn", "Usage"],
    ingest: [
        "Cable",
        "Clearance",
        "Health",
        "IngestReport",
        "Library",
        "Paragraph",
        "Progress",
        "Reference",
        "ReftelError",
        "Span",
        "Status",
        "parse_cable",
    ],
}


@pytest.mark.parametrize(("package", "names"), DOORS.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_a_package_offers_exactly_these_names(package, names):
    assert sorted(package.__all__) == names
    assert all(hasattr(package, name) for name in names)


def test_the_one_error_to_catch_is_the_same_at_both_doors():
    assert assistant.ReftelError is ingest.ReftelError


HEAVY = ("torch", "chromadb", "gradio", "langchain", "langchain_core", "sentence_transformers", "jinja2")


def test_the_command_line_loads_nothing_heavy_for_its_help():
    program = f"import sys, ui.cli.main; print(*[name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_a_question_without_a_model_loads_neither_langchain_nor_chroma_nor_torch(sample_folder):
    """Half of what a question from the command line would cost."""
    ask = "import sys; from assistant import Assistant; from ingest import Library; "
    ask += "Assistant(Library.open(sys.argv[1], lives_on=False)).ask('who spoke of Russia')"
    tell = "; print(*sorted({'langchain_core', 'chromadb', 'torch', 'gradio'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", ask + tell, str(sample_folder)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


@pytest.mark.parametrize(
    ("form", "loaded"), [((), []), (("--style", "chicago"), []), (("--format", "html"), ["jinja2"])]
)
def test_an_answer_in_the_terminal_loads_templates_only_for_html(sample_folder, form, loaded):
    ask = "import sys; from ui.cli.main import reftel; reftel(sys.argv[1:], standalone_mode=False)"
    tell = "; print(*{'jinja2'} & set(sys.modules), file=sys.stderr)"
    asked = ["ask", "what did Huseynli say about Russia", "--library", str(sample_folder), *form]
    run = subprocess.run([sys.executable, "-c", ask + tell, *asked], capture_output=True, text=True, check=True)
    assert run.stderr.split() == loaded
    assert "BAKU" in run.stdout
