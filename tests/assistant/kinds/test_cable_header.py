"""Facts of one cable's header, as the cable prints them."""

import pytest

from assistant.answer import STATEMENT, Turn
from assistant.kinds.header_words import facts_asked

KURA = Turn("user", "summarise 09TBILISI2210"), Turn("assistant", "It [1].", ("09TBILISI2210",), (), "summary")


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        ("who signed 09TBILISI2210", ["AMES"]),
        ("10 baku 79: date?", ["P 041305Z FEB 10"]),
        ("to whom was 09OSLO702 sent", ["TO RUEHC/SECSTATE WASHDC 8033"]),
        ("who got 09OSLO702 for information?", ["INFO RUEHRK/AMEMBASSY REYKJAVIK 0402 RUEHBS/USEU BRUSSELS"]),
        ("pls tell me the precedence of 89BUDAPEST11212", ["O 141518Z DEC 89"]),
        ("which tags does 09TBILISI2210 carry", ["TAGS: EPET ENRG PREL RS TU AJ GG"]),
        ("until when is 10STATE9124 classified?", ["E.O. 12958: DECL: 01/29/2035"]),
        ("who classified 10BAKU79, and why?", ["Classified By: Charge D'Affaires Don Lu, Reasons 1.4 (b and d)"]),
        ("who sent 10BAKU79 and when was that", ["P 041305Z FEB 10", "FM AMEMBASSY BAKU"]),
    ],
)
def test_what_the_header_of_a_named_cable_prints_is_quoted(assistant, asked, quotes):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered) == ("header", True)
    assert [citation.quote for citation in answer.citations] == quotes
    assert {(citation.paragraph, citation.ordinal) for citation in answer.citations} == {(None, 0)}
    assert [answer.text.count(f"[{citation.number}]") for citation in answer.citations] == [1] * len(quotes)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("when was 89BUDAPEST11212 sent", "Sent on 14 December 1989"),
        ("how urgent is 76REYKJAVIK1107", "Precedence IMMEDIATE"),
        ("how secret is 10STATE9124?", "Classification SECRET, NOFORN, SIPDIS"),
        ("declassification date of 10BAKU79", "To be declassified on 5 February 2030"),
        ("who classified 09OSLO702", "09OSLO702 does not say who classified it. Classification UNCLASSIFIED"),
        ("what is the subject of 09OSLO702", "09OSLO702, no subject. 09OSLO702 does not say what its subject is."),
    ],
)
def test_what_is_printed_in_the_words_of_the_trade_is_told_in_plain_ones(assistant, asked, says):
    assert says in assistant.ask(asked).text


@pytest.mark.parametrize(
    ("asked", "cable", "quote"),
    [
        ("who classified the cable on Huseynli and Iran?", "10BAKU79", "Don Lu"),
        ("when was the cable about Norway closing its ports to mackerel sent?", "09OSLO702", "171320Z NOV 09"),
        ("who signed the one about the Shirkent dam and the two Nurzodas", "08DUSHANBE1033", "TILLMAN"),
    ],
)
def test_a_cable_that_is_described_is_found_and_told(assistant, asked, cable, quote):
    answer = assistant.ask(asked)
    (citation,) = answer.citations
    assert (citation.cable, answer.kind) == (cable, "header")
    assert quote.casefold() in citation.quote.casefold()
    assert f"the cable meant is {cable}" in answer.understood


def test_when_and_where_a_cable_is_from_may_be_all_that_is_said_of_it(assistant):
    answer = assistant.ask("who signed the cable from Oslo?")
    assert {citation.cable for citation in answer.citations} == {"09OSLO702"}


def test_no_other_cable_answers_for_one_that_is_not_here(assistant):
    answer = assistant.ask("who signed the cable about the landing of astronauts on Mars?")
    assert (answer.kind, answer.answered, answer.citations) == ("header", False, ())


def test_several_facts_get_a_sentence_each(assistant):
    asked = "What is the classification of the cable on Huseynli and Iran, and who classified it?"
    answer = assistant.ask(asked)
    assert "Classification CONFIDENTIAL" in answer.text
    assert [citation.quote.split(" ")[0] for citation in answer.citations] == ["C", "Classified"]


def test_who_takes_away_which_cable_was_meant_gets_another_or_none(assistant):
    asked = "who classified the cable on Huseynli and Iran?"
    first = assistant.ask(asked)
    second = assistant.ask(asked, without=["the cable meant is 10BAKU79"])
    assert first.citations[0].cable == "10BAKU79"
    assert "the cable meant is 10BAKU79" not in second.understood


@pytest.mark.parametrize(
    ("asked", "quote"),
    [("who classified that cable?", "Walter Ames"), ("and when was it sent?", "P 271342Z NOV 09")],
)
def test_the_conversation_tells_which_cable_is_meant(assistant, asked, quote):
    (citation,) = assistant.ask(asked, KURA).citations
    assert (citation.cable, quote in citation.quote) == ("09TBILISI2210", True)


def test_the_second_of_a_list_is_the_second(assistant):
    listed = Turn("assistant", "two", ("10BAKU79", "09OSLO702"), (), "list")
    answer = assistant.ask("when was the second one sent?", (Turn("user", "list some"), listed))
    assert {citation.cable for citation in answer.citations} == {"09OSLO702"}


def test_who_signed_it_may_ask_for_a_treaty(assistant):
    spoke = Turn("assistant", "The treaty [1][2].", ("10BAKU79", "09OSLO702"), (), STATEMENT)
    assert assistant.ask("who signed it?", (Turn("user", "what treaty was made?"), spoke)).kind == STATEMENT


@pytest.mark.parametrize(
    "asked",
    [
        "who signed the lease of Nacala?",
        "what did Huseynli say about Russia?",
        "when did the navy leave Reykjavik?",
        "who signed the agreement in 09TBILISI2210",
        "when was the last report on the dam published",
        "how many cables did Lu sign",
        "which cables were classified by Lu",
    ],
)
def test_another_question_is_none_about_a_header(assistant, asked):
    assert assistant.ask(asked).kind != "header"


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("who classified it and why", ("classified_by",)),
        ("what is the classification", ("class",)),
        ("until when is it classified", ("eo",)),
        ("which embassy sent it and to whom", ("from", "to")),
        ("list the addressees", ("to", "info")),
        ("who signed the agreement", None),
    ],
)
def test_the_words_tell_which_facts_are_asked_for(asked, facts):
    assert facts_asked(asked) == facts
