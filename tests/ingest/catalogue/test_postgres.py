"""A library whose catalogue lies in PostgreSQL is the library that a SQLite file would be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alike import as_answered
from quick import done, found, quick_library, write
from servers import Postgres, free_port, wait_for

from assistant import Assistant
from assistant.answering import Asked
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.feedback import Feedback
from assistant.notebook import notebook_store
from assistant.notebook.cable_collections import CableCollections
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
from ingest import Clearance, Library
from ingest.domain.filters import Filters
from ingest.errors import CollectionError, LibraryError, LibraryUnreachable, SettingsError
from ingest.jobs.follow import follow
from ingest.samples import SAMPLES
from ingest.storage.parts import Parts

QUESTIONS = [
    "what did Huseynli say about Russia",
    "who classified the cable on the ferry",
    "what do cables from Baku say about energy?",
    "cables since 2009 about elections",
    "what is the capital of the moon",
]


@pytest.fixture(scope="module")
def shared(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library, its catalogue in PostgreSQL."""
    opened = Library.open(tmp_path_factory.mktemp("folder"), database=postgres.database())
    done(opened.ingest([SAMPLES]))
    yield opened
    opened.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_is_the_same(shared, assistant, question):
    assert Assistant(shared).ask(question) == as_answered(assistant.ask(question))


def test_what_lists_show_is_the_same_in_the_same_order(shared, library):
    for name in ("origin", "tag", "classification"):
        assert shared.counts(name) == library.counts(name)
    for reported in ("dates", "months", "people"):
        assert getattr(shared, reported)() == getattr(library, reported)()
    ids = library.catalogue.ids()
    assert shared.catalogue.ids() == ids
    assert shared.cables(ids) == library.cables(ids)
    assert [shared.references(id) for id in ids] == [library.references(id) for id in ids]
    assert shared.cast(ids) == library.cast(ids)
    for where in (Filters(since="2009", until="2010-02"), Filters(tag="PREL"), Filters(origin="BAKU")):
        assert shared.spoken_by("Huseynli", where) == library.spoken_by("Huseynli", where)


def test_all_of_it_is_found_and_nothing_is_wrong(shared, library):
    health = done(shared.check())
    assert (health.faults, health.waiting) == ((), 0)
    theirs, ours = library.status(), shared.status()
    assert (ours.paragraphs, ours.indexed, ours.heard, ours.embedded) == (
        theirs.paragraphs,
        theirs.indexed,
        theirs.heard,
        theirs.embedded,
    )


