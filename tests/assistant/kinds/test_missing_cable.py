"""Cables that a question names and that are not in the library."""

import pytest


@pytest.mark.parametrize(
    "asked",
    [
        "10BAKU80",
        "what does 10 baku 80 say about Russia?",
        "who signed 10BAKU000080",
        "summarise 10BAKU80 please",
        "who was in the room in 10BAKU80",
    ],
)
def test_it_is_told_by_its_id_and_nothing_else_slips_in(assistant, asked):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered, answer.citations, answer.passages) == ("missing_cable", False, (), ())
    assert answer.text == (
        "10BAKU80 is not in this library.\n"
        "Nearest to it, of the same post and year: "
        "10BAKU79, 4 February 2010: BAKU HEARS US OUT ON IRAN, BUT WILL NOT SAY SO IN PUBLIC.\n"
        "No cable here refers to it."
    )


def test_what_refers_to_it_is_listed(assistant):
    text = assistant.ask("tldr 09STATE118733").text
    assert "There is none from STATE of 2009." in text
    assert "1 cable here refers to it: 10STATE9124, 29 January 2010:" in text


def test_a_cable_that_filters_leave_out_is_not_said_to_be_missing(assistant):
    answer = assistant.ask("10BAKU79", origin="OSLO")
    assert answer.text == "10BAKU79 is in this library, but your filters leave it out."
    assert not answer.answered


def test_a_post_that_is_misspelt_is_guessed(assistant):
    assert "Did you mean 10BAKU79, 4 February 2010" in assistant.ask("what does 10BAKUU79 say?").text


def test_who_asks_what_refers_to_a_cable_does_not_ask_for_that_cable(assistant):
    assert assistant.ask("which cables refer to 09STATE118733").kind != "missing_cable"
