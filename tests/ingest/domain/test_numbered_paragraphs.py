"""Paragraphs by their numbers: those that a cable prints, and the places of those of a document."""

from dataclasses import replace

from invented import ferry


def test_a_cable_has_the_paragraphs_that_print_a_number():
    assert [each.ordinal for each in ferry().numbered(2)] == [2, 3]
    assert ferry().numbered(9) == ()


def test_the_paragraphs_of_a_document_are_counted_where_they_print_none():
    letter = replace(
        ferry(),
        flags=("document", "letter"),
        paragraphs=tuple(replace(each, number=None) for each in ferry().paragraphs),
    )
    assert [each.ordinal for each in letter.numbered(3)] == [3]
    assert replace(letter, flags=()).numbered(3) == ()
