"""What answers without a model promise; which sentences they choose is scored on labelled questions instead."""

import re

import pytest

from assistant.quotes import MOST_SENTENCES, MOST_WORDS

ANSWERED = (
    "what did Huseynli say about Russia?",
    "how much would the Kura Line cost, by the deputy minister's figure?",
    "mackerel shares for Iceland: what do Iceland, the Commission and Norway each say?",
)


@pytest.fixture(scope="module", params=ANSWERED)
def answer(assistant, request):
    given = assistant.ask(request.param)
    assert given.answered
    return given


def test_every_quotation_is_cited(answer):
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
    assert marks == [citation.number for citation in answer.citations] == list(range(1, len(marks) + 1))
    assert len(re.findall(r"” \[\d+\]", answer.text)) == len(marks)


def test_quotations_stand_verbatim_in_their_paragraph(answer, library):
    for citation in answer.citations:
        cable = library.cable(citation.cable)
        assert " ".join(cable.raw[citation.start : citation.end].split()) == citation.quote
        paragraph = cable.paragraphs[citation.ordinal - 1]
        assert paragraph.number == citation.paragraph
        assert paragraph.start <= citation.start < citation.end <= paragraph.end
        assert citation.quote in " ".join(answer.text.split())


def test_quotations_are_few_and_short(answer):
    assert 1 <= len(answer.citations) <= MOST_SENTENCES
    first, *others = (len(citation.quote.split()) for citation in answer.citations)
    assert first + sum(others) <= max(MOST_WORDS, first)


def test_only_passages_that_are_given_are_cited(answer):
    given = {(passage.cable, passage.ordinal) for passage in answer.passages}
    assert {(citation.cable, citation.ordinal) for citation in answer.citations} <= given


def test_an_answer_says_what_was_searched_and_how_it_is_marked(answer):
    assert answer.searched == "24 cables, 1976 to 2010"
    assert answer.marking
    assert answer.model is None


@pytest.mark.parametrize("question", ["how do penguins hatch in Antarctica?", "", "what?", "💥"])
def test_what_the_archive_does_not_say_is_refused_with_what_was_searched(assistant, question):
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.text.startswith("The archive does not say. Searched: 24 cables, 1976 to 2010.")
    assert (answer.citations, answer.marking) == ((), None)


def test_a_refusal_tells_that_filters_were_set(assistant):
    answer = assistant.ask("what did Huseynli say about Russia?", until="1980", origin="BAKU")
    assert not answer.answered
    assert "within the filters that are set" in answer.text
    assert answer.passages == ()


@pytest.mark.parametrize(
    ("question", "cable", "quote"),
    [
        ("who classified the cable on Huseynli and Iran?", "10BAKU79", "Don Lu"),
        ("when was the cable about Norway closing its ports to mackerel sent?", "09OSLO702", "171320Z NOV 09"),
    ],
)
def test_a_header_fact_is_cited_from_the_header(assistant, question, cable, quote):
    (citation,) = assistant.ask(question).citations
    assert (citation.cable, citation.paragraph, citation.ordinal) == (cable, None, 0)
    assert quote in citation.quote
