import pytest

from assistant.question import understand
from assistant.retrieve import by_cable, document, fuse, passage, retrieve
from ingest.entries import EVERYWHERE, Key, Where

A, B, C = Key("09OSLO1", 1), Key("09OSLO1", 2), Key("10BAKU2", 1)


def test_what_both_rankings_hold_comes_first():
    assert list(fuse([A, B], [C, B])) == [B, A, C]


def test_a_single_ranking_keeps_its_order():
    assert list(fuse([C, A, B])) == [C, A, B]


def test_nothing_fused_is_nothing():
    assert fuse() == fuse([], []) == {}


def test_a_cable_counts_for_its_best_entry_and_a_little_for_the_others():
    scores = by_cable({C: 1.0, A: 0.9, B: 0.8})
    assert list(scores) == ["09OSLO1", "10BAKU2"]
    assert scores["09OSLO1"] < 0.9 + 0.8


def found(library, text, where=EVERYWHERE, **limit):
    return retrieve(library, understand(text), where, **limit)


def test_passages_come_best_first_and_no_more_than_asked_for(library):
    passages = found(library, "what did Huseynli say about Russia?", limit=7)
    assert [each.score for each in passages] == sorted((each.score for each in passages), reverse=True)
    assert len(passages) == len({(each.cable, each.ordinal) for each in passages}) == 7


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        (Where(origin="BAKU"), lambda each: "BAKU" in each.cable),
        (Where(since="2010"), lambda each: each.date >= "2010"),
        (Where(until="2006-12"), lambda each: each.date < "2007"),
        (Where(classification="SECRET"), lambda each: True),
        (Where(origin="BAKU", since="2010-02-04", until="2010-02-04"), lambda each: each.cable == "10BAKU79"),
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
    assert found(library, "Russia", Where(origin="BAKU", until="1990")) == []


def test_a_question_for_a_header_finds_headers(library):
    passages = found(library, "who classified the cable on Huseynli and Iran?")
    assert {(each.ordinal, each.paragraph) for each in passages} == {(0, None)}
    assert passages[0].label == "10BAKU79 header"


def test_any_other_question_finds_paragraphs(library):
    assert all(each.ordinal for each in found(library, "BAKU HEARS US OUT ON IRAN"))


def test_a_passage_survives_as_a_document(library):
    for each in found(library, "what did Huseynli say about Russia?", limit=3):
        assert passage(document(each)) == each
