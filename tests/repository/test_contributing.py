"""What CONTRIBUTING.md and the workflow name is there."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ingest.domain.documents import Document
from ingest.samples import SAMPLES
from ingest.sources.read_source import contents

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORKFLOW = ".github/workflows/ci.yml"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PACKAGES = ("assistant", "ingest", "prompts", "reftel", "ui")


def test_every_folder_of_the_packages_has_its_line_and_no_other():
    there = {
        f"{file.parent.relative_to(ROOT)}/"
        for package in PACKAGES
        for file in (ROOT / package).glob("**/__init__.py")
        if "migrations" not in file.parts
    }
    assert set(re.findall(r"^\| `(\w+/[\w/]*)` \| \S", PAGE, re.MULTILINE)) == there


def test_every_file_that_it_names_is_there():
    named = set(re.findall(r"`((?:assistant|ingest|prompts|reftel|ui|tests|docs|\.ci|\.github)/[\w./]+)`", PAGE))
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_command_of_make_that_it_names_is_one():
    named = set(re.findall(r"\bmake (\w+)", PAGE))
    assert {"quick", "check", "test", "deps"} <= named <= set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


def test_the_quick_tests_are_there():
    shown = subprocess.run(
        ["make", "--always-make", "--dry-run", "--old-file=.venv/installed", "quick"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (tests,) = (line for line in shown.splitlines() if "pytest" in line)
    named = [word.removeprefix("--ignore=") for word in tests.split() if "tests/" in word]
    assert len(named) > 5
    assert all((ROOT / name).exists() for name in named)


def test_the_workflows_are_such():
    schema = ("--builtin-schema", "vendor.github-workflows")
    linter = Path(sys.executable).parent / "check-jsonschema"
    files = sorted((ROOT / ".github/workflows").glob("*.yml"))
    linted = subprocess.run([linter, *schema, *files], capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_the_workflow_calls_what_every_machine_calls():
    steps = yaml.safe_load((ROOT / WORKFLOW).read_text(encoding="utf-8"))["jobs"]["run"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_what_a_first_make_chat_reads_are_cables_and_nothing_is_passed_over():
    shown = subprocess.run(
        ["make", "--always-make", "--dry-run", "--old-file=.venv/installed", "chat"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (read,) = re.findall(r"reftel ingest --library \S+ (.+)", shown)
    paths = [path for name in read.split() for path in sorted(ROOT.glob(name))]
    found = [item for path in paths for item in contents(path)]
    assert len(found) == len(list(SAMPLES.glob("*.txt")))
    assert {type(each) for each in found} == {Document}


CHANGELOG = """# Changelog

## [Unreleased]

### Added

- Tomorrow's.

## [1.2.0] - 2031-05-06

### Fixed

- A ferry.

## [1.1.0] - 2031-01-02

## [1.0.0]

- Without a date.
"""


def test_a_release_has_the_text_that_the_changelog_has_for_it():
    notes = runpy.run_path(str(ROOT / ".ci/release_notes.py"))["notes"]
    assert notes(CHANGELOG, "1.2.0") == "### Fixed\n\n- A ferry."
    for version in ("1.3.0", "1.1.0", "1.0.0", "1.2", "1x2.0", "Unreleased"):
        with pytest.raises(ValueError, match="no heading"):
            notes(CHANGELOG, version)


def test_a_version_without_its_heading_ends_the_release():
    command = [sys.executable, ".ci/release_notes.py", "99.0.0"]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "no heading `## [99.0.0] - YYYY-MM-DD`" in refused.stderr


def test_the_workflow_releases_the_version_that_the_tag_names():
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert 'python .ci/release_notes.py "${GITHUB_REF_NAME#v}" > notes.md' in text
    assert "--notes-file notes.md" in text
