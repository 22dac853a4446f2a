from dataclasses import replace

import pytest
from quick import done, quick_library, write

from assistant.langchain_interface.retriever import document, passage
from assistant.question.understand import understand
from assistant.retrieval.retrieve import fuse, retrieve
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key

A, B, C = Key("09OSLO1", 1), Key("09OSLO1", 2), Key("10BAKU2", 1)


def test_what_both_rankings_hold_comes_first():
    assert list(fuse([A, B], [C, B])) == [B, A, C]


def test_a_single_ranking_keeps_its_order():
    assert list(fuse([C, A, B])) == [C, A, B]


def test_nothing_fused_is_nothing():
    assert fuse() == fuse([], []) == {}


def found(library, text, where=EVERYWHERE, **limit):
    return retrieve(library, understand(text), where, **limit)


def test_passages_come_best_first_and_no_more_than_asked_for(library):
    passages = found(library, "what did Huseynli say about Russia?", limit=7)
    assert [each.score for each in passages] == sorted((each.score for each in passages), reverse=True)
    assert len(passages) == len({(each.cable, each.ordinal) for each in passages}) == 7


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        (Filters(origin="BAKU"), lambda each: "BAKU" in each.cable),
        (Filters(since="2010"), lambda each: each.date >= "2010"),
        (Filters(until="2006-12"), lambda each: each.date < "2007"),
        (Filters(classification="SECRET"), lambda each: True),
        (Filters(origin="BAKU", since="2010-02-04", until="2010-02-04"), lambda each: each.cable == "10BAKU79"),
    ],
)
def test_filters_narrow_what_is_found(library, where, fits):
    question = "what did the minister say?"
    narrow = found(library, question, where)
    assert narrow
    assert all(fits(each) for each in narrow)
    classes = {library.heads({each.cable})[each.cable].classification for each in narrow}
    assert where.classification in (None, *classes)


def test_a_filter_that_nothing_meets_leaves_nothing(library):
    assert found(library, "Russia", Filters(origin="BAKU", until="1990")) == []


def test_of_named_cables_all_paragraphs_are_found_and_no_others(library):
    passages = found(library, "what does 09OSLO702 say about mackerel and Huseynli?", limit=100)
    ordinals = sorted(each.ordinal for each in passages)
    assert {each.cable for each in passages} == {"09OSLO702"}
    assert ordinals == [each.ordinal for each in library.cable("09OSLO702").paragraphs]
    assert "mackerel" in passages[0].text


def test_filters_hold_for_named_cables_too(library):
    assert found(library, "what does 09OSLO702 say about mackerel?", Filters(origin="BAKU")) == []


def test_any_other_question_finds_paragraphs(library):
    assert all(each.ordinal for each in found(library, "BAKU HEARS US OUT ON IRAN"))


def test_a_passage_survives_as_a_document(library):
    for each in found(library, "what did Huseynli say about Russia?", limit=3):
        assert passage(document(each)) == each


def best(library, text, near=()):
    return retrieve(library, replace(understand(text), near=near), EVERYWHERE)


def test_a_cable_that_the_conversation_was_about_rises(library):
    question = "what does the minister think of it?"
    assert "09OSLO702" not in [each.cable for each in best(library, question)][:10]
    risen = best(library, question, near=("09OSLO702",))
    assert "09OSLO702" in [each.cable for each in risen][:10]
    assert len({each.cable for each in risen}) > 1  # it is not all that is left


def test_all_of_a_cable_that_the_conversation_was_about_joins(library):
    joined = retrieve(library, replace(understand("Moscow"), near=("09OSLO702",)), EVERYWHERE, limit=100)
    ordinals = sorted(each.ordinal for each in joined if each.cable == "09OSLO702")
    assert ordinals == [each.ordinal for each in library.cable("09OSLO702").paragraphs]


def test_the_conversation_breaks_no_filter(library):
    question = replace(understand("what does the minister think of it?"), near=("09OSLO702",))
    passages = retrieve(library, question, Filters(origin="BAKU"))
    assert {each.origin for each in passages} == {"AMEMBASSY BAKU"}


def test_what_the_person_says_joins_however_little_of_the_question_it_has(tmp_path):
    # More paragraphs about the ferry than a ranking goes deep, and one in which they speak, spelt in another way.
    for number in (1, 2):
        write(tmp_path / "cables", number, *(f"The ferry sank on day {number}{day}." for day in range(100)))
    write(tmp_path / "cables", 3, "Harbor Minister Anar Guseinli told us that it would rain.")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    question = understand("what did Huseynli say about the ferry?")
    joined = {each.cable for each in retrieve(library, question, EVERYWHERE, limit=300)}
    of_nobody = retrieve(library, replace(question, speaker=""), EVERYWHERE, limit=300)
    assert {each.cable for each in of_nobody} == joined - {"10OSLO3"} == {"10OSLO1", "10OSLO2"}
    assert "10OSLO3" in joined
    library.close()


def test_what_the_person_says_counts_a_little_more(library):
    question = understand("what did Muianga say about the lease of Nacala?")
    spoken = {(key.cable, key.ordinal) for key in library.spoken_by("Muianga")}
    asked = {(each.cable, each.ordinal): each.score for each in retrieve(library, question, EVERYWHERE)}
    of_nobody = retrieve(library, replace(question, speaker=""), EVERYWHERE, limit=100)
    for each in of_nobody:
        place = (each.cable, each.ordinal)
        if place in asked:
            gained = asked[place] - each.score
            assert gained == pytest.approx(0.02 if place in spoken else 0.0, abs=1e-4)
    assert spoken & asked.keys()
    assert asked.keys() - spoken


@pytest.mark.parametrize(
    ("year", "cables"),
    [("2007", {"07KYIV388"}), ("2008", {"08CAIRO611", "08UNROME71"}), ("2010", {"10MOSCOW1874"})],
)
def test_a_year_that_the_question_tells_rises(library, year, cables):
    assert found(library, f"what was said about grain quotas in {year}?")[0].cable in cables


def test_a_year_rules_nothing_out(library):
    cables = {each.cable for each in found(library, "what was said about grain quotas in 2010?")}
    assert {"10MOSCOW1874", "07KYIV388"} <= cables


def test_each_part_of_a_question_finds_its_passages(library):
    passages = found(
        library, "what did Huseynli say about Russia, and what did Nurzoda say about the Shirkent dam?"
    )
    assert {"10BAKU79", "08DUSHANBE1033"} <= {each.cable for each in passages[:6]}
