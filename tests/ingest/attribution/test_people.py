"""One person under many spellings, and many persons under one surname."""

from quick import text

from ingest import parse_cable
from ingest.attribution.cast import Cast
from ingest.attribution.people import join
from ingest.domain.statements import Person
from ingest.language.name_spelling import sounds


def individuals(*people):
    """Join (cable, person) pairs, each person with one sentence."""
    return join((cable, person, 1) for cable, person in people)


def names(*people):
    return [individual.name for individual in individuals(*people)]


def test_the_same_name_in_two_cables_is_one_individual():
    [one] = individuals(
        ("09BAKU1", Person("Anar Baro", ("Minister",))), ("10PARIS2", Person("Anar Baro", ("Senator",)))
    )
    assert one.cables == ("09BAKU1", "10PARIS2")
    assert one.titles == ("Minister", "Senator")


def test_spellings_of_one_name_at_one_post_are_joined():
    [one] = individuals(
        ("09BAKU1", Person("Elnur Huseynli")),
        ("09BAKU2", Person("Elnur Huseynli")),
        ("09BAKU3", Person("Elnur Huseinli")),
        ("09BAKU4", Person("Elnur Guseinli")),
    )
    assert one.name == "Elnur Huseynli"
    assert set(one.spellings) == {"Elnur Huseynli", "Elnur Huseinli", "Elnur Guseinli"}


def test_spellings_are_joined_across_posts_if_the_office_agrees():
    lower = ("09MOSCOW1", Person("Aleksandr Orlov", ("Foreign Minister",)))
    upper = ("09PARIS1", Person("Alexander Orlov", ("FM",)))
    other = ("09PARIS1", Person("Alexander Orlov", ("painter",)))
    assert len(names(lower, upper)) == 1
    assert len(names(lower, other)) == 2


def test_different_first_names_stay_apart_even_at_one_post():
    assert names(("09BAKU1", Person("Anar Baro")), ("09BAKU2", Person("Elnur Baro"))) == [
        "Anar Baro",
        "Elnur Baro",
    ]


def test_a_surname_that_fits_two_individuals_is_left_alone():
    people = [("09BAKU1", Person("Anar Baro")), ("09BAKU2", Person("Elnur Baro")), ("09BAKU3", Person("Baro"))]
    assert names(*people) == ["Anar Baro", "Baro", "Elnur Baro"]


def test_similar_surnames_are_not_the_same():
    assert len(names(("09BAKU1", Person("Anar Bari")), ("09BAKU2", Person("Anar Burov")))) == 2


def test_articles_and_doubled_letters_make_no_other_person():
    assert len(names(("09DOHA1", Person("Mohammed al-Hakim")), ("09DOHA2", Person("Muhammad Hakim")))) == 1


def test_what_is_said_in_several_cables_is_counted_together():
    [one] = individuals(("09BAKU1", Person("Anar Baro")), ("10PARIS2", Person("Anar Baro")))
    assert one.said == 2


def test_a_name_is_found_by_how_its_words_sound():
    assert sounds("Elnur Huseynli") == sounds("Elnur Guseinli")
    assert sounds("Anar Baro") & sounds("Minister Baro")
    assert not sounds("the Minister")


def test_a_row_of_capitals_is_nobodys_name_however_long():
    cable = parse_cable(text(1), name="10OSLO1")
    people = Cast(paragraph.text for paragraph in cable.paragraphs)
    assert people.is_person("Helga Baro")
    assert not people.is_person("Helga Baro " * 1000)
