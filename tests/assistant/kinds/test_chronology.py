"""What happened when: a dated line from each cable that fits, in order."""

import pytest

from assistant.answer import STATEMENT

NACALA = ["06MAPUTO512", "07MAPUTO1180", "09ABUDHABI655", "09MAPUTO744"]


@pytest.mark.parametrize(
    "asked",
    [
        "timeline of the nacala port",
        "chronology: port of Nacala",
        "what happened with the port of Nacala over time",
        "what happened when with the port of Nacala, step by step?",
        "the port of nacala in chronological order pls",
        "can you give me a time line for the Nacala port",
    ],
)
def test_each_cable_that_fits_has_a_dated_line(assistant, asked):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered) == ("timeline", True)
    cited = [each.cable for each in answer.citations]
    assert [cable for cable in cited if cable in NACALA] == NACALA
    assert len(set(cited)) == len(cited)
    assert [each.date for each in answer.citations] == sorted(each.date for each in answer.citations)
    assert tuple(cited) == answer.cables


def test_a_time_that_is_named_limits_it(assistant):
    answer = assistant.ask("timeline of the nacala port 2007-2009")
    assert "06MAPUTO512" not in answer.cables
    assert "dated 2007 to 2009" in answer.understood
    assert (
        "06MAPUTO512"
        in assistant.ask("timeline of the nacala port 2007-2009", without=answer.understood[1:]).cables
    )


@pytest.mark.parametrize(
    "asked",
    [
        "what happened in Nacala",
        "how did the minister change his mind",
        "did the minister think that the price of the port would fall over time?",
        "who put the port of Nacala in order",
        "timeline of the moon landing",
        "chronology of the coup in Paraguay",
        "in what order were the ports leased to Marjan",
    ],
)
def test_no_timeline_is_made_of_what_asks_for_none_or_is_not_there(assistant, asked):
    assert assistant.ask(asked).kind == STATEMENT
