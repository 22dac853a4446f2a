"""The fields of the head as telegrams really print them: misspelt, broken, one word a line, glued to the text."""

import pytest

from ingest import parse_cable
from ingest.domain.filters import facts

SENT = "O 221830Z MAR 08\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC PRIORITY 4411\n\n"
BODY = "1. (C) FISH ARE FEW.\n\n2. (C) NETS ARE TORN.\n"


def read(
    body=BODY + "BERG\n",
    class_line="C O N F I D E N T I A L OSLO 000155",
    tags="TAGS: PREL EFIS NO\n",
    subject="SUBJECT: COD QUOTAS AGAIN\n\n",
    references="REF: OSLO 12\n\n",
    sent=SENT,
):
    return parse_cable(
        f"{sent}{class_line}\n\nSIPDIS\n\nE.O. 12958: DECL: 03/20/2018\n{tags}{subject}{references}{body}"
    )


def listed(cable):
    return [reference.id or reference.raw for reference in cable.references]


@pytest.mark.parametrize(
    "tags",
    [
        "TAGS:\nPREL\nEFIS\nNO\n",
        "TAGS: PREL,\n\nEFIS,\n\nNO\n\n",
        "TAGS \nPREL \n\nEFIS \n\nNO \n",
        "TAGS: PREL\n\n\nEFIS\n\n\nNO\n\n",
        "TAGS; PREL, EFIS, NO\n",
        "TAGES: PREL, EFIS, NO\n",
        "TAGGS: PREL\n       EFIS NO\n",
        "TAGS: PREL,\nOSLO 00000155  001.2 OF 002\nEFIS, NO\n",
        "TAGS: prel,\nefis, no\n",
        "TAGS: PREL - EFIS - NO\n",
    ],
)
def test_tags_however_they_are_laid_out_and_labelled(tags):
    cable = read(tags=tags)
    assert (cable.tags, cable.subject) == (("PREL", "EFIS", "NO"), "COD QUOTAS AGAIN")


@pytest.mark.parametrize(
    "tags",
    [
        "TAGS: PREL, OVIP (CLINTON, HILLARY), NO\n",
        "TAGS: PREL, OVIP (CLINTON,\nHILLARY), NO\n",
        "TAGS:\n\nPREL\n\nOVIP (CLINTON, HILLARY)\n\nNO\n\n",
    ],
)
def test_a_tag_with_a_name_stays_whole(tags):
    assert read(tags=tags).tags == ("PREL", "OVIP (CLINTON, HILLARY)", "NO")


def test_what_stands_between_the_tags_and_a_paragraph_is_no_tag():
    cable = read(tags="TAGS: PREL\n\n", subject="", references="", body="EXDIS\n\nFOR THE DCM\n\n" + BODY)
    assert cable.tags == ("PREL",)


@pytest.mark.parametrize(
    "subject",
    [
        "SUBJECT; LIE ON COD, HERRING, AND THE WRECK\n\n",
        "SUBJECTS: LIE ON COD, HERRING, AND THE WRECK\n\n",
        "SUBJECT LIE ON COD, HERRING, AND THE WRECK\n\n",
        "SUBEJCT: LIE ON COD, HERRING,\nAND THE WRECK\n\n",
        "SUBJECT: LIE ON COD,\n         HERRING,\n         AND THE WRECK\n\n",
        "SUBJECT: LIE ON COD,\n\nHERRING,\n\nAND THE WRECK\n\n",
    ],
)
def test_a_subject_however_it_is_broken_and_labelled(subject):
    assert read(subject=subject).subject == "LIE ON COD, HERRING, AND THE WRECK"


@pytest.mark.parametrize(
    "line",
    [
        "C O N F I D E N T I A L\nSECTION 01 OF 02\nOSLO 000155",
        "C O N F I D E N T I A L SECTION 01 OF\n02 OSLO\n000155",
        "CONFIDENTIAL\nSECTION 01 OF 02 OSLO 000155",
        "C O N F I D E N T I A L SECTION 01 OF 02\n\nOSLO 000155",
    ],
)
def test_a_class_line_over_three_lines(line):
    cable = read(class_line=line)
    assert (cable.classification, cable.sections, cable.body_id) == ("CONFIDENTIAL", 2, "08OSLO155")


@pytest.mark.parametrize(
    ("references", "ids"),
    [
        (
            "REF: A. OSLO 12\n\n     B. STATE 4100\n\n\n     C. STOCKHOLM 44\n\n",
            "08OSLO12 08STATE4100 08STOCKHOLM44",
        ),
        ("REF A. OSLO 12\n    B. STATE 4100\n\n", "08OSLO12 08STATE4100"),
        ("REFS (A) OSLO 12, (B) STATE 4100\n\n", "08OSLO12 08STATE4100"),
        ("REF OSLO 12\n\n", "08OSLO12"),
        ("REF; OSLO 12\n\n", "08OSLO12"),
        ("REFTL: OSLO 12\n\n", "08OSLO12"),
        (
            "REF: A. 07-OSLO-1312 B. 07-ST-PETERSBURG-44 C. PORT-AU-PRINCE 9\n\n",
            "07OSLO1312 07STPETERSBURG44 08PORTAUPRINCE9",
        ),
        ("REF: USUN NEW YORK 12, UNVIE VIENNA 44\n\n", "08USUNNEWYORK12 08UNVIEVIENNA44"),
    ],
)
def test_references_over_blank_lines_without_colons_and_with_hyphens(references, ids):
    cable = read(references=references)
    assert listed(cable) == ids.split()
    assert len(cable.paragraphs) == 2


