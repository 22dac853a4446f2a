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
