"""Negations that a sentence has where its source has none, or the other way round."""

import pytest

from assistant.verification.denials import denial

GIVEN = [
    "Lind warned that the herring fleet would not leave Vik before Easter. She explained that Oslo has raised the duty "
    "on unmanned vessels, since cod prices rose after the strike."
]


@pytest.mark.parametrize(
    "sentence",
    [
        "She warned that the herring fleet would leave Vik before Easter.",
        "She explained that Oslo had not raised the duty on unmanned vessels.",
        "Oslo raised the duty since cod prices fell after the strike.",
        "Oslo raised the duty since cod prices rose before the strike.",
    ],
)
def test_what_is_turned_is_found(sentence):
    assert denial(sentence, GIVEN)


@pytest.mark.parametrize(
    "sentence",
    [
        "She warned that before Easter the herring fleet would not leave Vik.",
        "She explained that Oslo had raised the duty on unmanned vessels.",
        "Oslo did not lower the duty on bread.",
        "Oslo raised not only the duty on unmanned vessels.",
    ],
)
def test_what_is_not_turned_is_none(sentence):
    assert denial(sentence, GIVEN) is None
