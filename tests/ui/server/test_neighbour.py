import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alike import as_answered
from recording import recording
from served import served

from assistant import Assistant
from assistant.settings import Settings
from ingest.domain.filters import EVERYWHERE, Filters
from ui.access.reader_access import Access
from ui.application import site
from ui.server import running_window

QUESTION = "what did Huseynli say about Russia"


@pytest.fixture(scope="module")
def window(sample_folder: Path):
    """The settings of a chat window that runs over the sample library."""
    command = [sys.executable, "-m", "ui.cli.main", "chat", "--no-open", "--library", str(sample_folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert "reftel is running at" in server.stdout.readline()
    yield Settings(library=str(sample_folder))
    server.terminate()
    server.wait(30)
    assert not running_window.announcement(sample_folder).exists()


def test_the_window_answers_as_the_library_itself_does(window, assistant: Assistant):
    for question, where in (
        (QUESTION, EVERYWHERE),
        (QUESTION, Filters(until="1990")),
        ("who is the ferry", EVERYWHERE),
    ):
        there = running_window.ask(window, question, where, literal=False)
        here = assistant.ask(question, until=where.until)
        assert there == as_answered(here)


def test_the_command_asks_the_window(window):
    loaded = "import sys; from ui.cli.main import reftel; reftel({}, standalone_mode=False); print('tantivy' in sys.modules)"
    command = ["ask", "--library", window.library, QUESTION]
    result = subprocess.run(
        [sys.executable, "-c", loaded.format(command)], capture_output=True, text=True, check=True
    )
    assert "[1] 10BAKU79 ¶" in result.stdout
    assert result.stdout.splitlines()[-1] == "False"


def test_who_sets_something_else_asks_for_himself(window):
    assert running_window.ask(replace(window, strict=True), QUESTION, EVERYWHERE, literal=False) is None
    assert running_window.ask(replace(window, model="openai:some"), QUESTION, EVERYWHERE, literal=False) is None


def test_what_the_window_cannot_answer_is_left_to_the_library(window):
    assert running_window.ask(window, "", EVERYWHERE, literal=False) is None


def test_a_window_that_was_killed_is_passed_over(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    settings = Settings(library=str(tmp_path))
    with running_window.announced(tmp_path, "http://127.0.0.1:9", settings):
        file = running_window.announcement(tmp_path)
        reported = json.loads(file.read_text())
        assert reported["process"] == os.getpid()
        file.write_text(json.dumps(reported | {"process": ended.pid}))
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None
        file.write_text(json.dumps(reported))  # it lives, and nobody listens there
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"address": 1}', "no JSON"])
def test_what_is_no_announcement_is_passed_over(tmp_path: Path, written: str):
    running_window.announcement(tmp_path).write_text(written)
    assert running_window.ask(Settings(library=str(tmp_path)), QUESTION, EVERYWHERE, literal=False) is None


def test_a_copy_of_the_folder_is_not_answered_by_the_window_of_the_other(window, unopened_samples, tmp_path):
    shutil.copytree(unopened_samples, tmp_path / "copied")
    assert running_window.ask(window, QUESTION, EVERYWHERE, literal=False)
    assert (
        running_window.ask(Settings(library=str(tmp_path / "copied")), QUESTION, EVERYWHERE, literal=False) is None
    )


def test_a_library_folder_announces_nothing(tmp_path: Path, monkeypatch):
    """Whatever lies in it: it may have come from somebody else, who would have the question."""
    settings = Settings(library=str(tmp_path / "received"))
    with recording() as (address, asked):
        with running_window.announced(tmp_path / "own", address, settings):
            reported = running_window.announcement(tmp_path / "own").read_text()
        (tmp_path / "received").mkdir()
        for name in ("serving.json", running_window.announcement(tmp_path / "received").name):
            (tmp_path / "received" / name).write_text(reported)
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None
    assert asked == []


@pytest.mark.parametrize("process", [0, -1, True, 1.0, "1", None, 10**30])
def test_what_is_no_process_is_passed_over(tmp_path: Path, process):
    settings = Settings(library=str(tmp_path))
    with recording() as (address, asked), running_window.announced(tmp_path, address, settings):
        file = running_window.announcement(tmp_path)
        file.write_text(json.dumps(json.loads(file.read_text()) | {"process": process}))
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None
    assert asked == []


def test_a_reply_is_read_no_further_than_an_answer_goes(tmp_path: Path, monkeypatch, assistant: Assistant):
    with served(site(Access(assistant))) as address, running_window.announced(tmp_path, address, Settings()):
        settings = Settings(library=str(tmp_path))
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False).answered
        monkeypatch.setattr(running_window, "_LONGEST", 100)
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None


@pytest.mark.skipif(os.name != "posix", reason="this system has no such rights")
@pytest.mark.parametrize("rights", [0o777, 0o750])
def test_where_others_could_announce_something_nothing_is_asked_or_announced(tmp_path: Path, monkeypatch, rights):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settings = Settings(library=str(tmp_path))
    with recording() as (address, asked), running_window.announced(tmp_path, address, settings):
        running_window.announcement(tmp_path).parent.chmod(rights)
        assert running_window.ask(settings, QUESTION, EVERYWHERE, literal=False) is None
        with pytest.raises(PermissionError):
            running_window.announcement(tmp_path)
    with running_window.announced(tmp_path / "other", address, settings):
        assert len(list((tmp_path / "cache").rglob("*.json"))) <= 1
    assert asked == []
