"""What becomes of each input, and what the library remembers of it."""

import json

import pytest
import sqlalchemy as sql
from quick import done, found, quick_library, text, write

from ingest import Library, parse_cable
from ingest.catalogue.tables import documents, inputs
from ingest.domain.serialization import to_json
from ingest.jobs.fill import preview


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def cables(tmp_path):
    folder = tmp_path / "cables"
    write(folder, 1)
    write(folder, 2)
    return folder


def ingested(library: Library, *paths) -> dict[str, int]:
    return done(library.ingest(paths)).counts


def test_what_is_new_is_added_and_what_has_not_changed_is_passed_over(library, cables):
    assert ingested(library, cables) == {"added": 2}
    assert ingested(library, cables) == {"unchanged": 2}


def test_an_input_is_known_however_it_is_named(library, cables, monkeypatch):
    ingested(library, cables)
    monkeypatch.chdir(cables)
    assert ingested(library, "../cables/./10OSLO1.txt") == {"unchanged": 1}


def test_a_changed_file_replaces_its_cable(library, cables):
    ingested(library, cables)
    write(cables, 2, "Now it is about herring.")
    assert ingested(library, cables) == {"unchanged": 1, "replaced": 1}
    assert found(library, "herring") == ["10OSLO2"]
    assert found(library, "wordnumber2") == []


def test_the_most_complete_of_two_versions_answers(library, cables, tmp_path):
    short, long = tmp_path / "short", tmp_path / "long"
    write(short, 7, "Herring.")
    write(long, 7, "Herring and cod.", "And a second paragraph.")
    assert ingested(library, short, long) == {"added": 1, "duplicate": 1}
    assert len(library.cable("10OSLO7").paragraphs) == 2
    done(library.forget(long))
    assert len(library.cable("10OSLO7").paragraphs) == 1
    assert found(library, "cod") == []


def test_a_failure_names_its_place_and_is_told_again_until_the_file_changes(library, cables):
    (cables / "odd.txt").write_text("")
    for _ in range(2):
        report = done(library.ingest([cables / "odd.txt"]))
        assert [(each.place, each.reason) for each in report.failures] == [(str(cables / "odd.txt"), "is empty")]
    assert library.status().failed == 1
    (cables / "odd.txt").write_text(text(9))
    assert ingested(library, cables / "odd.txt") == {"added": 1}
    assert library.status().failed == 0


def test_an_input_may_fail_in_part(library, tmp_path):
    good = [json.dumps(to_json(parse_cable(text(number), name=f"10OSLO{number}"))) for number in (1, 2)]
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join([good[0], "{nonsense", good[1]]))
    assert ingested(library, dump) == {"added": 2, "failed": 1}
    assert ingested(library, dump) == {"unchanged": 2, "failed": 1}
    dump.write_text("\n".join(good))
    # The second cable moved up a line, where nothing good stood before; line 3 is gone.
    assert ingested(library, dump) == {"unchanged": 1, "duplicate": 1, "dropped": 1}
    assert library.status().cables == 2


def test_a_file_that_breaks_takes_nothing_away(library, cables):
    ingested(library, cables)
    (cables / "10OSLO2.txt").write_bytes(b"")
    assert ingested(library, cables) == {"unchanged": 1, "failed": 1}
    assert found(library, "wordnumber2") == ["10OSLO2"]


def test_what_a_file_no_longer_holds_is_dropped(library, tmp_path):
    both = tmp_path / "both.txt"
    both.write_text(text(1) + "\n\n" + text(2))
    assert ingested(library, both) == {"added": 2}
    both.write_text(text(1))
    ingested(library, both)
    assert library.status().cables == 1
    assert found(library, "wordnumber2") == []


def test_what_an_older_parser_read_is_read_again_and_only_what_differs_is_indexed_again(library, cables):
    ingested(library, cables)
    with library.catalogue.database.begin() as connection:
        for table in (inputs, documents):
            connection.execute(sql.update(table).values(parser=0))
    stages = list(library.ingest([cables]))
    assert {stage.stage for stage in stages} == {"read", "statements"}  # who says what hangs on every word
    assert library.status().last_run.counts == {"replaced": 2}
    assert ingested(library, cables) == {"unchanged": 2}


def test_a_run_is_remembered(library, cables):
    ingested(library, cables)
    run = library.status().last_run
    assert (run.state, run.counts, run.paths) == ("finished", {"added": 2}, (str(cables),))
    assert run.begun <= run.ended
    assert set(run.versions) == {"reftel", "parser", "embedder"}


def test_a_run_that_is_broken_off_says_so_and_the_next_goes_on(library, cables):
    stages = library.ingest([cables])
    assert next(stages).stage == "read"
    stages.close()
    status = library.status()
    assert (status.last_run.state, status.last_run.counts) == ("broken off", {"added": 2})
    assert (status.paragraphs, status.indexed, status.embedded) == (2, 0, 0)
    assert ingested(library) == {}
    assert library.status().embedded == 2


def test_a_run_that_was_killed_is_known_by_its_lock(library, cables):
    with library.catalogue.edit() as edit:
        edit.begin_run("2026-01-01T00:00:00+00:00", [str(cables)], {})
    assert library.status().last_run.state == "broken off"


def test_progress_counts_bytes_to_the_last(library, cables):
    size = sum(path.stat().st_size for path in cables.iterdir())
    *_, last = (progress for progress in library.ingest([cables]) if progress.stage == "read")
    assert (last.done, last.total, last.paragraphs) == (size, size, 2)


def test_a_dry_run_tells_what_an_ingest_then_does_and_writes_nothing(cables, tmp_path):
    (cables / "odd.txt").write_text("")
    write(tmp_path / "more", 1, "A longer version of the first, which is kept beside it.")
    folder = tmp_path / "none"
    planned = done(preview(folder / "catalogue.sqlite", [cables, tmp_path / "more"]))
    assert not folder.exists()
    library = quick_library(folder)
    assert planned.counts == ingested(library, cables, tmp_path / "more")
    assert planned.counts == {"added": 2, "duplicate": 1, "failed": 1}
    write(cables, 2, "Changed.")
    before = library.status()
    assert done(preview(folder / "catalogue.sqlite", [cables])).counts == {
        "unchanged": 1,
        "replaced": 1,
        "failed": 1,
    }
    assert library.status() == before
    library.close()
