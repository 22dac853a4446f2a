"""Who is asked about and does not speak is told; nobody else's words are given as theirs."""


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
