import pytest

from ingest import parse_cable
from ingest.parsing.header import read_subject, read_tags

CABLE = """\
VZCZCXRO1234
PP RUEHIK
DE RUEHKB #0079/01 0351305
ZNY CCCCC ZZH
P 041305Z FEB 10
FM AMEMBASSY BAKU
TO RUEHC/SECSTATE WASHDC PRIORITY 2359
RHEHNSC/NSC WASHDC
INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE
RUEHNO/USMISSION USNATO 1362
XMT AMEMBASSY NOWHERE

{class_line}

SIPDIS
NOFORN

{head}

{classified}

¶1. (C) The minister received us.

LU
"""
HEAD = """\
STATE FOR EUR/CARC

E.O. 12958: DECL: 02/05/2030
TAGS: PREL PGOV AJ
SUBJECT: WATER TALKS
GO ON

REF: STATE 9124"""
CLASSIFIED = "Classified By: Ambassador Jane Q. Doe, reasons 1.4 (b) and (d)"


def cable(
    class_line="C O N F I D E N T I A L SECTION 01 OF 02 BAKU 000079",
    head=HEAD,
    classified=CLASSIFIED,
    **hints,
):
    return parse_cable(CABLE.format(class_line=class_line, head=head, classified=classified), **hints)


def test_the_transmission_header_says_who_when_and_to_whom():
    found = cable()
    assert (found.id, found.post, found.number, found.year) == ("10BAKU79", "BAKU", 79, 2010)
    assert (found.origin, found.date, found.date_source) == ("AMEMBASSY BAKU", "2010-02-04T13:05Z", "dtg")
    assert (found.precedence, found.transmission_id) == ("P", "VZCZCXRO1234")
    assert found.to == ("SECSTATE WASHDC", "NSC WASHDC")
    assert found.info == ("EUROPEAN POLITICAL COLLECTIVE", "USMISSION USNATO")


def test_the_content_head_gives_its_fields():
    found = cable()
    assert (found.classification, found.sections) == ("CONFIDENTIAL", 2)
    assert found.captions == ("SIPDIS", "NOFORN")
    assert (found.eo_raw, found.declassify_on) == ("E.O. 12958: DECL: 02/05/2030", "2030-02-05")
    assert found.tags == ("PREL", "PGOV", "AJ")
    assert found.subject == "WATER TALKS GO ON"
    assert [reference.id for reference in found.references] == ["10STATE9124"]


def test_every_field_can_be_quoted_from_the_raw_text():
    found = cable()
    quotes = {span.kind: found.raw[span.start : span.end] for span in found.spans}
    assert quotes["dtg"] == "P 041305Z FEB 10"
    assert quotes["from"] == "FM AMEMBASSY BAKU"
    assert quotes["class"] == "C O N F I D E N T I A L SECTION 01 OF 02 BAKU 000079"
    assert quotes["eo"] == "E.O. 12958: DECL: 02/05/2030"
    assert quotes["tags"] == "TAGS: PREL PGOV AJ"
    assert quotes["subject"] == "SUBJECT: WATER TALKS\nGO ON"
    assert quotes["references"] == "REF: STATE 9124"
    assert quotes["classified_by"] == CLASSIFIED
    assert quotes["signature"] == "LU"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("UNCLAS BAKU 000079", "UNCLASSIFIED"),
        ("UUNCLAS BAKU 000079", "UNCLASSIFIED"),
        ("C o n f i d e n t i a l section 01 of 04 baku 000079", "CONFIDENTIAL"),
        ("CC O N F I D E N T I A L BAKU 000079", "CONFIDENTIAL"),
        ("O N F I D E N T I A L BAKU 000079", "CONFIDENTIAL"),
        ("C ONFIDENTIAL BAKU 000079", "CONFIDENTIAL"),
        ("SS E C R E T BAKU 000079", "SECRET"),
        ("E C R E T BAKU 000079", "SECRET"),
        ("SE C R E T BAKU 000079", "SECRET"),
        ("CSE C R E T SECTION 01 OF 02 BAKU 000079", "SECRET"),
        ("LIMITED OFFICIAL USE BAKU 00079", "LIMITED OFFICIAL USE"),
        ("SECRET NOFORN SECTION 01 OF 02 BAKU 000079", "SECRET"),
    ],
)
def test_a_damaged_class_line_still_tells_the_level_and_the_post(line, level):
    found = cable(class_line=line)
    assert (found.classification, found.body_id) == (level, "10BAKU79")


