"""What is left of a cable for a clearance, and that nothing above it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import check_cable
from invented import MARKS, ferry, marked

from ingest import parse_cable
from ingest.domain.clearance import Clearance
from ingest.domain.markings import level_and_caveats
from ingest.redaction.damaged_markings import likenesses
from ingest.redaction.redact import redacted

ALL = (
    ("U", "Uword."),
    ("SBU", "Sbuword."),
    ("C", "Cword."),
    ("S", "Sword."),
    ("S/NF", "Nfword."),
    (None, "Bareword."),
)


def cut(text: str, clearance: str):
    cable = redacted(parse_cable(text, name="10REYKJAVIK12"), Clearance.parse(clearance))
    if cable:
        check_cable(cable)
    return cable


@pytest.mark.parametrize(
    ("clearance", "left"),
    [
        ("U", ["Uword."]),
        ("SBU", ["Uword.", "Sbuword."]),
        ("C", ["Uword.", "Sbuword.", "Cword."]),
        ("S", ["Uword.", "Sbuword.", "Cword.", "Sword."]),
        ("S/NF", [words for _, words in ALL]),
    ],
)
def test_paragraphs_stay_up_to_the_ceiling_and_unmarked_ones_are_as_high_as_the_cable(clearance, left):
    assert [each.text for each in cut(marked(*ALL), clearance).paragraphs] == left


def test_ordinals_show_no_gap_and_printed_numbers_stay():
    left = cut(marked(("S", "One."), ("U", "Two."), ("S", "Three."), ("U", "Four.")), "U")
    assert [(each.ordinal, each.number) for each in left.paragraphs] == [(1, 2), (2, 4)]


def test_a_cable_that_may_be_had_whole_is_as_it_was():
    whole = parse_cable(marked(*ALL), name="10REYKJAVIK12")
    assert redacted(whole, Clearance.parse("S/NF")) is whole


def test_nothing_is_left_of_a_cable_that_is_above_in_all_its_paragraphs():
    assert cut(marked(("S", "One."), (None, "Two.")), "C") is None


def test_what_is_unmarked_in_the_head_goes_with_the_rest():
    left = cut(marked(*ALL), "C")
    assert (left.subject, left.tags, left.references, left.to, left.signature) == (None, (), (), (), None)
    assert (left.eo_raw, left.declassify_on, left.classified_by, left.precedence) == (None, None, None, None)
    assert (left.classification, left.captions) == ("CONFIDENTIAL", ())
    assert (left.origin, left.date) == ("AMEMBASSY REYKJAVIK", "2010-02-04T13:05Z")
    assert left.raw == (
        "041305Z FEB 10\nFM AMEMBASSY REYKJAVIK\nCONFIDENTIAL\n\n1. (U) Uword.\n\n2. (SBU) Sbuword.\n\n3. (C) Cword.\n"
    )


@pytest.mark.parametrize(
    ("clearance", "classification", "captions"),
    [("U", "UNCLASSIFIED", ()), ("SBU", "UNCLASSIFIED", ("SENSITIVE",)), ("S", "SECRET", ())],
)
def test_the_classification_is_the_highest_that_is_left(clearance, classification, captions):
    left = cut(marked(*ALL), clearance)
    assert (left.classification, left.captions) == (classification, captions)


def test_a_subject_stays_by_its_own_mark():
    assert cut(marked(*ALL, subject="(U) FERRY TALKS"), "C").subject == "FERRY TALKS"
    assert cut(marked(*ALL, subject="(S) FERRY TALKS"), "C").subject is None


def test_an_unclassified_but_sensitive_cable_is_not_for_everybody():
    text = marked((None, "Word."), level="UNCLAS", caption="SENSITIVE")
    assert cut(text, "U") is None
    assert cut(text, "SBU").paragraphs[0].text == "Word."


def test_an_unknown_mark_is_above_everybody():
    text = marked(("U", "Word."), ("S/XYZZY", "Odd."))
    assert [each.text for each in cut(text, "S/NF").paragraphs] == ["Word."]


def test_a_paragraph_is_as_high_as_the_highest_mark_within_it():
    text = marked(("U", "Open.\n\nA. (S) Closed."), ("U", "Also open."))
    assert [each.text for each in cut(text, "C").paragraphs] == ["Also open."]


def test_an_office_of_the_secretary_is_no_mark():
    text = marked(("U", "He met Ada Storm (S/GC)."), ("S", "Closed."))
    assert len(cut(text, "C").paragraphs) == 1


def test_a_class_line_that_is_too_low_does_not_lower_what_is_unmarked():
    text = marked((None, "Bare."), ("S", "Closed."), ("C", "Open."), level="C O N F I D E N T I A L", caption="")
    assert [each.text for each in cut(text, "C").paragraphs] == ["Open."]


def test_a_heading_stays_between_paragraphs_that_stay():
    text = marked(
        ("U", "One.\n\nA Ship Short\n------------"),
        ("U", "Two.\n\nShut\n----"),
        ("S", "Closed.\n\nPerhaps its last words\n----------------------"),
        ("U", "Three."),
    )
    left = cut(text, "U")
    assert [each.section for each in left.paragraphs] == [None, "A Ship Short", None]
    assert [left.raw[span.start : span.end] for span in left.spans if span.kind == "heading"] == [
        "A Ship Short\n------------"
    ]


def test_a_redaction_in_what_is_hidden_is_not_told():
    assert "redacted" in ferry().flags
    text = marked(("S", "XXXXXXXXXXXX doubted it."), ("U", "Open."))
    assert cut(text, "U").flags == ()


def test_words_are_where_they_were_across_a_page_line():
    paged = "He had no money\n\nREYKJAVIK 00000012  002 OF 002\n\nfor a second ship."
    (paragraph,) = cut(marked(("U", paged), ("S", "Closed.")), "U").paragraphs
    assert paragraph.text == "He had no money for a second ship."


parts = st.lists(
    st.tuples(
        st.sampled_from(MARKS),
        st.sampled_from(("", "\n\nA. ({}) Inner", "\n\nShort Title {}\n------", "\n\nLast {}")),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(
    parts,
    st.sampled_from(("U", "SBU", "C", "S", "S/NF")),
    st.sampled_from(("S E C R E T", "C O N F I D E N T I A L", "UNCLAS", "Q")),
    st.sampled_from(MARKS),
    st.sampled_from(("STORM\n", "", "Lastcanary\n", "STORM\nDEBRIS CANARY...\n")),
)
def test_no_word_above_the_ceiling_is_left_and_every_one_below_it_is(bodies, ceiling, level, subject, tail):
    clearance = Clearance.parse(ceiling)
    written = [
        (mark, f"Canary{place} said so. {tailing.format(mark or 'S')} canary{place}.")
        for place, (mark, tailing) in enumerate(bodies)
    ]
    heading = f"({subject}) SUBJECTCANARY" if subject else "SUBJECTCANARY"
    cable = parse_cable(marked(*written, level=level, subject=heading, tail=tail), name="10REYKJAVIK12")
    left = redacted(cable, clearance)
    reported = repr(left).lower()
    if left:
        check_cable(left)
    for place, (mark, _) in enumerate(bodies):
        admitted = mark is not None and clearance.admits(*level_and_caveats(mark))
        # "Last S/NF" may be a mark of a level that nobody knows, which is withheld from everybody.
        unknown = any(each.level is None for each in likenesses(written[place][1]))
        above = mark is not None and not admitted
        assert not (above and f"canary{place}" in reported)
        assert not (admitted and not unknown and f"canary{place} said so" not in reported)
    if left is not cable:
        assert "lastcanary" not in reported
        assert "debris" not in reported
        assert not (mark_above(subject, clearance) and "subjectcanary" in reported)


def mark_above(mark: str | None, clearance: Clearance) -> bool:
    return mark is None or not clearance.admits(*level_and_caveats(mark))
