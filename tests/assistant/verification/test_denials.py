"""Negations that a sentence has where its source has none, or the other way round."""

from time import process_time

import pytest

from assistant.verification.denials import denial
from assistant.verification.exchanged_names import displaced, exchanged
from assistant.verification.wording import tokens

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


@pytest.mark.parametrize("check", [denial, exchanged, displaced])
def test_a_paragraph_of_double_the_length_takes_double_the_time(check):
    sentence = "Erik Lind did not accept more loans than Mary Baro did, after Oslo had refused. "
    text = sentence.replace("did not accept more", "did never accept less")

    def spent(times):
        text_of_this_length = text * times
        tokens(text_of_this_length)
        start = process_time()
        check(sentence * 4, [text_of_this_length])
        return process_time() - start

    spent(10)
    assert spent(400) < 20 * max(spent(50), 0.005)  # eightfold where it grows as the text does


def test_a_negation_is_found_where_little_of_it_is_told_in_the_same_words():
    assert denial("The duty in question was not raised.", GIVEN)


def test_a_question_denies_nothing():
    given = ["Would Oslo raise the duty on vessels? It would not."]
    assert denial("Oslo would not raise the duty on vessels.", given) is None


def test_the_same_denial_in_the_same_words_is_no_contradiction():
    given = ["She replied that Oslo did not back Baro, and that our plan was not to fund mills not well led."]
    assert (
        denial(
            "She replied that Oslo did not back Baro, and that the plan was not to fund mills not well led.", given
        )
        is None
    )
    assert denial("She replied that the plan was to fund mills not well led.", given)