def test_without_a_class_line_the_encryption_line_tells_the_level():
    found = cable(class_line="", name="10BAKU79")
    assert found.classification == "CONFIDENTIAL"
    assert found.to == ("SECSTATE WASHDC", "NSC WASHDC")


def test_of_two_class_lines_the_last_one_counts():
    twice = "S E C R E T BAKU 000078\n\nSIPDIS\n\nS E C R E T SECTION 01 OF 05 BAKU 000079"
    found = cable(class_line=twice)
    assert (found.body_id, found.sections) == ("10BAKU79", 5)


def test_the_transmission_may_stand_after_a_first_class_line():
    text = "S E C R E T   BAKU   00000079\n" + CABLE.format(
        class_line="S E C R E T SECTION 01 OF 11 BAKU 000079", head=HEAD, classified=CLASSIFIED
    )
    found = parse_cable(text)
    assert (found.origin, found.sections, found.subject) == ("AMEMBASSY BAKU", 11, "WATER TALKS GO ON")


def test_a_mail_in_front_is_not_the_head():
    mail = "To: A Reader\nFrom: A Writer\nTAGS: XXXX\nSubject: 10BAKU79 FOR YOU\n\n"
    found = parse_cable(
        mail + CABLE.format(class_line="S E C R E T BAKU 000079", head=HEAD, classified=CLASSIFIED)
    )
    assert (found.subject, found.tags[0]) == ("WATER TALKS GO ON", "PREL")


def test_a_head_on_one_line_is_split_at_its_labels():
    found = cable(
        head="Department for A E.o. 12958: decl: 01/07/2014 Tags: prel, pgov Subject: a talk about water?"
    )
    assert (found.declassify_on, found.tags, found.subject) == (
        "2014-01-07",
        ("PREL", "PGOV"),
        "a talk about water?",
    )


def test_labels_without_colons_and_dots():
    found = cable(head="EO 12958 DECL: 02/05/2030\nTAGS PREL, PGOV\nSUBJECT: WATER TALKS\nREF: STATE 9124")
    assert (found.tags, found.subject, len(found.references)) == (("PREL", "PGOV"), "WATER TALKS", 1)


def test_missing_labels_are_none_and_empty():
    found = cable(head="", classified="")
    assert (found.subject, found.eo_raw, found.tags, found.classified_by) == (None, None, (), None)
    assert [paragraph.number for paragraph in found.paragraphs] == [1]


@pytest.mark.parametrize(
    "subject",
    [
        "WATER TALKS\nREFORM OF THE MINISTRY",
        "WATER TALKS\n\nREFORM OF THE MINISTRY\n",
        "WATER TALKS\nBAKU 00000079  001.2 OF 002\nREFORM OF THE MINISTRY",
        "WATER TALKS\nCONFIDENTIAL\nPAGE 02        BAKU  00079  01 OF 03  041305Z\nREFORM OF THE MINISTRY",
    ],
)
def test_a_subject_goes_on_over_whatever_breaks_it(subject):
    head = HEAD.replace("WATER TALKS\nGO ON", subject)
    assert cable(head=head).subject == "WATER TALKS REFORM OF THE MINISTRY"


def test_a_heading_after_the_subject_is_not_the_subject():
    found = cable(head="E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: WATER TALKS\n\nSUMMARY\n-------", classified="")
    assert (found.subject, found.paragraphs[0].section) == ("WATER TALKS", "SUMMARY")


@pytest.mark.parametrize(
    ("value", "subject", "mark"),
    [
        ("(S/NF) NIGERIA: A TALK", "NIGERIA: A TALK", "S/NF"),
        ("a talk on iran's dio (s)", "a talk on iran's dio", "S"),
        ("A U.S.-\nEU TALK", "A U.S.-\nEU TALK".replace("\n", ""), None),
        ("RE-\nENGAGEMENT", "RE-ENGAGEMENT", None),
    ],
)
def test_a_subject_on_one_line_without_its_mark(value, subject, mark):
    words, found = read_subject(value)
    assert (words.replace("- ", "-"), found) == (subject, mark)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("PREL PGOV AJ", ("PREL", "PGOV", "AJ")),
        ("prel, pgov, aj", ("PREL", "PGOV", "AJ")),
        ("PREL;PGOV", ("PREL", "PGOV")),
        ("[PREL](#) [PGOV](#)", ("PREL", "PGOV")),
        ("PREL US PREL", ("PREL", "US")),
        ("PREL RU RS", ("PREL", "RU", "RS")),
        ("KWBG IR GOI EXTERNAL", ("KWBG", "IR", "GOI EXTERNAL")),
        ("PREL, COUNTER TERRORISM, IS", ("PREL", "COUNTER TERRORISM", "IS")),
        ("OVIP (DOE, JANE) PREL", ("OVIP (DOE, JANE)", "PREL")),
        ("OVIP (DOE, JANE), PREL", ("OVIP (DOE, JANE)", "PREL")),
    ],
)
def test_tags(text, tags):
    assert read_tags(text) == tags


