"""Words of names that are one in two spellings, and those that are two names."""

import pytest

from ingest.attribution.compared_names import compared, near, parsed
from ingest.attribution.compared_offices import plain_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Asad", "al-Assad"),
        ("Saleh", "Salih"),
        ("Mohammed", "Muhammad"),
        ("Abdullah", "Abdallah"),
        ("Aleksandr", "Alexander"),
        ("Huseynli", "Guseinli"),
        ("Đorđević", "Djordjevic"),
        ("Viktor", "Victor"),
    ],
)
def test_spellings_of_one_word(one, other):
    assert near(compared(one), compared(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hamid", "Hamad"),
        ("Jamal", "Jamil"),
        ("Erik", "Erika"),
        ("Maria", "Mario"),
        ("Ivanov", "Ivanova"),
        ("Hassan", "Hussein"),
        ("Said", "Saad"),
    ],
)
def test_two_words_that_sound_alike(one, other):
    assert not near(compared(one), compared(other))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Co-Chairman Asif Baro", "Asif Baro"),
        ("United Kingdom Gordon Baro", "Gordon Baro"),
        ("French PolDir Gerard Baro", "Gerard Baro"),
        ('("Kip") Baro', "Kip Baro"),
        ("Milan Baro", "Milan Baro"),
    ],
)
def test_what_a_cable_puts_before_a_name_is_no_part_of_it(printed, name):
    found = parsed(printed)
    assert found
    assert (found.printed, found.is_full) == (name, True)


@pytest.mark.parametrize("masked", ["xxxxx", "XXXXXXXXXXXX", "Xxxxxx Baro", "Anar xxxxx"])
def test_a_masked_name_is_nobodys(masked):
    assert parsed(masked) is None


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("During President", "President"),
        ("July President", "President"),
        ("Under Secretary", "Under Secretary"),
        ("First Secretary", "First Secretary"),
        ("President. Chief of Army Staff General", "Chief of Army Staff General"),
        ("Amb. Special Representative", "Amb. Special Representative"),
        ("fourth president in as many years", None),
        ("Ambassador on January 25", None),
        ("Since he became president of the party in 2004", None),
    ],
)
def test_an_office_is_without_the_words_of_its_sentence(title, office):
    assert plain_title(title) == office
