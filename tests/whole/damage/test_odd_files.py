"""Files as they come: odd names, links, pipes, what may not be read, what changes meanwhile. Each is told in a line."""

import codecs
import encodings
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from quick import done, quick_library, text, write

from ingest import parse_cable
from ingest.domain.serialization import sha, to_json
from ingest.jobs import read_files
from ingest.sources.read_source import contents, documents
from ui.rendering.printable import one_line, printable

ROOT = Path(__file__).parents[3]
ODD = "10OSLO9 \x1b[2J\u202e\n.txt"
NO_UTF8 = os.fsdecode(b"10OSLO8\xff\xe9.txt")


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with one cable."""
    return write(tmp_path / "cables", 1).parent


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


def report(library, *paths: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Ingest, and return the counts and, by the name of each file that failed, the reason."""
    reported = done(library.ingest(paths))
    return reported.counts, {Path(each.place).name: each.reason for each in reported.failures}


def reftel(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli.main", *map(str, words)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_names_that_are_no_text_are_read_and_written_as_escapes(library, folder):
    for number, name in enumerate((ODD, NO_UTF8), start=8):
        (folder / name).write_text(text(number), encoding="utf-8")
    (folder / f"empty{ODD}").touch()
    counts, failures = report(library, folder)
    assert (counts["added"], counts["failed"]) == (3, 1)
    assert all(place.isprintable() for place in failures)
    assert report(library, folder)[0]["unchanged"] == 3  # known by the same names again


def test_links_out_of_the_folder_are_followed_only_when_they_are_named(library, folder, tmp_path):
    outside = write(tmp_path / "outside", 2).parent
    (folder / "file.txt").symlink_to(outside / "10OSLO2.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "within.txt").symlink_to("10OSLO1.txt")
    reported = "is a link that leads out of the folder: name the link itself to read it"
    assert report(library, folder) == (
        {"added": 1, "duplicate": 1, "failed": 2},
        {"file.txt": reported, "folder": reported},
    )
    assert report(library, folder / "folder", folder / "file.txt")[0] == {"added": 1, "duplicate": 1}


def test_circles_of_links_end_and_are_told(library, folder):
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "self").symlink_to(folder)
    (folder / "nothing.txt").symlink_to("nowhere")
    counts, failures = report(library, folder)
    assert counts == {"added": 1, "failed": 3}
    circle = "is a link that leads back to itself"
    assert failures == {"a.txt": circle, "b.txt": circle, "nothing.txt": "is a broken link"}


def test_pipes_and_sockets_are_told_and_not_waited_for(library, folder):
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(folder / "socket.txt"))
        counts, failures = report(library, folder)
    assert counts == {"added": 1, "failed": 2}
    assert set(failures.values()) == {"is a pipe or a device, not a file"}


def test_a_file_that_becomes_a_pipe_is_not_waited_for(folder, monkeypatch):
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.setattr("ingest.sources.read_source.files", lambda _, documents: iter([folder / "pipe.txt"]))
    (failure,) = documents(folder)
    assert failure.reason == "cannot be read: it is a pipe or a device, not a file"


@pytest.fixture
def nobody():
    """A folder that anybody may write to, for the time in which we are nobody in particular."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        # Nobody may not read Python's own files, and Python remembers an encoding that it could not load as unknown.
        for each in pkgutil.iter_modules(encodings.__path__):
            with suppress(ImportError, LookupError):  # some are of other systems, some no encoding
                importlib.import_module(f"encodings.{each.name}")
                codecs.lookup(each.name)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        yield Path(name)
        os.seteuid(before)


def test_what_may_not_be_read_is_told(nobody):
    write(nobody / "cables", 1)
    write(nobody / "cables", 2).chmod(0)
    write(nobody / "cables" / "closed", 3).parent.chmod(0)
    library = quick_library(nobody / "library")
    counts, failures = report(library, nobody / "cables")
    library.close()
    (nobody / "cables" / "closed").chmod(0o700)
    assert counts == {"added": 1, "failed": 2}
    reported = "cannot be opened: you may not read it; check its permissions"
    assert failures == {"10OSLO2.txt": reported, "closed": reported}


def meanwhile(monkeypatch, act) -> None:
    """Have something done while a file is read."""

    def slowly(path: Path, *how, **more):
        for item in contents(path, *how, **more):
            yield item
            act(path)

    monkeypatch.setattr(read_files, "contents", slowly)


def grow(path: Path) -> None:
    path.write_text(text(1, "It is another text now."), encoding="utf-8")


@pytest.mark.parametrize(
    ("act", "expected"), [(grow, "changed while it was being read"), (Path.unlink, "disappeared before")]
)
def test_what_changes_while_it_is_read_is_told_and_read_again(library, folder, monkeypatch, act, expected):
    write(folder, 2)
    with monkeypatch.context() as patched:
        meanwhile(patched, lambda path: act(path) if path.name == "10OSLO1.txt" else None)
        counts, failures = report(library, folder)
    assert counts == {"added": 2, "failed": 1}
    assert failures["10OSLO1.txt"].startswith(expected)
    write(folder, 1, "It is another text now.")
    assert report(library, folder)[0] == {"replaced": 1, "unchanged": 1}
    assert "another text" in library.cable("10OSLO1").raw
    assert report(library, folder)[1] == {}


def test_a_file_that_is_not_there_for_a_moment_is_read_when_it_is_back(library, folder, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("ingest.sources.read_source.opened", broken)
        assert report(library, folder) == ({"failed": 1}, {"10OSLO1.txt": "cannot be read: Input/output error"})
    assert report(library, folder) == ({"added": 1}, {})


def broken(path: Path):
    raise OSError(5, os.strerror(5))


def test_half_a_character_in_a_record_costs_that_record_alone(library, folder):
    cable = to_json(parse_cable(text(2), name="10OSLO2"))
    whole, half = dict(cable), dict(cable) | {"raw": cable["raw"] + "\ud800"}
    half["raw_sha"] = sha(half["raw"])
    (folder / "records.jsonl").write_text("".join(json.dumps(each) + "\n" for each in (half, whole)))
    counts, failures = report(library, folder)
    assert counts == {"added": 2, "failed": 1}
    assert "is not a cable as" in next(iter(failures.values()))


@pytest.mark.parametrize("name", ["x" * 300, "no\x1b[31m\nname", os.fsdecode(b"\xff")])
def test_names_that_no_file_has_are_told_in_a_line(tmp_path, name):
    said = reftel("ingest", "--dry-run", tmp_path / name, "--library", tmp_path / "library")
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert said.stderr.startswith("reftel: There is no file or folder")
    assert said.stderr.strip().isprintable()


def test_no_command_prints_what_steers_a_terminal(tmp_path):
    hidden = "It was hid\x08den and \x9b2J, \u202ereversed."
    write(tmp_path / "cables", 1, hidden)
    folder = tmp_path / "library"
    library = quick_library(folder)
    done(library.ingest([tmp_path / "cables"]))
    library.close()
    shown = reftel("show", "10OSLO1", "--library", folder)
    assert "hid\\u0008den and \\u009b2J" in shown.stdout
    assert all(line.isprintable() for line in shown.stdout.splitlines())
    printed = reftel("show", "10OSLO1", "--library", folder, "--json")
    assert printed.stdout.strip().isprintable()
    assert hidden in json.loads(printed.stdout)["raw"]


def test_printable_text_stays_as_it_is():
    for plain in ("“Quoted”, naïve – 北京", "a\tb\nc", ""):
        assert printable(plain) == plain
    assert one_line("a\nb\x07\ud800") == "a\\nb\\u0007\\ud800"
