"""`reftel ingest --watch`: a line for each file that changes, and the library is free in between."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner
from quick import library_of_two, write

from ingest.domain.refusals import NO_CABLE_IN_TEXT
from ingest.files.lock import is_free
from ingest.progress import News
from ui.cli.main import reftel
from ui.cli.watched_ingest import lines

ROOT = Path(__file__).parents[3]


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that watches the folder `cables`, in which its library lies, and writes a report."""
    library = library_of_two(tmp_path)
    library.rename(tmp_path / "cables" / "library")
    command = [sys.executable, "-m", "ui.cli.main", "ingest", "--watch", str(tmp_path / "cables")]
    command += ["--library", str(tmp_path / "cables" / "library"), "--report", str(tmp_path / "report.csv")]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    ) as process:
        deadline = Timer(300, process.kill)  # after which the test fails
        deadline.start()
        yield process
        deadline.cancel()
        process.kill()


def test_what_changes_is_taken_in_until_ctrl_c(watching: subprocess.Popen[str], tmp_path: Path):
    assert watching.stdout
    cables, report = tmp_path / "cables", tmp_path / "report.csv"
    printed = iter(watching.stdout)
    assert next(printed) == "0 added, 2 unchanged, 0 replaced, 0 duplicate, 0 failed\n"
    assert next(printed) == f"watching {cables}; Ctrl-C ends it\n"
    assert is_free(cables / "library")
    write(cables, 3)
    write(cables, 1, "Something else.")
    (cables / "10OSLO2.txt").unlink()
    (cables / "note.txt").write_text("hello")
    assert sorted(next(printed) for _ in range(4)) == [
        f"{cables}/10OSLO1.txt: 1 cable replaced\n",
        f"{cables}/10OSLO2.txt: was read before and is not there any more; `reftel forget PATH` removes what was "
        "read from it\n",
        f"{cables}/10OSLO3.txt: 1 cable added\n",
        f"{cables}/note.txt: {NO_CABLE_IN_TEXT}\n",
    ]
    assert is_free(cables / "library")
    assert f"{cables}/10OSLO3.txt,added,10OSLO3,\r\n".encode() in report.read_bytes()  # which is still open
    watching.send_signal(signal.SIGINT)
    assert list(printed) == ["stopped watching; the next ingest takes in what changes until then\n"]
    assert watching.wait() == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "--watch takes folders"),
        (["cables", "--dry-run"], "--watch takes folders"),
        (["cables", "--samples"], "--watch takes folders"),
        (["cables/10OSLO1.txt"], "is not a folder"),
    ],
)
def test_only_folders_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], told: str):
    write(tmp_path / "cables", 1)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(reftel, ["ingest", "--watch", *given, "--library", "library"])
    assert result.exit_code
    assert told in result.output + str(result.exception)
    assert not (tmp_path / "library").exists()


def test_each_file_has_one_line():
    news = {
        "/d/a.csv": [
            News("/d/a.csv, row 1", "added"),
            News("/d/a.csv, row 2", "replaced", "1 line has no place"),
            News("/d/a.csv, row 3", "failed", "is empty"),
            News("/d/a.csv, row 4", "failed", "is empty"),
            News("/d/a.csv, row 9", "dropped"),
        ],
        "/d/a.zip": [
            News("/d/a.zip: b.jpg", "passed over", "is no cable", cables=0),
            News("/d/a.zip: a", "added"),
        ],
        "/d/b.jpg": [News("/d/b.jpg", "passed over", "is no cable", cables=0)],
        "/d/new/c.txt": [News("/d/new/c.txt", "unchanged")],
        "/d/d.txt": [News("/d/d.txt", "unchanged", cables=2)],
        "/d/empty.jsonl": [News("/d/empty.jsonl", "unchanged", cables=0)],
        None: [News("10OSLO1", "failed", "cannot be indexed")],
    }
    assert list(
        lines(news, ["/d/e.txt"], {"/d/a.csv", "/d/a.zip", "/d/b.jpg", "/d/new", "/d/d.txt", "/d/empty.jsonl"})
    ) == [
        "/d/a.csv: 1 cable added, 1 replaced, 1 removed; row 2: 1 line has no place; row 3: is empty; 1 more like this",
        "/d/a.zip: 1 cable added",
        "/d/b.jpg: is no cable",
        "/d/d.txt: 2 cables unchanged",
        "/d/empty.jsonl: no cables",
        "10OSLO1: cannot be indexed",
        "/d/e.txt: was read before and is not there any more; `reftel forget PATH` removes what was read from it",
    ]
