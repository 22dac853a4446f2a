"""Which ambassadors there were is told by who classified the cables of the posts in a country."""

import pytest


@pytest.mark.parametrize(
    "asked",
    [
        "who is the ambassador to mozambique",
        "who was the us ambassador to Mozambique in 2009?",
        "who is the American ambassador in Maputo",
    ],
)
def test_the_ambassador_to_a_country(assistant, asked):
    answer = assistant.ask(asked)
    assert answer.kind == "person"
    assert "Eleanor Whitcombe" in answer.text
    assert [each.cable for each in answer.citations] == ["09MAPUTO744"]


def test_another_nations_ambassador_is_none_of_these(assistant):
    assert "Whitcombe" not in assistant.ask("who is the French ambassador to Mozambique").text
