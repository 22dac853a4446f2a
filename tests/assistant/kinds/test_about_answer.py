"""Questions about the answer before, and for more from its cable."""

import pytest

from assistant.answer import ABOUT_ANSWER, MORE_OF_ANSWER, STATEMENT


@pytest.fixture(scope="module")
def terms(assistant):
    """The conversation so far: what somebody says of a matter, in one cable."""
    return assistant.ask("what did Ormanci say the Cabinet had approved?").turns()


def quoted(answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("asked", ["in which cable?", "where does it say that", "ok, and your sources please?"])
def test_where_it_stands_is_told_with_the_cable_and_its_paragraphs(assistant, terms, asked):
    answer = assistant.ask(asked, terms)
    assert (answer.kind, answer.answered) == (ABOUT_ANSWER, True)
    assert "10ANKARA33, AMEMBASSY ANKARA, 8 January 2010" in answer.text
    assert {citation.cable for citation in answer.citations} == {"10ANKARA33"}
    assert all(quote in " ".join(terms[1].text.split()) for quote in quoted(answer)[1:])


def test_how_sure_it_is_is_told_with_the_evidence(assistant, terms):
    answer = assistant.ask("are you sure?", terms)
    assert "quoted word for word" in answer.text
    assert "10ANKARA33" in answer.text
    assert answer.citations


def test_a_shorter_answer_is_its_best_sentence(assistant, terms):
    answer = assistant.ask("shorter", terms)
    assert len(answer.citations) == 1
    assert quoted(answer)[0] in " ".join(terms[1].text.split())


def test_when_it_was_is_told_by_the_cable_and_by_its_date(assistant, terms):
    answer = assistant.ask("when was that meeting?", terms)
    assert "January 6" in answer.text
    assert "10ANKARA33 was sent by AMEMBASSY ANKARA on 8 January 2010" in answer.text


def test_more_is_what_follows_in_the_cable(assistant, terms):
    more = assistant.ask("tell me more", terms)
    again = assistant.ask("tell me more", (*terms, *more.turns()))
    assert more.kind == again.kind == MORE_OF_ANSWER
    assert {citation.cable for citation in (*more.citations, *again.citations)} == {"10ANKARA33"}
    assert not {*quoted(more)} & {*quoted(again)}  # nothing is told twice


def test_what_the_post_thinks_is_its_comment_in_the_same_cable(assistant):
    turns = assistant.ask("why will Graca Muianga vote no on the lease of Nacala?").turns()
    answer = assistant.ask("what did the embassy think of it?", turns)
    assert answer.text.startswith("AMEMBASSY MAPUTO, 15 July 2009. Comment by the post:")


def test_why_stays_in_the_cable(assistant, terms):
    assert {citation.cable for citation in assistant.ask("why?", terms).citations} == {"10ANKARA33"}


def test_who_was_there_is_told_by_the_cable(assistant):
    turns = assistant.ask("what did Chivangue say about the fifteen years and 49 percent?").turns()
    answer = assistant.ask("who else was in the room?", turns)
    assert "Minister Chivangue received Ambassador and Econoff" in answer.text


@pytest.mark.parametrize("asked", ["in which cable?", "shorter", "tell me more", "why?"])
def test_without_an_answer_before_it_is_a_question_like_any_other(assistant, asked):
    assert assistant.ask(asked).kind not in (ABOUT_ANSWER, MORE_OF_ANSWER)


def test_the_reader_can_take_the_reading_away(assistant, terms):
    words = assistant.ask("in which cable?", terms).understood
    assert assistant.ask("in which cable?", terms, without=list(words)).kind == STATEMENT


def test_a_question_of_its_own_is_not_about_the_answer(assistant, terms):
    assert assistant.ask("what did Salmanli say about the Georgians?", terms).kind == STATEMENT
