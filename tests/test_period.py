import pytest

from ingest.errors import SettingsError
from ui.period import first_day, last_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009", "2009-01-01", "2009-12-31"),
        ("2008-2", "2008-02-01", "2008-02-29"),
        (" 2009-12-24 ", "2009-12-24", "2009-12-24"),
        ("  ", None, None),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(text, first, last):
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize("text", ["last year", "2009-13", "2009-02-30", "09", "2009-12-24-1", "0000"])
def test_anything_else_is_refused_in_words(text):
    for meant in (first_day, last_day):
        with pytest.raises(SettingsError, match="is no date; write 2009"):
            meant(text)
