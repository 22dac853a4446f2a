"""Quotations: found by their marks, compared by their words."""

import pytest

from assistant.verification.quotations import quotations, stands

TEXT = 'Baro said the mill was "a pipe with a flag on it," &and no more.8 The Minister,s advisers\nagreed.'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Baro called it “a pipe” and «a hole».", ("a pipe", "a hole")),
        ('Baro called it "a pipe," as the post\'s report has it.', ("a pipe,",)),
        ("Baro’s ‘pipe’ is the ministry’s.", ("pipe",)),
        ("Nobody’s words, and nobody's marks.", ()),
        ("“An open one", ("An open one",)),
    ],
)
def test_quotations_are_found_by_their_marks(text, found):
    assert quotations(text) == found


@pytest.mark.parametrize(
    "quotation",
    [
        "a pipe with a flag on it",
        "A pipe with a flag on it.",
        "the mill ... a flag",
        "the mill [he owns] was … a pipe",
        "and no more",
        "the Minister’s advisers agreed",
    ],
)
def test_words_stand_whatever_the_marks_between_them(quotation):
    assert stands(quotation, TEXT)


@pytest.mark.parametrize("quotation", ["a pipe with flags", "a flag ... the mill", "pipe a with", "ill was"])
def test_other_words_or_another_order_do_not(quotation):
    assert not stands(quotation, TEXT)
