"""How much a model is given, and what it costs."""

import pytest

from assistant.answer import Usage
from assistant.writing.model_limits import ModelLimits, Price, tokens


def test_tokens_are_counted_high():
    assert tokens("") == 0
    assert tokens("a mill by the river") == 5
    assert tokens("THE MILL") > tokens("the mill")  # capitals are cut smaller
    assert tokens("10OSLO7") == 5  # each digit may be a token
    assert tokens("Гусейнли") == 6  # of letters beyond Latin a token holds fewer
    assert tokens("大使馆") == 4


def test_the_answer_has_its_room_in_the_context():
    assert ModelLimits(context=2_000).room("") == 1_000
    assert ModelLimits(max_tokens=500, context=2_000).room("") == 1_500
    assert ModelLimits(max_tokens=500, context=2_000).room("a" * 400) == 1_400


def test_a_price_is_of_a_million_tokens():
    assert Price(0.15, 0.60).of(2_000_000, 500_000) == pytest.approx(0.60)


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (Usage(1204, 88), "1,204 tokens in, 88 out"),
        (Usage(1204, 88, 0.00031), "1,204 tokens in, 88 out, $0.0003"),
        (Usage(1204, 88, 0.00001), "1,204 tokens in, 88 out, under $0.0001"),
        (Usage(1204, 88, 0.0), "1,204 tokens in, 88 out, $0.0000"),
    ],
)
def test_usage_is_told_in_a_few_words(usage, expected):
    assert str(usage) == expected


def test_usage_adds_up_and_the_price_only_where_both_are_known():
    assert Usage(1, 2, 0.5) + Usage(10, 20, 0.25) == Usage(11, 22, 0.75)
    assert Usage(1, 2, 0.5) + Usage(10, 20) == Usage(11, 22)
