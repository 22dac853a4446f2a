"""Dates as letters and memoranda write them."""

import pytest

from ingest.parsing.document_dates import date_in, dateline, month_in


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("11 October 1947", "1947-10-11"),
        ("Washington, March 14th, 1962", "1962-03-14"),
        ("Held at Al Qasr on the 3rd of May 1974", "1974-05-03"),
        ("14-MAR-62", "1962-03-14"),
        ("1955-08-30", "1955-08-30"),
        ("17.11.1983", "1983-11-17"),
        ("3/15/1962", "1962-03-15"),
        ("5/6/1962", None),
        ("31 June 1962", None),
        ("in May 1962", None),
    ],
)
def test_a_day_is_found_in_a_line(words: str, day: str | None):
    found = date_in(words)
    assert (found and found[0]) == day


def test_a_month_alone_tells_the_year():
    assert (month_in("August 1955") or (0,))[0] == 1955


@pytest.mark.parametrize(
    "begins",
    [
        "PORT AMARO, June 18, 1961 -- Two fishermen",
        "PORT AMARO, 18 June 1961 — Two fishermen",
        "Port Amaro, June 18, 1961 (Reuters) - Two fishermen",
        "June 18, 1961. Two fishermen",
    ],
)
def test_a_cutting_begins_with_its_day(begins: str):
    assert dateline(begins) == "1961-06-18"


@pytest.mark.parametrize(
    "begins", ["On June 18, 1961, two fishermen", "June 18, 1961 was a Sunday", "Two fishermen"]
)
def test_a_day_in_a_sentence_is_no_dateline(begins: str):
    assert dateline(begins) is None
