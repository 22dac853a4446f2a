import pytest

from ingest.domain.posts import CableId
from ingest.parsing.reference_list import read_references

OWN = CableId(2010, "BAKU", 79)


def ids(text, own=OWN):
    return [reference.id for reference in read_references(text, own=own) if reference.id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STATE 09124", ["10STATE9124"]),
        ("ASHGABAT687", ["10ASHGABAT687"]),
        (
            "A. 99 PRETORIA 12315  B. 00 CAPE TOWN 2150  C. PRETORIA 425",
            ["99PRETORIA12315", "00CAPETOWN2150", "10PRETORIA425"],
        ),
        ("(A) STATE 165022 (B) MOSCOW 11500", ["10STATE165022", "10MOSCOW11500"]),
        ("A) PARIS 5\n     B) ROME 6", ["10PARIS5", "10ROME6"]),
        ("A. A) PARIS 5\n¶B. B) ROME 6\nd. D) 2009 BAKU 9", ["10PARIS5", "10ROME6", "09BAKU9"]),
        (
            "A. (A) PARIS 7682 AND PREVIOUS\n\n¶B. (B) DAILY REPORT FOR OCTOBER 28\n¶C. (C) PARIS 7527",
            ["10PARIS7682", "10PARIS7527"],
        ),
        ("PARIS 5; ROME 6 AND BERN 7", ["10PARIS5", "10ROME6", "10BERN7"]),
        (
            "A. BRASILIA 2799 AND 2764\nB. STATE 216511, 216512",
            ["10BRASILIA2799", "10BRASILIA2764", "10STATE216511", "10STATE216512"],
        ),
        ("STATE 297614 AND PREVIOUS 03 RANGOON 1427", ["10STATE297614", "03RANGOON1427"]),
        ("AMMAN 5049-01", ["01AMMAN5049"]),
        ("BAKU 50 (2009)", ["09BAKU50"]),
        ("A. FREETOWN 336  B. FREETOWN", ["10FREETOWN336"]),
    ],
)
def test_the_shapes_of_a_list(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "7 FAM 180",
        "IIR 6 902 9642 06",
        "PARIS POINTS NOV 22",
        "DOE-ROE E-MAIL DATED 10.01.2009",
        "TD-314/18176-06",
        "CA-3400",
    ],
)
def test_what_is_no_telegram_is_kept_without_an_id(text):
    assert [(reference.id, reference.raw) for reference in read_references(text, own=OWN)] == [(None, text)]


def test_the_same_post_with_a_higher_number_was_last_year():
    assert ids("A. BAKU 50\nB. BAKU 973\nC. ROME 973") == ["10BAKU50", "09BAKU973", "10ROME973"]


def test_a_year_is_inferred_only_where_none_is_written():
    found = read_references("A. BAKU 50\nB. 10 BAKU 51", own=OWN)
    assert [reference.year_inferred for reference in found] == [True, False]


def test_letters_and_notal_are_kept_apart_from_the_id():
    (first, second) = read_references("A. STATE 5 (NOTAL)\n¶B. CAIRO 6", own=OWN)
    assert (first.letter, first.notal, second.letter, second.notal) == ("A", True, "B", False)


def test_initials_open_no_entry():
    assert len(read_references("A. STATE 5\nB. J. DOE E-MAIL", own=OWN)) == 2


def test_without_the_own_id_only_written_years_make_an_id():
    assert ids("A. BAKU 50\nB. 09 BAKU 51", own=None) == ["09BAKU51"]


def test_an_empty_list_has_no_entries():
    assert read_references("", own=OWN) == ()
