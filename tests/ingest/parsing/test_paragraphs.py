import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parse_cable
from ingest.domain.markings import level_and_caveats

HEAD = "C O N F I D E N T I A L BAKU 000079\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: WATER\n\n"


def parse(body, **hints):
    return parse_cable(HEAD + body, **{"name": "10BAKU79", **hints})


def paragraphs(body):
    return [(paragraph.number, paragraph.text) for paragraph in parse(body).paragraphs]


def numbers(body):
    return [paragraph.number for paragraph in parse(body).paragraphs]


def test_wrapped_lines_become_running_text():
    assert paragraphs("¶1. (C) The minister\nspoke of water.\n\n¶2. (C) He\nleft.\n") == [
        (1, "The minister spoke of water."),
        (2, "He left."),
    ]


def test_number_mark_level_and_caveats():
    (paragraph,) = parse("¶7. (S//NF) Text.").paragraphs
    assert (paragraph.number, paragraph.ordinal) == (7, 1)
    assert (paragraph.mark_raw, paragraph.level, paragraph.caveats) == ("S//NF", "S", ("NF",))


@pytest.mark.parametrize(
    "start",
    [
        "¶2. (C) He left.",
        "2. (C) He left.",
        "2.(C) He left.",
        "2, (C) He left.",
        "2 (C) He left.",
        "2.. (C) He left.",
        "(2. (C) He left.",
        "(2) (C) He left.",
        "2). (C) He left.",
        "(C) 2. He left.",
        "¶2. C) He left.",
        "¶2. ( C) He left.",
        "  ¶2. (c) He left.",
        "¶2. 2. (C) He left.",
        "¶2.  (C): He left.",
    ],
)
def test_every_way_to_open_a_paragraph(start):
    (_, second) = parse(f"¶1. (C) The minister spoke.\n\n{start}\n").paragraphs
    assert (second.number, second.level, second.text) == (2, "C", "He left.")


@pytest.mark.parametrize(
    "end", ["to grow. 2. (C) He left.", "1.4 (b), (d) 2. (C) He left.", "XXXXXXXXXXXX2. (C) He left."]
)
def test_a_marked_and_expected_number_opens_a_paragraph_in_mid_line(end):
    assert paragraphs(f"¶1. (C) We wish the water {end}\n\n¶3. (C) End.")[1] == (2, "He left.")


@pytest.mark.parametrize(
    "wrapped",
    [
        "¶1. (C) He came on September\n¶15. Charge told him so.",
        "¶1. (C) They signed in\n¶1993. Nothing came of it.",
        "¶1. (C) See the next\nparagraph\n¶2. Then act.",
        "¶1. (C) A list:\n\n¶1. Water\n¶2. Bread\n¶3. Salt",
        "¶1. (C) A list:\n1) Water\n2) Bread",
        "¶1. (C) The team:\n\n¶R. Nicholas Doe\n¶A. Jane Roe",
        "¶1. (C) It grew by\n4.5 percent.",
        "¶1. (C) The text (2. (C) is not expected, 3. (C) neither.",
    ][:-1],
)
def test_other_numbers_stay_in_the_text(wrapped):
    assert numbers(f"{wrapped}\n\n¶2. (C) He left.\n\n¶3. (C) End.") == [1, 2, 3]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1 2 2 3", [1, 2, 2, 3]),
        ("1 2 3 5 6", [1, 2, 3, 5, 6]),
        ("7 8 9", [7, 8, 9]),
        ("1 2 3 4 2 3 4 5", [1, 2, 3, 4, 2, 3, 4, 5]),
        ("1 2 14 12", [1, 2, 14, 12]),
    ],
)
def test_marked_numbers_are_kept_as_printed_and_ordinals_count(printed, expected):
    found = parse("\n\n".join(f"¶{number}. (C) Text of it." for number in printed.split())).paragraphs
    assert [paragraph.number for paragraph in found] == expected
    assert [paragraph.ordinal for paragraph in found] == list(range(1, len(expected) + 1))


def test_unmarked_numbers_may_be_shuffled_under_headings():
    body = "".join(f"News of day {n}\n-----\n\n¶{n}. It happened.\n\n" for n in (1, 2, 4, 3))
    assert numbers(body) == [1, 2, 4, 3]


def test_no_number_above_the_highest_that_occurs_opens_a_paragraph():
    assert numbers("¶1. (C) Text.\n\n¶121. (C) Text.") == [1]