@pytest.fixture
def folders(postgres: Postgres, tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Two folders to one catalogue, in the second of which nobody ever writes; two cables are in it."""
    url = postgres.database()
    pair = tuple(quick_library(tmp_path / name, url) for name in ("written", "following"))
    done(pair[0].ingest([write(tmp_path / "cables", number) for number in (1, 2)]))
    yield pair
    for each in pair:
        each.close()


def test_a_folder_follows_what_is_written_elsewhere(folders, tmp_path):
    written, followed = folders
    assert found(followed, "wordnumber1") == []
    with followed.following():
        wait_for(lambda: followed.status().embedded == followed.status().indexed == 2, str)
        assert found(followed, "wordnumber1") == ["10OSLO1"]
        done(written.forget("10OSLO1"))
        done(written.ingest([write(tmp_path / "more", 3)]))
        wait_for(lambda: found(followed, "wordnumber3") == ["10OSLO3"], str)
    assert found(followed, "wordnumber1") == []


def test_an_index_that_is_lost_is_made_anew(postgres, folders):
    _, followed = folders
    for _ in follow(followed._parts):
        pass
    for part in ("words", "scan"):
        shutil.rmtree(followed.folder / part)
    again = quick_library(followed.folder, postgres.last)
    for _ in follow(again._parts):
        pass
    assert found(again, "wordnumber2") == ["10OSLO2"]
    assert again.status().embedded == 2
    again.close()


def test_cleared_copies_lie_in_each_folder_and_follow_too(folders):
    _, followed = folders
    low = followed.cleared(Clearance.parse("U"))
    high = followed.cleared(Clearance.parse("C"))
    assert (low.status().paragraphs, high.catalogue.ids()) == (0, ["10OSLO1", "10OSLO2"])
    done(folders[0].forget("10OSLO1"))
    assert followed.cleared(Clearance.parse("C")).catalogue.ids() == ["10OSLO2"]


def test_a_character_that_postgresql_does_not_have_is_shown_as_such(folders):
    written, _ = folders
    assert written.cable("10OSLO1\0") is None
    with written.catalogue.edit() as edit:
        edit.note("odd", "a\0b")
    assert written.catalogue.ledger.note("odd") == "a�b"


def test_half_a_character_is_told_as_in_a_file(folders):
    with pytest.raises(LibraryError, match="a lone surrogate"):
        folders[0].cable("10OSLO\ud800")


def test_what_cannot_be_reached_is_said_without_the_password(postgres, tmp_path):
    nobody = f"postgresql://reftel:lilac@127.0.0.1:{free_port()}/archive"
    with pytest.raises(LibraryUnreachable, match="cannot be reached at the moment") as raised:
        Library.open(tmp_path, database=nobody)
    assert "lilac" not in str(raised.value)


@pytest.mark.parametrize("url", ["mysql://a:lilac@b/c", "archive lilac", "postgresql://a:li@lac@b/c"])
def test_what_is_no_address_is_said_without_the_password(url, tmp_path):
    with pytest.raises(SettingsError, match="write") as raised:
        Library.open(tmp_path, database=url)
    assert "li" not in str(raised.value).replace("like", "").replace("library", "")


def test_a_writer_who_lost_the_database_has_lost_his_turn_and_a_reader_has_not(postgres, folders, tmp_path):
    written, _ = folders
    work = written.ingest([write(tmp_path / "more", number) for number in (5, 6)])
    next(work)
    postgres.stop()
    with pytest.raises(LibraryUnreachable):
        written.cable("10OSLO2")
    postgres.start()
    assert written.cable("10OSLO2").id == "10OSLO2"
    with pytest.raises(LibraryUnreachable):
        done(work)
    done(written.ingest())
    assert written.status().last_run.state == "finished"


def test_conversations_are_kept_for_all_servers(folders):
    holder, other = Holder("anne", "C"), Holder("anne")
    here, there = (Notebook.of(each) for each in folders)
    kept = record(Assistant(folders[0]), Asked("what did the Minister say?"))
    id, _ = here.add(holder, kept)
    assert there.add(holder, kept, id) == (id, 2)
    assert [each.bundle for each in there.answers(holder, id)] == [kept, kept]
    assert there.judge(holder, id, 2, Feedback("down", (), "No."))
    assert [each for each, _ in here.judged()] == [id]
    assert (there.conversations(other), there.rename(other, id, "mine")) == ([], False)
    assert there.delete(holder, id)
    assert here.answers(holder, id) == []


def test_collections_are_kept_for_all_servers_and_their_tables_join_those_of_an_earlier_version(folders):
    with folders[0].shared.transaction() as connection:  # as reftel 0.1.0 has left it
        for table in (notebook_store.collected_cables, notebook_store.collections):
            table.drop(connection, checkfirst=True)
    here, there = (CableCollections(notebook_store.store_of(each), Holder("anne"), each) for each in folders)
    made = here.create("Grain", ["10OSLO1"], shared=True)
    assert there.add("Grain", ["10OSLO2"]).cables == ("10OSLO1", "10OSLO2")
    with pytest.raises(CollectionError, match="already"):
        there.create("Grain")
    bob = CableCollections(notebook_store.store_of(folders[1]), Holder("bob", "U"), folders[1])
    assert [each.id for each in bob.list()] == [made.id]
    with pytest.raises(CollectionError, match="Only its owner"):
        bob.delete(made.id)
    there.delete("Grain")
    assert here.list() == bob.list() == ()


def test_a_folder_that_is_copied_becomes_one_of_its_own(postgres, folders, tmp_path):
    written, _ = folders
    shutil.copytree(written.folder, tmp_path / "copied")
    copied = quick_library(tmp_path / "copied", postgres.last)
    done(written.forget("10OSLO1"))
    for each in (copied, written):
        for _ in follow(each._parts):
            pass
        assert found(each, "wordnumber1") == []
        assert [fault for fault in done(each.check()).faults if fault.part != "vectors"] == []
    copied.close()
    moved = Parts((tmp_path / "copied").rename(tmp_path / "moved"), None, postgres.last)
    assert moved.catalogue.ledger.count_held("words") == 1
    moved.close()


def test_a_dump_put_back_as_the_documentation_says_answers_the_same(postgres, shared, assistant, tmp_path):
    reported = (Path(__file__).parents[3] / "docs" / "backup.md").read_text(encoding="utf-8")
    commands = [
        line.strip() for line in reported[reported.index("## PostgreSQL") :].splitlines() if line[:4] == "    "
    ]
    restored = shared.catalogue.database._engine.url.render_as_string(hide_password=False)
    url = restored.replace("+psycopg", "")
    environment = os.environ | {
        "PATH": f"{postgres.programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "URL": url,
        "RESTORED": f"{url.rpartition('/')[0]}/restored",
    }
    for command in commands:
        subprocess.run(command, check=True, shell=True, cwd=tmp_path, env=environment, capture_output=True)
    assert len(commands) == 4
    again = Library.open(tmp_path / "folder", database=environment["RESTORED"])
    for question in QUESTIONS:
        assert Assistant(again).ask(question) == as_answered(assistant.ask(question))
    health = done(again.check())
    assert (health.faults, health.waiting) == ((), 0)
    again.close()
