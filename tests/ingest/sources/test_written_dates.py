"""A date beside a cable is read in whatever way a program wrote it."""

import pytest

from ingest.sources.written_dates import written_date


@pytest.mark.parametrize(
    "written",
    [
        "2007-03-15",
        "2007-3-15",
        "2007/03/15",
        "2007-03-15 00:00:00",
        "2007-03-15T00:00:00+01:00",
        "Thu Mar 15 00:00:00 +0100 2007",
        "Thu Mar 15 2007",
        "2007 March 15, 00:00 (Thursday)",
        "Thursday, 15 March 2007",
        "15-Mar-2007",
        "March 15, 2007",
        "15.03.2007",
        "3/15/2007",
        "15/3/2007",
    ],
)
def test_a_day(written: str):
    assert written_date(written) == "2007-03-15"


@pytest.mark.parametrize(
    "written",
    [
        "3/15/2007 12:05",
        "2007-03-15 12:05",
        "2007-03-15T13:05:59.000+0100",
        "2007-03-15T06:35-05:30",
        "2007 March 15, 12:05 (Thursday)",
        "Thursday, 15 March 2007, 12:05",
        "15.03.2007 12:05",
    ],
)
def test_a_minute_is_given_in_utc(written: str):
    assert written_date(written) == "2007-03-15T12:05Z"


def test_what_may_be_two_days_is_the_american_one():
    assert written_date("3/4/2007") == "2007-03-04"


@pytest.mark.parametrize(
    "written", ["", "n/a", "2007", "2007-13-01", "31 Foo 2007", "0000-00-00", "00 XXX 0000", "15 March 2007" * 99]
)
def test_what_is_no_date(written: str):
    assert written_date(written) is None
