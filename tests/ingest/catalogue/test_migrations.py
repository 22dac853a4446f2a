"""A library that an earlier version of reftel made opens, whoever opens it and wherever they are killed at it.

REFTEL_KILLS sets the number of kills at random moments (default 3); with more than that, one is killed before each
statement too, and not before every third.
"""

import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alike import as_answered
from old_libraries import RECORD, cables, unpacked
from quick import done, found, quick_library, write
from servers import Postgres

from assistant import Answer, Assistant
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.feedback import Feedback
from assistant.notebook.notebook_store import Holder
from ingest import Clearance, Library
from ingest.catalogue import database, migrations
from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.tables import SCHEMA, documents, metadata, notes, paragraphs
from ingest.domain.serialization import sha
from ingest.embedding.models import UNTAUGHT_MODEL
from ingest.errors import LibraryError
from ingest.jobs.fill import preview

KILLS = int(os.environ.get("REFTEL_KILLS", "3"))
EVERY = 1 if KILLS > 3 else 3  # statement
ROOT = Path(__file__).parents[3]
QUESTIONS = [
    "what is the interest rate on the Shirkent loan?",
    "what share of the mackerel does the Norwegian state secretary consider fair for Iceland, and why?",
    "what did Ormanci say of the price?",
    "cables since 2010",
    "who classified the cable on mackerel?",
    "what is the capital of the moon?",
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library of reftel 0.1.0."""
    return unpacked(tmp_path)


def reported(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


def test_it_answers_as_one_that_was_read_anew_and_all_is_well(old, tmp_path, caplog):
    opened = Library.open(old)
    assert reported(caplog) == [
        f"Upgrading the library to version {SCHEMA} ({old / 'catalogue.sqlite'}) ...",
        "Rebuilding the indexes of the library, whose format has changed ...",
    ]
    fresh = Library.open(tmp_path / "fresh", embedder=UNTAUGHT_MODEL)  # as it was then
    done(fresh.ingest([cables(tmp_path / "cables")]))
    ids = fresh.catalogue.ids()
    assert opened.cables(ids) == fresh.cables(ids)
    for part in (opened, opened.cleared(Clearance.parse("U"))):
        health = done(part.check())
        assert (health.faults, health.waiting) == ((), 0)
    assert hashes(opened.catalogue) == hashes(fresh.catalogue)
    done(opened.ingest([tmp_path / "cables"]))  # who says what is decided by the rules of today
    for question in QUESTIONS:
        kept, anew = Assistant(opened).ask(question), as_answered(Assistant(fresh).ask(question))
        # The tokens are projected as those were that came first: how well a sentence fits differs by a hair, which
        # may let one more be quoted.
        assert kept.confidence == pytest.approx(anew.confidence, abs=0.05)
        assert [each.cable for each in kept.citations[:1]] == [each.cable for each in anew.citations[:1]]
        assert without_what_fits(kept) == without_what_fits(anew)
    opened.close()
    fresh.close()


def without_what_fits(answer: Answer) -> Answer:
    return replace(answer, text="", citations=(), passages=(), confidence=None, likeliest=None)


def hashes(catalogue: Catalogue) -> list[list[str]]:
    of_texts = sql.select(documents.c.text_sha).order_by(documents.c.cable)
    of_paragraphs = sql.select(paragraphs.c.text_sha).order_by(paragraphs.c.cable, paragraphs.c.ordinal)
    return [[row.text_sha for row in catalogue.database.all(query)] for query in (of_texts, of_paragraphs)]


def test_it_is_brought_up_once_and_then_opens_without_alembic(old):
    look = "import sys; from ingest import Library; Library.open(sys.argv[1]); print('alembic' in sys.modules)"
    runs = [
        subprocess.run([sys.executable, "-c", look, old], cwd=ROOT, capture_output=True, check=True)
        for _ in range(2)
    ]
    assert [run.stdout.split() for run in runs] == [[b"True"], [b"False"]]
    assert [run.stderr.count(b"\n") for run in runs] == [2, 0]


def test_a_later_read_goes_on_from_what_was_read(old, tmp_path):
    opened = Library.open(old)
    done(opened.forget(RECORD))
    report = done(opened.ingest([cables(tmp_path / "cables")]))
    assert report.counts == {"duplicate": 2, "added": 1}
    opened.close()


def test_pdf_files_are_read_again_because_nothing_knows_their_pages(old):
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection, connection:
        for table, column in (("documents", "input"), ("documents", "place"), ("inputs", "path")):
            connection.execute(f"UPDATE {table} SET {column} = '/a/B.PDF' WHERE {column} LIKE '%09OSLO702%'")
    catalogue = Catalogue(old / "catalogue.sqlite")
    assert catalogue.ledger.inputs(["/a/B.PDF"]) == {}
    rows = catalogue.database.all(sql.select(documents.c.place).where(documents.c.sha == ""))
    assert [row.place for row in rows] == ["/a/B.PDF"]
    catalogue.close()


def test_a_dry_run_brings_it_up_too(old, tmp_path):
    report = done(preview(old / "catalogue.sqlite", [cables(tmp_path / "cables")]))
    assert report.counts == {"duplicate": 3}


def test_kept_conversations_are_still_there_with_what_was_said_of_them(old):
    opened = Library.open(old)
    notebook, anne = Notebook.of(opened), Holder("anne")
    [held] = notebook.conversations(anne)
    [kept] = notebook.answers(anne, held.id)
    assert kept.bundle.answer.question == held.title == QUESTIONS[0]
    assert kept.feedback == Feedback("down", (1,), "That is another loan.")
    opened.close()


def test_damage_that_was_done_before_is_not_taken_for_the_text(old):
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE documents SET text = replace(text, '2', '3')")
        # Not even UTF-8.
        connection.execute(
            "UPDATE paragraphs SET text = CAST(x'ff' AS TEXT) WHERE cable = '09OSLO702' AND ordinal = 1"
        )
    catalogue = Catalogue(old / "catalogue.sqlite")
    rows = catalogue.database.all(sql.select(documents.c.cable, documents.c.text, documents.c.text_sha))
    assert [row.cable for row in rows if sha(row.text) == row.text_sha] == [RECORD]  # nothing tells how that was
    catalogue.close()


@pytest.mark.parametrize(("field", "value"), [("date", "none"), ("year", 10**8)])
def test_a_date_that_is_none_stops_nothing_any_more(old, field, value):
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection, connection:
        mine = "WHERE id = '10DUSHANBE57'"
        connection.execute(f"UPDATE cables SET record = json_set(record, '$.{field}', ?) {mine}", (value,))
        connection.execute(f"UPDATE cables SET date = json_extract(record, '$.date') {mine}")
        connection.execute("UPDATE held SET revision = 0 WHERE cable = '10DUSHANBE57'")
    opened = Library.open(old)
    done(opened.ingest())
    cable = opened.cable("10DUSHANBE57")
    assert (cable.date, cable.date_source) == ((None, None) if field == "date" else ("2010-01-19T05:48Z", "dtg"))
    assert cable.year == (2010 if field == "date" else None)
    assert opened.heads([cable.id])[cable.id].date == cable.date
    health = done(opened.check())
    assert (health.faults, health.waiting) == ((), 0)
    opened.close()


def test_a_cable_whose_id_breaks_a_line_is_one_that_could_not_be_read(tmp_path, old):
    odd = "10DUSHANBE57\n10DUSHANBE58"
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection, connection:
        for table in ("documents", "paragraphs", "links", "statements", "voices", "people", "read", "held"):
            connection.execute(f"UPDATE {table} SET cable = ? WHERE cable = '10DUSHANBE57'", (odd,))
        connection.execute("UPDATE cables SET id = ? WHERE id = '10DUSHANBE57'", (odd,))
    ids = (old / "scan" / "ids").read_text()
    (old / "scan" / "ids").write_text(ids.replace("10DUSHANBE57", odd))
    opened = Library.open(old)
    done(opened.ingest())
    assert opened.catalogue.ids() == ["09OSLO702", "10ANKARA33"]
    assert opened.status().failed == 1
    health = done(opened.check())
    assert (health.faults, health.waiting) == ((), 0)
    assert opened.by_meaning(opened.reading("mackerel"), 1)[0][0].cable == "09OSLO702"
    opened.close()


@pytest.mark.parametrize("kind", ["a file", "a server"])
def test_the_migrations_lead_to_the_tables_that_are_made_anew(kind, request):
    url = request.getfixturevalue("postgres").database() if kind == "a server" else "sqlite://"
    engine = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrations.run(connection, 0)
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        # An index for SQLite alone, which alembic expects everywhere.
        assert [change for change in found if kind == "a file" or change[1].name != "cables_listed"] == []
    engine.dispose()
    assert ScriptDirectory(str(migrations.FOLDER)).get_current_head() == str(SCHEMA)


def test_an_old_catalogue_on_a_server_is_brought_up_too(old, tmp_path, postgres: Postgres, caplog):
    url = postgres.database()
    first = ScriptDirectory(str(migrations.FOLDER)).get_revision(str(database.FIRST))
    source = sql.create_engine(f"sqlite:///{old / 'catalogue.sqlite'}")
    target = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with source.connect() as reading, target.begin() as writing:
        with Operations.context(MigrationContext.configure(writing)):
            first.module.upgrade()
        there = sql.MetaData()
        there.reflect(reading)
        for table in (each for each in metadata.sorted_tables if each.name in there.tables):
            columns = [each for each in table.columns if each.name in there.tables[table.name].columns]
            rows = [dict(row) for row in reading.execute(sql.select(*columns)).mappings()]
            if rows:
                writing.execute(sql.insert(table), rows)
    source.dispose()
    target.dispose()
    opened = Library.open(tmp_path / "folder", database=url)
    assert len(reported(caplog)) == 1
    brought_up = Catalogue(old / "catalogue.sqlite")
    assert hashes(opened.catalogue) == hashes(brought_up)
    assert opened.catalogue.ledger.note("schema") == str(SCHEMA)
    brought_up.close()
    opened.close()


def test_a_catalogue_that_was_killed_while_it_was_made_is_made(tmp_path):
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        connection.execute("CREATE TABLE notes (name TEXT NOT NULL, value TEXT, PRIMARY KEY (name))")
        connection.execute(
            "CREATE TABLE links (cable TEXT, place INTEGER, target TEXT, PRIMARY KEY (cable, place))"
        )
    library = quick_library(tmp_path)
    done(library.ingest([write(tmp_path / "cables", 1)]))
    assert found(library, "wordnumber1") == ["10OSLO1"]
    library.close()


# Refused


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def set_version(folder: Path, version: str) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE notes SET value = ? WHERE name = 'schema'", (version,))


def test_a_later_version_is_refused_and_left_byte_for_byte_as_it_is(old):
    set_version(old, "999")
    before = contents(old)
    with pytest.raises(
        LibraryError, match=r"made by a later version of reftel .* 999.*: update reftel to use it\.$"
    ):
        Library.open(old)
    assert contents(old) == before


def test_so_it_is_where_its_last_process_was_killed(old):
    log = old / "catalogue.sqlite-wal"
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection:
        connection.execute("UPDATE notes SET value = '999' WHERE name = 'schema'")
        connection.commit()
        left = contents(old)  # the version stands in the log alone
    for path, data in left.items():
        path.write_bytes(data)
    with pytest.raises(LibraryError, match="later version"):
        Library.open(old)
    after = contents(old)
    assert log in after
    assert {path for path in after.keys() | left.keys() if after.get(path) != left.get(path)} <= {
        old / "catalogue.sqlite-shm"  # where who reads a log says so
    }


def test_a_later_version_on_a_server_is_refused(postgres: Postgres, tmp_path):
    url = postgres.database()
    library = quick_library(tmp_path, url)
    with library.catalogue.edit() as edit:
        edit.note("schema", "999")
    library.close()
    with pytest.raises(LibraryError, match="later version"):
        Library.open(tmp_path, database=url)


@pytest.mark.parametrize("version", ["5", "seven", ""])
def test_any_other_version_is_told_in_a_sentence(old, version):
    set_version(old, version)
    with pytest.raises(LibraryError, match=r"^[^\n]+\.$"):
        Library.open(old)


AS_ANYBODY = """
import os, sys
from ingest import Library
from ingest.errors import LibraryError
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    Library.open(sys.argv[1])
except LibraryError as error:
    print(error)
"""


def test_who_may_not_write_is_told_that_somebody_has_to(old):
    place = Path(tempfile.mkdtemp(prefix="reftel-old-"))
    shutil.move(old, place)
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = contents(place)
    run = subprocess.run(
        [sys.executable, "-c", AS_ANYBODY, place / "library"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    after = contents(place)
    for path in (place, *place.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(place)
    assert "must be upgraded, but you cannot write to it" in run.stdout
    assert (run.stdout.count("\n"), run.stderr) == (1, "")
    assert after == before


# At once, and killed

OPEN = """
import os, sys, time
from pathlib import Path
import sqlalchemy as sql
import ingest.catalogue.migrations
from ingest.catalogue.catalogue import Catalogue

def open_and_die(folder, number):  # before the statement of this number, if there are so many
    seen = 0
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), 9)
    sql.event.listen(sql.engine.Engine, "before_cursor_execute", count)
    sql.event.listen(sql.engine.Engine, "commit", count)
    Catalogue(Path(folder) / "catalogue.sqlite").close()
    os._exit(0)

