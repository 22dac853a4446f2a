"""Filling, forgetting and asking a library, from one process and from two."""

import multiprocessing
import os
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from quick import done, found, quick_library, text, vector, write

from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.embedding.models import DEFAULT_MODEL
from ingest.errors import EmbedderMismatch, LibraryBusy, LibraryError
from ingest.files.lock import writing


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def cables(tmp_path):
    folder = tmp_path / "cables"
    for number in (1, 2, 3):
        write(folder, number)
    return folder


def nearest(library: Library, number: int) -> str:
    """Return the cable whose first paragraph is nearest to the very text that was embedded of one."""
    wording = f"MATTER {number}. Wordnumber{number} was what the Minister said."
    ((key, _),) = library.by_meaning(library.reading(wording), 1, EVERYWHERE)
    return key.cable


def test_what_is_read_is_found_by_words_and_by_meaning(library, cables):
    done(library.ingest([cables]))
    assert found(library, "wordnumber2") == ["10OSLO2"]
    assert nearest(library, 2) == "10OSLO2"


def test_a_forgotten_cable_is_gone_from_every_part_until_it_is_read_again(library, cables):
    done(library.ingest([cables]))
    gone = done(library.forget("10OSLO2"))
    assert (gone.places, gone.inputs) == (1, (str(cables / "10OSLO2.txt"),))
    assert library.cable("10OSLO2") is None
    assert found(library, "wordnumber2") == []
    assert nearest(library, 2) != "10OSLO2"
    assert done(library.check()).faults == ()
    assert done(library.ingest([cables])).counts == {"unchanged": 2, "added": 1}


def test_a_forgotten_folder_takes_its_cables_along_and_no_neighbour(library, cables, tmp_path):
    write(tmp_path / "cables-too", 9)
    done(library.ingest([cables, tmp_path / "cables-too"]))
    assert done(library.forget(cables)).places == 3
    assert library.catalogue.ids() == ["10OSLO9"]


def test_forgetting_what_is_not_there_is_an_error(library):
    with pytest.raises(LibraryError, match="contains no cable '10OSLO5'"):
        done(library.forget("10OSLO5"))


def test_another_model_is_refused_with_the_way_to_change_it(library, cables):
    done(library.ingest([cables]))
    with pytest.raises(EmbedderMismatch, match="`reftel reindex --embedder other`"):
        Library.open(library.folder, embedder="other")
    assert Library.open(library.folder).status().embedder == DEFAULT_MODEL


def test_reindexing_makes_everything_anew(library, cables):
    done(library.ingest([cables]))
    done(library.reindex())
    assert found(library, "wordnumber2") == ["10OSLO2"]
    assert nearest(library, 2) == "10OSLO2"
    assert done(library.check()).faults == ()


def test_a_model_that_cannot_be_had_costs_nothing(library, cables, tmp_path):
    done(library.ingest([cables]))
    (tmp_path / "no-model").mkdir()
    with pytest.raises(LibraryError, match="cannot be loaded"):
        done(library.reindex(str(tmp_path / "no-model")))
    assert library.status().embedded == 3


def test_reindexing_that_is_broken_off_is_gone_on_with(library, cables):
    done(library.ingest([cables]))
    stages = library.reindex()
    next(stages)
    stages.close()
    assert library.status().embedded == 0
    done(library.ingest())
    assert library.status().embedded == 3
    assert done(library.check()).faults == ()


# Two processes


def _ingest(folder: Path, cables: Path, ready: Event, go: Event) -> None:
    library = quick_library(folder)
    ready.set()
    go.wait(60)
    done(library.ingest([cables]))
    library.close()


def _hold(folder: Path, ready: Event, go: Event) -> None:
    with writing(folder, "ingest"):
        ready.set()
        go.wait(60)


@pytest.fixture
def elsewhere():
    """Starts a function in another process, and hands over the events by which they wait for each other."""
    context = multiprocessing.get_context("spawn")
    ready, go, started = context.Event(), context.Event(), []

    def start(work, *arguments):
        process = context.Process(target=work, args=(*arguments, ready, go))
        process.start()
        started.append(process)
        assert ready.wait(60)
        return process, go

    yield start
    # An event whose waiter was killed never comes back from `set`: it waits for that waiter to wake.
    if any(process.is_alive() for process in started):
        go.set()
    for process in started:
        process.join(60)


