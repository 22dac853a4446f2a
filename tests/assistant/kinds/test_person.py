"""Who somebody is: the offices and sentences that the cables give, however the name is typed."""

import pytest

from assistant.answer import STATEMENT, TOPIC
from assistant.retrieval.descriptions import is_of_body


@pytest.mark.parametrize(
    "asked",
    [
        "who is Anselmo Chivangue?",
        "whos chivangue",
        "Chivangue, who was he",
        "hi, can you tell me who chivangue is please",
        "what is the job of Anselmo Chivangue",
        "anselmo chivangue?",
        "who is the transport minister",
        "In the Maputo cables, who is Chivangue?",
        "who is Chivangue and what does he want",
    ],
)
def test_a_person_is_told_by_offices_sentences_and_where_they_speak(assistant, asked):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered) == ("person", True)
    assert answer.text.startswith("Anselmo Chivangue: Transport Minister [1].")
    assert [each.cable for each in answer.citations] == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]
    assert "Speaks in " in answer.text


def test_whoever_is_only_described_is_told_too(assistant):
    answer = assistant.ask("who is araz azimov")
    assert "answers to Deputy Foreign Minister Araz Azimov" in answer.citations[0].quote
    assert "Speaks in" not in answer.text


def test_another_spelling_is_the_same_person(assistant):
    assert {"07KYIV388", "10MOSCOW1874"} <= {
        each.cable for each in assistant.ask("who is Yevgeniy Halushchak").citations
    }


def test_a_post_that_is_named_limits_it_and_can_be_taken_away(assistant):
    answer = assistant.ask("who is Chivangue in the Abu Dhabi cables")
    assert answer.kind == STATEMENT or {each.origin for each in answer.citations} == {"AMEMBASSY ABU DHABI"}
    limited = assistant.ask("In the Maputo cables, who is Chivangue?")
    assert "cables from MAPUTO" in limited.understood


@pytest.mark.parametrize(
    "asked",
    [
        "who is responsible for the port",
        "who is the next president",
        "who is behind the tender",
        "who is Ukraine",
        "who is he",
        "who is Ebenezer Scrooge",
        "grain exports?",
    ],
)
def test_what_names_nobody_of_the_cables_is_no_such_question(assistant, asked):
    assert assistant.ask(asked).kind in (STATEMENT, TOPIC)


@pytest.mark.parametrize("asked", ["who is the head of Marjan Ports", "who is the director of marjan ports?"])
def test_the_head_of_something_is_told_by_its_name(assistant, asked):
    answer = assistant.ask(asked)
    assert answer.text.startswith("Khalfan al-Marzam")
    assert {each.cable for each in answer.citations} == {"09ABUDHABI655"}


def test_a_body_is_nobody(assistant):
    assert assistant.ask("who is Marjan Ports Company").kind == STATEMENT


def test_an_office_of_a_country_in_any_case_and_time(assistant):
    for asked in ("who is mozambique's transport minister", "who was Mozambique's transport minister in 2007?"):
        answer = assistant.ask(asked)
        assert "Chivangue: Transport Minister [1]." in answer.text
    assert "dated 2007" in answer.understood


def test_the_head_of_something_in_a_country_is_not_its_head():
    assert is_of_body("President of Yemen Polling Center")
    assert not is_of_body("President of Yemen")
    assert not is_of_body("Minister of Transport")