@pytest.mark.parametrize(
    ("references", "ids", "text"),
    [
        (
            "REF: A. STOCKHOLM 44\n     B. OSLO 12\n\nThe Minister told Emboffs that he was ready\nto talk.\n",
            ["08STOCKHOLM44", "08OSLO12"],
            "The Minister told Emboffs that he was ready to talk.",
        ),
        (
            "REFS: A) STATE 4100\n\n  B) OSLO 12\n\n(C) The Minister told Emboffs that he was ready.\n",
            ["08STATE4100", "08OSLO12"],
            "(C) The Minister told Emboffs that he was ready.",
        ),
        (
            "REFTEL: STATE 4100\n\n    C) As the Ministry sees it, quotas are fair.\n",
            ["08STATE4100"],
            "C) As the Ministry sees it, quotas are fair.",
        ),
        (
            "REF: (A) STATE 4100 (B) OSLO 12 (NOTAL) (C) The Minister thanked us for the help with the wreck.\n",
            ["08STATE4100", "08OSLO12"],
            "(C) The Minister thanked us for the help with the wreck.",
        ),
        (
            "REF: OSLO 12 The Minister told Emboffs on Tuesday that he was ready to talk.\n",
            ["08OSLO12"],
            "The Minister told Emboffs on Tuesday that he was ready to talk.",
        ),
    ],
)
def test_a_list_of_references_ends_where_text_begins(references, ids, text):
    cable = read(references=references, body="\nBERG\n")
    assert listed(cable) == ids
    assert [paragraph.text for paragraph in cable.paragraphs] == [text]


def test_entries_that_name_no_telegram_stay_in_the_list():
    cable = read(references="REF: A. OSLO 12\n\n     B. TELCON LIE-STORM OF MARCH 3\n\n     (C) STATE 4100\n\n")
    assert [reference.letter for reference in cable.references] == ["A", "B", "C"]
    assert len(cable.paragraphs) == 2


def test_paragraphs_may_begin_on_the_line_of_a_field():
    cable = read(
        references="REF: OSLO 12 AND PREVIOUS 1. (C) Lie spoke of cod. 2. (C) He spoke of herring.\n", body=""
    )
    assert listed(cable) == ["08OSLO12"]
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "handling",
    [
        "Sensitive but Unclassified. Please handle accordingly.",
        "This message is sensitive but unclassified. Please protect.",
    ],
)
def test_a_handling_instruction_behind_a_subject_is_no_part_of_it(handling):
    cable = read(
        subject=f"SUBJECT: COD QUOTAS AGAIN {handling} 1.(SBU): The fleet sailed.\n", references="", body=""
    )
    assert cable.subject == "COD QUOTAS AGAIN"
    assert [(each.number, each.level, each.text) for each in cable.paragraphs] == [(1, "SBU", "The fleet sailed.")]


@pytest.mark.parametrize(
    "end",
    [
        "BERG##\n",
        "BERG (ACTING)\n",
        "BERG\n\nNOTE BY OC/T: PARA 3 AS RECEIVED.\nSERVICE MESSAGE FOLLOWS.\n",
        "BERG UNQUOTE\n",
        "BERG\n\nNOTE BY CIB: NOT PASSED TO ABOVE ADDRESSEE.\n",
        "BERG\n\nNOTE: CORRECTED COPY FOR PARA MARKING. ##\n",
        "BERG\n*** Current Class *** CONFIDENTIAL\nBT\n#0155\n",
        "BERG\n\n\nNNN\n",
        "BERG\n\nNOTE: ABOVE TELEGRAM DELAYED IN TRANSMISSION.\n",
        "BERG\n\n\nCONFIDENTIAL\n\n\n<< END OF DOCUMENT >>\n",
    ],
)
def test_a_signature_with_marks_behind_it_and_notes_after_it(end):
    cable = read(BODY + end)
    assert cable.signature == "BERG"
    assert [paragraph.text for paragraph in cable.paragraphs] == ["FISH ARE FEW.", "NETS ARE TORN."]


def test_without_a_date_the_id_tells_the_post_and_the_year():
    cable = parse_cable("CONFIDENTIAL\n\nTAGS: PREL\nSUBJECT: COD\n\n" + BODY, name="06PARIS1031")
    assert (cable.post, cable.year, cable.date) == ("PARIS", 2006, None)
    assert (facts(cable).post, facts(cable).day) == ("PARIS", 20060101)


@pytest.mark.parametrize(("stamp", "date"), [("47", "1947"), ("59", "1959"), ("73", "1973"), ("10", "2010")])
def test_no_telegram_is_sent_in_the_future(stamp, date):
    cable = read(sent=SENT.replace("MAR 08", f"MAR {stamp}"), references=f"REF: {stamp} STOCKHOLM 17\n\n")
    assert cable.date == f"{date}-03-22T18:30Z"
    assert (cable.id, listed(cable)) == (f"{stamp}OSLO155", [f"{stamp}STOCKHOLM17"])


@pytest.mark.parametrize(
    ("line", "subject", "ids"),
    [
        (
            "WHO LEADS THE FISHERSREF: A. OSLO 12  B. STATE 4100",
            "WHO LEADS THE FISHERS",
            ["08OSLO12", "08STATE4100"],
        ),
        ("WHO LEADS THE FISHERSREFS: OSLO 12", "WHO LEADS THE FISHERS", ["08OSLO12"]),
        ("FISHERS IN BRIEF: A LOOK BACK", "FISHERS IN BRIEF: A LOOK BACK", []),
        ("THE CHIEF: A. BERG", "THE CHIEF: A. BERG", []),
    ],
)
def test_references_glued_to_the_subject(line, subject, ids):
    cable = read(subject=f"SUBJECT: {line}\n\n", references="")
    assert (cable.subject, [each.id for each in cable.references]) == (subject, ids)
