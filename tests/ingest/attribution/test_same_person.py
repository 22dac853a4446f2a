"""Who of several cables is one person: what names, offices, places, dates and company tell."""

import gc
import random
import time

import pytest

from ingest.attribution.people import join
from ingest.domain.statements import Person

# Each: who is in which cable, with which offices; by number, who of them are one; who is offered as perhaps one.
CASES = {
    "one name with and without its article, one surname alone in the office": (
        [
            ("08DAMASCUS1", "Bashir al-Asadi", "President"),
            ("09DAMASCUS2", "Bashir al-Assadi", "Syrian President"),
            ("09DAMASCUS3", "Assadi", "President"),
            ("08PARIS4", "Asadi", "Syrian President"),
        ],
        [{0, 1, 2, 3}],
        [],
    ),
    "a president and his son": (
        [("75DAMASCUS1", "Hafiz al-Asadi", "President"), ("08DAMASCUS2", "Bashir al-Asadi", "President")],
        [{0}, {1}],
        [],
    ),
    "kings are called by their first name, each in his country": (
        [
            ("08RIYADH1", "Abdullah bin Abdulaziz", "King"),
            ("08RIYADH2", "Abdullah", "King"),
            ("08AMMAN3", "Abdullah", "King"),
            ("08RIYADH4", "Abdullah bin Abdulaziz Al Saud", "King"),
        ],
        [{0, 1, 3}, {2}],
        [],
    ),
    "a king, his crown prince and somebody of the house": (
        [
            ("08MANAMA1", "Hamad bin Isa Al Khalifa", "King"),
            ("08MANAMA2", "Salman bin Hamad Al Khalifa", "Crown Prince"),
            ("08MANAMA3", "Hamad", "King"),
            ("08MANAMA4", "Al Khalifa", "Prime Minister"),
        ],
        [{0, 2}, {1}, {3}],
        [],
    ),
    "three forms of one president, and his son": (
        [
            ("09SANAA1", "Ali Abdullah Saleh", "President"),
            ("09SANAA2", "Saleh", "President"),
            ("09SANAA3", "Ali Abdallah Salih", "President"),
            ("09SANAA4", "Ahmed Ali Saleh", "Republican Guard Commander"),
            ("09SANAA5", "Ali Saleh", "Yemeni President"),
        ],
        [{0, 1, 2, 4}, {3}],
        [],
    ),
    "letters stand for a name": (
        [
            ("09ABUDHABI1", "Mohammed bin Zayed", "Abu Dhabi Crown Prince"),
            ("09ABUDHABI2", "MbZ", ""),
            ("09ABUDHABI3", "Muhammad bin Zayid Al Nahyan", "Crown Prince"),
            ("09ABUDHABI4", "Hazza bin Zayed", "State Security Director"),
        ],
        [{0, 1, 2}, {3}],
        [],
    ),
    "a president and his brothers": (
        [
            ("09KABUL1", "Hamid Barakzai", "President"),
            ("09KABUL2", "Ahmed Wali Barakzai", "Provincial Council Chairman"),
            ("09KABUL3", "Barakzai", "President"),
            ("09KABUL4", "Mahmood Barakzai", ""),
        ],
        [{0, 2}, {1}, {3}],
        [],
    ),
    "only a brother of the president has a first name": (
        [("09KABUL3", "Barakzai", "President"), ("09KABUL4", "Mahmood Barakzai", "")],
        [{0}, {1}],
        [(0, 1)],
    ),
    "brother and sister": ([("09OSLO1", "Erik Storm", ""), ("09OSLO2", "Erika Storm", "")], [{0}, {1}], []),
    "brothers whose names sound alike": (
        [("09CAIRO1", "Jamal Mansur", "Minister"), ("09CAIRO2", "Jamil Mansur", "Minister")],
        [{0}, {1}],
        [],
    ),
    "two ministers of one surname at different posts": (
        [("09OSLO1", "Storm", "Foreign Minister"), ("09COPENHAGEN2", "Storm", "Foreign Minister")],
        [{0}, {1}],
        [],
    ),
    "two ministers of one surname with different portfolios": (
        [("09OSLO1", "Storm", "Finance Minister"), ("09OSLO2", "Storm", "Defense Minister")],
        [{0}, {1}],
        [],
    ),
    "a minister of another post may be another one": (
        [("09OSLO1", "Erik Storm", "Foreign Minister"), ("09COPENHAGEN2", "Storm", "Foreign Minister")],
        [{0}, {1}],
        [(0, 1)],
    ),
    "unless the cable says of which country": (
        [("09OSLO1", "Erik Storm", "Foreign Minister"), ("09COPENHAGEN2", "Storm", "Norwegian Foreign Minister")],
        [{0, 1}],
        [],
    ),
    "or that country is known to have another one": (
        [
            ("09OSLO1", "Erik Storm", "Foreign Minister"),
            ("09COPENHAGEN2", "Storm", "Foreign Minister"),
            ("09COPENHAGEN3", "Lars Baro", "Foreign Minister"),
        ],
        [{0, 1}, {2}],
        [],
    ),
    "two names in one cable are two people": (
        [("09OSLO1", "Erik Storm", "Foreign Minister"), ("09OSLO1", "Eric Storm", "Foreign Minister")],
        [{0}, {1}],
        [],
    ),
    "masked names are nobody": ([("09OSLO1", "Xxxxxx Storm", ""), ("09OSLO2", "xxxxx", "")], [], []),
    "middle initials at odds": (
        [("90PARIS1", "George H. Storm", "President"), ("05PARIS2", "George W. Storm", "President")],
        [{0}, {1}],
        [],
    ),
    "a middle name left out": (
        [
            ("09LIMA1", "Jose Vega", "Interior Minister"),
            ("09LIMA2", "Jose Antonio Vega", "Minister of the Interior"),
        ],
        [{0, 1}],
        [],
    ),
    "a short name that fits two": (
        [("09LIMA1", "Jose Luis Vega", ""), ("09LIMA2", "Jose Antonio Vega", ""), ("09LIMA3", "Jose Vega", "")],
        [{0}, {1}, {2}],
        [(0, 2), (1, 2)],
    ),
    "two surnames": (
        [
            ("09MADRID1", "Alfredo Perez", "Interior Minister"),
            ("09MADRID2", "Alfredo Perez Rubio", "Interior Minister"),
            ("09MADRID3", "Rubio", "Interior Minister"),
            ("09MADRID4", "Perez", "Interior Minister"),
        ],
        [{0, 1, 2, 3}],
        [],
    ),
    "what a cable puts before a name": (
        [
            ("09KABUL1", "Hamid Barakzai", "President"),
            ("10KABUL2", "London Barakzai", "President"),
            ("09KABUL3", "Co-Chairman Hamid Barakzai", "President"),
        ],
        [{0, 1, 2}],
        [],
    ),
    "a president is called by a name between, beside the full one": (
        [
            ("09BRASILIA1", "Luiz Inacio Baro da Vega", "President"),
            ("09BRASILIA1", "Baro", "President"),
            ("09BRASILIA2", "Baro", "President"),
        ],
        [{0, 1, 2}],
        [],
    ),
    "an initial stands for a first name in one office": (
        [("09LIMA1", "J. Vega", "Interior Minister"), ("09LIMA2", "Jose Vega", "Interior Minister")],
        [{0, 1}],
        [],
    ),
    "an initial that stands for two": (
        [
            ("09LIMA1", "J. Vega", "Interior Minister"),
            ("09LIMA2", "Jose Vega", "Interior Minister"),
            ("09LIMA3", "Juan Vega", "Interior Minister"),
        ],
        [{0}, {1}, {2}],
        [(0, 1), (0, 2)],
    ),
    "a hyphen more or less": (
        [
            ("09SEOUL1", "Bae Jong-il", "Trade Minister"),
            ("09SEOUL2", "Bae Jong Il", ""),
            ("09SEOUL3", "Bae Jong-un", "Trade Minister"),
        ],
        [{0, 1}, {2}],
        [],
    ),
    "brothers in two offices": (
        [
            ("09WARSAW1", "Lech Baro", "President"),
            ("09WARSAW2", "Jaroslaw Baro", "Prime Minister"),
            ("09WARSAW3", "Baro", "President"),
            ("09WARSAW4", "Baro", "PM"),
            ("09WARSAW5", "Baro", ""),
        ],
        [{0, 2}, {1, 3}, {4}],
        [(0, 4), (1, 4)],
    ),
    "nobody else of that name is anywhere": (
        [("09OSLO1", "Erik Storm", ""), ("09PARIS2", "Storm", "")],
        [{0}, {1}],
        [(0, 1)],
    ),
    "decades lie between": (
        [("75LIMA1", "Juan Vega", "Colonel"), ("09LIMA2", "Juan Vega", "Senator")],
        [{0}, {1}],
        [(0, 1)],
    ),
    "decades lie between one in office and a surname": (
        [("75LIMA1", "Juan Vega", "Foreign Minister"), ("09LIMA2", "Vega", "Foreign Minister")],
        [{0}, {1}],
        [],
    ),
    "husband and wife": (
        [("09MOSCOW1", "Igor Orlov", ""), ("09MOSCOW2", "Irina Orlova", ""), ("09MOSCOW3", "Orlova", "")],
        [{0}, {1, 2}],
        [],
    ),
    "one office after the other": (
        [
            ("07OSLO1", "Erik Storm", "Finance Minister"),
            ("09OSLO2", "Erik Storm", "Foreign Minister"),
            ("09OSLO3", "Storm", "Foreign Minister"),
            ("07OSLO4", "Storm", "Minister of Finance"),
        ],
        [{0, 1, 2, 3}],
        [],
    ),
    "two posts of one country": (
        [("08RIYADH1", "Khalid bin Faisal", "Makkah Governor"), ("08JEDDAH2", "Khaled bin Faysal", "Prince")],
        [{0, 1}],
        [],
    ),
    "a general is no minister": (
        [("09MADRID1", "Trinidad Vega", "Health Minister"), ("08MADRID2", "Vega", "General")],
        [{0}, {1}],
        [],
    ),
    "a deputy is not the minister": (
        [("09OSLO1", "Erik Storm", "Deputy Foreign Minister"), ("09OSLO2", "Storm", "Foreign Minister")],
        [{0}, {1}],
        [],
    ),
    "a son has his father's name": (
        [("09SANAA1", "Ali Saleh", "Governor"), ("09SANAA2", "Ahmed Ali Saleh", "Governor")],
        [{0}, {1}],
        [],
    ),
    "one brother after the other": (
        [
            ("07HAVANA1", "Fidel Baro", "President"),
            ("09HAVANA2", "Raul Baro", "President"),
            ("08HAVANA3", "Baro", "President"),
        ],
        [{0}, {1}, {2}],
        [(0, 2), (1, 2)],
    ),
    "a careless spelling in one office": (
        [
            ("06PARIS1", "Nicolas Durand", "Interior Minister"),
            ("06PARIS2", "Nicholas Durand", "Interior Minister"),
        ],
        [{0, 1}],
        [],
    ),
    "the President's lawyer is not the President": (
        [("09BOGOTA1", "Virginia Vega", "President; Lawyer"), ("10BOGOTA2", "Vega", "President")],
        [{0}, {1}],
        [],
    ),
    "nobody is minister of two things": (
        [
            ("09KABUL1", "Farouk Baro", "Education Minister; Defense Minister"),
            ("09KABUL2", "Baro", "Defense Minister"),
        ],
        [{0}, {1}],
        [],
    ),
    "a country is not a part of a name": (
        [("09ISLAMABAD1", "Tehrik-e-Taliban Pakistan", ""), ("09ISLAMABAD2", "Pakistan", "")],
        [{0}, {1}],
        [],
    ),
}


