"""Courtesies around a question are left out, and nothing of the question."""

import pytest

from assistant.question.courtesy import plain, unmarked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("hi, can you tell me please who is Baro?", "who is Baro?"),
        ("so, um, i mean what is a demarche", "what is a demarche"),
        ("timeline of the ferry,  please", "timeline of the ferry"),
        ("who said it pls thanks!", "who said it"),
        ("who is Baro", "who is Baro"),
        ("Sorry Baro said", "Baro said"),
        ("please", "please"),
        ("also known as", "known as"),
    ],
)
def test_courtesies_are_left_out(typed, asked):
    assert plain(typed) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ok, and could you please make it shorter, pls?", "make it shorter"),
        ("Are you sure?", "Are you sure"),
        ("so who signed it then?", "who signed it"),
        ("thanks", "thanks"),
        ("thanks, and who else was there?", "who else was there"),
        ("and then?", "then"),
        ("good governance", "good governance"),
    ],
)
def test_marks_are_left_out_too(typed, asked):
    assert unmarked(typed) == asked
