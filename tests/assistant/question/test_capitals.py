"""A question typed without capitals gets those of its names, as the archive prints them."""

import pytest

from assistant.question.capitals import with_capitals
from assistant.question.given import read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what did huseynli say about russia", "what did Huseynli say about Russia"),
        ("what did the minister say about sanctions?", "what did the minister say about sanctions?"),
        ("who said 'russia'", "who said 'russia'"),
        ("cables with pipeline in the subject", "cables with pipeline in the subject"),
        ("What did huseynli say", "What did huseynli say"),  # who sets one capital sets all
        ("", ""),
    ],
)
def test_names_get_the_capitals_that_the_archive_prints(library, typed, read):
    assert with_capitals(library, typed) == read


def test_so_it_is_known_whom_a_question_asks_about(assistant):
    assert "said by Huseynli" in assistant.ask("what did huseynli say about russia?").understood
    assert read(assistant.library, "huseynli on iran").understood == ()
