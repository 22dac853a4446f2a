"""Labelled questions: what a label may leave out, and how a wrong one is told."""

import json

import pytest

from assistant.evaluation.batch import conversations
from assistant.evaluation.labelled_questions import Labelled, LabelledSource, labelled
from ingest.errors import BatchError


def read(*rows: dict) -> dict[str, Labelled]:
    asked = conversations([json.dumps(row) for row in rows], "mine.jsonl")
    return labelled(entry for conversation in asked for entry in conversation)


GOLD = [{"cable": "10BAKU79", "paragraphs": [5, 2]}]


def test_a_label_says_where_the_answer_stands_and_what_it_says():
    row = {
        "id": "q",
        "type": "fact",
        "question": "Who?",
        "gold": GOLD,
        "wrong": [{"cable": "09OSLO702", "paragraphs": [2]}],
    }
    (question,) = read(row | {"facts": [["a", "b"], ["c"]], "note": "what else there is"}).values()
    assert question == Labelled(
        "q",
        "Who?",
        "fact",
        gold=(LabelledSource("10BAKU79", (5, 2)),),
        wrong=(LabelledSource("09OSLO702", (2,)),),
        facts=(("a", "b"), ("c",)),
    )
    assert question.cables == {"10BAKU79"}
    assert question.places == {("10BAKU79", 5), ("10BAKU79", 2)}
    assert question.traps == {("09OSLO702", 2)}


def test_a_cable_may_be_written_in_any_of_its_ways():
    (question,) = read({"question": "Who?", "gold": [{"cable": "10 Tel Aviv 000079", "paragraphs": [1]}]}).values()
    assert question.places == {("10TELAVIV79", 1)}


def test_only_the_gold_must_be_there():
    (question,) = read({"question": "Who?", "gold": []}).values()
    assert question == Labelled("1", "Who?", "question", gold=())


def test_turns_are_labelled_one_by_one():
    turns = [
        {"question": "Who?", "gold": GOLD},
        {"question": "Why?", "gold": []},
        {"question": "When?", "gold": [], "type": "fact"},
    ]
    assert [(question.id, question.type) for question in read({"id": "c", "turns": turns}).values()] == [
        ("c.1", "turn 1"),
        ("c.2", "follow-up"),
        ("c.3", "fact"),
    ]


WRONG = {
    "no gold": ({}, 'q has no label: add "gold": '),
    "gold that is no list": ({"gold": "10BAKU79"}, "the label of q is wrong: gold cannot be '10BAKU79'"),
    "gold without a cable": ({"gold": [{"paragraphs": [5]}]}, "it lacks gold.0.cable"),
    "paragraphs that are no list": (
        {"gold": [{"cable": "10BAKU79", "paragraphs": 5}]},
        "gold.0.paragraphs cannot be 5",
    ),
    "a paragraph that is no number": (
        {"gold": [{"cable": "a", "paragraphs": ["x"]}]},
        "gold.0.paragraphs.0 cannot be 'x'",
    ),
    "facts without choices": ({"gold": [], "facts": ["move"]}, "facts.0 cannot be 'move'"),
    "a fact that is no pattern": (
        {"gold": [], "facts": [["mo(ve"]]},
        "the fact 'mo(ve' of q is not a valid regular expression",
    ),
    "a fact without end": ({"gold": [], "facts": [["a{99999999999}"]]}, "of q is not a valid regular expression"),
    "a type that is no text": ({"gold": [], "type": None}, "type cannot be None"),
}


@pytest.mark.parametrize(("fields", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_label_is_told_with_its_place(fields, reason):
    with pytest.raises(BatchError) as raised:
        read({"question": "Why?", "gold": []}, {"id": "q", "question": "Who?", **fields})
    assert str(raised.value).startswith("mine.jsonl, line 2: ")
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_id_may_stand_once():
    with pytest.raises(BatchError, match=r"^mine\.jsonl, line 2: an earlier question has the id q too"):
        read({"id": "q", "question": "Who?", "gold": []}, {"id": "q", "question": "Why?", "gold": []})
