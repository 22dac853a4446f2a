"""Whole telegrams: ids and hints, flags, the record for JSON, and the odd shapes that archives hold."""

import json
from pathlib import Path

import pytest

from ingest import parse_cable
from ingest.domain.documents import PageFacts
from ingest.domain.serialization import to_json
from ingest.errors import SourceError
from ingest.sources.forms.json_records import shape

SHARED = Path(__file__).parents[4] / "shared"
HEADER = "P 041305Z FEB 10\nFM AMEMBASSY BAKU\nTO RUEHC/SECSTATE WASHDC PRIORITY 2359\n\n"
HEAD = "C O N F I D E N T I A L BAKU 000079\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: WATER\n\nREF: STATE 9\n\n"
CABLE = HEADER + HEAD + "¶1. (C) He spoke.\n\n¶2. (C) He left.\nLU\n"


def signature(end):
    return parse_cable(HEADER + HEAD + "¶1. (C) The minister spoke of water and of bread. " + end).signature


def test_a_plain_telegram():
    cable = parse_cable(CABLE)
    assert cable.id == "10BAKU79"
    assert [(p.number, p.text) for p in cable.paragraphs] == [(1, "He spoke."), (2, "He left.")]
    assert (cable.signature, cable.flags, cable.notice) == ("LU", (), None)


def test_the_name_is_the_id_when_it_is_one():
    cable = parse_cable(CABLE, name="10KYIV5")
    assert (cable.id, cable.post, cable.number, cable.body_id) == ("10KYIV5", "KYIV", 5, "10BAKU79")
    assert cable.flags == ("body_id_mismatch",)


def test_any_other_name_is_only_a_last_resort():
    assert parse_cable(CABLE, name="scan-17").id == "10BAKU79"
    assert parse_cable("TAGS: PREL\nSUBJECT: WATER\n\n1. (C) He spoke.", name="scan-17").id == "scan-17"


def test_a_page_fills_in_what_the_text_lacks():
    page = PageFacts("10BAKU79", "2010-02-04T13Z", "SECRET//NOFORN", "Embassy Baku")
    bare = parse_cable("TAGS: PREL\nSUBJECT: WATER\n\n¶1. (C) He spoke.", page=page)
    assert (bare.id, bare.date, bare.date_source) == ("10BAKU79", "2010-02-04T13Z", "page")
    assert (bare.classification, bare.origin) == ("SECRET", "Embassy Baku")
    full = parse_cable(CABLE, page=page)
    assert (full.date, full.classification, full.origin) == (
        "2010-02-04T13:05Z",
        "CONFIDENTIAL",
        "AMEMBASSY BAKU",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "A letter to the editor.\n\nIt says nothing of use.", "x" * 500])
def test_text_that_is_no_cable_is_refused(text):
    with pytest.raises(SourceError, match="looks like a cable"):
        parse_cable(text)


def test_windows_line_ends_make_no_difference():
    assert parse_cable(CABLE.replace("\n", "\r\n")) == parse_cable(CABLE)


def test_a_record_loses_nothing():
    cable = parse_cable(CABLE + "\n\nBIO NOTE\n", name="10KYIV5")
    record = json.loads(json.dumps(to_json(cable)))
    assert shape().validate_python(record) == cable
    assert record["paragraphs"][0]["text"] == "He spoke."
    assert len(record["raw_sha"]) == 64


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("\nLU", "LU"),
        ("\nLeDoe", "LeDoe"),
        ("\n\ndoe\n", "doe"),
        ("\nDoe-Roe", "Doe-Roe"),
        ("\nLA DOE", "LA DOE"),
        ("\nDOE DOE", "DOE"),
        ("\nDOE Doe", "DOE"),
        ("End comment. DOE", "DOE"),
        ("He left.DOE", "DOE"),
        ("He left. Doe", "Doe"),
        ("END COMMENT DOE", "DOE"),
        ("\nDOE 2005-05-06", "DOE"),
        ("\nDOE .", "DOE"),
        ("\nDOE\n\n\nNNNN\n\n\n\nEnd Cable Text", "DOE"),
        ("\nDOE\nT MENTIONS WATER ON...", "DOE"),
        ("\nDOE\nSELECT * FROM `cable` WHERE `id` = '1' ORDER BY `date` ASC", "DOE"),
        ("\nDOE\n2010BAKU00079 - CONFIDENTIAL", "DOE"),
        ("\nVisit Baku's Classified Website at:\nhttp://www.example.gov/baku/index.c fm\n\nDOE", "DOE"),
        ("\nVisit Baku's Classified Website: http://www.example.gov/index. cfm Doe", "Doe"),
        ("\n******* Visit Embassy Baku's Classified Website: http://www.example.gov ****** DOE", "DOE"),
        ("", None),
        ("\nEND COMMENT", None),
        ("\nXXXXXXXXXXXX", None),
        ("He flew to Paris.\nPARIS", None),
        ("He met Mr. Doe", None),
        ("The ministers were late because of the long and heavy\nsnow", None),
    ],
)
def test_the_signature(end, expected):
    assert signature(end) == expected


