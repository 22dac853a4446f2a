"""The share of labelled questions that are answered right, which may only rise; and that the labels can be trusted."""

import re
from dataclasses import replace

import pytest
from quality_gate import CABLES, RENEW, Reached, difference, fallen, judged, questions, renew

from assistant.evaluation.score_answers import ALL, Outcome
from ingest import parse_cable
from ingest.samples import SAMPLES

NOTICE = "This is sample text written for reftel; it is not an official record."
PATHS = {path.stem: path for folder in (SAMPLES, CABLES) for path in folder.glob("*.txt")}


@pytest.fixture(scope="module")
def found() -> tuple[Outcome, ...]:
    return judged()


def test_no_figure_falls(found):
    before, now = Reached.read(), Reached.of(found)
    worse = fallen(before, now)
    assert not worse, "\n".join(["", *worse, difference(before, now, found)])


def test_what_is_reached_is_kept(found):
    before, now = Reached.read(), Reached.of(found)
    is_kept = now == before or bool(fallen(before, now))  # of a fall, the test above tells
    assert is_kept, f"\nKeep what is reached now: {RENEW}\n{difference(before, now, found)}"


def test_every_quote_is_exact(found):
    assert [each.id for each in found if each.exact < each.quotes] == []


def outcome(id: str, *, right: bool, refused: bool = False) -> Outcome:
    measures = {"found": float(right), "false_refusal": float(refused)}
    faults = () if right else ("is refused",) if refused else ("lacks a fact",)
    return Outcome(id, "date", f"When was {id}?", measures, faults, words=9, seconds=0.1, quotes=0, exact=0)


@pytest.fixture
def kept(tmp_path):
    """A file in which `a` is right and `b` is not."""
    path = tmp_path / "reached.json"
    renew([outcome("a", right=True), outcome("b", right=False)], lower=False, path=path)
    return path


def test_what_is_kept_is_read_again(kept):
    assert Reached.read(kept) == Reached({ALL: (1, 2), "date": (1, 2)}, (), ("a",))


def test_a_rise_is_kept(kept):
    reported = renew([outcome("a", right=True), outcome("b", right=True)], lower=False, path=kept)
    assert "wrong before, right now: b" in reported
    assert Reached.read(kept).right == ("a", "b")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([outcome("a", right=False), outcome("b", right=False)], "a: When was a? (lacks a fact)"),
        ([outcome("a", right=True), outcome("b", right=False, refused=True)], "newly refused: b"),
        ([outcome("a", right=True)], "date: 1 of 1 right, before 1 of 2"),
    ],
    ids=["a question lost", "a question refused", "a question dropped"],
)
def test_a_fall_is_not_kept_unless_one_says_so(kept, now, expected):
    before = Reached.read(kept)
    with pytest.raises(SystemExit, match=re.escape(expected)):
        renew(now, lower=False, path=kept)
    assert Reached.read(kept) == before
    renew(now, lower=True, path=kept)
    assert Reached.read(kept) == Reached.of(now)


def test_one_question_for_another_is_no_fall_but_has_to_be_kept(kept):
    before = Reached.read(kept)
    other = replace(before, right=("b",))
    assert not fallen(before, other)
    assert before != other


@pytest.mark.parametrize("path", sorted(CABLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_cable_is_invented_and_whole(path):
    text = path.read_text(encoding="utf-8")
    cable = parse_cable(text, name=path.stem)
    assert text.startswith(NOTICE)
    assert cable.id == path.stem
    assert all((cable.date, cable.subject, cable.tags, cable.signature))
    numbers = [each.number for each in cable.paragraphs if each.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))


LABELS = questions()[1]


@pytest.mark.parametrize("id", [id for id, label in LABELS.items() if label.places])
def test_a_fact_stands_in_a_labelled_paragraph(id):
    label = LABELS[id]
    texts = []
    for source in label.gold:
        cable = parse_cable(PATHS[source.cable].read_text(encoding="utf-8"), name=source.cable)
        there = {each.number: each.text for each in cable.paragraphs}
        assert set(source.paragraphs) <= set(there)
        texts += [there[number] for number in source.paragraphs]
    reported = " ".join(" ".join(texts).split())
    for choice in label.facts:
        assert any(re.search(each, reported, re.IGNORECASE) for each in choice)
    assert label.places.isdisjoint(label.traps)