@pytest.mark.parametrize(
    ("mark", "level", "caveats"),
    [
        ("C", "C", ()),
        ("SBU", "SBU", ()),
        ("S/NF", "S", ("NF",)),
        ("C/NOFORN", "C", ("NF",)),
        ("C NF", "C", ("NF",)),
        ("S-NF", "S", ("NF",)),
        ("N/SF", "S", ("NF",)),
        ("SNF", "S", ("NF",)),
        ("U//FOUO", "U", ("FOUO",)),
        ("S//FGI//NF", "S", ("FGI", "NF")),
        ("S//REL NATO, ISAF", "S", ("REL NATO, ISAF",)),
        ("C/Rel UK", "C", ("REL UK",)),
        ("C - ENTIRE TEXT", "C", ("ENTIRE TEXT",)),
        ("CONFIDENTIAL", "C", ()),
    ],
)
def test_marks_are_read_from_the_text_and_normalised(mark, level, caveats):
    (paragraph,) = parse(f"¶1. ({mark}) Text.").paragraphs
    assert (paragraph.mark_raw, paragraph.level, paragraph.caveats) == (mark, level, caveats)
    assert level_and_caveats(mark) == (level, caveats)


def test_a_release_list_may_run_over_a_line_end():
    (paragraph,) = parse("¶1. (S//REL CHINA,\nJAPAN) Text.").paragraphs
    assert (paragraph.mark_raw, paragraph.text) == ("S//REL CHINA, JAPAN", "Text.")


@pytest.mark.parametrize("text", ["(U.S.) Text.", "(Iran) Text.", "(See below) Text."])
def test_other_brackets_are_no_marks(text):
    (paragraph,) = parse(f"¶1. {text}").paragraphs
    assert (paragraph.mark_raw, paragraph.text) == (None, text)


def test_a_mark_may_follow_the_opening_word():
    (paragraph,) = parse("¶1. Summary: (C) He spoke.").paragraphs
    assert (paragraph.level, paragraph.kind) == ("C", "summary")


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("THE TALKS\n---------", "THE TALKS"),
        ("---------\nTHE TALKS\n---------", "THE TALKS"),
        ("THE TALKS AND\nTHE WATER\n--------- ----", "THE TALKS AND THE WATER"),
        ("The Talks ---------", "The Talks"),
        ("------- The Talks -------", "The Talks"),
        ("The Talks", "The Talks"),
        ("//THE TALKS//", "THE TALKS"),
        ("(C) The Talks\n-----------", "The Talks"),
        ("THE TALKS\n\nBAKU 00000079 002 OF 003\n\n---------", "THE TALKS"),
    ],
)
def test_a_heading_is_the_section_of_what_follows(heading, section):
    first, second = parse(f"¶1. (C) He spoke.\n\n{heading}\n\n¶2. (C) He left.").paragraphs
    assert (first.text, first.section) == ("He spoke.", None)
    assert (second.text, second.section) == ("He left.", section)


def test_a_heading_without_blank_lines_takes_only_its_own_line():
    first, second = parse("¶1. (C) He spoke and\nwent on.\nTHE TALKS\n---------\n¶2. (C) He left.").paragraphs
    assert (first.text, second.section) == ("He spoke and went on.", "THE TALKS")


@pytest.mark.parametrize(
    "page",
    [
        "\n\nBAKU 00000079  002 OF 002\n\n\n",
        "\nBaku 00000079 002.2 of 007\n",
        " BAKU 00000079  002 OF 002 ",
        "\n\nBAKU 00000079  002.\n\n2 OF 002\n\n",
        "\nXXXXXXXXXXXX  002 OF 002\n",
        "\nRIO DE JAN 00000079  002 OF 002\n",
        "\nCONFIDENTIAL\nPAGE 02        BAKU  00079  02 OF 03  041305Z\n",
        "\nPAGE 02 RUEHKB0079 C O N F I D E N T I A L BAKU 000079\n",
        "\nC O N F I D E N T I A L SECTION 02 OF 03 BAKU 000079\n\nSIPDIS\n\n",
        "\nSIPDIS ",
    ],
)
def test_a_page_line_is_cut_out_of_its_sentence(page):
    assert paragraphs(f"¶1. (C) The minister spoke{page}of water.") == [(1, "The minister spoke of water.")]


def test_bullets_keep_their_lines():
    (paragraph,) = parse("¶1. (C) He asked for:\n\n-- water and\nbread;\n-- salt.").paragraphs
    assert paragraph.text == "He asked for:\n\n-- water and bread;\n-- salt."


def test_a_hyphen_at_a_line_end_stays_the_writers_unless_a_teletype_set_it():
    assert paragraphs("¶1. (C) The Euro-\nAtlantic talks.") == [(1, "The Euro-Atlantic talks.")]
    old = "CONFIDENTIAL DAMASCUS 00512\n\nE.O. 11652: GDS\nTAGS: PFOR\nSUBJ: WATER\n\n1. THE REGU-\nLATIONS."
    assert parse_cable(old, name="75DAMASCUS512").paragraphs[0].text == "THE REGULATIONS."


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("SUMMARY: He spoke.", "summary"),
        ("Comment: He spoke.", "comment"),
        ("(Note: He spoke.)", "note"),
        ("THIS IS AN ACTION REQUEST. See below.", "action"),
        ("He had no comment.", "plain"),
    ],
)
def test_the_first_words_tell_the_kind(opening, kind):
    assert parse(f"¶1. (C) {opening}").paragraphs[0].kind == kind


