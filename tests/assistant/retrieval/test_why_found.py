"""Why a paragraph was found, in words."""

import pytest

from assistant.question.understand import understand
from assistant.retrieval.why_found import Reasons, SharedWords, Signs
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key

KEY = Key("09OSLO12", 3)
NONE = ("among the nearest, though nothing stands out",)
NOTHING = {"fit": 0.3, "fused": 0.1, "speaks": 0.0, "near": 0.0, "hinted": 0.0}


def why(question, text="It froze.", where=EVERYWHERE, date="2009-05-01", **signs):
    reasons = Reasons.of(understand(question), where, {KEY: Signs(**{**NOTHING, **signs})})
    return reasons.why(KEY, text, date)


def test_words_are_told_as_they_were_asked_in_any_form_of_theirs():
    told = why("What did Berg say about pipelines and military gas?", "The gas pipeline and the militaries.")
    assert told == ("shares the words pipelines, military, gas",)
    assert why("Why did the ferry sink?", "A ferry's end.") == ("shares the word ferry",)


def test_words_that_only_ask_or_only_begin_alike_are_not_shared():
    assert why("What was said about gas?", "What was said of gasoline, and about whom.") == NONE


@pytest.mark.parametrize(
    ("fit", "expected"), [(0.8, ("close in meaning",)), (0.62, ("related in meaning",)), (0.4, NONE)]
)
def test_meaning_is_told_where_it_is_near(fit, expected):
    assert why("Why is the harbor shut?", fit=fit) == expected


def test_who_was_asked_about_and_for_is_named():
    assert why("What did Berg say?", speaks=1.0) == ("Berg, who was asked about, speaks in it",)
    assert why("What is new?", where=Filters(person="Yildiz"), speaks=1.0) == (
        "Yildiz, who was asked about, speaks in it",
    )


def test_time_and_post_are_told_where_the_cable_fits_them():
    asked = "What did Embassy Oslo report in May 2009?"
    assert why(asked, hinted=2.0) == (
        "sent from OSLO, which was asked about",
        "from the time asked about (May 2009)",
    )
    assert why("What happened in May 2009?", date="2009-06-10", hinted=0.6) == (
        "from close to the time asked about (May 2009)",
    )
    assert why("What happened in May 2009?", date="2012-06-10", hinted=0.1) == NONE


def test_the_conversation_and_a_named_cable_are_told():
    assert why("Why?", near=1.0) == ("the conversation was about its cable",)
    assert why("What does 09OSLO12 say on ice?", "Ice.")[0] == "the question names its cable"


def test_a_question_of_nothing_but_asking_words_shares_none():
    assert SharedWords.of("What is it?").shared("What is it?") == ()


def test_each_passage_of_an_answer_says_why(assistant):
    answer = assistant.ask("What did Chivangue say about leasing Nacala?")
    assert any("Nacala" in reason for reason in answer.passages[0].why)
    assert any("Chivangue, who was asked about" in reason for each in answer.passages for reason in each.why)
