"""Runs kept in files, and what differs between two of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.evaluation.compare_runs import Change, Run, compare, load, save
from assistant.evaluation.score_answers import Outcome, score
from ingest.errors import BatchError


def outcome(id: str, *faults: str, words: int = 10) -> Outcome:
    measures = {"correct": float(not faults), "R@1": 0.1}
    return Outcome(id, "fact", f"what is {id}?", measures, faults, words, 0.5, 3, 3)


def run(*outcomes: Outcome, **setting: str) -> Run:
    return Run(datetime(2010, 2, 4, 13, 5, tzinfo=UTC), setting, score(outcomes), outcomes)


BEFORE = run(outcome("a"), outcome("b", "is refused"), outcome("c"), model="none")


def test_a_run_comes_back_from_its_file(tmp_path):
    path = str(tmp_path / "run.json")
    for kept in (BEFORE, run(outcome("Reykjavík"), outcome("half a character: \ud800"))):
        save(kept, path)
        assert load(path) == kept


def test_a_run_is_like_itself():
    compared = compare(BEFORE, BEFORE)
    assert compared.setting == {}
    assert compared.changes == compared.broken == compared.mended == compared.gone == compared.new == ()


def test_what_broke_and_what_was_mended():
    after = run(outcome("a", "is refused"), outcome("b"), outcome("c"), model="none")
    compared = compare(BEFORE, after)
    assert [each.id for each in compared.broken] == ["a"]
    assert compared.broken[0].faults == ("is refused",)
    assert [each.id for each in compared.mended] == ["b"]
    assert compared.changes == ()  # as many are right


def test_each_figure_that_moved_is_told_with_both_values():
    after = run(outcome("a"), outcome("b"), outcome("c", words=13), model="ollama:llama3.2")
    compared = compare(BEFORE, after)
    assert compared.changes == (
        Change("fact", "correct", pytest.approx(2 / 3), 1),
        Change("ALL", "correct", pytest.approx(2 / 3), 1),
        Change("ALL", "words longest", 10, 13),
    )
    assert compared.setting == {"model": ("none", "ollama:llama3.2")}


def test_questions_that_only_one_run_asked_are_neither_broken_nor_mended():
    other = replace(outcome("b"), question="what else is b?")
    compared = compare(BEFORE, run(outcome("a"), other, outcome("d", "is refused"), model="none"))
    assert compared.gone == ("b", "c")
    assert compared.new == ("b", "d")
    assert compared.broken == compared.mended == ()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b"[" * 100_000, b'{"date": "once"}'])
def test_a_file_that_holds_no_run_is_told(tmp_path, content):
    path = tmp_path / "run.json"
    path.write_bytes(content)
    with pytest.raises(BatchError, match=r"run\.json is not a saved run; `reftel eval FILE --save"):
        load(str(path))


def test_a_place_that_cannot_be_read_or_written_is_told(tmp_path):
    with pytest.raises(BatchError, match="cannot be read"):
        load(str(tmp_path / "nowhere.json"))
    with pytest.raises(BatchError, match="cannot be written"):
        save(BEFORE, str(tmp_path / "nowhere" / "run.json"))
