"""What a question comes upon is indexed by meaning next."""

from quick import done, write

from assistant import Assistant
from ingest import Library
from ingest.storage.wanted import Wanted


def test_what_is_wanted_is_told_once_and_in_order(tmp_path):
    wanted = Wanted(tmp_path)
    assert wanted.take() == []
    wanted.add(["10OSLO3", "10OSLO1"])
    wanted.add(["10OSLO3", "10OSLO2"])
    assert wanted.take() == ["10OSLO3", "10OSLO1", "10OSLO2"]
    assert wanted.take() == []


def test_a_folder_that_cannot_be_written_to_wants_nothing(tmp_path):
    wanted = Wanted(tmp_path / "nowhere")
    wanted.add(["10OSLO3"])
    assert wanted.take() == []


def test_what_a_question_found_meanwhile_comes_first(tmp_path):
    for number in range(1, 151):
        write(tmp_path / "cables", number, f"The harbour has {number} cranes.")
    write(tmp_path / "cables", 200, "The Minister sold the reindeer.")
    filling, asking = Library.open(tmp_path / "library"), Assistant.open(tmp_path / "library")
    work = filling.ingest([tmp_path / "cables"])
    for progress in work:
        if progress.stage == "meaning":
            break
    assert not embedded(filling, "10OSLO200")
    answer = asking.ask("who sold the reindeer?")
    assert answer.passages[0].cable == "10OSLO200"
    assert answer.note.startswith("The search by meaning covers ")
    next(work)
    assert embedded(filling, "10OSLO200")
    assert filling.status().embedded < 151
    assert {each.stage for each in work} == {"meaning"}
    assert filling.status().embedded == 151
    assert done(filling.check()).faults == ()
    assert asking.ask("who sold the reindeer?").note is None


def embedded(library: Library, id: str) -> bool:
    return bool(library.catalogue.ledger.held_revisions("embeddings", [id]))
