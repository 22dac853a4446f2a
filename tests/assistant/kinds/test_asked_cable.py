"""How a question is taken apart into the cable that it describes and what it asks of that."""

import pytest

from assistant.kinds.description import description
from assistant.kinds.header_words import VOCABULARY


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("who classified the cable on the two dams?", "on the two dams"),
        ("who classified the Shirkent dam cable", "Shirkent dam"),
        ("when was the cable about Norway's ports sent", "about Norway's ports"),
        ("until when was the cable on cod supposed to stay classified?", "on cod"),
        ("what is the date of the one with the ferry, and who signed it?", "with the ferry"),
        ("what is the message of the cable on cod", "on cod"),
        ("who signed the telegram on Iran and Russia?", "on Iran and Russia"),
        ("when was the cable about coming to the office sent", "about coming to the office"),
    ],
)
def test_what_asks_is_no_part_of_the_description(asked, text):
    found = description(asked, VOCABULARY)
    assert found
    assert found.text.strip() == text


@pytest.mark.parametrize(
    "asked",
    ["which cable did Lu sign", "how many cables are there", "who signed every report", "when was it sent"],
)
def test_several_cables_or_none_are_no_description(asked):
    assert description(asked, VOCABULARY) is None


def test_a_long_question_is_taken_apart():
    assert description("who signed the cable on " + "the cable and when " * 100, VOCABULARY)