def test_nothing_of_the_closing_stays_in_the_text():
    text = (
        HEADER + HEAD + "¶1. (C) He spoke.\nVisit Baku's Classified Website: http://www.example.gov\nDOE\nNNNN\n"
    )
    (paragraph,) = parse_cable(text).paragraphs
    assert paragraph.text == "He spoke."


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("truncated", HEADER + HEAD + "¶1. (C) He spoke of..."),
        ("partial", "This record is a partial extract of the original cable.\n\n" + CABLE),
        ("redacted", CABLE.replace("He spoke", "XXXXXXXXXXXX spoke")),
        ("redacted", CABLE.replace("He spoke", "[Name removed] spoke")),
        ("no_numbers", HEADER + HEAD + "He spoke to us.\n"),
        ("nonmonotonic", CABLE.replace("¶2.", "¶1.")),
    ],
)
def test_flags(flag, text):
    assert parse_cable(text).flags == (flag,)


def test_a_notice_is_kept():
    notice = "This record is a partial extract of the original cable."
    assert parse_cable(f"{notice}\n\n{CABLE}").notice == notice


# The rows of the format's list of oddities that concern a whole telegram; heads, references and single
# paragraphs have theirs beside their own modules.


def numbers(body):
    return [paragraph.number for paragraph in parse_cable(HEADER + HEAD + body).paragraphs]


def test_an_empty_number_printed_again_is_one_paragraph():
    assert numbers("1. (C)\n\n¶1. (C) He spoke.\n\n¶2. (C) He left.") == [1, 2]


def test_lists_inside_a_paragraph_do_not_number_paragraphs():
    plan = "Prices:\n¶1. Raise them.\n¶2. Print them.\n\nFunds:\n¶1. Cut them.\n"
    body = f"¶1. (C) He spoke.\n\n¶2. (C) The plan:\n\n{plan}"
    assert numbers(body) == [1, 2]


def test_a_list_of_contents_and_its_sections_do_not_number_paragraphs():
    body = (
        "¶1.   Lead stories\n¶2.   (Iran)   Protests\n¶3.   (China)   Trade\n\n\n"
        "¶1.   Lead stories\n\nAll papers led with it.\n\n"
        "¶2.   (Iran)   Protests\n\nOne paper wrote of them.\n\n¶3.   (China)   Trade\n\nNone did.\n\nDOE"
    )
    assert set(numbers(body)) == {None}


def test_a_letter_without_numbers_is_a_paragraph_for_each_block():
    cable = parse_cable(
        HEADER + HEAD + "FROM JANE DOE\nFOR CHARGE\n\nI commend you,\nand your post.\n\nBest,\n\nJane\ndoe\n"
    )
    assert [p.number for p in cable.paragraphs] == [None] * len(cable.paragraphs)
    assert "I commend you, and your post." in [p.text for p in cable.paragraphs]
    assert cable.signature == "doe"


def test_repeated_text_is_kept():
    body = "".join(f"¶{n}. (C) Text {n}.\n\n" for n in (1, 2, 3, 2, 3))
    assert numbers(body) == [1, 2, 3, 2, 3]


def test_a_body_of_another_telegram_is_flagged_and_kept():
    header = "R 021258Z JAN 88\nFM AMEMBASSY BAGHDAD\nTO SECSTATE WASHDC\n\n"
    text = header + "S e c r e t state 068250\n\nTags: mtcre\nSubject: water\n\n¶1. (U) He spoke."
    cable = parse_cable(text, name="88BAGHDAD28")
    assert (cable.id, cable.body_id, cable.flags) == ("88BAGHDAD28", "88STATE68250", ("body_id_mismatch",))


def test_a_default_mark_for_all_is_a_paragraph_of_its_own():
    assert numbers("¶1. SECRET - ENTIRE TEXT.\n\n¶2. HE SPOKE.\n") == [1, 2]


def test_a_telegram_cut_off_before_its_first_words():
    cable = parse_cable(HEADER + "UNCLAS BAKU 000079\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: WATER\n\n¶1. ...")
    assert (cable.paragraphs, cable.flags) == ((), ("truncated", "no_numbers"))


