"""The archive is described by what the catalogue counts."""

import pytest


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("what's in here?", ("24 cables", "1976 to 2010", "MAPUTO 3")),
        ("tell me about this archive", ("24 cables", "17 posts")),
        ("which years do the cables cover", ("1976 to 2010", "2009: 10 cables")),
        ("What embassies are in this archive?", ("17 posts", "OSLO 1")),
        ("how big is it", ("24 cables", "paragraphs")),
        ("which tags are there", ("PREL 15",)),
        ("wich classification levels are used", ("CONFIDENTIAL 16",)),
    ],
)
def test_facts_about_the_archive(assistant, asked, told):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered) == ("library", True)
    assert [each for each in told if each not in answer.text] == []


def test_who_is_quoted_most(assistant, library):
    answer = assistant.ask("who gets quoted most in these cables?")
    first = library.people()[0]
    assert answer.kind == "library"
    assert f"{first.said} sentences" in answer.text
    assert first.name in answer.text


@pytest.mark.parametrize("asked", ["who are you?", "who said the dam will hold?", "what is in the box?"])
def test_other_questions_are_not_about_the_archive(assistant, asked):
    assert assistant.ask(asked).kind != "library"