for line in sys.stdin:
    number, seconds, folder = line.strip().split(" ", 2)
    child = os.fork()
    if not child:
        open_and_die(folder, int(number))
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(child, 9)  # if it is done, it waits to be asked how it went
    print(os.waitpid(child, 0)[1], flush=True)
"""


def state(folder: Path) -> tuple[str, bool, int]:
    """The version of a library, whether the tables have the columns of it, and how many texts lack their hash."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        [(version,)] = connection.execute("SELECT value FROM notes WHERE name = 'schema'")
        has = [
            any(row[1] == "text_sha" for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in ("documents", "paragraphs")
        ]
        lacking = 0
        if all(has):
            for table in ("documents", "paragraphs"):
                [(number,)] = connection.execute(f"SELECT count(*) FROM {table} WHERE length(text_sha) != 64")
                lacking += number
        assert has[0] == has[1]
        return version, has[0], lacking


OLD, NEW = ("6", False, 0), (str(SCHEMA), True, 0)


class Opener:
    """A process that opens copies of a library, each in a process of its own that may be killed."""

    def __init__(self, library: Path) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", OPEN]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self._library = library
        self._copies = 0

    def killed(self, *, before: int = 0, after: float = 0) -> tuple[bool, tuple[str, bool, int]]:
        """Kill one before a statement, or after so many seconds; return whether it was, and how the library is.

        Whatever it is like, it is then brought up by the next process.
        """
        self._copies += 1
        copy = self._library.parent / f"copy{self._copies}"
        copy.mkdir()
        shutil.copy(self._library / "catalogue.sqlite", copy)
        print(before, after, copy, file=self._process.stdin, flush=True)
        status = int(self._process.stdout.readline())
        found = state(copy)
        Catalogue(copy / "catalogue.sqlite").close()
        assert state(copy) == NEW
        return status == 9, found

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(60)


@pytest.fixture
def opener(old):
    process = Opener(old)
    yield process
    process.close()


def test_killed_before_any_statement_it_is_the_old_one_or_the_new_one(opener):
    seen, killed, number = [], True, 1 - EVERY
    while killed:
        number += EVERY
        killed, found = opener.killed(before=number)
        seen.append(found)
    assert number > 10
    assert set(seen) == {OLD, NEW}


def test_killed_at_any_moment_it_is_the_old_one_or_the_new_one(old, opener):
    chance = random.Random(7)
    with closing(sqlite3.connect(old / "catalogue.sqlite")) as connection, connection:
        columns = "number, text, start, end, pieces, mark_raw, level, caveats, kind, section"
        for turn in range(9):  # so that it takes a while
            connection.execute(
                f"INSERT INTO paragraphs (cable, ordinal, {columns}) "
                f"SELECT cable || '-{turn}', ordinal, {columns} FROM paragraphs"
            )
    seen = [opener.killed(after=chance.uniform(0, 0.3)) for _ in range(KILLS)]
    print(
        f"{sum(killed for killed, _ in seen)} of {KILLS} were killed, {seen.count((True, OLD))} at work or before"
    )
    assert {found for _, found in seen} <= {OLD, NEW}


def test_of_several_that_open_it_at_once_one_brings_it_up(old):
    command = [sys.executable, "-m", "ui.cli.main", "status", "--json", "--library", old]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(4)]
    reported = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert len({out for out, _ in reported}) == 1
    assert sum(err.count("Upgrading the library") for _, err in reported) == 1


