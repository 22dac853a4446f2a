"""Counts are exact, and say how they were made."""

import pytest


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("how many cables are there from maputo", "There are 3 cables from MAPUTO."),
        ("How many from 2009?", "There are 10 cables dated 2009."),
        ("number of cables with the EFIS tag", "There are 4 cables tagged EFIS."),
        ("how many of these are unclassified", "There are 4 cables classified UNCLASSIFIED."),
        (
            "how many secret cables from Moscow in 2009 mention the Kura line",
            "There is 1 cable from MOSCOW dated 2009",
        ),
        ("hw many cables from oslo", "There is 1 cable from OSLO."),
        ("how many cables mention Petrobras", "0 cables. There is no cable mentioning “Petrobras”"),
        ("which post sent the most cables, and how many?", "MAPUTO sent the most: 3 of 24 cables."),
        ("which post writes most about the dam", "DUSHANBE sent the most: 2 of"),
        ("which year has the most cables", "2009 has the most: 10 of 24 cables."),
        ("who signed the most cables", "DANZIGER and TILLMAN signed the most: 2 of 24 cables."),
        ("which tag is the most common", "PREL is the most frequent tag: 15 of 24 cables."),
        ("cables per year from Maputo", "3 cables from MAPUTO, by year:"),
    ],
)
def test_a_count_is_told(assistant, asked, told):
    answer = assistant.ask(asked)
    assert answer.kind == "count"
    assert answer.answered
    assert answer.text.startswith(told)


def test_a_count_of_a_set_comes_with_its_list_and_breakdown(assistant):
    answer = assistant.ask("how many cables are there from maputo")
    assert answer.cables == ("06MAPUTO512", "07MAPUTO1180", "09MAPUTO744")
    assert "By year: 2006 1, 2007 1, 2009 1." in answer.text


def test_a_word_in_two_spellings_is_counted_once_and_told_by_spelling(assistant):
    answer = assistant.ask("how many cables mention harbour")
    assert answer.cables == assistant.ask("how many cables mention harbor").cables


def test_which_post_sent_a_certain_cable_is_no_count(assistant):
    assert assistant.ask("which embassy sent the cable about the mackerel quota?").kind != "count"
