"""The pages of a file as places in its text."""

import pytest

from ingest.domain.pages import Page, pages_of, pages_within

PAGES = (Page(1, 0), Page(2, 10), Page(4, 20, 0.5))


@pytest.mark.parametrize(
    ("start", "end", "numbers"),
    [(0, 5, [1]), (9, 10, [1]), (9, 11, [1, 2]), (10, 20, [2]), (12, 25, [2, 4]), (0, 99, [1, 2, 4])],
)
def test_words_stand_on_the_pages_that_they_touch(start: int, end: int, numbers: list[int]):
    assert [page.number for page in pages_of(PAGES, start, end)] == numbers


def test_where_no_page_is_known_there_is_none():
    assert pages_of((), 0, 5) == ()


def test_a_part_of_a_text_has_the_pages_that_it_stands_on():
    assert pages_within(PAGES, 15, 25) == (Page(2, 0), Page(4, 5, 0.5))