def test_a_reader_sees_what_another_process_adds(library, cables, tmp_path, elsewhere):
    done(library.ingest([cables]))
    assert nearest(library, 1) == "10OSLO1"  # both parts are open
    write(tmp_path / "more", 8)
    writer, go = elsewhere(_ingest, library.folder, tmp_path / "more")
    assert found(library, "wordnumber8") == []
    go.set()
    while writer.is_alive():  # it is asked all the while
        assert found(library, "wordnumber2") == ["10OSLO2"]
        assert nearest(library, 1) == "10OSLO1"
        time.sleep(0.02)
    assert writer.exitcode == 0
    assert found(library, "wordnumber8") == ["10OSLO8"]
    assert nearest(library, 8) == "10OSLO8"


def test_a_second_writer_is_told_who_the_first_is(library, cables, elsewhere):
    holder, _ = elsewhere(_hold, library.folder)
    assert holder.pid != os.getpid()
    with pytest.raises(LibraryBusy, match=rf"Process {holder.pid} has been writing .* \(ingest\); try again"):
        done(library.ingest([cables], patience=0))
    assert library.status().cables == 0  # asking goes on


def test_a_second_writer_waits_for_the_first(library, cables, elsewhere, caplog):
    holder, go = elsewhere(_hold, library.folder)
    go.set()
    assert done(library.ingest([cables], patience=60)).counts == {"added": 3}
    holder.join(60)
    assert all(f"Process {holder.pid}" in each for each in caplog.messages)


def test_a_dead_writer_keeps_nobody_out(library, cables, elsewhere):
    holder, _ = elsewhere(_hold, library.folder)
    holder.kill()
    holder.join()
    assert done(library.ingest([cables], patience=10)).counts == {"added": 3}


def test_a_quick_embedder_tells_texts_apart():
    one, other = vector("one"), vector("other")
    assert abs(one @ other) < 0.3


def test_tags_and_classifications_come_with_the_number_of_their_cables(library, tmp_path):
    for number in (1, 2):
        write(tmp_path / "cables", number)
    secret = text(3).replace("C O N F I D E N T I A L", "S E C R E T").replace("PREL, NO", "PREL, ENRG")
    (tmp_path / "cables" / "10OSLO3.txt").write_text(secret)
    done(library.ingest([tmp_path / "cables"]))
    assert library.counts("tag") == [("PREL", 3), ("NO", 2), ("ENRG", 1)]
    assert library.counts("classification") == [("CONFIDENTIAL", 2), ("SECRET", 1)]


def test_who_speaks_is_told_anew_when_cables_come_and_go(library, tmp_path):
    folder = tmp_path / "cables"
    write(folder, 1, "Harbor Minister Ada Yildiz told the Ambassador that the ferry would run again.")
    done(library.ingest([folder]))
    assert [each.name for each in library.people()] == ["Ada Yildiz"]
    write(folder, 2, "Mayor Olav Berg told the Ambassador that the ferry was his.")
    done(library.ingest([folder]))
    assert [each.name for each in library.people()] == ["Ada Yildiz", "Olav Berg"]
    done(library.forget("10OSLO1"))
    assert [each.name for each in library.people()] == ["Olav Berg"]


def test_cables_are_counted_by_month_and_by_year_where_no_month_is_known(library, tmp_path):
    write(tmp_path, 1)
    undated = write(tmp_path, 2)
    undated.write_text(undated.read_text().replace("P 041305Z FEB 10\n", ""))
    done(library.ingest([tmp_path / "10OSLO1.txt", undated]))
    assert library.months() == [("2010", 1), ("2010-02", 1)]


def test_ingest_tells_which_cables_may_not_have_been_read_as_they_should(library, tmp_path):
    odd = write(tmp_path, 1)
    odd.write_text(odd.read_text().replace("SUBJECT:", "X" * 9 + " by hand and so on" * 9 + "\n\nSUBJECT:"))
    write(tmp_path, 2)
    report = done(library.ingest([odd, tmp_path / "10OSLO2.txt"]))
    ((place, reason),) = [(each.place, each.reason) for each in report.remarks]
    assert place == str(odd)
    assert "171 characters of 10OSLO1 are neither a header field nor a paragraph" in reason
    assert report.counts == {"added": 2}


def test_what_is_counted_is_counted_again_once_another_process_has_written(library, tmp_path):
    write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    assert library.status().cables == 1
    write(tmp_path / "cables", 2)
    other = quick_library(library.folder)
    done(other.ingest([tmp_path / "cables"]))
    other.close()
    assert library.status().cables == 2


def test_a_library_says_that_it_is_empty_until_something_is_in_it(library, cables):
    assert library.is_empty
    done(library.ingest([cables]))
    assert not library.is_empty
