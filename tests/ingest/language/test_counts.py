"""Numbers with what they count."""

import pytest

from ingest.language.counts import count, plural


@pytest.mark.parametrize(
    ("number", "name", "written"),
    [
        (0, "cable", "0 cables"),
        (1, "cable", "1 cable"),
        (1204, "cable", "1,204 cables"),
        (1, "person", "1 person"),
        (2, "person", "2 people"),
    ],
)
def test_what_is_counted_is_in_the_plural_unless_it_is_one(number, name, written):
    assert count(number, name) == written


def test_part_of_one_is_in_the_plural():
    assert [plural(number, "second") for number in (0.4, 1.0, 60.0)] == ["seconds", "second", "seconds"]
