"""The commands that fill a library and keep it, as a user meets them."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import done, library_of_two, quick_library, write

from assistant.writing.reply_cache import Cache
from ingest import Library, Progress
from ingest.catalogue.catalogue import Catalogue
from ingest.files.lock import writing
from ingest.jobs import fill
from ingest.search.entries import Listing
from ui.cli.main import reftel

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path):
    """A library of two cables, closed."""
    return library_of_two(tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reftel, [str(each) for each in arguments])


def test_a_dry_run_makes_no_library(tmp_path):
    write(tmp_path / "cables", 1)
    planned = run("ingest", "--dry-run", tmp_path / "cables", "--library", tmp_path / "none")
    assert planned.stdout == "dry run: 1 added, 0 unchanged, 0 replaced, 0 duplicate, 0 failed\n"
    assert not (tmp_path / "none").exists()


def test_the_report_names_each_failure_in_a_line(folder, tmp_path):
    (tmp_path / "cables" / "odd.txt").write_text("")
    result = run("ingest", tmp_path / "cables", "--library", folder)
    assert result.stderr == f"{tmp_path / 'cables' / 'odd.txt'}: is empty\n"
    assert result.stdout == "0 added, 2 unchanged, 0 replaced, 0 duplicate, 1 failed\n"
    report = json.loads(run("ingest", tmp_path / "cables", "--library", folder, "--json").stdout)
    assert report["counts"] == {"unchanged": 2, "failed": 1}
    assert [each["reason"] for each in report["failures"]] == ["is empty"]


def test_status_tells_of_the_last_run_and_of_what_is_still_to_do(folder, tmp_path):
    write(tmp_path / "cables", 3)
    library = quick_library(folder)
    stages = library.ingest([tmp_path / "cables"])
    next(stages)
    stages.close()
    library.close()
    result = run("status", "--library", folder).stdout
    assert "interrupted: 1 added, 2 unchanged" in result
    assert "Not yet indexed      1 paragraph: `reftel ingest` resumes indexing" in result
    status = json.loads(run("status", "--library", folder, "--json").stdout)
    assert status["last_run"]["state"] == "broken off"
    assert (status["paragraphs"], status["indexed"], status["embedded"]) == (3, 2, 2)


def test_forgetting_says_what_would_bring_it_back(folder, tmp_path):
    result = run("forget", "10oslo2", "--library", folder)
    assert result.stdout == "removed 1 text\n"
    assert (
        result.stderr
        == f"{tmp_path / 'cables' / '10OSLO2.txt'} contains it: ingesting that file again adds it back\n"
    )


def test_forgetting_takes_what_a_model_said_with_it(folder):
    library = quick_library(folder)
    cache = Cache.of(library)
    cache.put("The Minister said so.", "a prompt with the cable in it")
    library.close()
    run("forget", "10oslo2", "--library", folder)
    assert cache.get("a prompt with the cable in it") is None


def test_a_check_that_finds_something_fails_and_repair_mends_it(folder):
    assert run("check", "--library", folder).stdout.endswith(": no faults\n")
    library = quick_library(folder)
    library._parts.words.replace([Listing("10OSLO1")])
    library.close()
    result = run("check", "--library", folder)
    assert result.exit_code == 1
    assert "words: cables that are not found by all their words: 1 (10OSLO1)" in result.stdout
    assert "`reftel check --repair` repairs what it can" in result.stdout
    assert run("check", "--repair", "--library", folder).exit_code == 0
    assert json.loads(run("check", "--library", folder, "--json").stdout)["faults"] == []


def test_no_wait_gives_up_at_once(folder, tmp_path):
    with writing(folder, "ingest"):
        refused = run("ingest", tmp_path / "cables", "--no-wait", "--library", folder)
    assert "has been writing" in str(refused.exception)


def test_ctrl_c_leaves_an_ingest_to_be_gone_on_with(folder, tmp_path):
    write(tmp_path / "cables", 3)
    catalogue = Catalogue(folder / "catalogue.sqlite")
    indexed = catalogue.ledger.note("words")
    command = [sys.executable, "-m", "ui.cli.main", "ingest", str(tmp_path / "cables"), "--library", str(folder)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run behind a shell's &, they and their children are deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  no threads yet
    )
    while process.poll() is None and catalogue.ledger.note("words") == indexed:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "stopped; the next ingest resumes from here\n")
    assert catalogue.ledger.last_run().state == "broken off"
    catalogue.close()
    library = quick_library(folder)
    done(library.ingest())
    assert library.status().embedded == 3
    library.close()


@pytest.mark.parametrize("command", [["check"], ["ingest", "--dry-run", "."]])
def test_ctrl_c_in_what_only_looks_says_that_nothing_was_changed(folder, monkeypatch, command):
    def interrupted(*_: object, **__: object) -> Generator[Progress]:
        yield Progress("check texts", 0, 2)
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "check", interrupted)
    monkeypatch.setattr(fill, "preview", interrupted)
    stopped = run(*command, "--library", folder)
    assert (stopped.exit_code, stopped.stderr) == (130, "stopped; nothing was changed\n")