@pytest.mark.parametrize(
    ("line", "name", "title", "reasons"),
    [
        (
            "Classified By: Ambassador Jane Q. Doe, reasons 1.4 (b) and (d).",
            "Jane Q. Doe",
            "Ambassador",
            "1.4 (b) and (d)",
        ),
        ("Classified By: POL/Couns John Roe. Reasons: \n1.4 (B,C,D)", "John Roe", "POL/Couns", "1.4 (B,C,D)"),
        (
            "Classified By: Charge d'Affaires Don Poe for reaso \nns 1.4 (b) an \nd (d)",
            "Don Poe",
            "Charge d'Affaires",
            "1.4 (b) an d (d)",
        ),
        (
            "CLASSIFIED BY: Jane Doe, Director, Regional\nOffice, DOS.\nREASON: 1.4 (b), (d)",
            "Jane Doe",
            "Director, Regional Office, DOS",
            "1.4 (b), (d)",
        ),
        ("(U) Classified by: Jane Doe; reasons: 1.5 (b,d)", "Jane Doe", None, "1.5 (b,d)"),
        ("Classfied By: Classified by Ambassador for reasons 1.4 (b)", None, "Ambassador", "1.4 (b)"),
        ("Classified By: XXXXXXXXXXXX, reasons 1.4 (b)", None, None, "1.4 (b)"),
    ],
)
def test_the_classifier(line, name, title, reasons):
    found = cable(classified=line).classified_by
    assert (found.name, found.title, found.reasons) == (name, title, reasons)


def test_a_classifier_in_the_first_paragraph_is_known_and_stays_a_paragraph():
    found = cable(classified="¶1. (U) Classified by Ambassador Jane Doe, reasons 1.4 (b).")
    assert found.classified_by.name == "Jane Doe"
    assert found.paragraphs[0].text.startswith("Classified by")


@pytest.mark.parametrize(
    ("order", "date"),
    [
        ("E.O. 12958: DECL: 2020/02/11", "2020-02-11"),
        ("E.0. 12958: DECL: 02/11/20", "2020-02-11"),
        ("E.O.12356: DECL:OADR", "OADR"),
        ("E.O. 12958: DNG: CO 04/08/2026", "2026-04-08"),
        ("E.O. 12958: DECL: TEN YEARS AFTER THE TALKS", "TEN YEARS AFTER THE TALKS"),
        ("E.O. 12958: N/A", None),
    ],
)
def test_when_the_telegram_is_to_be_declassified(order, date):
    assert cable(head=f"{order}\nTAGS: PREL\nSUBJECT: WATER").declassify_on == date


@pytest.mark.parametrize(
    ("stamp", "date", "source"),
    [
        ("O P 190243Z DEC 89", "1989-12-19T02:43Z", "dtg"),
        ("O 031921Z JUN 08 ZDK", "2008-06-03T19:21Z", "dtg"),
        ("201247Z Jan 04", "2004-01-20T12:47Z", "dtg"),
        ("Friday, 19 September 2008, 16:13", "2008-09-19T16:13Z", "dateline"),
        ("O 991247Z JAN 04", None, None),
        ("O 201247Z JAN 0150", None, None),
        ("Friday, 19 September 0508, 16:13", None, None),
        ("Friday, 19 September 9008, 16:13", None, None),
        ("", None, None),
    ],
)
def test_the_date(stamp, date, source):
    found = parse_cable(
        f"{stamp}\nUNCLAS BAKU 000079\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: X\n\n1. Text.\n",
        name="10BAKU79",
    )
    assert (found.date, found.date_source) == (date, source)
