"""Marks that telegrams garble, and names cut out by the publisher."""

import pytest
from invented import HEAD

from ingest import parse_cable
from ingest.attribution.attribute import attribute
from ingest.attribution.compared_names import parsed
from ingest.attribution.garbled_marks import mended


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("the Governor,s ferry", "the Governor’s ferry"),
        ("itQs nobodyQs ferry", "it’s nobody’s ferry"),
        ("&Let me sail,8 he said.", "“Let me sail,” he said."),
        ("[Name removed] sails.", "XXXXXXXXXXXXXX sails."),
        ("In May,spring came; A&B has 8 ships & 18 men; Q&A", "In May,spring came; A&B has 8 ships & 18 men; Q&A"),
    ],
)
def test_a_garbled_mark_is_mended_in_its_place(garbled, text):
    assert mended(garbled) == text
    assert len(text) == len(garbled)


def test_whose_name_was_cut_out_speaks_as_the_cable_prints_it():
    body = "¶1. (C) [NAME REMOVED] told Poloff that the ferry was late. He said that the crew was tired.\n"
    found = attribute(parse_cable(HEAD + body, name="10REYKJAVIK12"))
    assert [each.speaker for each in found.statements] == ["[NAME REMOVED]"] * 2
    assert parsed("[NAME REMOVED]") is None  # nobody among the archive's people


def test_a_garbled_apostrophe_makes_no_new_name():
    body = "¶1. (C) Minister Olga Baro told Poloff that the ferry was late. Baro,s view was that it would sail.\n"
    found = attribute(parse_cable(HEAD + body, name="10REYKJAVIK12"))
    assert [each.speaker for each in found.statements] == ["Olga Baro"] * 2
