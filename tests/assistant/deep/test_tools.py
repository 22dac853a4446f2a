"""What a model may look up, and what it is told when it calls a tool in a way that makes no sense."""

import pytest

from assistant.deep.calls import ToolCall, calls, has_enough
from assistant.deep.tools import SCHEMAS, described, use, within
from ingest.domain.clearance import Clearance
from ingest.domain.filters import EVERYWHERE, Filters


def test_a_search_brings_passages(library):
    looked = use(
        library, EVERYWHERE, "search", {"query": "Russia's willingness to sanction Iran", "origin": "baku"}
    )
    assert looked.passages[0].cable == "10BAKU79"
    assert {each.cable[2:6] for each in looked.passages} == {"BAKU"}
    assert looked.words == "12 passages from 2 cables."


def test_what_a_person_says_is_found_by_any_spelling(library):
    looked = use(library, EVERYWHERE, "statements", {"person": "Husseinli", "about": "Russia"})
    assert looked.passages[0].cable == "10BAKU79"


def test_a_cable_is_opened_from_its_beginning(library):
    looked = use(library, EVERYWHERE, "open_cable", {"cable": "10 baku 79"})
    assert [each.ordinal for each in looked.passages] == sorted(each.ordinal for each in looked.passages)
    assert looked.passages[0].label == "10BAKU79 ¶1"


def test_cables_are_listed_and_counted(library):
    listed = use(library, EVERYWHERE, "list_cables", {"origin": "BAKU"})
    assert "10BAKU79 (4 February 2010)" in listed.words
    counted = use(library, EVERYWHERE, "count_cables", {})
    assert counted.words.startswith(f"{library.status().cables} cables (")
    assert not listed.passages + counted.passages


NONSENSE = {
    "no such tool": ("delete_everything", {}, "There is no such tool; there are search, statements,"),
    "no arguments": ("search", {}, "search was not called as it should be: query: Field required."),
    "no object": ("search", ["Russia"], "search was not called as it should be"),
    "no JSON": ("search", None, "search was not called as it should be"),
    "an argument of its own": (
        "open_cable",
        {"cable": "10BAKU79", "as": "admin"},
        "Extra inputs are not permitted",
    ),
    "no date": ("search", {"query": "gas", "since": "last week"}, "'last week' is not a date"),
    "far too long": ("search", {"query": "gas " * 1_000}, "at most 300 characters"),
    "a number": ("statements", {"person": 7}, "valid string"),
    "no such cable": ("open_cable", {"cable": "99NOWHERE1"}, "There is no cable 99NOWHERE1 here."),
    "half a character": ("search", {"query": "\ud800"}, ""),
}


@pytest.mark.parametrize(("name", "given", "told"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_gets_a_sentence_back(library, name, given, told):
    looked = use(library, EVERYWHERE, name, given)
    assert told in looked.words
    assert len(looked.words.splitlines()) == 1


def test_the_readers_filters_bind_every_tool(library):
    reader = Filters(since="2010", origin="BAKU")
    for name, given in {
        "search": {"query": "the port lease", "origin": "MAPUTO"},
        "list_cables": {"origin": "MAPUTO"},
        "count_cables": {"origin": "MAPUTO"},
        "statements": {"person": "Chivangue", "origin": "MAPUTO"},
    }.items():
        assert use(library, reader, name, given).words == "The reader's filters rule that out."
    assert "There is no cable" in use(library, reader, "open_cable", {"cable": "07MAPUTO1180"}).words
    wide = use(library, reader, "search", {"query": "the port lease", "since": "2001"})
    assert {each.cable[:6] for each in wide.passages} <= {"10BAKU"}


@pytest.mark.parametrize(
    ("reader", "asked", "both"),
    [
        ({"since": "2009"}, {"since": "2008-05"}, {"since": "2009"}),
        ({"since": "2009"}, {"since": "2009-05"}, {"since": "2009-05"}),
        ({"until": "2009"}, {"until": "2009-05"}, {"until": "2009-05"}),
        ({"until": "2009-05"}, {}, {"until": "2009-05"}),
        ({"tag": "prel"}, {"tag": "PREL"}, {"tag": "PREL"}),
        ({"person": "Aliyev"}, {"person": "Putin"}, {"person": "Aliyev"}),
    ],
)
def test_filters_only_ever_narrow(reader, asked, both):
    assert within(Filters(**reader), Filters(**asked)) == Filters(**both)


def test_what_is_above_a_clearance_cannot_be_looked_up(library):
    low = library.cleared(Clearance.parse("U"))
    for name, given in {"search": {"query": "Russia"}, "open_cable": {"cable": "10BAKU79"}}.items():
        assert not [each for each in use(low, EVERYWHERE, name, given).passages if each.marking not in (None, "U")]


def test_every_tool_is_described():
    lines = described().splitlines()
    assert len(lines) == len(SCHEMAS)
    assert lines[0].startswith('search {"since"?, "until"?')


CALLS = {
    "plain": ('search {"query": "gas"}', [ToolCall("search", {"query": "gas"})]),
    "bulleted": (
        '- search: {"query": "gas"}\n2. count_cables {}',
        [ToolCall("search", {"query": "gas"}), ToolCall("count_cables", {})],
    ),
    "in prose": (
        'I will look.\n`open_cable {"cable": "10BAKU79"}`',
        [ToolCall("open_cable", {"cable": "10BAKU79"})],
    ),
    "broken": ('search {"query": gas}', [ToolCall("search", None)]),
    "twice": ('search {"query": "gas"}\nsearch {"query": "gas"}', [ToolCall("search", {"query": "gas"})]),
    "none": ("I think we should search for gas.", []),
    "too long": ("search " + '{"query": "' + "gas " * 600 + '"}', []),
}


@pytest.mark.parametrize(("said", "wanted"), CALLS.values(), ids=CALLS)
def test_calls_are_read_from_lines(said, wanted):
    found = calls(said)
    assert found == wanted


def test_no_round_has_more_than_four_calls():
    assert len(calls("\n".join(f'search {{"query": "gas {number}"}}' for number in range(9)))) == 4


def test_done_is_told_from_a_question():
    assert has_enough("DONE")
    assert has_enough("DONE.")
    assert not has_enough('search {"query": "what was done"}')


def test_a_call_is_told_in_a_line():
    call = ToolCall("search", {"query": "gas\ntransit", "since": "2009", "until": None})
    assert call.words == "search: gas transit, since 2009"
