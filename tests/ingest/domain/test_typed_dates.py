"""Dates as people type them."""

import pytest

from ingest.domain.filters import Filters
from ingest.domain.typed_dates import typed_date
from ingest.errors import FilterError

READ = {
    "2009": "2009",
    "2009-02": "2009-02",
    "2009-02-17": "2009-02-17",
    "2008-5": "2008-05",
    "2008/05/12": "2008-05-12",
    "2008. 5. 1": "2008-05-01",
    "31.12.2009": "2009-12-31",
    "1-2-2009": "2009-02-01",
    "12/2008": "2008-12",
    "May 2008": "2008-05",
    "sept. 2008": "2008-09",
    "12 May 2008": "2008-05-12",
    "12th of May": None,
    "12MAY2008": "2008-05-12",
    "May 12, 2008": "2008-05-12",
    "February 3rd 2010": "2010-02-03",
    "13/5/2009": "2009-05-13",
    "5/13/2009": "2009-05-13",
    "5/5/2009": "2009-05-05",
    "5/6/2009": None,
    "30.2.2009": None,
    "13.2009": None,
    "yesterday": None,
    "": None,
}


@pytest.mark.parametrize(("typed", "iso"), READ.items(), ids=READ)
def test_a_date_is_read_as_it_is_typed(typed, iso):
    assert typed_date(typed) == iso


def test_a_filter_takes_it():
    assert Filters(since="May 2008", until="31.12.2009") == Filters(since="2008-05", until="2009-12-31")


def test_what_could_be_two_days_is_refused():
    with pytest.raises(
        FilterError, match=r"'5/6/2009' is not a date: write 2009, 2009-02, 2009-02-17 or 17 Feb 2009\."
    ):
        Filters(since="5/6/2009")
