"""How sure an answer is, in words, and what becomes of it."""

import pytest

from assistant.sureness import Thresholds, in_words


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "very likely"),
        (0.85, "very likely"),
        (0.84, "likely"),
        (0.6, "likely"),
        (0.59, "possibly"),
        (0, "possibly"),
    ],
)
def test_a_probability_has_words_by_fixed_bounds(probability, words):
    assert in_words(probability) == words


@pytest.mark.parametrize(
    ("probability", "outcome"),
    [
        (0.6, "answered"),
        (0.59, "excerpts"),
        (0.2, "excerpts"),
        (0.19, "refused"),
        (0.0, "refused"),
        (None, "answered"),
    ],
)
def test_an_outcome_is_told_by_two_thresholds(probability, outcome):
    assert Thresholds(0.6, 0.2).outcome(probability) == outcome


def test_whoever_sets_them_gets_claims_or_refusals_alone():
    assert Thresholds(0.0, 0.0).outcome(0.01) == "answered"
    assert Thresholds(1.0, 1.0).outcome(0.99) == "refused"
