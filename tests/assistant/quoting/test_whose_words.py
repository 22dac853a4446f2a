"""Who is asked about and does not speak is told; nobody else's words are given as theirs."""

import pytest

from assistant.question.understand import understand


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


@pytest.mark.parametrize(
    "asked", ["what did the embassy in canberra report on mackerel?", "embassy in Canberra on mackerel"]
)
def test_a_post_of_which_there_is_no_cable_is_told(assistant, asked):
    answer = assistant.ask(asked)
    assert not answer.answered
    assert "There is no cable from CANBERRA in this archive." in answer.text


def test_who_is_only_told_of_answers_what_they_did(assistant):
    answer = assistant.ask("who does Huseynli answer to?")
    assert not answer.text.startswith("No words of")


def test_a_country_has_no_words_of_its_own():
    assert understand("what did Turkey say about the pipeline?").speaker == ""
    assert understand("what did Ormanci say about the pipeline?").speaker == "Ormanci"


def test_somebody_typed_without_capitals_who_is_nowhere_is_told(assistant):
    answer = assistant.ask("did qwertzuk visit Baku?")
    assert not answer.answered
    assert "The archive does not mention qwertzuk." in answer.text
