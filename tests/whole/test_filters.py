"""What the boxes of the window ask for, told in words."""

import pytest

from ui.window.filters import told, where


def test_empty_boxes_filter_nothing():
    assert where(["", " ", None, "", "PREL", ""]) == {
        "since": None,
        "until": None,
        "origin": None,
        "person": None,
        "tag": "PREL",
        "classification": None,
    }
    assert told(False, "", "", "", "", "", "") == ""


def test_each_filter_is_a_chip_and_its_words_are_escaped():
    html = told(True, "2009", "", "OSLO", "<b>", "", "")
    assert html.count("<button") == 4
    for words in (">from 2009<", ">sent from OSLO<", ">words of &lt;b&gt;<", ">question taken literally<"):
        assert words in html


@pytest.mark.parametrize(("since", "until"), [("2010", "2009"), ("2009-13", ""), ("2009-02-10", "2009-02-09")])
def test_dates_that_make_no_sense_are_said_so(since, until):
    assert 'role="alert"' in told(False, since, until, "", "", "", "")


def test_a_day_within_the_other_date_is_no_contradiction():
    assert "alert" not in told(False, "2009-05", "2009", "", "", "", "")
