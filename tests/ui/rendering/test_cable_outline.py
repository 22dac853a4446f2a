"""The outline of a cable has its parts in order, each where it begins; a short cable has none."""

import re

from invented import RAW, ferry
from quick import text

from ingest import parse_cable
from ui.rendering.addresses import Place, anchors
from ui.rendering.cable_html import cable_page
from ui.rendering.cable_outline import outline


def parts(cable):
    return [(each.name, each.anchor, each.number) for each in outline(cable, anchors(cable))]


def test_headings_comment_and_signature_in_order():
    assert parts(ferry()) == [
        ("Summary", "1", 1),
        ("A Ship Short", "section-2", 2),
        ("Comment", "at-3", 2),
        ("Signature", "signature", None),
    ]


def test_a_comment_under_a_heading_of_its_own_is_one_part():
    headed = RAW.replace("¶2. (C) Comment:", "Comment\n-------\n\n¶2. (C) Comment:")
    names = [name for name, *_ in parts(parse_cable(headed, name="10REYKJAVIK12"))]
    assert names == ["Summary", "A Ship Short", "Comment", "Signature"]


def test_a_short_cable_has_none():
    assert parts(parse_cable(text(1, "It rained."), name="10OSLO1")) == []


def test_each_part_leads_to_an_element_of_the_page():
    page = cable_page(ferry(), Place("10REYKJAVIK12"))
    led_to = set(re.findall(r'href="#(?!/)([^"]+)"', page))
    assert led_to == {"1", "section-2", "at-3", "signature"}
    assert all(page.count(f'id="{each}"') == 1 for each in led_to)
