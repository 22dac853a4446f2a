"""Which parts of a question want an answer each. All invented."""

import pytest

from assistant.question.asked_parts import asked_parts
from assistant.question.understand import understand

PARTS = {
    "What did Baro, Nurzoda and Chivangue each say about the dam?": ["Baro", "Nurzoda", "Chivangue"],
    "How do Anar Baro and the Prince bin Salih see Narvik's harbour?": ["Anar Baro", "Prince bin Salih"],
    "Baro versus Nurzoda on the mill": ["Baro", "Nurzoda"],
    "What did Oslo, Baku and Maputo report about timber?": ["Oslo", "Baku", "Maputo"],
    "What was said of the mill in 2004, in 2006 and in 2009?": ["2004", "2006", "2009"],
    "What do 09OSLO12 and 10BAKU79 say about fish?": ["09OSLO12", "10BAKU79"],
    "Who built the dam, and what did it cost?": ["Who built the dam", "what did it cost? (built, dam)"],
    "What did Baro say about the mill?": [],
    "why would the mill close": [],
}


@pytest.mark.parametrize(("asked", "names"), PARTS.items())
def test_a_question_is_taken_apart(asked, names):
    assert [each.name for each in asked_parts(understand(asked))] == names


def test_each_person_is_asked_for_without_the_others():
    found = asked_parts(understand("What did Baro, Nurzoda and Chivangue say about the dam?"))
    assert [each.question for each in found] == [
        "What did Baro say about the dam?",
        "What did Nurzoda say about the dam?",
        "What did Chivangue say about the dam?",
    ]


def test_each_time_is_asked_for_without_the_others():
    found = asked_parts(understand("What was said of the mill in 2004, in 2006 and in 2009?"))
    assert [each.question for each in found] == [
        f"What was said of the mill in {year}?" for year in (2004, 2006, 2009)
    ]


def test_no_question_has_more_than_six_parts():
    many = ", ".join(f"{letter}aro" for letter in "BCDFGHKLMN")
    assert len(asked_parts(understand(f"What did {many} and Zaro say?"))) <= 6