@pytest.mark.parametrize(("people", "groups", "offered"), CASES.values(), ids=CASES)
def test_who_is_one_and_who_is_two(people, groups, offered):
    persons = [Person(name, tuple(filter(None, titles.split("; "))), (name,)) for _, name, titles in people]
    found = join((cable, person, 1) for (cable, *_), person in zip(people, persons, strict=True))
    by_number = [
        {at for at, (cable, name, _) in enumerate(people) if (cable, name) in each.named} for each in found
    ]
    assert sorted(by_number, key=min) == groups
    for one, other in offered:
        mine, theirs = (found[next(i for i, group in enumerate(by_number) if at in group)] for at in (one, other))
        assert theirs.name in mine.perhaps
        assert mine.name in theirs.perhaps


def test_what_the_cable_itself_equates_is_one():
    people = [
        Person("Abdullah bin Zayed", ("Foreign Minister",), ("Abdullah bin Zayed", "AbZ")),
        Person("Abdullah bin Zayed Al Nahyan", ("UAE Foreign Minister",), ("Abdullah bin Zayed Al Nahyan", "AbZ")),
    ]
    [one] = join(("09ABUDHABI1", person, 1) for person in people)
    assert (one.name, one.cables, one.said) == ("Abdullah bin Zayed", ("09ABUDHABI1",), 2)


