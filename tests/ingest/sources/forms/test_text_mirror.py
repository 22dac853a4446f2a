"""Mirrors of the cable site put what its page says above the text."""

from pathlib import Path

import pytest

from ingest.domain.documents import PageFacts
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents
from tests.support.quick import done, found, quick_library, text

HEAD = "10OSLO7\nFJORD FERRIES\u2019 FARES\nThu Feb 04 00:00:00 +0100 2010\nCONFIDENTIAL\nEmbassy Oslo\n"
BODY = text(7)
FACTS = PageFacts("10OSLO7", "2010-02-04", "CONFIDENTIAL", "Embassy Oslo", "FJORD FERRIES\u2019 FARES")


def read(tmp_path: Path, written: str):
    path = tmp_path / "a.txt"
    path.write_text(written, encoding="utf-8")
    (document,) = documents(path)
    return document


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Thu Feb 04 00:00:00 +0100 2010", "2010-02-04"),
        ("Thu Feb 04 00:00:00 +0100 2010", "Thu Feb 04 00:00:00 UTC 2010"),
        ("Thu Feb 04 00:00:00 +0100 2010", "2010-02-04 00:00:00 +0100"),
        ("\n", "\r\n"),
        ("\n", "\n\n"),
    ],
)
def test_the_head_lines_are_what_the_page_says(tmp_path: Path, before: str, after: str):
    document = read(tmp_path, HEAD.replace(before, after) + BODY)
    assert document.page == FACTS
    assert document.text == BODY


def test_a_cable_takes_from_them_what_its_text_lacks(tmp_path: Path):
    without = BODY[BODY.index("C O N F I D") :].replace("SUBJECT: MATTER 7\n", "")
    document = read(tmp_path, HEAD.replace("CONFIDENTIAL", "CONFIDENTIAL//NOFORN") + without)
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.date, cable.origin) == ("10OSLO7", "2010-02-04", "Embassy Oslo")
    assert (cable.subject, cable.classification) == ("FJORD FERRIES\u2019 FARES", "CONFIDENTIAL")
    assert [each.number for each in cable.paragraphs] == [1]


def test_a_notice_that_lost_its_line_end_leaves_the_class_line_alone(tmp_path: Path):
    notice = "This record is a partial extract of the original cable. The full text of the original cable is not available."
    document = read(tmp_path, HEAD + notice + BODY[BODY.index("C O N F I D") :])
    cable = parse_cable(document.text, page=document.page)
    assert (cable.notice, cable.body_id) == (notice, "10OSLO7")


def test_head_lines_without_a_text_are_a_cable_that_is_found_by_its_subject(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "10OSLO7.txt").write_text(HEAD, encoding="utf-8")
    library = quick_library(tmp_path / "library")
    report = done(library.ingest([tmp_path / "in"]))
    assert report.counts == {"added": 1}
    cable = library.cable("10OSLO7")
    assert (cable.date, cable.origin, cable.paragraphs) == ("2010-02-04", "Embassy Oslo", ())
    assert found(library, "fjord ferries") == ["10OSLO7"]
    assert done(library.check()).faults == ()


@pytest.mark.parametrize(
    "written",
    [
        BODY,
        "10OSLO7\n\n" + BODY,
        HEAD.replace("10OSLO7", "MATTER 7") + BODY,
        HEAD.replace("2010", "soon") + BODY,
        HEAD.replace("CONFIDENTIAL", "Read by many") + BODY,
    ],
)
def test_other_lines_above_a_text_are_left_in_it(tmp_path: Path, written: str):
    document = read(tmp_path, written)
    assert (document.text, document.page) == (written, None)
