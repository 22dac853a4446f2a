"""Kept conversations: each is its holder's alone, survives the process, and is really gone when it is deleted."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary, citing

from assistant.answering import Asked
from assistant.kept_conversations import conversations as limits
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.feedback import Feedback
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import Bundle, dumps, record
from ingest.errors import NotebookError

ANNE, BOB = Holder("anne"), Holder("bob")
QUESTION = "why is there no second ship?"


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook.at(tmp_path / "notebook.sqlite")


def bundle(question: str = QUESTION) -> Bundle:
    answer = citing(question, "Yildiz had no money.[1]", (ferry(), 2, "Yildiz had no money"))
    return record(ScriptedAssistant(ScriptedLibrary(ferry()), {question: answer}), Asked(question))


def test_a_conversation_is_kept_as_it_was_and_a_later_process_knows_it(notebook, tmp_path):
    first, second = bundle(), bundle("and a third?")
    id, number = notebook.add(ANNE, first)
    assert (number, notebook.add(ANNE, second, id)) == (1, (id, 2))
    again = Notebook.at(tmp_path / "notebook.sqlite")
    assert [each.title for each in again.conversations(ANNE)] == [QUESTION]
    assert [each.bundle for each in again.answers(ANNE, id)] == [first, second]
    assert [each.written for each in again.answers(ANNE, id)] == [dumps(first), dumps(second)]


def test_reading_makes_no_file(notebook, tmp_path):
    assert notebook.conversations(ANNE) == notebook.answers(ANNE, "x") == list(notebook.judged()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", [BOB, Holder("anne", "C"), Holder("Anne")])
def test_nobody_else_sees_it_or_changes_it_nor_does_its_owner_under_another_clearance(notebook, other):
    id, _ = notebook.add(ANNE, bundle())
    assert notebook.conversations(other) == notebook.answers(other, id) == []
    assert not notebook.rename(other, id, "mine")
    assert not notebook.delete(other, id)
    assert not notebook.judge(other, id, 1, Feedback("down"))
    with pytest.raises(NotebookError, match="no longer exists"):
        notebook.add(other, bundle(), id)
    assert notebook.conversation(ANNE, id).title == QUESTION
    assert [each.feedback for each in notebook.answers(ANNE, id)] == [Feedback()]


def test_the_one_that_changed_last_comes_first(notebook):
    first, _ = notebook.add(ANNE, bundle("first?"))
    second, _ = notebook.add(ANNE, bundle("second?"))
    assert [each.id for each in notebook.conversations(ANNE)] == [second, first]
    notebook.add(ANNE, bundle(), first)
    assert [each.id for each in notebook.conversations(ANNE)] == [first, second]


def test_a_title_is_one_short_line(notebook):
    id, _ = notebook.add(ANNE, bundle("why\n is there " + "no " * 99 + "\ud83d"))
    title = notebook.conversation(ANNE, id).title
    assert title.startswith("why is there no no")
    assert len(title) <= limits.LONGEST_TITLE
    assert notebook.rename(ANNE, id, " <b>Ships</b>\n")
    assert notebook.conversation(ANNE, id).title == "<b>Ships</b>"


def test_what_a_reader_says_of_an_answer_can_be_changed_and_taken_back(notebook):
    id, number = notebook.add(ANNE, bundle())
    for said in (Feedback("up"), Feedback("down", (1,), "It is another ship.")):
        assert notebook.judge(ANNE, id, number, said)
        assert [each.feedback for each in notebook.answers(ANNE, id)] == [said]
    assert [(each, [kept.feedback for kept in answers]) for each, answers in notebook.judged()] == [(id, [said])]
    assert list(notebook.judged("S")) == []
    notebook.judge(ANNE, id, number, Feedback())
    assert list(notebook.judged()) == []


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("how", [lambda book, id: book.delete(ANNE, id), lambda book, _: book.wipe("anne")])
def test_what_is_deleted_is_in_no_file_any_more(notebook, tmp_path, how):
    notebook.add(BOB, bundle("what of Bob?"))
    id, _ = notebook.add(ANNE, bundle("Anne's own question?"))
    assert b"own question" in stored(tmp_path)
    how(notebook, id)
    assert notebook.conversations(ANNE) == []
    assert b"own question" not in stored(tmp_path)
    assert [each.title for each in notebook.conversations(BOB)] == ["what of Bob?"]


def test_wiping_takes_what_was_held_under_another_clearance_too(notebook, tmp_path):
    notebook.add(Holder("anne", "S"), bundle("a secret question?"))
    notebook.wipe("anne")
    assert b"secret question" not in stored(tmp_path)


def test_there_is_a_limit_to_everything(notebook, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CONVERSATIONS", 2)
    monkeypatch.setattr(limits, "MOST_ANSWERS", 2)
    id, _ = notebook.add(ANNE, bundle())
    notebook.add(ANNE, bundle(), id)
    with pytest.raises(NotebookError, match="is full, with 2 answers: start a new one"):
        notebook.add(ANNE, bundle(), id)
    notebook.add(ANNE, bundle())
    with pytest.raises(NotebookError, match="delete some"):
        notebook.add(ANNE, bundle())
    notebook.add(BOB, bundle())
    with pytest.raises(NotebookError, match="at most 1,000 characters"):
        notebook.judge(ANNE, id, 1, Feedback(reason="x" * 1_001))
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    with pytest.raises(NotebookError, match="too long to save"):
        notebook.add(ANNE, bundle(), id)
    assert len(notebook.answers(ANNE, id)) == 2


def refused(path: Path) -> str:
    with pytest.raises(NotebookError, match=r"^[^\n]+$") as caught:
        Notebook.at(path).conversations(ANNE)
    with pytest.raises(NotebookError):
        Notebook.at(path).add(ANNE, bundle())
    return str(caught.value)


def test_a_broken_file_is_told_and_left_as_it_is(tmp_path):
    path = tmp_path / "notebook.sqlite"
    path.write_bytes(b"no database at all " * 99)
    assert "is damaged or not a file of reftel conversations" in refused(path)
    assert path.read_bytes() == b"no database at all " * 99


def test_a_file_of_something_else_is_told_and_nothing_of_it_is_lost(tmp_path):
    path = tmp_path / "notebook.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript("CREATE TABLE conversations (id); INSERT INTO conversations VALUES ('kept')")
    assert "is not a file of reftel conversations" in refused(path)
    assert connection.execute("SELECT id FROM conversations").fetchall() == [("kept",)]


def test_a_file_of_a_later_version_is_told_and_left_byte_for_byte_as_it_is(notebook, tmp_path):
    notebook.add(ANNE, bundle())
    path = tmp_path / "notebook.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
        log = path.with_name("notebook.sqlite-wal")
        left = {each: each.read_bytes() for each in (path, log)}  # as after a kill: the log is not in the file yet
    connection.close()
    for each, data in left.items():
        each.write_bytes(data)
    assert "was made by a later version of reftel: update reftel" in refused(path)
    assert {each: each.read_bytes() for each in (path, log)} == left


def test_a_damaged_answer_is_told_and_harms_no_other(notebook, tmp_path):
    id, _ = notebook.add(ANNE, bundle())
    other, _ = notebook.add(ANNE, bundle())
    with sqlite3.connect(tmp_path / "notebook.sqlite") as connection:
        connection.execute("UPDATE answers SET bundle = x'00' WHERE conversation = ?", (id,))
    [broken] = notebook.answers(ANNE, id)
    with pytest.raises(NotebookError, match="Answer 1 of this conversation is damaged"):
        _ = broken.bundle
    assert notebook.answers(ANNE, other)[0].bundle.answer.question == QUESTION


def test_many_may_write_at_once(notebook):
    id, _ = notebook.add(ANNE, bundle())
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: notebook.add(ANNE, bundle(), id)[1], range(16)))
    assert sorted(numbers) == list(range(2, 18))


def test_the_file_is_nobody_elses_business(notebook, tmp_path):
    notebook.add(ANNE, bundle())
    assert (tmp_path / "notebook.sqlite").stat().st_mode & 0o077 == 0