def test_a_comment_runs_on_until_it_ends():
    body = "COMMENT\n-------\n\n¶1. (C) We doubt it.\n\n¶2. (C) Also. End comment.\n\n¶3. (C) He left."
    assert [paragraph.kind for paragraph in parse(body).paragraphs] == ["comment", "comment", "plain"]


def test_text_without_a_number_is_a_paragraph_before_and_after():
    body = (
        "(SBU) In response, he wrote to us.\n\n¶2. (C) He left.\n\n"
        "BIO NOTE\n--------\n\nBorn in 1950,\nhe studied water.\n"
    )
    first, second, third = parse(body).paragraphs
    assert (first.number, first.level, first.text) == (None, "SBU", "(SBU) In response, he wrote to us.")
    assert (second.number, second.text) == (2, "He left.")
    assert (third.number, third.section, third.text) == (None, "BIO NOTE", "Born in 1950, he studied water.")


def test_key_points_are_one_paragraph():
    body = "KEY POINTS\n----------\n\n-- Water is short.\n\n-- Bread is not.\n\n¶1. (C) He left."
    first, second = parse(body).paragraphs
    assert (first.number, first.section) == (None, "KEY POINTS")
    assert first.text == "-- Water is short.\n\n-- Bread is not."
    assert second.number == 1


def test_spans_name_labels_and_texts_of_paragraphs():
    cable = parse("THE TALKS\n---------\n\n¶1. (C) He spoke\nBAKU 00000079  002 OF 002\nof water.\n\nLU\n")
    quotes = [(span.kind, span.ordinal, cable.raw[span.start : span.end]) for span in cable.spans]
    assert ("heading", None, "THE TALKS\n---------") in quotes
    assert ("label", 1, "¶1. (C)") in quotes
    assert ("text", 1, "He spoke") in quotes
    assert ("text", 1, "of water.") in quotes


LABELS = ["¶1. (C) ", "2. ", "3) ", "(S/NF) ", "¶4.. ", "-- ", "A. ", "SUBJECT: ", "REF: ", "TAGS: PREL\n"]
WORDS = ["water ", "He said so. ", "“quoted” ", "XXXXXXXXXXXX ", "Euro-\n", "REGU-\nLATIONS "]
LINES = ["\n", "\n\n", "-----\n", "COMMENT\n", "E.O. 12958: N/A\n", "Classified By: A B, reasons 1.4 (b)\n"]
NOISE = ["LU", "END COMMENT. ", "BAKU 00000079  002 OF 003", "SIPDIS\n", "NNNN\n", "...", "\t", "\x0b"]
PIECES = st.sampled_from([*LABELS, *WORDS, *LINES, *NOISE])


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["10BAKU79", "75BAKU79"]))
def test_spans_cover_the_raw_text_and_pieces_rebuild_every_paragraph(body, name):
    cable = parse(body, name=name)
    ends = [0, *(span.end for span in cable.spans)]
    assert [span.start for span in cable.spans] == ends[:-1]
    assert ends[-1] == len(cable.raw)
    for paragraph in cable.paragraphs:
        pieces = "".join(cable.raw[start:end] for start, end in paragraph.pieces)
        assert re.sub(r"\s", "", paragraph.text) == re.sub(r"\s", "", pieces)
        assert paragraph.start <= paragraph.pieces[0][0]
        assert paragraph.end == paragraph.pieces[-1][1]


def test_unmarked_numbers_that_go_on_inside_a_line_open_paragraphs():
    assert paragraphs("1. Fish are few. 2. Nets are torn.  3. Crews are tired.\n\n4. Boats leak.") == [
        (1, "Fish are few."),
        (2, "Nets are torn."),
        (3, "Crews are tired."),
        (4, "Boats leak."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "1. He has wishes. 1. A new pier. 2. A new crane. 3. A new road.\n\n2. He left.",
        "1. He asked for: 1. Rope. 2. Tar.\n\n2. He left.",
        "1. He asked for a new pier, 2. a new crane.\n\n2. He left.",
        "1. He read us Article No. 2. It is long.\n\n2. He left.",
        "1. He spoke of pier 4. 2. The crane is old.\n\n2. He left.",
        "1. (C) He has wishes. 2. A new pier. 3. A new crane.\n\n2. (C) He left.",
        "1. (C) He has wishes: 1) rope; 2) tar. 2. (C) He left.",
    ],
)
def test_a_list_inside_a_paragraph_opens_none(body):
    assert numbers(body) == [1, 2]
