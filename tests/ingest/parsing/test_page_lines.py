"""Page lines, headers of further sections and stamps: only they are left out, never the words beside them."""

import pytest

from ingest import parse_cable

SENT = "O 221830Z MAR 08\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC PRIORITY 4411\n\n"
HEAD = "\n\nE.O. 12958: DECL: 03/20/2018\nTAGS: PREL EFIS NO\nSUBJECT: COD QUOTAS AGAIN\n\n"
ARCHIVED = """R 051120Z AUG 75
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 3312

C O N F I D E N T I A L OSLO 03391

E.O. 11652: GDS
TAGS: PFOR, NO
SUBJ: COD

"""


def read(body, class_line="C O N F I D E N T I A L SECTION 01 OF 02 OSLO 000155"):
    return parse_cable(f"{SENT}{class_line}{HEAD}{body}\nBERG\n")


def texts(cable):
    return [paragraph.text for paragraph in cable.paragraphs]


@pytest.mark.parametrize(
    "page",
    [
        "\n\nCONFIDENTIAL\n\nPAGE 02        OSLO  00155  01 OF 02  221835Z  ",
        "   CONFIDENTIAL\nPAGE 03 OSLO 00155 02 OF 03 221835Z ",
        " CONFIDENTIAL  NOFORN\nPAGE 02 OSLO 00155 221835Z ",
        "\nCONFIDENTIAL\nCONFIDENTIAL\n\nPAGE 02 OSLO 00155 01 OF 02 221835Z\n",
        " CONFIDENTIAL PAGE 02 OSLO 00155 01 OF 02 221835Z ",
        "\nPAGE 02 RUEHNY0155 C O N F I D E N T I A L OSLO 000155 ",
        "   UNCLASSIFIED\nPAGE 02 STOCKH 00155 221835Z ",
    ],
)
def test_words_behind_a_page_line_go_on_with_the_sentence(page):
    cable = read(f"1. (C) THE BOATS WERE SOLD TO A{page}BUYER FROM BERGEN.\n\n2. (C) HE LEFT.")
    assert texts(cable) == ["THE BOATS WERE SOLD TO A BUYER FROM BERGEN.", "HE LEFT."]


def test_the_foot_of_a_page_may_be_glued_to_a_sentence():
    cable = read(
        "1. (C) FISH ARE FEW.CONFIDENTIAL\nPAGE 02 OSLO 00155 01 OF 02 221835Z\nNETS ARE TORN.\n\n2. (C) HE LEFT."
    )
    assert texts(cable) == ["FISH ARE FEW. NETS ARE TORN.", "HE LEFT."]


def test_a_paragraph_may_begin_behind_a_page_line():
    page = "   CONFIDENTIAL\nPAGE {} OSLO 00155 01 OF 02 221835Z "
    cable = read(
        f"1. (C) HE SPOKE.{page.format('02')}2. (C) SHE SLEPT.{page.format('03')}3. (C) COMMENT: WE AGREE."
    )
    assert [(each.number, each.text) for each in cable.paragraphs] == [
        (1, "HE SPOKE."),
        (2, "SHE SLEPT."),
        (3, "COMMENT: WE AGREE."),
    ]


SECOND_HEADER = """CONFIDENTIAL PTP5521
PAGE 01 OSLO 00155 02 OF 02 221836Z
ACTION EUR-00
INFO LOG-00 AID-00 CEA-01 /009W
------------------2A41F0 221837Z /44
O 221830Z MAR 08
FM AMEMBASSY OSLO
TO SECSTATE WASHDC PRIORITY 4412
INFO AMEMBASSY STOCKHOLM
C O N F I D E N T I A L SECTION 02 OF 02 OSLO 000155
SIPDIS
"""


@pytest.mark.parametrize(
    "header", [SECOND_HEADER, SECOND_HEADER.replace("\nFM", " FM").replace("/44\nO", "/44 O")]
)
def test_the_header_of_a_further_section_is_no_text(header):
    cable = read(f"1. (C) HE GAVE NO ANSWER TO THE\n{header}AMBASSADOR AND SMILED.\n\n2. (C) HE LEFT.")
    assert texts(cable) == ["HE GAVE NO ANSWER TO THE AMBASSADOR AND SMILED.", "HE LEFT."]


def test_words_behind_a_class_line_of_a_further_section_are_text():
    line = "C O N F I D E N T I A L SECTION 02 OF 02 OSLO 000155"
    cable = read(f"1. (C) HE SPOKE TO THE\n{line} AMBASSADOR AND SMILED.\n\n2. (C) HE LEFT.")
    assert texts(cable) == ["HE SPOKE TO THE AMBASSADOR AND SMILED.", "HE LEFT."]


def test_a_paragraph_behind_a_banner_is_text():
    cable = read(
        "1. (C) HE SPOKE.\n\nVisit Oslo's Classified Website: http://www.example.gov/oslo 2. (C) HE LEFT."
    )
    assert [each.number for each in cable.paragraphs] == [1, 2]


def test_a_header_that_a_paragraph_quotes_does_not_take_paragraphs_with_it():
    cable = read(
        "1. (C) HE READ US A TELEGRAM:\nO 221830Z MAR 08 FM AMEMBASSY OSLO\n2. (C) HE FROWNED.\n"
        "C O N F I D E N T I A L SECTION 02 OF 02 OSLO 000155\n3. (C) HE LEFT."
    )
    assert [each.number for each in cable.paragraphs] == [1, 2, 3]


@pytest.mark.parametrize(
    "stamp",
    [
        "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 05 JUL 2006",
        "Declassified/Released US Department of\nState EO Systematic Review 05 JUL 2006",
        "Sheryl P. Walter\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n20 MAR 2014",
        "Declassified/Released US Department of State EO Systematic Review\n05 JUL 2006",
        "Review 30 JUN 2005",
    ],
)
def test_a_release_stamp_is_one_wherever_its_line_is_broken(stamp):
    page = f"\n\nCONFIDENTIAL\n\n{stamp}\n\nCONFIDENTIAL\n\nPAGE 02        OSLO  03391  051130Z\n\n"
    body = (
        f"1. BOATS MET OFF THE CAPE AND{page}PARTED AT NIGHT.\n\n2. NOBODY DROWNED.\nANDERS\n\n\nCONFIDENTIAL\n\n"
    )
    cable = parse_cable(f"{ARCHIVED}{body}\n\nNNN\n\n{stamp}\n")
    assert texts(cable) == ["BOATS MET OFF THE CAPE AND PARTED AT NIGHT.", "NOBODY DROWNED."]
    assert cable.signature == "ANDERS"


def test_words_on_the_line_of_a_stamp_are_text():
    stamp = "UNCLASSIFIED U.S. Department of State Case No. F-2012-1 Doc No. C0123 Date: 01/01/2013"
    cable = read(f"1. (C) FISH ARE FEW.\n{stamp} NETS ARE TORN.\n\n2. (C) HE LEFT.")
    assert texts(cable) == ["FISH ARE FEW. NETS ARE TORN.", "HE LEFT."]


def test_a_line_below_a_derivation_is_no_part_of_it_where_a_paragraph_begins():
    cable = read("DERIVED FROM: DSCG 05-1 D\n1. (C) FISH ARE FEW.\n\n2. (C) HE LEFT.")
    assert texts(cable) == ["FISH ARE FEW.", "HE LEFT."]
