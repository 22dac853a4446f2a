"""What OCR misreads in the heads of cables is put right, on the pages that it read and on no others."""

import pytest

from ingest.domain.pages import Page
from ingest.parsing.parser import parse_cable
from ingest.sources.forms.paged_text import PagedText
from ingest.sources.scans.ocr_slips import mended


def read(text: str) -> str:
    return mended(PagedText(text, (Page(1, 0, 0.9),))).text


@pytest.mark.parametrize(
    ("misread", "sent"),
    [
        ("R 2107512 FEB lO", "R 210751Z FEB 10"),
        ("O O4l305Z MAR 2OlO", "O 041305Z MAR 2010"),
        ("DE RUEHKB #O226/01 O78l219", "DE RUEHKB #0226/01 0781219"),
        ("PM AMEMBASSY OSLO", "FM AMEMBASSY OSLO"),
        ("CONFIDENTlAL OSLO OOO226", "CONFIDENTlAL OSLO OOO226"),
        ("C0NFIDENTIAL OSLO O00226", "CONFIDENTIAL OSLO 000226"),
        ("5ECRET OSLO 000226", "SECRET OSLO 000226"),
        ("UNCLA5 OSLO 000226", "UNCLAS OSLO 000226"),
        ("£.0, 12958: DECL: O2/l4/2020", "E.O. 12958: DECL: 02/14/2020"),
        ("TAG5: PREL", "TAGS: PREL"),
        ("SUBJ ECT: GRAIN", "SUBJECT: GRAIN"),
        ("5UBJECT; GRAIN", "SUBJECT: GRAIN"),
        ("1. (C1 Rain.", "1. (C) Rain."),
        ("1. {S/NF} Rain.", "1. (S/NF) Rain."),
        ("l. (C) Rain.\nZ.\nO2. (C) Hail.", "1. (C) Rain.\nZ.\n2. (C) Hail."),
        (
            "ql.  (C) Rain.\n972.  (C) Hail.\n(3. (C) Snow.\n9744. (C) Fog.",
            "1.  (C) Rain.\n2.  (C) Hail.\n3. (C) Snow.\n4. (C) Fog.",
        ),
        (
            "".join(f"{n}. A.\n" for n in range(1, 10)) + "q1l0. B.\nqil. C.\nql12. D.",
            "".join(f"{n}. {'AAAAAAAAABCD'[n - 1]}.\n" for n in range(1, 13)).rstrip(),
        ),
        ("ql. Rain.\n42. Hail.\n§3. Snow.\n$4. Fog.", "1. Rain.\n2. Hail.\n3. Snow.\n4. Fog."),
        ("~- a mill", "-- a mill"),
    ],
)
def test_what_a_head_was_sent_as(misread: str, sent: str):
    assert read(misread) == sent


@pytest.mark.parametrize(
    "text",
    [
        "I. INTRODUCTION",
        "1. Rain.\n45. Snow.",
        "The price (l) rose.",
        "4. Fog.",
        "SUBJECTS were told.",
        "(D) No mark.",
    ],
)
def test_what_may_be_meant_stays(text: str):
    assert read(text) == text


def test_pages_that_were_in_the_file_are_left_alone_and_all_keep_their_places():
    typed = "SUBJ ECT: {GRAIN}\nql. Rain."
    paged = mended(PagedText(f"ql. Sun.\n{typed}\n42. Hail.", (Page(1, 0, 0.9), Page(2, 9), Page(3, 37, 0.8))))
    assert paged.text == f"1. Sun.\n{typed}\n2. Hail."
    assert [paged.text[page.start :].split()[0] for page in paged.pages] == ["1.", "SUBJ", "2."]


def test_a_garbled_scan_is_a_cable():
    text = (
        "O O41305Z FEB lO\nPM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 2359\n\nC0NFIDENTIAL OSLO OO0079\n\nSIPDIS\n\n"
        "£.O. 12958: DECL: O2/11/2020\nTAG5: PREL, NO\nSUBJ ECT: GRAIN\n\nql. (C1 It rained.\n\n42. {C) It hailed."
    )
    cable = parse_cable(read(text), name="scan")
    assert (cable.id, cable.date, cable.subject) == ("10OSLO79", "2010-02-04T13:05Z", "GRAIN")
    assert (cable.declassify_on, cable.tags) == ("2020-02-11", ("PREL", "NO"))
    assert [(each.number, each.level, each.text) for each in cable.paragraphs] == [
        (1, "C", "It rained."),
        (2, "C", "It hailed."),
    ]
