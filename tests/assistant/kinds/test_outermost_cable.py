"""The first, the last or the longest of some cables; a year without a day may be earlier than a day."""

import pytest

from assistant.kinds.cable_set import CableSet
from assistant.kinds.outermost_cable import by_date
from ingest.domain.selection import SelectedCable

DATES = ("2004", "2004", "2004-03-01", "2009-05-01")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("oldest cable", "The earliest cable:\n\n76REYKJAVIK1107, REYKJAVIK, 31 May 1976"),
        ("what is the first cable", "The earliest cable:\n\n76REYKJAVIK1107"),
        ("newest cable from baku", "The latest cable from BAKU:\n\n10BAKU79"),
        ("most recent cable mentioning mackerel", "The latest cable mentioning “mackerel”:"),
        ("longest cable", "The longest cable, with"),
        ("the last cable from paris", "There is no cable from PARIS in this archive."),
    ],
)
def test_the_cable_at_an_end_is_told(assistant, asked, told):
    answer = assistant.ask(asked)
    assert answer.kind == "outermost"
    assert answer.text.startswith(told)


def test_what_is_first_in_a_meeting_is_no_first_cable(assistant):
    assert assistant.ask("what did Huseynli say first?").kind != "outermost"


def test_cables_without_a_day_may_be_earlier_or_later():
    cables = [SelectedCable(f"{date[2:4]}OSLO{n}", date, "OSLO", "FISH", None) for n, date in enumerate(DATES)]
    found = CableSet(tuple(cables), "", (), ())
    first = by_date(found, {"oldest"})
    assert [each.date for each in first.cables] == ["2004-03-01", "2004", "2004"]
    assert "2 cables of 2004, of which only the year is known, may be earlier" in first.told
    assert [each.date for each in by_date(found, {"newest"}).cables] == ["2009-05-01"]
