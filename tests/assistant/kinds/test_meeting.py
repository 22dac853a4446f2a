"""Who met, where and when, as one cable tells it."""

import pytest

from assistant import Turn


@pytest.mark.parametrize(
    ("asked", "cable", "words"),
    [
        ("who was in the room in 10BAKU79", "10BAKU79", "Aykan Hajizada"),
        ("who else was present in 10BAKU79?", "10BAKU79", "Elchin Huseynli"),
        ("where did the meeting in 09TBILISI2210 take place", "09TBILISI2210", "came to the Embassy"),
        ("when was the meeting in 09TBILISI2210", "09TBILISI2210", "on November 25"),
        ("when was the meeting with Machabeli in 09TBILISI2210", "09TBILISI2210", "on November 25"),
    ],
)
def test_the_sentence_that_tells_it_is_quoted(assistant, asked, cable, words):
    answer = assistant.ask(asked)
    assert (answer.kind, {citation.cable for citation in answer.citations}) == ("meeting", {cable})
    assert words in " ".join(citation.quote for citation in answer.citations)


def test_that_meeting_is_the_one_of_the_conversation(assistant):
    before = Turn("user", "tell me about 09TBILISI2210"), Turn("assistant", "It.", ("09TBILISI2210",), ())
    answer = assistant.ask("where was that meeting?", before)
    assert {citation.cable for citation in answer.citations} == {"09TBILISI2210"}


@pytest.mark.parametrize(
    "asked", ["who met Salmanli in Baku", "where did Huseynli meet us", "where do the trawlers meet the navy"]
)
def test_a_meeting_of_no_named_cable_is_looked_for_everywhere(assistant, asked):
    assert assistant.ask(asked).kind != "meeting"
