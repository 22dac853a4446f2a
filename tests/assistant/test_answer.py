import pytest

from assistant import Answer, Citation, Turn
from assistant.answer import STATEMENT, highest_marking, label


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        (("10BAKU79", 5, 5), "10BAKU79 ¶5"),
        (("10BAKU79", 5, 6), "10BAKU79 ¶5"),
        (("07MAPUTO1180", None, 1), "07MAPUTO1180 [1]"),
        (("10BAKU79", None, 0), "10BAKU79 header"),
    ],
)
def test_a_place_is_cited_by_the_number_that_it_prints(place, cited):
    assert label(*place) == cited


@pytest.mark.parametrize(
    ("markings", "highest"),
    [
        (["U", "C", "SBU"], "C"),
        (["SBU", "U"], "SBU"),
        (["C/NF", "S"], "S/NF"),
        (["S/NF", "S/NF"], "S/NF"),
        ([None, "U"], "U"),
        ([None], None),
        ([], None),
    ],
)
def test_the_highest_level_with_the_caveats_of_all(markings, highest):
    assert highest_marking(markings) == highest


@pytest.mark.parametrize(
    ("markings", "highest"),
    [(["CONFIDENTIAL"], "C"), (["SECRET", "C/NF"], "S/NF"), (["U", "UNCLAS"], "U")],
)
def test_the_class_of_a_whole_cable_counts_as_well(markings, highest):
    assert highest_marking(markings) == highest


def citing(*places: tuple[str, str | None]) -> Answer:
    """An answer that cites these cables, with whose words it cites."""
    citations = tuple(
        Citation(number, cable, 1, 1, "words", 0, 5, speaker, None, None, None, None)
        for number, (cable, speaker) in enumerate(places, start=1)
    )
    return Answer("who sank the ferry?", "He did [1].", "answered", citations=citations)


from dataclasses import replace


def test_an_answer_becomes_the_conversation_before_the_next_question():
    assert citing(("10OSLO1", "Brekke")).turns() == (
        Turn("user", "who sank the ferry?"),
        Turn("assistant", "He did [1].", ("10OSLO1",), ("Brekke",), STATEMENT),
    )


SEVERAL = citing(
    ("09OSLO7", "Storm"),
    ("10OSLO1", "Brekke"),
    ("10OSLO1", None),
    ("10OSLO1", "Brekke"),
    ("10BAKU2", "Yildiz"),
    ("10BAKU2", "Brekke"),
)


def test_a_turn_keeps_the_cables_that_a_model_cites_most_and_everybody_who_speaks():
    _, reported = replace(SEVERAL, model="small").turns()
    assert reported.cables == ("10OSLO1", "10BAKU2")  # once is too seldom beside three times
    assert reported.speakers == ("Storm", "Brekke", "Yildiz")


def test_of_an_answer_by_quotes_a_turn_keeps_the_cable_that_fits_best():
    _, reported = SEVERAL.turns()
    assert reported.cables == ("09OSLO7",)  # the likeliest sentence comes first, however many others follow
    assert reported.speakers == ("Storm", "Brekke", "Yildiz")


def test_a_turn_keeps_the_cables_of_a_list_or_a_comparison():
    _, reported = replace(SEVERAL, cables=("10BAKU2", "09OSLO7")).turns()
    assert reported.cables == ("10BAKU2", "09OSLO7")


def test_a_refusal_is_about_no_cable():
    refusal = Answer("who sank the ferry?", "The archive does not say.", "refused")
    assert refusal.turns()[1] == Turn("assistant", "The archive does not say.", kind=STATEMENT)


def test_a_level_that_is_not_known_is_above_the_others():
    assert highest_marking(["S/NF", "TOP SECRET", "UNCLASSIFIED"]) == "TOP SECRET/NF"
