"""Follow-ups are read as questions that stand alone, by what the conversation was about."""

import pytest

from assistant import Turn
from assistant.answer import ABOUT_ANSWER, MORE_OF_ANSWER
from assistant.question.follow_up import conversation, standing_alone

HARBORS = ("06MAPUTO512", "07MAPUTO1180", "09MAPUTO744")


def talk(*exchanges: tuple[str, str, tuple[str, ...]]) -> tuple[Turn, ...]:
    """A conversation of questions, each with the kind of its answer and the cables in it."""
    return tuple(
        turn
        for question, kind, cables in exchanges
        for turn in (Turn("user", question), Turn("assistant", "Told [1].", cables, (), kind))
    )


def speaks(name: str, cables: tuple[str, ...]) -> bool:
    return name == "Ormanci"


def read(asked: str, turns: tuple[Turn, ...]) -> str | None:
    found = standing_alone(asked, conversation(turns, speaks), speaks)
    return found.text if found else None


LIST = talk(("list the cables from Maputo", "list", HARBORS))


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("summarise the first one", "summarise 06MAPUTO512"),
        ("ok, and could you summarise the last cable please?", "summarise 09MAPUTO744"),
        ("the second?", "07MAPUTO1180"),
        ("who signed number 3", "who signed 09MAPUTO744"),
        ("and in 2009?", "list the cables from Maputo in 2009"),
        ("only Baku", "list the cables from Baku"),
        ("what about Nacala?", "list the cables from Maputo that mention Nacala"),
        ("and those since 2008", "list the cables from Maputo since 2008"),
        ("just the secret ones", "list the cables from Maputo that are secret"),
        ("how many?", "how many cables from Maputo"),
    ],
)
def test_after_a_list(asked, alone):
    assert read(asked, LIST) == alone


def test_each_filter_goes_in_the_place_of_the_one_of_its_sort():
    counted = talk(("how many cables from Baku mention gas in 2009?", "count", ()))
    assert read("and in 2008?", counted) == "how many cables from Baku mention gas in 2008"
    assert read("and from Ankara?", counted) == "how many cables from Ankara mention gas in 2009"
    assert read("what about mackerel?", counted) == "how many cables from Baku mention mackerel in 2009"


def test_filters_add_up_over_a_conversation():
    turns = talk(("list the cables from Maputo", "list", HARBORS), ("only 2007", "list", HARBORS[1:2]))
    assert read("and from Baku?", turns) == "list the cables from Baku in 2007"


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("who signed it?", "who signed 06MAPUTO512"),
        ("when was the cable sent", "when was 06MAPUTO512 sent"),
        ("what's its classification?", "what's the classification of 06MAPUTO512"),
        ("what does it say about cranes?", "what does 06MAPUTO512 say about cranes"),
        ("and about the banks?", "what does 06MAPUTO512 say about the banks"),
        ("and the next one?", "07MAPUTO1180"),
    ],
)
def test_after_a_cable_of_a_list(asked, alone):
    turns = talk(
        ("list the cables from Maputo", "list", HARBORS), ("summarise the first one", "summary", HARBORS[:1])
    )
    assert read(asked, turns) == alone


SAID = talk(("what did Salmanli say about Turkey?", "statement", ("09BAKU941",)))


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("and about Georgia?", "what did Salmanli say about Georgia?"),
        ("what about Ormanci?", "what did Ormanci say about Turkey?"),
        ("who classified the cable?", "who classified 09BAKU941"),
        ("and the man from the ministry?", None),  # nobody knows yet who that is
        ("and his brother?", None),
        ("who signed the treaty?", None),
        ("why?", None),
        ("what did the Georgians want?", None),
        ("when did 10BAKU79 arrive?", None),
    ],
)
def test_after_what_somebody_said(asked, alone):
    assert read(asked, SAID) == alone


def test_a_question_about_an_answer_leaves_the_matter_as_it_was():
    turns = (*SAID, *talk(("in which cable?", ABOUT_ANSWER, ("09BAKU941",))))
    assert read("and about Georgia?", turns) == "what did Salmanli say about Georgia?"


def test_without_a_conversation_nothing_is_a_follow_up():
    assert read("and in 2009?", ()) is None


@pytest.mark.parametrize(
    ("before", "asked", "alone"),
    [
        (talk(("cables from Maputo", "list", HARBORS)), "and in 2009?", "cables from Maputo in 2009"),
        (talk(("cables from Maputo", "list", HARBORS)), "only secret ones", "cables from Maputo that are secret"),
        (talk(("cables from Oslo in 1990", "list", ())), "and in 2009?", "cables from Oslo in 2009"),
        (
            talk(("how many cables are from Maputo", "count", HARBORS[2:])),
            "and in December?",
            "how many cables are from Maputo in December 2009",
        ),
        (LIST, "how many are secret?", "how many of these cables are secret"),
        (LIST, "the oldest one", "the oldest of these cables"),
        (
            talk(
                ("Yildiz vs Ormanci on gas", "comparison", HARBORS),
                ("what else did he say", MORE_OF_ANSWER, HARBORS),
            ),
            "and what about transit fees?",
            "compare Yildiz and Ormanci on transit fees",
        ),
        (talk(("did Yildiz visit Paris?", "statement", ())), "and Moscow?", "did Yildiz visit Moscow?"),
        (
            talk(("what did Yildiz tell Ormanci about gas?", "statement", HARBORS[:1])),
            "and Ormanci?",
            "what did Ormanci tell Yildiz about gas?",
        ),
    ],
)
def test_what_was_asked_before_is_asked_of_something_else(before, asked, alone):
    assert read(asked, before) == alone
