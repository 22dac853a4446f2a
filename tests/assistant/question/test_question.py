import pytest

from assistant import Turn
from assistant.question.understand import names, understand


@pytest.mark.parametrize(
    ("question", "cables", "text"),
    [
        ("what does 09BAKU226 say about Gabala?", ("09BAKU226",), "what does it say about Gabala?"),
        ("in cable 10 baku 79, who spoke?", ("10BAKU79",), "in it, who spoke?"),
        ("10BAKU79 and 09OSLO702: what of Iran", ("10BAKU79", "09OSLO702"), "it and it: what of Iran"),
        ("which cables refer to 10BAKU79", (), "which cables refer to 10BAKU79"),
    ],
)
def test_a_question_about_named_cables_is_one_about_it(question, cables, text):
    understood = understand(question)
    assert (understood.cables, understood.text, understood.asked) == (cables, text, text)


def test_that_only_named_cables_are_asked_can_be_taken_away():
    question = understand("what does 09BAKU226 say about Gabala?")
    assert question.understood == ("only 09BAKU226",)
    assert question.in_full == "In 09BAKU226: what does it say about Gabala?"
    wider = understand("what does 09BAKU226 say about Gabala?", without=question.understood)
    assert (wider.cables, wider.text) == ((), "what does 09BAKU226 say about Gabala?")
    assert understand("what does 09BAKU226 say about Gabala?", literal=True).cables == ()


def test_a_question_that_leaves_its_cable_to_the_conversation_is_about_that():
    before = Turn("user", "what does 09BAKU226 say about Gabala?"), Turn("assistant", "It [1].", ("09BAKU226",))
    assert understand("and about Armavir?", before).cables == ("09BAKU226",)


def test_names_are_written_like_names():
    assert names("What did Abu Shanab tell the NPT envoy in Cairo?") == ("Abu", "Shanab", "NPT", "Cairo")


TURNS = (Turn("user", "what does Salmanli think of Ankara?"), Turn("assistant", "He called it robbery [1]."))


@pytest.mark.parametrize("question", ["and what did he say of Moscow?", "why does he think so?"])
def test_a_question_that_leans_on_the_conversation_is_completed_from_it(question):
    understood = understand(question, TURNS)
    assert "Salmanli" in understood.text
    assert understood.asked == question


def test_a_question_that_stands_alone_stays_as_it_is():
    question = "how many wagons were held at Termez?"
    assert understand(question, TURNS) == understand(question)
    assert understand(question).text == question


def test_whom_a_question_asks_about_is_understood_with_the_name_in_it():
    question = understand("What did Canada's spy chief Judd say about the border?")
    assert (question.who, question.speaker, question.words) == ("Canada's spy chief Judd", "Judd", True)


def test_an_office_has_no_name_to_look_for():
    question = understand("what did the Saudi king say about the border?")
    assert (question.who, question.speaker) == ("the Saudi king", "")


def test_who_does_something_is_not_asked_for_his_words():
    assert not understand("when did Salmanli sell the ferry?").words


@pytest.mark.parametrize(
    ("question", "lists"),
    [
        ("which cables are about mackerel?", True),
        ("list all cables from Oslo on the ferry", True),
        ("when was the cable about mackerel sent?", False),
        ("which ferries sank?", False),
    ],
)
def test_a_question_asks_for_the_cables_themselves(question, lists):
    assert understand(question).lists is lists


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("how did Brekke's position change between 2006 and 2009?", True),
        ("how do Norway and Iceland differ on mackerel?", True),
        ("what did Brekke say in 2006?", False),
    ],
)
def test_a_question_compares_several_cables(question, compares):
    assert understand(question).compares is compares


def test_a_question_is_taken_apart_where_it_joins_several():
    assert understand("the ferry: who was its captain, and what did it cost Norway?").parts == (
        "the ferry: who was its captain",
        "the ferry: what did it cost Norway?",
    )
    assert understand("who built the ferry?").parts == ("who built the ferry?",)


def test_a_follow_up_knows_whom_and_which_cables_the_conversation_was_about():
    turns = (TURNS[0], Turn("assistant", "Robbery [1].", ("09BAKU941",), ("Vugar Salmanli",)))
    question = understand("did he say anything else?", turns)
    assert (question.who, question.speaker, question.words, question.near) == (
        "Salmanli",
        "Salmanli",
        True,
        ("09BAKU941",),
    )


def test_what_a_question_tells_of_the_time_is_kept():
    (hint,) = understand("what did Brekke say in 2006?").hints
    assert (hint.text, hint.since, hint.until) == ("2006", "2006", "2006")


def test_a_short_question_is_a_part_as_well():
    assert understand("The dam: who built it, and what did it cost?").parts == (
        "The dam: who built it",
        "The dam: what did it cost?",
    )


def test_what_was_understood_is_told_and_left_out_where_the_question_is_taken_literally():
    asked = "what did Brekke say in 2006?"
    assert understand(asked).understood == ("said by Brekke", "dated 2006")
    assert understand(asked, literal=True).understood == ()


@pytest.mark.parametrize(
    ("misread", "rest"),
    [
        ("said by Brekke", ("dated 2006", "cables from OSLO")),
        ("dated 2006", ("said by Brekke", "cables from OSLO")),
        ("cables from OSLO", ("said by Brekke", "dated 2006")),
    ],
)
def test_each_thing_that_was_understood_can_be_left_out_by_itself(misread, rest):
    question = understand("what did Brekke say to the embassy in Oslo in 2006?", without=[misread])
    assert sorted(question.understood) == sorted(rest)
    assert question.speaker == ("" if misread == "said by Brekke" else "Brekke")


@pytest.mark.parametrize(
    ("misread", "rest"),
    [
        ("words of Brekke", ("dated since 2006", "cables from OSLO")),
        ("cables of since 2006", ("said by Brekke", "cables from OSLO")),
        ("cables of OSLO", ("said by Brekke", "dated since 2006")),
    ],
)
def test_a_thing_is_left_out_in_the_words_of_an_earlier_version(misread, rest):
    question = understand("what has Brekke said to the embassy in Oslo since 2006?", without=[misread])
    assert sorted(question.understood) == sorted(rest)


def test_a_time_that_a_question_names_twice_is_told_once():
    assert understand("what came of the 2006 strike in 2006?").understood == ("dated 2006",)


def test_what_joins_more_questions_than_anybody_asks_is_one():
    joined = "what did he say of the ferry and " * 6 + "who built it"
    assert understand(joined).parts == (joined,)
    assert len(understand("what did he say of the ferry and " * 5 + "who built it").parts) == 6
