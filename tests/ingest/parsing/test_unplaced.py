"""Every character has a home, or is counted: what is neither field nor paragraph nor noise is told."""

import pytest

from ingest import parse_cable
from ingest.domain.serialization import to_json
from ingest.parsing.remarks import remark

HEAD = """O 221830Z MAR 08
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC PRIORITY 4411

C O N F I D E N T I A L OSLO 000155

SIPDIS

E.O. 12958: DECL: 03/20/2018
TAGS: EFIS NO

{between}SUBJECT: COD

REF: OSLO 12

Classified By: DCM Kit Moe, reasons 1.4 (b) and (d).

"""
BODY = "Talks\n-----\n\n1. (C) FISH\n\nOSLO 00000155  002 OF 002\n\nARE FEW.\n\n2. (C) HE LEFT.\nBERG\n\n\nNNNN\n"
LOST = "The consul wrote this line above the list by hand, and by now nobody knows why he did."


def read(between="", body=BODY):
    return parse_cable(HEAD.format(between=between) + body)


def test_in_a_plain_telegram_every_character_has_a_home():
    cable = read()
    assert to_json(cable)["unplaced"] == {"characters": 0, "spans": []}
    assert remark(cable) is None


def test_words_without_a_home_are_counted_with_their_places():
    cable = read(between=f"{LOST}\n\n")
    ((start, end),) = to_json(cable)["unplaced"]["spans"]
    assert cable.raw[start:end] == LOST
    assert to_json(cable)["unplaced"]["characters"] == len(LOST)
    assert remark(cable) == (
        f"{len(LOST)} characters of 08OSLO155 are neither a header field nor a paragraph and cannot be found; "
        "`reftel parse --json` shows where they are"
    )


def test_running_text_before_the_fields_is_counted_and_addressees_are_not():
    assert to_json(read())["unplaced"]["characters"] == 0
    cable = parse_cable(HEAD.replace("SIPDIS", f"STATE FOR EUR/NB\n\n{LOST}").format(between="") + BODY)
    ((start, end),) = to_json(cable)["unplaced"]["spans"]
    assert cable.raw[start:end] == LOST


def test_less_than_a_line_is_counted_and_not_told():
    cable = read(between="Seen by the consul.\n\n")
    assert to_json(cable)["unplaced"]["characters"] == 19
    assert remark(cable) is None


@pytest.mark.parametrize("tail", ["...", "2008-03-22", "BT\n#0155", "------"])
def test_debris_behind_a_signature_is_at_home(tail):
    assert to_json(read(body=BODY + tail))["unplaced"]["characters"] == 0


def test_a_long_head_without_any_text_behind_it_is_told():
    cable = parse_cable(HEAD.format(between="").replace("OSLO 12", "OSLO 12, STOCKHOLM 9, ROME 2" * 5))
    assert cable.paragraphs == ()
    assert (
        remark(cable)
        == f"08OSLO155 has no paragraphs: all of its {len(cable.raw.strip())} characters are read as its head"
    )
