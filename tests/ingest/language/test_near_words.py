"""Words are near another by their letters or by their sound; what is amiss is weighed by how easily it happens."""

import random
import string

import pytest

from ingest.language.near_words import NearWords, amiss, sound_alike

ARCHIVE = NearWords(
    {"qadhafi": 9, "netanyahu": 30, "turkey": 33, "turk": 4, "obama": 12, "weapon": 87, "hamid": 3}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gadaffi", "qadhafi"),
        ("khadafy", "qadhafi"),
        ("netanjahu", "netanyahu"),
        ("netanyaho", "netanyahu"),
        ("turky", "turkey"),
        ("boama", "obama"),
        ("wepon", "weapon"),
    ],
)
def test_the_word_that_was_meant_is_found(typed, meant):
    assert meant in [each.word for each in ARCHIVE.near(typed, 2)]


@pytest.mark.parametrize("other", ["lukashenko", "garage", "rhubarb", "a", ""])
def test_nothing_is_near_another_word(other):
    assert ARCHIVE.near(other, 2) == []


def test_arabic_writes_the_consonants_alone():
    assert [each.word for each in ARCHIVE.of_consonants("ntnh")] == ["netanyahu"]


@pytest.mark.parametrize(
    ("typed", "right", "cost"),
    [
        ("goverment", "government", 1),  # left out
        ("berlusconni", "berlusconi", 0.5),  # doubled
        ("obmaa", "obama", 1),  # changed places
        ("tunesia", "tunisia", 1),  # one vowel for another
        ("obsma", "obama", 1),  # the key beside it
        ("funds", "funes", 2),  # neither
        ("hamidi", "hamid", 1.5),  # another name
    ],
)
def test_a_slip_costs_less_than_another_word(typed, right, cost):
    assert amiss(typed, right) == cost


def test_names_sound_alike_however_they_are_transliterated():
    assert sound_alike("Gaddafi", "Qadhafi")
    assert sound_alike("Netanjahu", "Netanyahu")
    assert not sound_alike("Hamid", "Ahmed")


def test_only_the_most_frequent_words_of_a_large_archive_are_compared():
    letters = random.Random(1)
    counts = {"".join(letters.choices(string.ascii_lowercase, k=9)): 1 for _ in range(200_000)}
    near = NearWords({**counts, "rarewords": 1, "frequent": 5})
    assert [each.word for each in near.near("frequentt", 1)] == ["frequent"]
    assert near.near("rarewordss", 1) == []
