"""ComparedWords are found where they stand nearly as remembered, never across two texts."""

import pytest

from assistant.retrieval.near_match import ComparedWords, nearest

TEXTS = [
    "The minister laughed.",
    "He exclaimed, “The numbers are just terrible.” We agreed.",
    "Do you follow his orders? Well, I follow the orders of two Presidents.",
    "If we had the Predator, maybe we would not have this problem.",
]


@pytest.mark.parametrize(
    ("remembered", "stands"),
    [
        ("the numbers are just terrible", "The numbers are just terrible"),
        ("the numbers are simply terrible", "The numbers are just terrible"),
        ("he follows orders from two presidents", "follow the orders of two Presidents"),
        ("if we had the predator maybe we wouldnt have this problem", TEXTS[3][:-1]),
        ("if we had the preddator", "If we had the Predator"),
    ],
)
def test_the_nearest_stretch_is_found(remembered, stands):
    best = nearest(ComparedWords.of(remembered), TEXTS, 0.75)[0]
    assert TEXTS[best.text][best.start : best.end] == stands


def test_word_for_word_is_one_and_less_is_less():
    def score(words):
        return nearest(ComparedWords.of(words), TEXTS, 0.0)[0].score

    assert score("the numbers are just terrible") == 1.0
    assert 1.0 > score("the numbers are simply terrible") > score("the figures are simply terrible") > 0.4


def test_a_shortened_verb_is_as_small_as_the_whole_one():
    assert nearest(ComparedWords.of("maybe we wouldnt have this problem"), TEXTS, 0.85)


def test_nothing_goes_on_from_one_text_to_the_next():
    assert nearest(ComparedWords.of("the minister laughed he exclaimed"), TEXTS, 0.9) == []


def test_words_in_another_order_are_other_words():
    assert nearest(ComparedWords.of("terrible numbers the just are"), TEXTS, 0.75) == []


def test_numbers_are_not_alike():
    assert nearest(ComparedWords.of("two hundred 2009 ships"), ["two hundred 1987 ships"], 0.99) == []


def test_nothing_is_near_to_nothing():
    assert nearest(ComparedWords.of("..."), TEXTS, 0.0) == []
    assert nearest(ComparedWords.of("ferry"), [], 0.0) == []
