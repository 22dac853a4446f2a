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


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("MFA Secretary of State for Fisheries Olga Baro", "Olga Baro", "State for Fisheries"),
        ("Deputy Director for Near East Ivan Ito", "Ivan Ito", "Deputy Director for Near East"),
        ("Director General for Latin America Ivan Ito", "Ivan Ito", "Director General for Latin America"),
        ("She works for Olga Anna Baro", "Olga Anna Baro", ""),
        ("The envoy (and guest) of Norway Ambassador Olga Baro", "Olga Baro", "Ambassador"),
        ("An envoy to Norway and Iceland Ambassador Olga Baro", "Olga Baro", "Ambassador"),
        ("The owner and Norwegian Interior Minister Olga Baro", "Olga Baro", "Norwegian Interior Minister"),
        ("The owner and Ferry Control Director Olga Baro", "Olga Baro", "Ferry Control Director"),
    ],
)
def test_what_an_office_is_for_is_no_part_of_a_name(text, name, title):
    assert [(each.name, each.title) for each in namings(f"{text} left.")][-1] == (name, title)


def test_a_slip_in_a_name_makes_no_second_person():
    people = Cast(["Senator John Baro said no. Senator Joh Baro left. Senator John Baro came back."])
    assert list(people.people) == ["John Baro"]
    assert people.people["John Baro"].spellings == ("John Baro", "Joh Baro")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Director Cheng Jingye met us. Cheng left.", "Cheng Jingye"),
        ("Director Cheng Jingye met us. Jingye left. Cheng stayed.", "Cheng"),
        ("Director Cheng Jingye met us. Cheng Li came too. Cheng left.", "Cheng"),
        ("Director Cheng Jingye met us. President Cheng left.", "Cheng"),
        ("On May 3 Cheng left. Director Cheng Jingye met us.", "Cheng"),
        ("Director Paris Baro met us. It rained in Paris. Paris was quiet.", "Paris"),
    ],
)
def test_a_surname_may_be_the_first_word_of_a_name(text, meant):
    assert Cast([text]).resolve(meant.split()[0], len(text)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Minister Daniel Ito said no. Minister Daniela Ito left.",  # a vowel may make another person
        "Senator John Baro said no. The miller Joh Baro left.",  # no office in common
        "Minister Karl Hansen said no. Minister Karl Hanen left.",  # another surname
    ],
)
def test_what_may_be_two_people_stays_two(text):
    assert len(Cast([text]).people) == 2


def test_two_who_speak_together_are_one_speaker_in_either_order():
    text = "Olga Baro and Ivan Ito said no. Ito and Baro left."
    people = Cast([text])
    assert (
        people.resolve("Olga Baro and Ivan Ito", 0)
        == people.resolve("Ito and Baro", 33)
        == "Olga Baro and Ivan Ito"
    )
