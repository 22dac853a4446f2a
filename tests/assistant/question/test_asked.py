"""Whom a question asks about, and whether it asks for their words. All questions are invented."""

import pytest

from assistant.question.person_asked import asked, asks_for_words, own_name

WHOM = {
    # a name, with its office or without
    "What did Yildiz say about the ferry?": "Yildiz",
    "what did Harbor Minister Yildiz admit?": "Harbor Minister Yildiz",
    "What did Khaled bin Sultan complain of?": "Khaled bin Sultan",
    "why was Rustamov worried about wheat?": "Rustamov",
    "Brekke on mackerel: what share did he want?": "Brekke",
    "Brekke: how many trawlers?": "Brekke",
    # an office
    "What did the Saudi king tell Jones about grain?": "the Saudi king",
    "what did the deputy foreign minister ask for?": "the deputy foreign minister",
    "what did the Colombian air operations chief want?": "the Colombian air operations chief",
    "What did the Minister of Agriculture promise?": "the Minister of Agriculture",
    "what did Norway's prime minister think of the quota?": "Norway's prime minister",
    "What did Canada's spy chief Judd say?": "Canada's spy chief Judd",
    # whose words it is that are asked for
    "According to Salmanli, who paid for the bridge?": "Salmanli",
    "Who paid for the bridge according to the Finance Minister?": "the Finance Minister",
    "In Storm's view, why did the talks fail?": "Storm",
    "In Brekke's eyes, was the offer fair?": "Brekke",
    "in the words of Ada Storm, what was the offer worth?": "Ada Storm",
    "As Yildiz put it, what was the ferry?": "Yildiz",
    "What was Brekke's take on the quota?": "Brekke",
    "Brekke's view of the quota?": "Brekke",
    # somebody's relation is not he himself
    "What did Yildiz's nephew want from the port?": "Yildiz's nephew",
    "Did Rustamov's brother promise anything?": "Rustamov's brother",
}
NOBODY = [
    "",
    "Who built the dam?",
    "Where did the ferry run aground?",
    "How many wagons were held at the border?",
    "what happened in Oslo in March?",
    "was it true that the ferry sank?",
    "Which cables are about mackerel?",
    # the post that wrote the cable is not one whose words the cable reports
    "what did the embassy think of the quota?",
    "what did the post conclude?",
]


@pytest.mark.parametrize(("question", "who"), WHOM.items())
def test_a_question_asks_about_somebody(question, who):
    assert asked(question) == who


@pytest.mark.parametrize("question", NOBODY)
def test_a_question_asks_about_nobody(question):
    assert asked(question) is None


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("what did Yildiz say about the ferry?", True),
        ("what did Yildiz's nephew want?", True),
        ("what did Yildiz tell the Ambassador?", True),
        ("according to Yildiz, who sank the ferry?", True),
        ("in Yildiz's view, who sank the ferry?", True),
        ("what was Yildiz's take on the ferry?", True),
        ("when did Yildiz sell the ferry?", False),
        ("when was Yildiz arrested?", False),
        ("did Yildiz own the ferry that sank?", False),
    ],
)
def test_words_are_asked_for_or_deeds(question, wanted):
    assert asks_for_words(question, asked(question)) is wanted


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Judd", "Judd"),
        ("Canada's spy chief Judd", "Judd"),
        ("prime minister Anna Brekke", "Anna Brekke"),
        ("Khaled bin Sultan", "Khaled bin Sultan"),
        ("the Saudi king", ""),
        ("Norway's prime minister", ""),
        ("Sarkozy's Africa adviser", ""),
        ("Yildiz's nephew", ""),
    ],
)
def test_an_office_a_country_or_a_relation_is_no_name_of_his_own(who, name):
    assert own_name(who) == name


def test_a_form_of_address_is_not_all_of_a_name():
    assert asked("What did Mrs. Storm say?") == "Mrs. Storm"


def test_an_office_with_capitals_is_no_name_of_his_own():
    assert own_name("the Finance Minister") == ""
