"""Who speaks in a cable is told from what is attributed there, each with the first words."""

import pytest


@pytest.mark.parametrize(
    "asked",
    [
        "who is quoted in 10BAKU79?",
        "list everyone quoted in 10 BAKU 79",
        "who speaks in 10baku79",
        "speakers in 10BAKU79: who",
    ],
)
def test_who_speaks_in_a_cable(assistant, asked):
    answer = assistant.ask(asked)
    assert answer.kind == "who_speaks"
    assert "Elchin Huseynli: 13 sentences [1]" in answer.text
    assert answer.citations[0].speaker == "Elchin Huseynli"


def test_what_somebody_says_there_is_another_question(assistant):
    assert assistant.ask("what does Huseynli say in 10BAKU79?").kind != "who_speaks"
