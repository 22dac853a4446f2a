"""What is polite around a question asks nothing."""

import pytest

from assistant.question.politeness import plainly


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("ok, and could you please make it shorter, pls?", "make it shorter"),
        ("Are you sure?", "Are you sure"),
        ("so who signed it then?", "who signed it"),
        ("thanks", "thanks"),
        ("please", "please"),
        ("and then?", "then"),
    ],
)
def test_a_question_is_left_without_it(asked, plain):
    assert plainly(asked) == plain
