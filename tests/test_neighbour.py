import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alike import as_answered

from assistant import Assistant
from assistant.settings import Settings
from ingest.entries import EVERYWHERE, Where
from ui import neighbour

QUESTION = "what did Huseynli say about Russia"


@pytest.fixture(scope="module")
def window(sample_folder: Path):
    """The settings of a chat window that runs over the sample library."""
    command = [sys.executable, "-m", "ui.cli", "chat", "--no-open", "--library", str(sample_folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert "reftel is at" in server.stdout.readline()
    yield Settings(library=str(sample_folder))
    server.terminate()
    server.wait(30)
    assert not (sample_folder / "serving.json").exists()


def test_the_window_answers_as_the_library_itself_does(window, assistant: Assistant):
    for question, where in (
        (QUESTION, EVERYWHERE),
        (QUESTION, Where(until="1990")),
        ("who is the ferry", EVERYWHERE),
    ):
        there = neighbour.ask(window, question, where, literal=False)
        here = assistant.ask(question, until=where.until)
        assert there == as_answered(here)


def test_the_command_asks_the_window(window):
    loaded = (
        "import sys; from ui.cli import reftel; reftel({}, standalone_mode=False); print('tantivy' in sys.modules)"
    )
    command = ["ask", "--library", window.library, QUESTION]
    told = subprocess.run(
        [sys.executable, "-c", loaded.format(command)], capture_output=True, text=True, check=True
    )
    assert "[1] 10BAKU79 ¶" in told.stdout
    assert told.stdout.splitlines()[-1] == "False"


def test_who_sets_something_else_asks_for_himself(window):
    assert neighbour.ask(replace(window, strict=True), QUESTION, EVERYWHERE, literal=False) is None
    assert neighbour.ask(replace(window, model="openai:some"), QUESTION, EVERYWHERE, literal=False) is None


def test_what_the_window_cannot_answer_is_left_to_the_library(window):
    assert neighbour.ask(window, "", EVERYWHERE, literal=False) is None


def test_a_window_that_was_killed_is_passed_over(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    settings = Settings(library=str(tmp_path))
    with neighbour.announced(tmp_path, "http://127.0.0.1:9", settings):
        told = json.loads((tmp_path / "serving.json").read_text())
        assert told["process"] == os.getpid()
        (tmp_path / "serving.json").write_text(json.dumps(told | {"process": ended.pid}))
        assert neighbour.ask(settings, QUESTION, EVERYWHERE, literal=False) is None
        (tmp_path / "serving.json").write_text(json.dumps(told))  # it lives, and nobody listens there
        assert neighbour.ask(settings, QUESTION, EVERYWHERE, literal=False) is None


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"address": 1}', "no JSON"])
def test_what_is_no_announcement_is_passed_over(tmp_path: Path, written: str):
    (tmp_path / "serving.json").write_text(written)
    assert neighbour.ask(Settings(library=str(tmp_path)), QUESTION, EVERYWHERE, literal=False) is None


def test_a_copy_of_the_folder_is_not_answered_by_the_window_of_the_other(window, sample_folder, tmp_path):
    shutil.copytree(sample_folder, tmp_path / "copied")
    assert neighbour.ask(window, QUESTION, EVERYWHERE, literal=False)
    assert neighbour.ask(Settings(library=str(tmp_path / "copied")), QUESTION, EVERYWHERE, literal=False) is None
