"""Lists hold all cables that a question asks for and no other, or are not given."""

import pytest

from assistant.answer import STATEMENT
from assistant.kinds.cable_list import SHOWN


@pytest.mark.parametrize(
    ("asked", "cables"),
    [
        ("list all cables from baku", ["09BAKU941", "10BAKU79"]),
        ("pls show me the Maputo cables of 2009", ["09MAPUTO744"]),
        ("everything tagged EFIS", ["76REYKJAVIK1107", "09REYKJAVIK188", "09USEUBRUSSELS1431", "09OSLO702"]),
        ("secret cables from 2009", ["09ABUDHABI655", "09MOSCOW2931"]),
        ("what did Ruth Danziger classify? give me the list", ["09ANKARA1702", "10ANKARA33"]),
        ("cables signed by Tillman", ["08DUSHANBE1033", "10DUSHANBE57"]),
        ("cables with mackerel in the subject line", ["09REYKJAVIK188", "09USEUBRUSSELS1431"]),
        ("what refers to 08CAIRO611?", ["08UNROME71", "10MOSCOW1874"]),
        ("cables before 1980", ["76REYKJAVIK1107"]),
        ("wich cabels are from Oslo", ["09OSLO702"]),
    ],
)
def test_all_cables_are_listed_the_earliest_first(assistant, asked, cables):
    answer = assistant.ask(asked)
    assert (answer.kind, list(answer.cables)) == ("list", cables)
    assert [each.cable for each in answer.citations] == cables
    assert answer.text.startswith(f"{len(cables)} cable")


def test_a_cable_mentions_what_stands_in_it(assistant, library):
    answer = assistant.ask("which cables mention Shirkent")
    stands = [
        cable.id
        for cable in library.cables(library.catalogue.ids())
        if "shirkent" in " ".join([cable.subject or "", *(each.text for each in cable.paragraphs)]).casefold()
    ]
    assert sorted(answer.cables) == sorted(stands)
    assert "08TASHKENT915" in answer.cables


def test_a_phrase_stands_in_its_order(assistant):
    assert "09TBILISI2210" in assistant.ask("which cables mention the Kura line").cables
    assert not assistant.ask("which cables mention “line Kura”").cables


def test_a_long_list_tells_how_many_more_there_are(assistant, library):
    answer = assistant.ask("list all cables")
    assert len(answer.cables) == library.status().cables > SHOWN == len(answer.citations)
    assert f"has {len(answer.cables) - SHOWN} more" in answer.text


def test_nothing_is_made_up_where_nothing_fits(assistant):
    nowhere = assistant.ask("cables from Lima")
    assert (nowhere.answered, nowhere.cables, nowhere.text) == (
        False,
        (),
        "There is no cable from LIMA in this archive.",
    )
    both = assistant.ask("secret cables from Oslo")
    assert (both.answered, both.cables) == (True, ())
    assert "from OSLO: 1; classified SECRET: 4" in both.text


def test_the_filters_of_the_reader_hold(assistant):
    assert assistant.ask("list all cables from baku", since="2010").cables == ("10BAKU79",)


def test_a_part_can_be_taken_away(assistant):
    answer = assistant.ask("cables from Baku in 2010")
    assert answer.understood == ("a list of cables", "cables from BAKU", "dated 2010")
    assert len(assistant.ask("cables from Baku in 2010", without=["dated 2010"]).cables) == 2
    assert assistant.ask("cables from Baku in 2010", without=["a list of cables"]).kind == STATEMENT


def test_references_are_listed_as_printed_also_of_cables_that_are_not_here(assistant):
    answer = assistant.ask("which earlier cables does 10DUSHANBE57 give as references?")
    assert (answer.kind, answer.cables) == ("references", ("09DUSHANBE1388", "08DUSHANBE1033", "08TASHKENT915"))
    assert "09DUSHANBE1388, not in this archive" in answer.text
    assert [each.cable for each in answer.citations] == ["08DUSHANBE1033", "08TASHKENT915"]


@pytest.mark.parametrize(
    "asked",
    [
        "what do the cables from Baku say about Iran?",
        "what did Baku report about Iran?",
        "when was the cable about mackerel sent?",
        "cables from Baku that don't mention Iran",
        "what about Iran?",
        "what is the name of the minister who mentioned the dam?",
    ],
)
def test_what_is_not_wholly_understood_is_no_list(assistant, asked):
    assert assistant.ask(asked).kind not in ("list", "count", "library")


def test_these_are_the_cables_of_the_list_before(assistant):
    before = assistant.ask("cables from Moscow")
    answer = assistant.ask("which of these are secret", before.turns())
    assert answer.cables == ("09MOSCOW2931",)
    assert len(assistant.ask("which of these are secret").cables) > 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("cables from lisbon about gas", "There is no cable from LISBON about “gas” in this archive."),
        ("anything from baku in 2006 on iran?", "By themselves there are: from BAKU: 2; dated 2006: 1;"),
        ("how many cables from oslo about unicorns", "0 cables. There is no cable from OSLO about “unicorns”"),
    ],
)
def test_filters_that_leave_nothing_are_told(assistant, asked, told):
    assert told in assistant.ask(asked).text
