"""What the commands tell of files that are not read, that are gone, and where a cable came from."""

import csv
import json

import pytest
from click.testing import CliRunner, Result
from quick import done, library_of_two, quick_library, text, write

from ingest.domain.refusals import NO_CABLE_IN_TEXT
from ingest.progress import News, Progress
from ui.cli.ingest_record import IngestRecord, cell
from ui.cli.main import reftel


@pytest.fixture
def folder(tmp_path):
    """A library of 10OSLO1 and 10OSLO2 from the folder `cables`, closed."""
    return library_of_two(tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reftel, [str(each) for each in arguments])


def test_files_of_other_kinds_are_counted_by_suffix_in_one_line(folder, tmp_path):
    for name in ("a.MSG", "b.msg", "c.msg", "map.tiff", "README", "10OSLO7"):
        (tmp_path / "cables" / name).write_text(text(7) if name == "10OSLO7" else "x")
    result = run("ingest", "--dry-run", tmp_path / "cables", "--library", folder)
    assert result.stdout == (
        "dry run: 1 added, 2 unchanged, 0 replaced, 0 duplicate, 0 failed\n"
        "5 files of other kinds passed over: .msg (3) .tiff, none\n"
    )
    assert result.exit_code == 0
    report = json.loads(run("ingest", "--dry-run", "--json", tmp_path / "cables", "--library", folder).stdout)
    assert report["passed_over"] == {".msg": 3, ".tiff": 1, "": 1}
    assert "passed over" not in report["counts"]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize("name", ["note.txt", "note.docx"])
def test_an_ingest_of_which_no_cable_comes_has_status_1(folder, tmp_path, name, dry):
    (tmp_path / "bad").mkdir()
    assert run("ingest", *dry, tmp_path / "bad", "--library", folder).exit_code == 0  # there was nothing to read
    (tmp_path / "bad" / name).write_text("hello")
    assert run("ingest", *dry, tmp_path / "bad", "--library", folder).exit_code == 1
    assert run("ingest", *dry, tmp_path / "bad", "--library", folder).exit_code == 1  # nor is it better unchanged
    assert run("ingest", *dry, tmp_path / "bad", tmp_path / "cables", "--library", folder).exit_code == 0
    assert run("ingest", "--no-such-option", "--library", folder).exit_code == 2


def test_a_file_that_is_gone_is_told_by_status_check_and_ingest(folder, tmp_path):
    gone = tmp_path / "cables" / "10OSLO2.txt"
    assert "not there any more" not in run("status", "--library", folder).stdout
    gone.unlink()
    told = f"1 file that was read before is not there any more (`reftel forget PATH` removes it): {gone}\n"
    for command in (("status",), ("check",), ("ingest", tmp_path / "cables")):
        result = run(*command, "--library", folder)
        assert result.stdout.endswith(told), command
        assert result.exit_code == 0, command
        assert json.loads(run(*command, "--json", "--library", folder).stdout)["missing"] == [str(gone)]
    run("forget", gone, "--library", folder)
    assert "not there any more" not in run("status", "--library", folder).stdout


def test_show_names_every_file_that_a_cable_came_from(folder, tmp_path):
    second = tmp_path / "copy of it.txt"
    second.write_text(text(2))
    library = quick_library(folder)
    done(library.ingest([second]))
    library.close()
    first = tmp_path / "cables" / "10OSLO2.txt"
    shown = run("show", "10OSLO2", "--library", folder).stdout.splitlines()
    assert [line for line in shown if line.startswith("Read from")] == [
        f"Read from:      {first}",
        f"Read from:      {second}",
    ]
    assert json.loads(run("show", "10OSLO2", "--json", "--library", folder).stdout)["files"] == [
        str(first),
        str(second),
    ]


def test_the_report_has_a_row_for_each_input(folder, tmp_path):
    cables = tmp_path / "cables"
    (cables / "10OSLO1.txt").unlink()
    write(cables, 3)
    (cables / "bad.txt").write_text("hello")
    (cables / "memo.msg").write_text("x")
    (cables / "two.txt").write_text(text(4) + "\n" + text(5))
    library = quick_library(folder)
    done(library.ingest([cables / "two.txt"]))
    library.close()
    file = tmp_path / "report.csv"
    assert run("ingest", cables, "--report", file, "--library", folder).exit_code == 0
    with file.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["path", "outcome", "cable", "told"]
    assert sorted((path.rpartition("/")[2], *rest) for path, *rest in rows) == [
        ("10OSLO1.txt", "missing", "", rows[-1][3]),
        ("10OSLO2.txt", "unchanged", "10OSLO2", ""),
        ("10OSLO3.txt", "added", "10OSLO3", ""),
        (
            "bad.txt",
            "failed",
            "",
            NO_CABLE_IN_TEXT,
        ),
        ("memo.msg", "passed over", "", "is of a type that reftel does not read"),
        ("two.txt", "unchanged", "", "2 cables"),
    ]


def test_whatever_ends_an_ingest_the_report_has_what_was_read_so_far(tmp_path):
    def stages():
        yield Progress(
            "read", 1, 2, news=(News("a.txt", "added", cable="10OSLO1"), News("b.txt", "failed", "is empty"))
        )
        raise AssertionError

    file = tmp_path / "report.csv"
    followed = IngestRecord(str(file)).follow(stages())
    next(followed)  # a process that is killed here writes nothing more
    assert file.read_text().splitlines() == [
        "path,outcome,cable,told",
        "a.txt,added,10OSLO1,",
        "b.txt,failed,,is empty",
    ]


def test_a_report_is_refused_where_it_would_be_read_itself(folder, tmp_path):
    for place in (tmp_path / "cables" / "report.csv", tmp_path / "cables" / "10OSLO1.txt"):
        result = run("ingest", tmp_path / "cables", "--report", place, "--library", folder)
        assert result.exit_code == 2
        assert "is in" in result.stderr
    assert (tmp_path / "cables" / "10OSLO1.txt").read_text() == text(1)


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(folder, tmp_path):
    write(tmp_path / "cables", 3)
    place = tmp_path / "none" / "report.csv"
    result = run("ingest", tmp_path / "cables", "--report", place, "--library", folder)
    assert str(result.exception) == f"{place} cannot be written: No such file or directory."
    assert json.loads(run("status", "--json", "--library", folder).stdout)["cables"] == 2


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_cell_begins_as_a_formula(text):
    assert cell(text).startswith("'")
    assert "\n" not in cell(text)


def test_what_is_no_formula_stays():
    assert cell("/home/anna/10OSLO1.txt") == "/home/anna/10OSLO1.txt"
