"""One small file that is made to stop an archive: it is told, or a cable like others, and all else goes on."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from quick import done, found, quick_library, text, write

from assistant import Assistant
from ingest import Library, parse_cable
from ingest.domain.filters import facts
from ingest.domain.limits import MOST_ADDRESSEES, MOST_TAGS
from ingest.domain.serialization import to_json
from ui.access.gate import OwnersGate
from ui.access.reader_access import Access
from ui.cli import main
from ui.pages import library_page
from ui.server import http_server

ROOT = Path(__file__).parents[3]
TAGS = [f"T{number}" for number in range(20_000)]
BODY = text(9).partition("\n\n")[2]


def row(id: str, level: str = "CONFIDENTIAL") -> str:
    """A row of the full dump."""
    out = io.StringIO()
    cells = ["1", "02/04/2010 13:05", id, "Embassy Oslo", level, "", "", f"SUBJECT: x\n\n1. (C) {BODY}"]
    csv.writer(out, quoting=csv.QUOTE_ALL, escapechar="\\", doublequote=False).writerow(cells)
    return out.getvalue()


def record(**fields: Any) -> str:
    """A cable as `reftel parse --json` prints it, with fields of another kind."""
    cable = json.loads(json.dumps(to_json(parse_cable(text(9), name="10OSLO9")))) | fields
    for each in cable["paragraphs"]:
        each["cable"] = cable["id"]
    return json.dumps(cable) + "\n"


def other_text() -> str:
    cable = json.loads(record())
    cable["paragraphs"][0]["text"] = "Words that the cable has not."
    return json.dumps(cable) + "\n"


REFERENCE = {"letter": None, "id": None, "raw": "OSLO 1", "year_inferred": False, "notal": False}
NOT_PRINTED = "line 1: is not a cable as `reftel parse --json` prints it: "
# What each file holds, and what is told of it; nothing where it is read as a cable.
FILES: dict[str, tuple[str, Callable[[], str], str]] = {
    "an id with a line feed": ("a.csv", lambda: row("10EVIL\nX"), ""),
    "an id with other ends of lines": ("a.csv", lambda: row("10EVIL\u2028X\u2029\x85Y"), ""),
    "an id with a NUL": ("a.csv", lambda: row("10EVIL\x00X"), ""),
    "a long id": ("a.csv", lambda: row("10EVIL" + "A" * 100_000), ""),
    "a long class": ("a.csv", lambda: row("10EVIL", "SECRET" * 100_000), ""),
    "tags in a text": ("a.txt", lambda: text(9).replace("TAGS: PREL", "TAGS: " + " ".join(TAGS[:6_000])), ""),
    "tags in a record": ("a.jsonl", lambda: record(tags=TAGS), "tags has more than 100 entries"),
    "long tags": ("a.jsonl", lambda: record(tags=["T" * 100_000]), "tags[0] is longer than 100 characters"),
    "a long class in a record": (
        "a.jsonl",
        lambda: record(classification="S" * 100_000),
        "classification is longer than 1,000 characters",
    ),
    "addressees": ("a.jsonl", lambda: record(to=TAGS), f"to has more than {MOST_ADDRESSEES:,} entries"),
    "references": (
        "a.jsonl",
        lambda: record(references=[REFERENCE] * 20_000),
        "references has more than 500 entries",
    ),
    "an id with a line feed in a record": (
        "a.jsonl",
        lambda: record(id="10EVIL\nX"),
        "id is not a cable id",
    ),
    "an id with a NUL in a record": ("a.jsonl", lambda: record(id="10EVIL\0X"), "id contains a NUL character"),
    "no date": ("a.jsonl", lambda: record(date="2010-99-99"), "date is not a date like"),
    "a short date": ("a.jsonl", lambda: record(date="x"), "date is not a date like"),
    "another text": ("a.jsonl", other_text, "paragraphs[0].text is not in its raw text"),
    "a long line of who classified it": (
        "a.jsonl",
        lambda: record(classified_by={"raw": "x " * 500_000, "name": None, "title": None, "reasons": None}),
        "",
    ),
}


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    """A library of two cables, open."""
    for number in (1, 2):
        write(tmp_path / "cables", number, f"Minister Oslund said that Wordnumber{number} was there.")
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


def test_no_file_stops_anything(library, tmp_path):
    files = []
    for number, (name, made, reported) in enumerate(FILES.values()):
        files.append(tmp_path / f"{number}{name}")
        files[-1].write_text(made(), encoding="utf-8")
        report = done(library.ingest([files[-1]]))
        assert sum(report.counts.values()) == 1
        assert ("failed" in report.counts) is bool(reported)
        for failure in report.failures:
            assert NOT_PRINTED + reported in f"{failure.place}: {failure.reason}"
            assert len(failure.reason) < 300
    write(tmp_path / "cables", 3, "Minister Oslund said that Wordnumber3 was there.")
    assert done(library.ingest([tmp_path / "cables"])).counts == {"added": 1, "unchanged": 2}
    goes_on(library)
    for file, (*_, reported) in zip(files, FILES.values(), strict=True):
        if not reported:
            done(library.forget(file))
    goes_on(library)
    assert library.catalogue.ids() == ["10OSLO1", "10OSLO2", "10OSLO3"]


def goes_on(library: Library) -> None:
    """Ask, search, look at the library and mend it, as if nothing had come."""
    assert found(library, "wordnumber3") == ["10OSLO3"]
    assert library.by_meaning(library.reading("Wordnumber3 was there"), 3)
    assert Assistant(library).ask("what did Oslund say of Wordnumber3?").finished
    application = http_server.application()
    application.add_middleware(OwnersGate)
    application.include_router(library_page.router(Access(Assistant(library))))
    with TestClient(application, base_url="http://localhost") as browser:
        assert browser.get("/library").status_code == 200
    before, after = done(library.repair())
    assert (before.faults, after.faults, after.waiting) == ((), (), 0)


def test_a_cable_with_more_tags_than_are_kept_says_so(library, tmp_path):
    (tmp_path / "a.txt").write_text(FILES["tags in a text"][1](), encoding="utf-8")
    done(library.ingest([tmp_path / "a.txt"]))
    cable = library.cable("10OSLO9")
    assert (len(cable.tags), "oversized" in cable.flags) == (MOST_TAGS, True)


def test_a_cable_that_was_taken_in_before_there_were_bounds_is_indexed_by_as_much():
    cable = parse_cable(text(9), name="10OSLO9")
    object.__setattr__(cable, "tags", tuple(TAGS))
    object.__setattr__(cable, "classification", "S" * 100_000)
    reported = facts(cable)
    assert (len(reported.tags), len(reported.classification or "")) == (MOST_TAGS, 1_000)


# What steers a terminal

STEERING = "\x1b]0;pwned\x07 \x1b[2J\x1b[H \x9b31m \u202eesrever\u2066 \x1b]52;c;cHduZWQ=\x07"
COMMANDS = {
    "show": ["show", "10OSLO9"],
    "show --json": ["show", "10OSLO9", "--json"],
    "ask": ["ask", "what did Minister Huseynli say about Belize?"],
    "search": ["search", "Belize"],
    "search --json": ["search", "Belize", "--json"],
    "people": ["people"],
}


@pytest.fixture(scope="module")
def steering(tmp_path_factory) -> Path:
    """A library with a cable that steers a terminal wherever it can, closed."""
    folder = tmp_path_factory.mktemp("steering")
    words = f"Minister Huseynli{STEERING} said about {STEERING} Belize that {STEERING} he would not go there."
    plain = "Foreign Minister Elchin Huseynli told the Ambassador that he would not go."
    file = write(folder / "cables", 9, words, plain)
    file.write_text(
        file.read_text(encoding="utf-8").replace("SUBJECT: ", f"SUBJECT: {STEERING} "), encoding="utf-8"
    )
    library = Library.open(folder / "library")
    done(library.ingest([folder / "cables"]))
    library.close()
    return folder / "library"


@pytest.fixture
def piped(
    steering: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run a command over that library, here; return how it ended and what it printed."""

    def piped(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["reftel", *words, "--library", str(steering)])
        with pytest.raises(SystemExit) as ended:
            main.main()
        return ended.value.code or 0, "".join(capsys.readouterr())

    return piped


def on_a_terminal(steering: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "ui.cli.main", *words, "--library", str(steering)]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65_536):
            shown += chunk
    except OSError:  # it is at its end
        pass
    os.close(ours)
    return process.wait(60), shown.decode()


@pytest.mark.parametrize(
    ("on", "name"), [*(("a pipe", name) for name in COMMANDS), ("a terminal", "show"), ("a terminal", "search")]
)
def test_no_command_prints_what_steers_a_terminal(steering, piped, on, name):
    words = COMMANDS[name]
    status, shown = piped(*words) if on == "a pipe" else on_a_terminal(steering, *words)
    assert status == 0
    assert "10OSLO9" in shown or words[0] == "people"
    assert {sign for sign in shown if not sign.isprintable()} <= {"\n", "\r", "\t"}


@pytest.mark.parametrize("command", ["search", "show", "people"])
def test_half_a_character_is_told_in_a_line(piped, command):
    status, shown = piped(command, os.fsdecode(b"\xff"))
    assert (status, shown.count("\n"), "Traceback" in shown) == (1, 1, False)
    assert shown.startswith("reftel: ")
