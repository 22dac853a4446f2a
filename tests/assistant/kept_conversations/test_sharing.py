"""Kept conversations: found by their words, told apart by titles, shared with those who may see all of them."""

import pytest

from assistant.answering import Asked
from assistant.kept_conversations.conversations import LONGEST_TITLE, Notebook
from assistant.kept_conversations.sharing import SharedConversations
from assistant.notebook.notebook_store import FileStore, Holder
from assistant.saved_answers.bundle import record
from ingest import Clearance

ANNE, BOB = Holder("anne", "C"), Holder("bob", "C")
QUESTION = "what did Huseynli say about Russia"


@pytest.fixture(scope="module")
def bundle(assistant):
    return record(assistant, Asked(QUESTION))


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "notebook.sqlite")


def test_no_two_conversations_have_the_same_title(store, bundle):
    notebook = Notebook(store)
    ids = [notebook.add(ANNE, bundle)[0] for _ in range(3)]
    notebook.add(BOB, bundle)
    titles = {each.id: each.title for each in notebook.conversations(ANNE)}
    assert [titles[id] for id in ids] == [QUESTION, f"{QUESTION} (2)", f"{QUESTION} (3)"]
    assert [each.title for each in notebook.conversations(BOB)] == [QUESTION]
    long = "x" * 200
    notebook.rename(ANNE, ids[0], long)
    notebook.rename(ANNE, ids[1], long)
    notebook.rename(ANNE, ids[1], long)
    titles = {each.id: each.title for each in notebook.conversations(ANNE)}
    assert titles[ids[1]].endswith("… (2)")
    assert {len(titles[id]) for id in ids[:2]} == {LONGEST_TITLE}


def test_conversations_are_found_by_their_titles_and_by_what_was_asked_and_answered(store, bundle, assistant):
    notebook = Notebook(store)
    first, _ = notebook.add(ANNE, bundle)
    notebook.add(ANNE, record(assistant, Asked("who is Chivangue")), first)
    other, _ = notebook.add(ANNE, record(assistant, Asked("how many cables are from Oslo")))
    notebook.add(BOB, bundle)
    notebook.rename(ANNE, other, "Counting ÖSTERREICH")

    def found(words):
        return {each.id for each in notebook.conversations(ANNE, words)}

    assert found("chivangue WHO") == {first}
    assert found("russia") == {first}
    assert found("österreich") == {other}
    assert found("nobody says this") == set()
    assert found("  ") == {first, other}
    passage = bundle.answer.passages[-1].text.split()[-1]
    assert found(f"{passage} unheard-of") == set()


def test_a_shared_conversation_is_seen_by_those_who_may_see_as_much(store, bundle):
    notebook, shared = Notebook(store), SharedConversations(store)
    id, _ = notebook.add(ANNE, bundle)
    assert shared.answers(None, id) == ()
    assert not shared.share(BOB, id)
    assert shared.share(ANNE, id)
    assert [each.is_shared for each in notebook.conversations(ANNE)] == [True]
    for clearance, sees in ((None, True), ("C", True), ("S/NF", True), ("SBU", False), ("U", False)):
        answers = shared.answers(clearance and Clearance.parse(clearance), id)
        assert bool(answers) == sees, clearance
    assert shared.answers(None, "unknown") == ()
    shared.share(ANNE, id, False)
    assert shared.answers(None, id) == ()


def test_what_was_asked_without_limits_is_seen_without_limits_alone(store, bundle):
    id, _ = Notebook(store).add(Holder("owner"), bundle)
    shared = SharedConversations(store)
    shared.share(Holder("owner"), id)
    assert shared.answers(None, id)
    assert shared.answers(Clearance.parse("S/NF"), id) == ()


def test_what_is_deleted_is_shared_no_longer(store, bundle):
    notebook, shared = Notebook(store), SharedConversations(store)
    id, _ = notebook.add(ANNE, bundle)
    shared.share(ANNE, id)
    notebook.delete(ANNE, id)
    assert shared.answers(None, id) == ()
