"""Questions that only name a topic, and those that ask something of it."""

import pytest

from assistant.question.topic import topic


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("mackerel", "mackerel"),
        ("illegal logging", "illegal logging"),
        ("Anything about tigers?", "tigers"),
        ("got anything on the Kura Line pls", "Kura Line"),
        ("what do the cables say about the grain quotas?", "grain quotas"),
        ("S-300", "S-300"),
    ],
)
def test_a_topic_is_named(asked, named):
    assert topic(asked) == named


@pytest.mark.parametrize(
    "asked",
    [
        "who built the dam",
        "mackerel in 2009",
        "10BAKU79",
        "Salmanli on the price of gas",
        "list cables",
        "thanks!",
        "what did Salmanli say about gas?",
        "the Director General of Energy at the ministry",
    ],
)
def test_a_question_is_no_topic(asked):
    assert topic(asked) is None


def test_in_a_conversation_a_topic_is_led_to():
    assert topic("Iran?", led=True) is None
    assert topic("anything about Iran?", led=True) == "Iran"
