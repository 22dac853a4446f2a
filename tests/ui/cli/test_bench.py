"""`reftel bench` tells what this machine does, and leaves nothing behind."""

import json
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.samples import SAMPLES
from ui.cli import bench_command, main


def run(*words):
    return CliRunner().invoke(main.reftel, words)


def test_speeds_are_told_and_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = json.loads(run("bench", "--json", str(SAMPLES / "10BAKU79.txt")).stdout)
    assert told["paragraphs"] == 5
    assert all(told[name] > 0 for name in ("read", "attributed", "embedded", "answer", "start", "cables_an_hour"))
    assert told["answer"] < told["start"]
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_path_is_told_at_once():
    result = run("bench", "nowhere")
    assert (result.stdout, str(result.exception)) == ("", "There is no file or folder nowhere.")


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, "1 s"), (99, "99 s"), (150, "2 minutes"), (5000, "83 minutes"), (9000, "2 hours")]
)
def test_a_length_of_time_is_said_in_the_unit_that_fits(seconds, told):
    assert bench_command._lasts(seconds) == told


def test_an_ingest_gives_way_if_asked(tmp_path, monkeypatch):
    given_way = []
    monkeypatch.setattr("os.nice", given_way.append)
    run("ingest", "--nice", "--dry-run", "--library", str(tmp_path), str(Path(SAMPLES, "10BAKU79.txt")))
    assert given_way == [10]
