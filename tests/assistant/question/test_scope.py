"""Which cables a question is about is read from it piece by piece, and what is left of it is told."""

import pytest
from growing import MOST, growth

from assistant.question.scope import read_scope
from assistant.question.spellings import spellings
from assistant.question.typing_errors import mended


@pytest.mark.parametrize(
    ("asked", "read", "left"),
    [
        ("all cables from baku", ["cables from BAKU"], "all cables"),
        ("the Tel Aviv cables", ["cables from TEL AVIV"], "the cables"),
        ("telegrams sent by the embassy in Oslo", ["cables from OSLO"], "telegrams"),
        ("cables from Baku, Ankara or Moscow", ["cables from BAKU or ANKARA or MOSCOW"], "cables"),
        ("what did the State Department send", [], "what did the state department send"),
        ("everything from the State Department", ["cables from STATE"], "everything"),
        ("cables from january 2010", ["dated January 2010"], "cables"),
        ("cables between march and may 2009", ["dated March to May 2009"], "cables"),
        ("cables written before 2006", ["dated before 2006"], "cables"),
        ("cables since 2009", ["dated since 2009"], "cables"),
        ("everything tagged SENV", ["tagged SENV"], "everything"),
        ("cables with the KNNP and PARM tags", ["tagged KNNP and PARM"], "cables"),
        ("which are unclassified", ["classified UNCLASSIFIED"], "which are"),
        ("which cables are classified", ["classified above UNCLASSIFIED"], "which cables are"),
        ("secret or confidential cables", ["classified SECRET or CONFIDENTIAL"], "or cables"),
        ("cables classified by Ruth Danziger", ["classified by Ruth Danziger"], "cables"),
        ("what did Rob Garverick classify", ["classified by Rob Garverick"], "what"),
        ("how many are signed patterson", ["signed by patterson"], "how many"),
        ("cables with scenesetter in the subject line", ["with “scenesetter” in the subject"], "cables"),
        (
            "cables titled “the end is near” from Oslo",
            ["cables from OSLO", "with “the end is near” in the subject"],
            "cables",
        ),
        ("which cables mention Berlusconi?", ["mentioning “Berlusconi”"], "which cables"),
        ("in how many cables does the ferry come up", ["mentioning “the ferry”"], "in how many cables"),
        ("reports of 2010 about Yemen", ["dated 2010", "about “Yemen”"], "reports"),
        ("what refers to 09BAKU941", ["referring to 09BAKU941"], "what"),
        ("what does 09BAKU941 refer to", ["the references of 09BAKU941"], "what"),
        (
            "how many secret cables from Moscow in 2009 mention Gazprom",
            ["cables from MOSCOW", "dated 2009", "classified SECRET", "mentioning “Gazprom”"],
            "how many cables",
        ),
        ("cables about the 2008 war", ["about “the 2008 war”"], "cables"),  # a war, and no date
        ("cables that mention “from Moscow in 2009”", ["mentioning “from Moscow in 2009”"], "cables"),
        (
            "cables that don't mention Iran",
            ["mentioning “Iran”"],
            "cables that don't",
        ),  # which nobody takes for filler
    ],
)
def test_a_question_is_read_piece_by_piece(asked, read, left):
    scope = read_scope(asked)
    assert list(scope.words) == read
    assert " ".join(scope.rest) == left


def test_another_cable_that_is_named_is_no_part_of_a_scope():
    assert read_scope("who signed 09BAKU941?") is None
    assert read_scope("compare 09BAKU941 and 09ANKARA1702") is None


def test_what_the_reader_takes_away_is_left_out():
    assert read_scope("cables from Baku in 2009", ("dated 2009",)).words == ("cables from BAKU",)


def test_these_are_those_of_the_answer_before():
    assert read_scope("how many of these are secret").these
    assert not read_scope("how many are secret").these


def test_words_are_looked_for_in_other_spellings_too():
    assert {"Qadhafi", "Gaddafi"} <= set(spellings("Qadhafi"))
    assert "A.Q. Khan" in spellings("AQ Khan") or "A.Q Khan" in spellings("AQ Khan")
    assert "harbor" in spellings("harbour")


@pytest.mark.parametrize(
    ("typed", "unknown", "right"),
    [
        ("wich cabels mension Mugabe", ["wich", "cabels", "mension"], "which cables mention Mugabe"),
        ("how many cables from bakku", ["bakku"], "how many cables from baku"),
        ("give me the gist", ["gist"], "give me the gist"),
    ],
)
def test_a_mistyped_word_that_asks_for_cables_is_put_right(library, typed, unknown, right):
    assert mended(library, typed, unknown, {"baku"}) == right


def test_a_word_of_the_archive_is_not_mistyped(library):
    assert mended(library, "what are ports", ["ports"]) == "what are ports"


@pytest.mark.parametrize(
    "piece",
    [
        "about ",
        "mention ",
        "aa, ",
        "2009 ",
        "from ",
        "is ",
        "tagged a and ",
        "classified by a ",
        "'",
        "baku, ",
        "that ",
    ],
)
def test_no_question_takes_time_by_the_square(piece):
    assert growth(read_scope, lambda length: piece * (length // len(piece)), short=500) <= MOST


@pytest.mark.parametrize("asked", ["how many cables have no tags", "cables that mention “wheat” more than once"])
def test_what_is_not_understood_is_left(asked):
    assert read_scope(asked).parts == ()
