"""Ids of cables are found in a question however they are typed; numbers beside a city are none."""

import pytest

from assistant.question.cable_ids import asked_of, named_cables, without_ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("09BAKU226", ["09BAKU226"]),
        ("what does 10 baku 00079 say about gas?", ["10BAKU79"]),
        ("09 buenos aires 1235 - massa on kirchner", ["09BUENOSAIRES1235"]),
        ("10-TEL-AVIV-42: who was there", ["10TELAVIV42"]),
        ("09STATE077662 whats it about", ["09STATE77662"]),
        ("2009BAKU226 and 2010BAKU79.", ["09BAKU226", "10BAKU79"]),
        ("compare 09BAKU226 with 09TBILISI1341, please", ["09BAKU226", "09TBILISI1341"]),
        ("76BEIRUT8520", ["76BEIRUT8520"]),
        ("what does 2009 KABUL 4071 say", ["09KABUL4071"]),
        ("in 2009 Baku 12 people met", []),
        ("the 27 members and 10 Downing Street", []),
        ("09NOWHERE226", []),
    ],
)
def test_ids_are_found_as_they_are_typed(text, ids):
    assert [each.id for each in named_cables(text)] == ids


def test_an_id_has_its_place():
    text = "who signed 08 TBILISI 1341?"
    (named,) = named_cables(text)
    assert text[named.start : named.end] == "08 TBILISI 1341"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("09BAKU226 and 09 baku 226 and 10BAKU79", ("09BAKU226", "10BAKU79")),
        ("what does 10BAKU79 refer to?", ("10BAKU79",)),
        ("what refers to 10STATE9124", ()),
        ("cables that mention the cable 10STATE9124", ()),
        ("which cables came after 10BAKU79", ()),
    ],
)
def test_a_cable_that_only_others_refer_to_is_not_asked(text, ids):
    assert asked_of(text) == ids


def test_an_id_is_read_as_it():
    assert without_ids("the cable 10BAKU79's tags, and cable no. 09 baku 226") == "it's tags, and it"
