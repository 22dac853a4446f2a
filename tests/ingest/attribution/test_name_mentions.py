"""Names as a cable writes them, and the capitals before them that are no part of a name."""

import pytest

from ingest.attribution.cast import Cast
from ingest.attribution.name_mentions import namings


def names(text):
    return list(dict.fromkeys(naming.name for naming in namings(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visiting Norway was hard. He left Norway.", ["Norway"]),
        ("In Oslo Baro said no. She flew to Oslo. Later Baro left.", ["Oslo", "Baro"]),
        ("It rained. End Summary. Baro left.", ["Baro"]),
        ("Olga Baro said no. Baro left.", ["Olga Baro", "Baro"]),
        ("New Yarmouth is large. In New Yarmouth it rained. He saw Yarmouth.", ["New Yarmouth", "Yarmouth"]),
    ],
)
def test_what_only_precedes_a_name_is_no_part_of_it(text, expected):
    assert sorted(set(names(text)) & {*expected, "Visiting Norway", "Oslo Baro", "End Summary"}) == sorted(
        expected
    )


def test_two_who_speak_together_are_one_speaker_in_either_order():
    text = "Olga Baro and Ivan Ito said no. Ito and Baro left."
    people = Cast([text])
    assert (
        people.resolve("Olga Baro and Ivan Ito", 0)
        == people.resolve("Ito and Baro", 33)
        == "Olga Baro and Ivan Ito"
    )
