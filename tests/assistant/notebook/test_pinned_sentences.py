"""Sentences of answers with their citations, as they are pinned: of quotations, and of what a model wrote."""

from dataclasses import replace

from invented import ferry
from scripted import citing

from assistant import Checked
from assistant.notebook.pinned_sentences import cited_sentences, sentence_of

NO_MONEY = (ferry(), 2, "Yildiz had no money")
QUOTED = citing(
    "why?",
    "EMBASSY REYKJAVIK, 4 February 2010. Yildiz, Minister: “Yildiz had no money.” [1] “We know.” [2]\n\n"
    "Also EMBASSY REYKJAVIK, 4 February 2010. The cable: “It has.” [3]",
    NO_MONEY,
    NO_MONEY,
    NO_MONEY,
)
DATED = replace(
    QUOTED,
    citations=tuple(
        replace(each, origin="EMBASSY REYKJAVIK", date="2010-02-04", speaker="Yildiz" if each.number < 3 else None)
        for each in QUOTED.citations
    ),
)
WRITTEN = replace(
    citing("how many?", "- He has **nine** ships.[1] He said so [1][2].\nNobody asked.", NO_MONEY, NO_MONEY),
    model="a:model",
    sentences=(
        Checked(0, 27, "unsupported", ("“nine” is not there",)),
        Checked(28, 46, "supported"),
        Checked(47, 60, "uncited"),
    ),
)


def test_a_quotation_says_who_speaks_and_leaves_the_place_to_its_citation():
    assert [each.text for each in cited_sentences(DATED)] == [
        "Yildiz, Minister: “Yildiz had no money.” [1]",
        "Yildiz: “We know.” [2]",
        "The cable: “It has.” [3]",
    ]
    assert [[each.number for each in one.citations] for one in cited_sentences(DATED)] == [[1], [2], [3]]


def test_a_written_sentence_brings_what_was_found_against_it():
    first, second = cited_sentences(WRITTEN)
    assert (first.text, first.doubt) == ("He has nine ships.[1]", "“nine” is not there")
    assert (second.text, second.doubt, len(second.citations)) == ("He said so [1][2].", "", 2)


def test_a_sentence_is_found_by_its_mark_and_how_often_that_came_before():
    first, second = cited_sentences(WRITTEN)
    assert sentence_of(WRITTEN, 1) == first
    assert sentence_of(WRITTEN, 1, 2) == sentence_of(WRITTEN, 2) == second
    assert sentence_of(WRITTEN, 3) is None
    assert sentence_of(WRITTEN, 1, 0) is None


def test_a_mark_that_names_no_citation_stays_text():
    answer = citing("why?", "In [7] it says so.[1]", NO_MONEY)
    assert [each.text for each in cited_sentences(answer)] == ["In [7] it says so.[1]"]
