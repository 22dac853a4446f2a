"""Phrases of which a paragraph has no word, told from other words for what it says."""

import pytest

from assistant.verification.missing_words import missing

TEXT = "The port will need 120 million dollars, which the ministry cannot find. Baro called the plan sound."


@pytest.mark.parametrize(
    ("sentence", "new"),
    [
        ("The harbor requires 120 million dollars, money that is nowhere to be had.", []),
        ("Baro thought well of the scheme, which cost 120 million dollars.", []),
        ("The ministry cannot find the dollars, after a secret vote upstairs.", ["after a secret vote upstairs"]),
        ("Baro called the plan sound, citing a leaked audit, and the port big.", ["citing a leaked audit"]),
    ],
)
def test_only_a_phrase_of_which_nothing_is_there_is_new(sentence, new):
    assert list(missing(sentence, [TEXT])) == new


def test_words_that_stand_here_and_there_are_no_phrase_of_the_source():
    text = "The vote came first. " + "The herring came late to Vik. " * 5 + "It is no secret."
    assert list(missing("The herring came late, after a secret vote.", [text])) == ["after a secret vote"]
    assert list(missing("The herring came late, after a secret vote.", [f"{text} The vote was secret."])) == []