# Indexes whose format changed

LATER = """
from ingest.catalogue.migrations import outgrow
revision, down_revision = "%d", "%d"
def upgrade():
    outgrow("words")
    outgrow("scan")
"""


@pytest.fixture
def later(old, tmp_path, monkeypatch) -> Path:
    """A library, where this version of reftel is one that keeps words and scan in another format."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    (scripts / "versions" / "9999_later.py").write_text(LATER % (SCHEMA + 1, SCHEMA))
    for module in (database, sys.modules["ingest.catalogue.sqlite"]):
        monkeypatch.setattr(module, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(migrations, "FOLDER", scripts)
    for part in ("words", "scan", "cleared/U/words", "cleared/U/scan"):
        shutil.rmtree(old / part)
        (old / part).mkdir()
        (old / part / "state.json").write_text("in a format of long ago")
        (old / part / "meta.json").write_text("in a format of long ago")
    return old


def test_indexes_of_another_format_are_made_anew(later):
    opened = Library.open(later)
    assert found(opened, "mackerel")[0] == "09OSLO702"
    for part in (opened, opened.cleared(Clearance.parse("U"))):
        assert part.by_meaning(opened.reading("mackerel"), 1)
        health = done(part.check())
        assert (health.faults, health.waiting) == ((), 0)
    opened.close()


def test_whoever_is_killed_at_that_leaves_it_to_the_next(later, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ingest.jobs.update_indexes.index_words", killed)
        with pytest.raises(KeyboardInterrupt):
            Library.open(later)
    opened = Library.open(later)
    assert found(opened, "mackerel")[0] == "09OSLO702"
    assert opened.by_meaning(opened.reading("mackerel"), 1)
    opened.close()


def test_the_note_of_each_folder_is_its_own(old, tmp_path):
    catalogue = Catalogue(old / "catalogue.sqlite")
    with catalogue.edit() as edit:
        edit._connection.execute(sql.text("UPDATE held SET part = part || '@a' WHERE part = 'words'"))
        with Operations.context(MigrationContext.configure(edit._connection)):
            migrations.outgrow("words")
    query = sql.select(notes.c.name).where(notes.c.name.like("outgrown%")).order_by(notes.c.name)
    assert [row.name for row in catalogue.database.all(query)] == [
        "outgrown scan",
        "outgrown vectors",
        "outgrown vectors on server",
        "outgrown words",
        "outgrown words@a",
    ]
    catalogue.close()
