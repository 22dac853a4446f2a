"""Who is asked about and does not speak is told; nobody else's words are given as theirs."""

import pytest

from assistant.quoting.whose_words import is_named


@pytest.mark.parametrize(
    ("name", "speaker", "same"),
    [
        ("Huseynli", "Elchin Huseynli", True),
        ("Elchin Huseynli", "Huseynli", True),
        ("Elchin Guseinli", "Elchin Huseynli", True),
        ("Nelson Mandela", "Nelson", False),
        ("Angela Davis", "Terry Davis", False),
        ("Huseynli", "Vugar Salmanli", False),
    ],
)
def test_a_name_is_a_speakers_by_all_its_words_or_the_surname_alone(name, speaker, same):
    assert is_named(name, speaker) is same


def test_somebody_who_is_nowhere_is_given_no_words(assistant):
    answer = assistant.ask("what did Elchin Salmanov say about Russia?")
    assert not answer.answered
    assert "speaks in" not in answer.text


def test_somebody_who_is_only_spoken_of_is_told(assistant):
    answer = assistant.ask("what did Araz Azimov say about Iran?")
    assert answer.text.startswith("No words of Araz Azimov on this were found. What comes near:")


def test_a_topic_whose_words_stand_apart_is_told(assistant):
    answer = assistant.ask("mackerel pipeline")
    assert answer.text.startswith("No paragraph has all of “mackerel pipeline”. What comes near:")
