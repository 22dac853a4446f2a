"""What is withheld from a release: codes are marks and no words, and no sentence runs over the place."""

import pytest

from ingest import parse_cable

HEAD = "C O N F I D E N T I A L OSLO 000155\n\nE.O. 12958: DECL: 03/20/2018\nTAGS: EFIS NO\nSUBJECT: COD\n\n"
BEFORE = "UNCLASSIFIED U.S. Department of State Case No. F-2012-01234 Doc No. C05123456 Date: 07/31/2017\n\n"


def read(body, before=BEFORE):
    return parse_cable(f"{before}{HEAD}{body}\n\n2. (C) He left.\nBERG\n", name="08OSLO155")


def first(cable):
    return cable.paragraphs[0].text


def withheld(cable):
    return list(cable.withheld)


@pytest.mark.parametrize(
    ("body", "text", "codes"),
    [
        ("1. (C) Lie said that          B1          paid.", "Lie said that\n\npaid.", ["B1"]),
        ("1. (C) The boat                     1.4(D)\nwas sold.", "The boat\n\nwas sold.", ["1.4(D)"]),
        ("1. (C) The boat\n\nB1, 1.4(B)\n\nwas sold.", "The boat\n\nwas sold.", ["B1, 1.4(B)"]),
        ("1. (C) The boat was sold.\n\n                    B6", "The boat was sold.", ["B6"]),
    ],
)
def test_a_code_in_a_margin_or_a_gap_parts_the_text(body, text, codes):
    cable = read(body)
    assert (first(cable), withheld(cable)) == (text, codes)
    assert "redacted" in cable.flags


def test_a_code_in_brackets_stays_and_tells_that_something_is_withheld():
    cable = read("1. (C) Lie said that [B1] had paid.", before="")
    assert first(cable) == "Lie said that [B1] had paid."
    assert "redacted" in cable.flags


@pytest.mark.parametrize("stamp", ["RELEASE IN PART B1,1.4(D)", "RELEASED IN PART\nB1, 1.4(B), 1.4(D)"])
def test_a_stamp_on_a_page_parts_nothing_and_tells_that_something_is_withheld(stamp):
    cable = read(f"1. (C) The boat\n\n{stamp}\n\nwas sold.")
    assert (first(cable), withheld(cable)) == ("The boat was sold.", [])
    assert "redacted" in cable.flags


def test_a_release_in_full_withholds_nothing():
    cable = read("1. (C) The boat\n\nRELEASED IN FULL\n\nwas sold.")
    assert (first(cable), cable.flags) == ("The boat was sold.", ())


@pytest.mark.parametrize("words", ["The B1 visa desk is shut.", "He asked under 1.4 (d) for help."])
def test_a_code_among_words_is_a_word(words):
    cable = read(f"1. (C) {words}")
    assert (first(cable), withheld(cable), cable.flags) == (words, [], ())


def test_a_table_of_a_telegram_that_is_no_release_keeps_its_codes():
    cable = read("1. (C) Visas were:\nstudents          F1\nguests            B1", before="")
    assert "B1" in first(cable)
    assert withheld(cable) == []