def test_a_telegram_of_the_archive_of_1973_79():
    text = """\
CONFIDENTIAL

PAGE 01        STATE  036519
ORIGIN SS-10

INFO  OCT-01  ISO-00  /011 R
                     ---------------------     073514
O 182346Z FEB 75
FM SECSTATE WASHDC
TO AMEMBASSY DAMASCUS IMMEDIATE

C O N F I D E N T I A L STATE 036519

EXDIS

E.O. 11652: GDS

TAGS: OVIP (DOE, JANE A.), PFOR, SY

SUBJECT: WATER RIGHTS AND REGU-
LATIONS

1. THE MINISTER TOLD US THAT REGU-
LATIONS WERE NEEDED.

2.THE RIVER
CONFIDENTIAL

CONFIDENTIAL

PAGE 02        STATE  036519

WAS LOW. DOE

CONFIDENTIAL

NNNN

Message Attributes

Document Number: 1975STATE036519
"""
    cable = parse_cable(text, name="1975STATE036519")
    assert (cable.id, cable.date) == ("75STATE36519", "1975-02-18T23:46Z")
    assert (cable.subject, cable.captions) == ("WATER RIGHTS AND REGULATIONS", ("EXDIS",))
    assert cable.tags == ("OVIP (DOE, JANE A.)", "PFOR", "SY")
    assert [p.text for p in cable.paragraphs] == [
        "THE MINISTER TOLD US THAT REGULATIONS WERE NEEDED.",
        "THE RIVER WAS LOW.",
    ]
    assert cable.signature == "DOE"


def test_a_telegram_printed_in_foreign_relations():
    text = """\
262. Telegram From the Department of State to the Embassy in Iran1

Washington, May 31, 1974, 1612Z.

124569. Subject: Water Talks.

1. The minister spoke of water.

[Page 669]

2. He spoke of [name not declassified] again.

Doe

Source: National Archives, RG 59.
"""
    cable = parse_cable(text)
    assert (cable.id, cable.date, cable.origin) == (
        "74STATE124569",
        "1974-05-31T16:12Z",
        "Department of State",
    )
    assert (cable.to, cable.subject, cable.signature) == (("Embassy in Iran",), "Water Talks.", "Doe")
    assert [p.text for p in cable.paragraphs] == [
        "The minister spoke of water.",
        "He spoke of [name not declassified] again.",
    ]
    named = parse_cable(text, name="frus1969-76v27/d262")
    assert (named.id, named.body_id) == ("frus1969-76v27/d262", "74STATE124569")


def test_a_form_of_later_years():
    text = """\
UNCLASSIFIED U.S. Department of State Case No. F-2016-00000 Doc No. C00000000 Date: 07/31/2017
MRN: 14 BAKU 79
Date/DTG: Feb 04, 2014 / 041305Z FEB 14
From: AMEMBASSY BAKU
Action: WASHDC, SECSTATE ROUTINE
E.O.: 13526
TAGS: PREL, AJ
Captions: SIPDIS, SENSITIVE
Reference: 14 STATE 9124
Subject: WATER TALKS GO ON

1. (SBU) The minister spoke of water.

Signature: Doe
"""
    cable = parse_cable(text)
    assert (cable.id, cable.date, cable.origin) == ("14BAKU79", "2014-02-04T13:05Z", "AMEMBASSY BAKU")
    assert (cable.tags, cable.captions) == (("PREL", "AJ"), ("SIPDIS", "SENSITIVE"))
    assert (cable.subject, cable.references[0].id, cable.signature) == (
        "WATER TALKS GO ON",
        "14STATE9124",
        "Doe",
    )


@pytest.mark.parametrize(
    "unit", ["a", "-", "- ", "1. (C) ", "(S//REL ", "A. ", " ", "STATE 12, ", "00000000 000 OF 000 "]
)
@pytest.mark.parametrize("place", ["He spoke.", "WATER", "STATE 9", "SECSTATE"])
def test_a_line_of_any_length_is_read(unit, place):
    # A step that is more than linear in the length would not come back from this for minutes.
    long = unit * (100_000 // len(unit))
    cable = parse_cable(CABLE.replace(place, long), name="10BAKU79")
    assert long in cable.raw
    assert cable.signature == "LU"


@pytest.mark.skipif(not SHARED.exists(), reason="the sample cables are not beside this checkout")
@pytest.mark.parametrize("folder", ["cables", "parse", "train/cables"])
def test_every_sample_parses_as_its_own_cable(folder):
    for path in sorted((SHARED / folder).glob("*.txt"))[::7]:
        cable = parse_cable(path.read_text(encoding="utf-8"), name=path.stem)
        assert cable.id == path.stem
        assert cable.classification, path.stem
        assert cable.paragraphs or "truncated" in cable.flags, path.stem
        assert shape().validate_python(json.loads(json.dumps(to_json(cable)))) == cable
