"""Comparisons and topics over the sample cables."""

import pytest

from assistant.answer import COMPARISON, STATEMENT, TOPIC


@pytest.mark.parametrize(
    "asked", ["Salmanli and Ormanci on the Kura Line", "compare salmanli with ormanci on the kura line"]
)
def test_each_side_of_a_comparison_has_a_block_in_the_order_asked(assistant, asked):
    answer = assistant.ask(asked)
    first, second = answer.text.split("\n\nOrmanci:")
    assert answer.kind == COMPARISON
    assert first.startswith("Salmanli:")
    assert "AMEMBASSY BAKU" in first
    assert "ANKARA" in second
    assert answer.understood == ("compared: Salmanli, Ormanci",)


def test_who_is_silent_is_named(assistant):
    answer = assistant.ask("compare Salmanli and Muianga on the transit fee of Turkey")
    assert "Muianga: nothing was found on the transit fee of Turkey." in answer.text
    assert answer.answered


def test_two_times_are_compared_by_the_cables_of_each(assistant):
    answer = assistant.ask("compare what Chivangue wanted for Nacala in 2006 and in 2009")
    earlier, later = answer.text.split("\n\n2009:")
    assert earlier.startswith("2006:")
    assert "2006." in earlier
    assert "2009." in later


def test_a_reader_can_take_the_comparison_away(assistant):
    asked = "Salmanli and Ormanci on the Kura Line"
    assert assistant.ask(asked, without=["compared: Salmanli, Ormanci"]).kind == STATEMENT


def test_a_topic_has_a_sentence_from_each_of_several_cables(assistant):
    answer = assistant.ask("mackerel")
    assert (answer.kind, answer.answered) == (TOPIC, True)
    assert {"09REYKJAVIK188", "09USEUBRUSSELS1431"} <= {citation.cable for citation in answer.citations}
    assert all("ackerel" in citation.quote for citation in answer.citations)


def test_a_topic_whose_words_stand_nowhere_is_refused(assistant):
    answer = assistant.ask("anything about mackerel penguins?")
    assert not answer.answered
    assert "“penguins” stands nowhere in it" in answer.text


def test_a_question_of_yes_or_no_begins_with_what_settles_it(assistant):
    answer = assistant.ask("is Graca Muianga going to vote for the lease of Nacala?")
    assert answer.citations[0].quote == "Graca Muianga will vote no."
