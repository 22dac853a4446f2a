"""What is set side by side: people, places, times; and what only looks like it."""

import pytest

from assistant.question.comparison import comparison


@pytest.mark.parametrize(
    ("asked", "sides", "matter"),
    [
        ("Salmanli and Ormanci on the Kura Line", ["Salmanli", "Ormanci"], "the Kura Line"),
        ("salmanli vs ormanci on transit fees", ["Salmanli", "Ormanci"], "transit fees"),
        ("pls compare Baku and Ankara on the price of gas", ["Baku", "Ankara"], "the price of gas"),
        ("how did Baku and Tbilisi see the fee?", ["Baku", "Tbilisi"], "the fee"),
        ("what did Yildiz and Storm each say about cod?", ["Yildiz", "Storm"], "cod"),
        ("the difference between Oslo and Reykjavik over mackerel", ["Oslo", "Reykjavik"], "mackerel"),
        ("how does Yildiz differ from Storm on quotas?", ["Yildiz", "Storm"], "quotas"),
        ("compare the port of Nacala in 2006 and in 2009", ["2006", "2009"], "port of Nacala"),
        ("compare yildiz and storm", ["Yildiz", "Storm"], ""),
        ("Yildiz versus Storm", ["Yildiz", "Storm"], ""),
        ("what's the difference between Yildiz and Storm?", ["Yildiz", "Storm"], ""),
        ("compare what Yildiz and Storm thought of cod", ["Yildiz", "Storm"], "cod"),
        ("what were Yildiz's and Storm's views of cod?", ["Yildiz", "Storm"], "cod"),
    ],
)
def test_a_comparison_has_its_sides_in_the_order_asked(asked, sides, matter):
    found = comparison(asked)
    assert found is not None
    assert ([side.name for side in found.sides], found.matter) == (sides, matter)


def test_each_of_two_is_asked_the_same_in_its_time():
    found = comparison("Whitcombe meeting Chivangue in 2007 and Muianga in 2009: how long did each talk?")
    assert found is not None
    assert [side.text for side in found.sides] == [
        "Whitcombe meeting Chivangue in 2007: how long did the talk",
        "Whitcombe meeting Muianga in 2009: how long did the talk",
    ]
    assert [side.hint.words for side in found.sides if side.hint] == ["dated 2007", "dated 2009"]


@pytest.mark.parametrize(
    "asked",
    [
        "what did Salmanli say about Turkey and Georgia?",
        "Salmanli's complaint about Ormanci and the Turks on the price",
        "what did Yildiz and Storm say to each other about cod?",
        "how does Yildiz differ from his wife on quotas?",
        "effect of drought and fire on the harvest",
        "what happened in 2006 and 2009?",
    ],
)
def test_what_only_looks_like_one_is_none(asked):
    assert comparison(asked) is None
