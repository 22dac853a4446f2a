"""Watches: of what came since, what concerns a question or a list, for each reader under their clearance."""

import pytest
from quick import done, quick_library, write

from assistant import Assistant
from assistant.notebook import watches as limits
from assistant.notebook.notebook_store import FileStore, Holder
from assistant.notebook.watches import Watches
from ingest import Clearance
from ingest.domain.filters import Filters
from ingest.errors import WatchError
from ingest.samples import SAMPLES

ANNE, BOB = Holder("anne"), Holder("bob")


@pytest.fixture
def small(tmp_path):
    write(tmp_path / "cables", 1, "The ferry was late, the Minister said.")
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "notebook.sqlite")


def more(small, tmp_path, number: int, *paragraphs: str) -> None:
    write(tmp_path / f"more{number}", number, *paragraphs)
    done(small.ingest([tmp_path / f"more{number}"]))


def test_of_the_new_cables_those_that_a_list_is_of_are_shown_until_they_are_seen(small, store, tmp_path):
    watched = Watches(store, ANNE, small)
    ferry, oslo = watched.add_list("ferry"), watched.add_list(where=Filters(origin="OSLO"))
    assert (ferry.name, oslo.name, ferry.cables) == ("“ferry”", "sent from OSLO", ())
    more(small, tmp_path, 2, "The ferry sails at noon, the Minister said.")
    more(small, tmp_path, 3, "Wheat is cheap, the Minister said.")
    assert watched.get(ferry.id).new == ("10OSLO2",)
    assert watched.get(oslo.id).new == ("10OSLO3", "10OSLO2")
    assert watched.count_new() == 2
    watched.see(ferry.id)
    assert (watched.get(ferry.id).new, watched.get(ferry.id).cables) == ((), ("10OSLO2",))
    assert watched.count_new() == 2
    watched.see()
    assert watched.count_new() == 0


def test_a_cable_that_is_read_again_is_not_new_and_one_that_is_gone_is_not_shown(small, store, tmp_path):
    watched = Watches(store, ANNE, small)
    everything = watched.add_list(where=Filters(origin="OSLO"))
    more(small, tmp_path, 1, "The ferry was late, and lost, the Minister said. Nobody knows why.")
    assert watched.get(everything.id).cables == ()
    more(small, tmp_path, 2)
    done(small.forget("10OSLO2"))
    assert watched.get(everything.id).cables == ()
    more(small, tmp_path, 4)
    assert watched.get(everything.id).new == ("10OSLO4",)


def test_what_is_watched_twice_is_one_watch_and_everybody_has_their_own(small, store):
    watched, bobs = Watches(store, ANNE, small), Watches(store, BOB, small)
    first = watched.add_list("ferry")
    assert watched.add_list(" ferry ").id == first.id
    assert bobs.list() == ()
    with pytest.raises(WatchError):
        bobs.remove(first.id)
    watched.remove("“ferry”")
    assert watched.list() == ()


def test_nothing_is_kept_beyond_its_limits(small, store, monkeypatch):
    watched = Watches(store, ANNE, small)
    assert watched.list() == ()
    assert store.is_empty()
    with pytest.raises(WatchError, match="There is nothing to watch"):
        watched.add_question("  ")
    with pytest.raises(WatchError, match="400 characters"):
        watched.add_list("x" * 401)
    monkeypatch.setattr(limits, "MOST_WATCHES", 1)
    watched.add_list("ferry")
    with pytest.raises(WatchError, match="You watch 1 things"):
        watched.add_list("wheat")


def test_who_may_not_see_a_new_cable_is_told_nothing_of_it(small, store, tmp_path):
    clearance = Clearance.parse("U")
    una = Holder("una", "U")
    Watches(store, una, small.cleared(clearance)).add_list(where=Filters(origin="OSLO"))
    more(small, tmp_path, 2)  # confidential, as all that it says
    (tmp_path / "more9").mkdir()
    (tmp_path / "more9" / "10OSLO9.txt").write_text(
        "P 041305Z FEB 10\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 2359\n\nU N C L A S OSLO 000009\n\n"
        "SUBJECT: FERRIES\n\n1. (U) The ferry sails.\n\nSTORM\n",
        encoding="utf-8",
    )
    done(small.ingest([tmp_path / "more9"]))
    (watch,) = Watches(store, una, small.cleared(clearance)).list()
    assert (watch.cables, watch.new) == (("10OSLO9",), ("10OSLO9",))


def test_a_copy_has_no_watches_of_its_own(small):
    with pytest.raises(WatchError, match="no watches"):
        _ = Assistant(small.cleared(Clearance.parse("C"))).watches


def test_a_question_finds_the_new_cables_that_answer_it_and_no_others(assistant, store, monkeypatch):
    """As if all samples had come since: the cables that answer are quoted, those of other matters are not."""
    watched = Watches(store, ANNE, assistant.library)
    monkeypatch.setattr(type(assistant.library), "last_arrival", 0)
    question = watched.add_question("what did Chivangue say about leasing Nacala")
    nobody = watched.add_question("what did Qwertzuiop say about ferrets")
    monkeypatch.undo()
    assert len(list(SAMPLES.glob("*.txt"))) > len(watched.get(question.id).new) > 1
    assert all("MAPUTO" in each for each in watched.get(question.id).new)
    assert watched.get(nobody.id).new == ()
