"""Two texts of one telegram, one of which hides what the other shows: both are kept and told."""

import pytest
from quick import done, quick_library, text, write

from ingest.domain.clearance import Clearance
from ingest.parsing.parser import parse_cable
from ingest.parsing.versions import Difference, differences

OPEN = ("The keeper asked Jonsson for oil.", "Jonsson gave none.", "Nobody rowed out that night.")
CUT = ("The keeper asked XXXXXXXXXXXX for oil.", "XXXXXXXXXXXXXXXXXXXXXXXX gave none.", OPEN[2])


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


def ingested(library, tmp_path, *texts):
    """Ingest these texts of 10OSLO1, one after the other, and return what was told."""
    reports = [done(library.ingest([write(tmp_path / f"{place}", 1, *paragraphs)])) for place, paragraphs in texts]
    return [news.reason for report in reports for news in report.remarks]


@pytest.mark.parametrize("order", [("cut", "open"), ("open", "cut")])
def test_the_text_that_shows_more_answers_though_it_is_shorter(library, tmp_path, order):
    (told,) = ingested(library, tmp_path, *((name, {"cut": CUT, "open": OPEN}[name]) for name in order))
    assert [paragraph.text for paragraph in library.cable("10OSLO1").paragraphs] == [*OPEN]
    (version,) = library.other_versions("10OSLO1")
    assert version.place == str(tmp_path / "cut" / "10OSLO1.txt")
    assert version.in_short == "it redacts words of ¶1, ¶2"
    shows, hides = "shows words of ¶1, ¶2 that are redacted in the other", "redacts words of ¶1, ¶2"
    assert told == f"is another version of 10OSLO1: it {shows if order[-1] == 'open' else hides}; both are kept"


def test_each_may_hide_what_the_other_shows(library, tmp_path):
    ingested(library, tmp_path, ("a", (OPEN[0], CUT[1], OPEN[2])), ("b", (CUT[0], OPEN[1], OPEN[2])))
    (version,) = library.other_versions("10OSLO1")
    assert {each.kind for each in version.differences} == {"hidden here", "hidden there"}


def test_other_line_ends_and_signs_are_no_other_version(library, tmp_path):
    again = [each.replace(" ", "\n", 2).replace("Jonsson", "Jónsson") for each in OPEN]
    assert ingested(library, tmp_path, ("a", OPEN), ("b", again)) == []
    assert library.other_versions("10OSLO1") == []


def test_what_a_text_lacks_or_has_besides_is_told():
    here, there = (parse_cable(text(1, *paragraphs)) for paragraphs in (OPEN, (OPEN[0], "He gave some.")))
    assert differences(here, there) == (
        Difference(2, "different", OPEN[1], "He gave some."),
        Difference(3, "only here", OPEN[2], None),
    )
    assert differences(there, here)[-1] == Difference(3, "only there", None, OPEN[2])
    assert differences(here, here) == ()


def test_paragraphs_without_numbers_are_compared_by_their_words():
    whole, cut = (
        parse_cable(text(1, "One.").replace("1. (C) One.", "\n\n".join(each))) for each in (OPEN, OPEN[1:])
    )
    assert [paragraph.number for paragraph in whole.paragraphs] == [None] * 3
    assert differences(whole, cut) == (Difference(None, "only here", OPEN[0], None),)


def test_a_cleared_copy_shows_no_other_version(library, tmp_path):
    ingested(library, tmp_path, ("a", OPEN), ("b", CUT))
    assert library.cleared(Clearance.parse("C")).other_versions("10OSLO1") == []


def test_a_version_that_is_forgotten_is_no_longer_told(library, tmp_path):
    ingested(library, tmp_path, ("a", OPEN), ("b", CUT))
    done(library.forget(str(tmp_path / "b")))
    assert library.other_versions("10OSLO1") == []
