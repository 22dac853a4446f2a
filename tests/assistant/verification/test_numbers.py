"""Numbers: one value, however it is written."""

from fractions import Fraction

import pytest

from assistant.verification.numbers import numbers, stands


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200,000 tons", 1_200_000),
        ("1.2 million tons", 1_200_000),
        ("$1.2m", 1_200_000),
        ("fifty-one mills", 51),
        ("one hundred thirty thousand", 130_000),
        ("a hundred and five", 105),
        ("half a million", 500_000),
        ("two fifths", Fraction(2, 5)),
        ("a third of it", Fraction(1, 3)),
        ("eight bcm", 8_000_000_000),
    ],
)
def test_a_number_has_one_value(text, value):
    assert [number.value for number in numbers(text)] == [value]


@pytest.mark.parametrize(
    "text", ["10BAKU79", "on 4 February 2010", "one did not rent it", "a third map", "the F-16"]
)
def test_what_is_no_number_is_left_alone(text):
    assert numbers(text) == ()


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        ("5 mills", "five mills"),
        ("12%", "twelve percent"),
        ("180 million dollars", "between 180 and 400 million dollars"),
        ("60 million", "USD 870 million, of which he had 60"),
        ("33 percent", "a third of the crop"),
        ("2000 tons", "2,000 tons"),
    ],
)
def test_the_same_number_stands_in_another_form(claimed, text):
    assert all(stands(number, text) for number in numbers(claimed))


@pytest.mark.parametrize(
    ("claimed", "text"), [("12 percent", "13 percent"), ("5 million", "5 mills"), ("fifty", "15")]
)
def test_another_number_does_not(claimed, text):
    assert not any(stands(number, text) for number in numbers(claimed))


def test_half_is_fifty_percent_and_the_two_are_those_just_named():
    assert all(stands(each, "Almost 50% saw it.") for each in numbers("Nearly half saw it."))
    assert not all(stands(each, "Almost 40% saw it.") for each in numbers("Nearly half saw it."))
    assert numbers("The two still disagree.") == ()


def test_two_may_be_told_of_what_was_just_named():
    (claimed,) = numbers("2 bases were leased")
    assert stands(claimed, "the two bases were leased")
    assert not stands(claimed, "the bases were leased")
