import pytest

from assistant import Turn
from assistant.question import header_field, names, understand


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("who classified the cable on the Kura Line?", "classified_by"),
        ("until when was the cable about the two dams to stay classified?", "eo"),
        ("what is the classification of the Oslo cable?", "class"),
        ("which tags does the telegram on Nacala carry?", "tags"),
        ("what is the subject of the cable on mackerel?", "subject"),
        ("who signed the report on grain quotas?", "signature"),
        ("which embassy sent the cable about the cod war?", "from"),
        ("when was the cable about Norway's ports sent?", "dtg"),
    ],
)
def test_a_question_about_a_cable_itself_asks_for_a_field_of_its_header(question, field):
    assert header_field(question) == field
    assert understand(question).field == field


@pytest.mark.parametrize(
    "question",
    [
        "what did Huseynli say about Russia?",
        "when did the navy leave Reykjavik?",
        "who signed the lease of Nacala?",
        "how many railway wagons were held at Termez?",
    ],
)
def test_a_question_about_the_matter_asks_for_no_field(question):
    assert understand(question).field is None


def test_the_words_for_the_field_are_not_searched_for():
    assert "classified" not in understand("who classified the cable on the Kura Line?").text
    assert "Kura Line" in understand("who classified the cable on the Kura Line?").text


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
