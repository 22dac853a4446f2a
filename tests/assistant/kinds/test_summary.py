"""One cable in short, in its own words."""

import pytest

from assistant import Turn

QUOTED = "Georgia's chief energy adviser, Tornike Machabeli, fears that Azerbaijan will abandon the Kura Line"


@pytest.mark.parametrize(
    "asked",
    [
        "09TBILISI2210",
        "09 tbilisi 2210",
        "summarise 09TBILISI2210",
        "can you sumarize 09TBILISI2210 pls",
        "what's 09TBILISI2210 about?",
        "tell me about the cable 09TBILISI2210",
        "tl;dr 09TBILISI002210",
        "09TBILISI2210 in a nutshell",
        "the gist of the cable from Tbilisi about Georgia's five percent of the Kura Line",
        "summarise the November 2009 cable where Machabeli counts Georgia's five percent, please",
    ],
)
def test_the_cables_own_summary_is_quoted(assistant, asked):
    answer = assistant.ask(asked)
    assert (answer.kind, {citation.cable for citation in answer.citations}) == ("summary", {"09TBILISI2210"})
    first, route, quoted = answer.text.split("\n")[:3]
    assert first == "09TBILISI2210, 27 November 2009: KURA LINE: GEORGIA COUNTS ITS FIVE PERCENT [1]"
    assert route == "From AMEMBASSY TBILISI to SECSTATE WASHDC."
    assert quoted.startswith(f"“{QUOTED}")  # without "SUMMARY:"
    assert {citation.paragraph for citation in answer.citations[1:]} == {1}


@pytest.mark.parametrize(
    ("asked", "cable"),
    [
        ("gist of the December 1989 cable about the dam", "89BUDAPEST11212"),
        ("tldr the one from Dushanbe in august 2008 about the dam", "08DUSHANBE1033"),
        ("main points of the 1976 telegram on the coast guard and the cod", "76REYKJAVIK1107"),
    ],
)
def test_when_a_cable_is_from_tells_which_is_meant(assistant, asked, cable):
    assert {citation.cable for citation in assistant.ask(asked).citations} == {cable}


def test_without_a_summary_the_paragraphs_begin(assistant):
    answer = assistant.ask("summarise 09OSLO702")
    assert {1, 2, 3} <= {citation.paragraph for citation in answer.citations if citation.ordinal}
    assert len(answer.text.split()) < 180


def test_two_cables_share_the_room(assistant):
    answer = assistant.ask("summarise 09OSLO702 and 10BAKU80 and 09TBILISI2210")
    assert {citation.cable for citation in answer.citations} == {"09OSLO702", "09TBILISI2210"}
    assert answer.text.endswith("10BAKU80 is not in this library.")


def test_it_is_the_cable_of_the_conversation(assistant):
    before = Turn("user", "list the cables of Oslo"), Turn("assistant", "One.", ("09OSLO702",), (), "list")
    assert {each.cable for each in assistant.ask("summarise the first one", before).citations} == {"09OSLO702"}
    assert assistant.ask("summarise the first one").kind != "summary"


@pytest.mark.parametrize(
    "asked",
    [
        "summarise what Machabeli thinks of Azerbaijan",
        "what is the main point of Salmanli's complaint",
        "summarise what the cables say about the Kura Line",
        "what does 09TBILISI2210 say about the fee",
        "what did the message from Moscow say",
    ],
)
def test_what_somebody_says_is_no_summary_of_a_cable(assistant, asked):
    assert assistant.ask(asked).kind != "summary"


def test_filters_hold(assistant):
    assert not assistant.ask("summarise 09TBILISI2210", origin="BAKU").answered
    assert not assistant.ask("the gist of the cable about Georgia's five percent", until="1990").answered
    assert assistant.ask("summarise 09TBILISI2210", person="Machabeli").kind != "summary"


def test_a_cable_that_nothing_here_fits_is_not_replaced_by_another(assistant):
    answer = assistant.ask("summarise the cable about the landing of astronauts on Mars")
    assert (answer.kind, answer.answered, answer.citations) == ("summary", False, ())
    assert answer.text.startswith("No cable here fits that description. The nearest is ")
