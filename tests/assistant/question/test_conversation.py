"""What a follow-up question takes over from the conversation. All of it is invented."""

import pytest

from assistant import Turn
from assistant.question.completion import Completed, completed, completed_by

ANSWER = Turn("assistant", "He blamed the islands [1].", ("10REYKJAVIK12",), ("Orhan Yildiz", "Ada Storm"))
ABOUT_HIM = (Turn("user", "what did Brekke say about the Vega ferry?"), ANSWER)
ABOUT_IT = (Turn("user", "what sank the Vega ferry?"), ANSWER)


@pytest.mark.parametrize(
    ("follow_up", "added"),
    [
        # the same is asked of something or somebody else: all that the question before was about
        ("and about Iran?", "Brekke, Vega, ferry"),
        ("what about Ormanci?", "Brekke, Vega, ferry"),
        ("and the harbor master?", "Brekke, Vega, ferry"),
        ("And in 2009?", "Brekke, Vega, ferry"),
        # something else is asked of the same: its names
        ("when was this?", "Brekke, Vega"),
        ("but why was it sold?", "Brekke, Vega"),
        ("who told him that?", "Brekke, Vega"),
        ("did he say anything else?", "Brekke, Vega"),
        # what it says itself is not said twice
        ("and what did Brekke want there?", "Vega"),
    ],
)
def test_a_follow_up_takes_over_what_it_leaves_unsaid(follow_up, added):
    assert completed(follow_up, ABOUT_HIM).text == f"{follow_up} ({added})"


@pytest.mark.parametrize("question", ["how many wagons were held at Termez?", "who is Ormanci?"])
def test_a_question_that_stands_alone_takes_over_nothing(question):
    assert completed(question, ABOUT_HIM).text == question


@pytest.mark.parametrize("follow_up", ["did he say more?", "what does she think?", "why has he left?"])
def test_he_is_whom_the_question_before_asked_about(follow_up):
    assert completed(follow_up, ABOUT_HIM).who == "Brekke"


def test_he_is_who_spoke_first_where_nobody_was_asked_about():
    assert completed("did he say anything else?", ABOUT_IT) == Completed(
        "did he say anything else? (Orhan Yildiz, Vega)", "Orhan Yildiz", ("10REYKJAVIK12",), leans=True
    )


@pytest.mark.parametrize("question", ["what did the harbor minister say?", "what did Storm's nephew say?"])
def test_an_office_or_a_relation_is_called_as_the_answer_calls_him(question):
    assert completed("and what did he want?", (Turn("user", question), ANSWER)).who == "Orhan Yildiz"


@pytest.mark.parametrize("follow_up", ["when was this?", "who told him that?", "and his price?"])
def test_where_not_he_speaks_nobody_is_asked_about(follow_up):
    assert completed(follow_up, ABOUT_HIM).who is None


def test_he_is_named_also_where_others_speak_of_him():
    assert completed("who told him that?", ABOUT_IT).text == "who told him that? (Orhan Yildiz, Vega)"


def test_he_is_nobody_where_nobody_spoke():
    assert completed("what did he pay?", ABOUT_IT[:1]) == Completed("what did he pay? (Vega)", leans=True)


def test_the_last_answer_that_cites_cables_counts():
    before = (Turn("user", "who built the dam?"), Turn("assistant", "Ormanci [1].", ("09OSLO7",), ("Ormanci",)))
    refused = (Turn("user", "and the harbor?"), Turn("assistant", "The archive does not say."))
    question = completed("when did he sail?", (*before, *ABOUT_IT, *refused))
    assert (question.cables, question.who) == (("10REYKJAVIK12",), "Orhan Yildiz")


@pytest.mark.parametrize("turns", [(), (ANSWER,)], ids=["no conversation", "no question before"])
def test_a_first_question_is_complete(turns):
    assert completed("and what did he say?", turns) == Completed("and what did he say?")


@pytest.mark.parametrize(
    ("part", "before", "whole"),
    [
        ("what did he pay for it?", "who is Yildiz", "what did he pay for it? (Yildiz)"),
        ("how did they sink it?", "who built the Vega ferry", "how did they sink it? (Vega)"),
        ("which one sank?", "the Oslo and Bergen ferries", "which one sank? (Oslo, Bergen, ferries)"),
        ("who came along?", "when did Yildiz sail", "who came along? (Yildiz)"),
        ("what did she pay?", "who is ada storm", "what did she pay? (ada, storm)"),
        ("what did the dam cost?", "who is Yildiz", "what did the dam cost?"),
    ],
)
def test_a_further_part_of_a_question_is_completed_from_the_first(part, before, whole):
    assert completed_by(part, before) == whole
