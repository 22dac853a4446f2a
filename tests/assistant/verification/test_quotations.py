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


@pytest.mark.parametrize(
    ("quotation", "text"),
    [
        ("a barrier of sorts", "It was &a barrier of sorts8 that they feared."),
        ("ports and roads", "They built &quot;ports &amp; roads&quot; and ports&nbsp;and roads."),
        ("We sold it, and we would again", "“We sold it,” Baro said, “and we would again.”"),
        ("the mill would never be an economic success", "He knew the mill would never be an econmic success."),
    ],
)
def test_what_an_archive_spoilt_or_cut_in_two_stands(quotation, text):
    assert stands(quotation, text)


def test_another_word_is_no_slip_and_other_words_between_are_not_left_out():
    assert not stands("the mill would never be an economic success", "the mill could never be an economic success")
    assert not stands("We sold it, and we would again", "“We sold it,” in time “and we would again.”")


@pytest.mark.parametrize("quotation", ["a pipe with flags", "a flag ... the mill", "pipe a with", "ill was"])
def test_other_words_or_another_order_do_not(quotation):
    assert not stands(quotation, TEXT)
