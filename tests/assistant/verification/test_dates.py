"""Dates: days, months and years, read against the date of the cable."""

import pytest

from assistant.verification.claimed_dates import dates, stands

SENT = "2010-02-04T13:05Z"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 4 February 2010", [(2010, 2, 4)]),
        ("Feb. 4", [(None, 2, 4)]),
        ("2010-02-04", [(2010, 2, 4)]),
        ("March 19 to 21", [(None, 3, 19), (None, 3, 21)]),
        ("in May it may rain", [(None, 5, None)]),
        ("May it rain", []),
        ("since 1999", [(1999, None, None)]),
        ("2,010 tons", []),
    ],
)
def test_dates_are_read_as_far_as_they_are_named(text, found):
    assert [(each.year, each.month, each.day) for each in dates(text)] == found


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        ("February 2, 2010", "They met on February 2."),
        ("2 February", "They met on February 2."),
        ("in February", "They met on February 2."),
        ("November 2009", "They met last November."),
        ("in 2009", "They met last year."),
        ("4 February 2010", "They met."),
    ],
)
def test_a_date_stands_if_the_cable_can_mean_it(claimed, text):
    assert all(stands(date, text, SENT) for date in dates(claimed))


@pytest.mark.parametrize("claimed", ["February 3", "March 2", "February 2, 2008", "in 2007", "before 2010"])
def test_another_date_does_not(claimed):
    assert not any(stands(date, "They met on February 2.", SENT) for date in dates(claimed))