def test_who_is_called_just_so_by_the_cable_is_no_other_person():
    people = [
        Person("Goodluck Baro", (), ("Goodluck Baro", "Baro", "AgP")),
        Person("AgP Baro", (), ("AgP Baro",)),
    ]
    [one] = join(("10ABUJA1", person, 1) for person in people)
    assert one.name == "Goodluck Baro"


def test_an_office_has_the_dates_of_the_cables_that_give_it_and_no_words_of_the_sentence():
    people = [
        ("09OSLO2", Person("Erik Storm", ("During Foreign Minister",)), 1),
        ("07OSLO1", Person("Erik Storm", ("Finance Minister",)), 1),
        ("10OSLO3", Person("Erik Storm", ("Foreign Minister", "fourth minister in as many years")), 1),
    ]
    [one] = join(people, {"07OSLO1": "2007-05-01", "09OSLO2": "2009-03-02T10:00Z"})
    assert [(each.title, each.first, each.last) for each in one.offices] == [
        ("Finance Minister", "2007-05-01", "2007-05-01"),
        ("Foreign Minister", "2009-03-02", "2010"),
    ]
    assert one.titles == ("Finance Minister", "Foreign Minister")


@pytest.mark.parametrize("surname", ["", "Saleh"], ids=["many surnames", "one surname"])
def test_the_time_grows_with_the_people_and_not_with_their_pairs(surname):
    taken = {}
    for number in (400, 3200):
        people = _crowd(number, surname)
        gc.collect()
        gc.disable()  # it goes through all that other tests have left
        begun = time.process_time()
        join(people)
        taken[number] = time.process_time() - begun
        gc.enable()
    assert taken[3200] < 32 * taken[400]  # 8 times as many; all pairs would be 64 times


def _crowd(number, surname):
    chance = random.Random(number)
    offices = ["President", "Foreign Minister", "Trade Minister", "General", "Director", ""]
    posts = ["BAKU", "PARIS", "OSLO", "CAIRO", "LIMA", "MADRID"]

    def word(length):
        return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(length)).capitalize()

    people = []
    for at in range(number):
        name = f"{word(3)} {surname or word(4)}"
        for form in (name, name.split()[1]):
            titles = tuple(filter(None, [chance.choice(offices)]))
            people.append((f"09{chance.choice(posts)}{at}", Person(form, titles, (form,)), 1))
    return people
