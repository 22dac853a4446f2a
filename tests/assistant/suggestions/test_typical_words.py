"""Words typical of somebody, by Dunning's log-likelihood ratio."""

import pytest

from assistant.suggestions.typical_words import g2


def test_the_ratio_is_that_of_a_table_worked_out_by_hand():
    # 10 of 20 against 5 of 80: 2 * (10 ln(10/3) + 5 ln(5/12) + 10 ln(10/17) + 75 ln(75/68))
    assert g2(10, 20, 15, 100) == pytest.approx(19.41, abs=0.01)


def test_a_word_that_is_no_more_frequent_than_elsewhere_is_not_typical():
    assert g2(2, 20, 10, 100) == 0.0
    assert g2(1, 20, 15, 100) == 0.0
