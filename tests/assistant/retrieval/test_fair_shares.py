"""Fair shares over time: which periods there are, and whose turn it is."""

import pytest

from assistant import Passage
from assistant.answer import FoundPeriod
from assistant.retrieval.fair_shares import BEHIND, MOST_PERIODS, fair_shares, periods_of


def passage(cable: str, score: float, date: str | None = None, ordinal: int = 1) -> Passage:
    return Passage(cable, ordinal, ordinal, score, "The strait froze.", None, None, None, date, None)


def spans(years):
    return [(each.first, each.last, each.found) for each in periods_of(years)]


def test_a_loud_year_does_not_silence_the_others():
    loud = [passage(f"09OSLO{number}", 0.9 - number / 1000) for number in range(1, 18)]
    quiet = [passage("07OSLO1", 0.8), passage("06OSLO1", 0.82), passage("06OSLO2", 0.81)]
    shares = fair_shares([*loud, quiet[1], quiet[2], quiet[0]])
    first = [each.cable for each in shares.passages[:6]]
    assert first == ["09OSLO1", "06OSLO1", "07OSLO1", "09OSLO2", "06OSLO2", "09OSLO3"]
    assert [(str(each), each.found) for each in shares.periods] == [("2006", 2), ("2007", 1), ("2009", 17)]
    assert set(shares.passages) == {*loud, *quiet}  # nothing is lost


def test_years_that_stand_alone_stay_alone_and_dense_ones_are_joined():
    assert spans([1966, *range(2003, 2011)]) == [
        (1966, 1966, 1),
        (2003, 2004, 2),
        (2005, 2006, 2),
        (2007, 2008, 2),
        (2009, 2009, 1),
        (2010, 2010, 1),
    ]
    assert len(periods_of(range(1900, 2011))) == MOST_PERIODS


def test_of_equal_neighbours_those_with_the_fewest_cables_are_joined():
    years = [2003] * 9 + [2004] * 9 + [2005] * 9 + [2006, 2007] + [2008] * 9 + [2009] * 9
    assert (2006, 2007, 2) in spans(years)


def test_a_cable_counts_once_in_its_period():
    shares = fair_shares([passage("09OSLO1", 0.9, ordinal=1), passage("09OSLO1", 0.9, ordinal=2)])
    assert shares.periods == (FoundPeriod(2009, 2009, 1),)


def test_what_fits_much_worse_has_no_share():
    best, behind, next_best = passage("09OSLO1", 0.9), passage("06OSLO1", 0.89 - BEHIND), passage("09OSLO2", 0.8)
    shares = fair_shares([best, next_best, behind])
    assert shares.passages == (best, next_best, behind)
    assert [str(each) for each in shares.periods] == ["2009"]


def test_the_date_goes_before_the_id_and_what_has_no_year_comes_last():
    late, undated = passage("09OSLO1", 0.9, "2010-01-02"), passage("a letter", 0.9)
    other = passage("08OSLO1", 0.85)
    shares = fair_shares([undated, late, other])
    assert shares.passages == (late, other, undated)
    assert [str(each) for each in shares.periods] == ["2008", "2010"]


@pytest.mark.parametrize("scores", [(), (0.5,), (0.5, 0.5, 0.4)])
def test_where_all_is_of_one_year_the_order_stays(scores):
    ranked = [passage(f"09OSLO{number}", score) for number, score in enumerate(scores, start=1)]
    assert list(fair_shares(ranked).passages) == ranked


def test_an_answer_that_is_spread_quotes_several_years_and_says_how_many_it_found(assistant):
    question = "what did ambassadors report about ports?"
    usual, spread = assistant.ask(question), assistant.ask(question, spread=True)
    assert usual.periods == ()
    years = [each.first for each in spread.periods]
    assert len(years) > 1
    assert years == sorted(years)
    first = {each.cable: each.date[:4] for each in spread.passages[: len(years)]}
    assert len({*first.values()}) == len(first)  # of each its best, before the second of any
    assert spread.passages[0] == usual.passages[0]
    assert (spread.outcome, spread.text.split("\n\n")[0]) == (usual.outcome, usual.text.split("\n\n")[0])
