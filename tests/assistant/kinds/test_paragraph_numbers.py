"""Paragraphs of a cable by their numbers."""

import pytest


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("10BAKU79 ¶2", [2]),
        ("what does paragraph 2 of 10BAKU79 say?", [2]),
        ("paras 1-2 of 10BAKU79 pls", [1, 2]),
        ("show me paragraphs 2 and 1 of 10BAKU79", [1, 2]),
    ],
)
def test_they_are_quoted_in_full(assistant, library, asked, numbers):
    answer = assistant.ask(asked)
    quoted = " ".join(citation.quote for citation in answer.citations)
    whole = " ".join(each.text for each in library.cable("10BAKU79").paragraphs if each.number in numbers)
    assert (answer.kind, quoted.split()) == ("paragraph", whole.split())
    assert list(dict.fromkeys(citation.paragraph for citation in answer.citations)) == numbers


def test_a_number_that_a_cable_lacks_is_told(assistant):
    answer = assistant.ask("10BAKU79 ¶77")
    assert (answer.answered, answer.text.split("\n")[-1]) == (False, "It has no ¶77.")
