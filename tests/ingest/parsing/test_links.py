"""References inside paragraphs, and which cable refers to which."""

import pytest

from ingest import parse_cable
from ingest.parsing.inline_references import links, targets

CABLE = """P 041305Z FEB 10
FM AMEMBASSY BAKU
TO RUEHC/SECSTATE WASHDC

C O N F I D E N T I A L BAKU 000079

E.O. 12958: N/A
TAGS: PREL
SUBJECT: WATER

REF: A. STATE 9124
B. 09 TBILISI 2210
C. PARIS POINTS

¶1. (C) {text}
"""


def found(text):
    cable = parse_cable(CABLE.format(text=text))
    return [(cable.paragraphs[0].text[link.start : link.end], link.targets) for link in links(cable)]


@pytest.mark.parametrize(
    ("text", "words", "resolved"),
    [
        ("He took the reftel points.", "reftel", ("10STATE9124", "09TBILISI2210")),
        ("He repeated it (ref B).", "ref B", ("09TBILISI2210",)),
        ("See Ref A for more.", "Ref A", ("10STATE9124",)),
        ("As refs A and B report, he left.", "refs A and B", ("10STATE9124", "09TBILISI2210")),
        ("As in STATE 09124, he left.", "STATE 09124", ("10STATE9124",)),
        ("As told in 09 LA PAZ 345, he left.", "09 LA PAZ 345", ("09LAPAZ345",)),
    ],
)
def test_words_that_refer_to_a_cable_resolve_to_its_id(text, words, resolved):
    [(said, ids)] = found(text)
    assert said.strip() == words
    assert ids == resolved


@pytest.mark.parametrize(
    "text",
    [
        "In Paris 2007 was a good year.",
        "The ref blew his whistle.",
        "See ref C for the talking points.",
        "He will report septel.",
        "A reform A la carte.",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text):
    assert found(text) == []


def test_a_cable_refers_to_what_it_lists_and_what_it_names_once_each():
    cable = parse_cable(CABLE.format(text="See ref A, BAKU 79 and ANKARA 33."))
    assert targets(cable) == ("10STATE9124", "09TBILISI2210", "10ANKARA33")


def test_the_library_knows_both_ends(library):
    to, _ = library.references("10BAKU79")
    _, by = library.references("10STATE9124")
    assert [head.id for head in to] == ["10STATE9124"]
    assert "10BAKU79" in [head.id for head in by]
