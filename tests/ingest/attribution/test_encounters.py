"""Who meets whom: what a sentence says outright, and what only looks like it."""

import pytest
from quick import text

from ingest.attribution.attribute import attribute
from ingest.attribution.cast import Cast
from ingest.attribution.encounters import encounters
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences
from ingest.parsing.parser import parse_cable

POST = "post"
MEETINGS = [
    (
        "On March 3, the Ambassador met with Foreign Minister Tomas Brekke to discuss the fisheries accord.",
        {("Tomas Brekke", POST)},
    ),
    (
        "Deputy Interior Minister Lina Oruc told Poloff on May 9 that the border posts would reopen.",
        {("Lina Oruc", POST)},
    ),
    (
        "In a July 14 meeting with the Charge, Trade Minister Idris Pelu complained about the tariff.",
        {("Idris Pelu", POST)},
    ),
    (
        "President Marko Vantis received Senator Helen Drummond at the summer palace on June 1.",
        {("Helen Drummond", "Marko Vantis")},
    ),
    (
        "The DCM called on Speaker Rosa Almarez on October 12.",
        {("Rosa Almarez", POST)},
    ),
    (
        "Emboffs met separately with opposition leader Jonas Keel and Mayor Petra Holm.",
        {("Jonas Keel", POST), ("Petra Holm", POST)},
    ),
    (
        "Over lunch with Econoff, bank governor Samir Toth laid out the plan for the new currency.",
        {("Samir Toth", POST)},
    ),
    (
        "Prime Minister Ilse Karn met President Marko Vantis in Port Orlen on Tuesday.",
        {("Ilse Karn", "Marko Vantis")},
    ),
    (
        "Accompanied by Defense Minister Otto Brandl, Prime Minister Ilse Karn told the Ambassador that the base would close.",
        {("Ilse Karn", POST), ("Otto Brandl", POST)},
    ),
    (
        "Bishop Anton Reyle and lawyer Dina Mossad told Poloff that the prisoners had been moved.",
        {("Anton Reyle", POST), ("Dina Mossad", POST)},
    ),
    (
        "During a dinner hosted by Ambassador Clark on April 2, General Pavel Duric described the exercise.",
        {("Clark", "Pavel Duric")},
    ),
    (
        "Visiting Assistant Secretary Paul Herrick held talks with Foreign Minister Tomas Brekke on the margins of the summit.",
        {("Paul Herrick", "Tomas Brekke")},
    ),
    (
        "Codel Drummond met with King Yusuf Adir at the Green Palace.",
        {("Drummond", "Yusuf Adir")},
    ),
    (
        "At a January 20 meeting, Health Minister Nadia Seck informed the Ambassador that the clinics lacked staff.",
        {("Nadia Seck", POST)},
    ),
    (
        "When the Ambassador met Vice President Hugo Lantz on Monday, Lantz was tired but friendly.",
        {("Hugo Lantz", POST)},
    ),
    (
        "Polcouns spoke by phone with MFA Director General Erik Salo on August 30.",
        {("Erik Salo", POST)},
    ),
    (
        "Foreign Minister Tomas Brekke summoned the Ambassador on November 8 to protest the visa decision.",
        {("Tomas Brekke", POST)},
    ),
    (
        "Special Envoy Martha Quill sat down with rebel commander Issa Bakary for three hours.",
        {("Issa Bakary", "Martha Quill")},
    ),
    (
        "Secretary Harlan Rowe thanked President Marko Vantis, whom he met in Port Orlen, for the grain.",
        {("Harlan Rowe", "Marko Vantis")},
    ),
    (
        "ADM Joseph Pell paid a call on Defense Minister Otto Brandl on September 4.",
        {("Joseph Pell", "Otto Brandl")},
    ),
    (
        "Central Bank Governor Samir Toth briefed the Ambassador and Econcouns on February 6 on the loan.",
        {("Samir Toth", POST)},
    ),
    (
        "Participants: U.S.: Ambassador Ruth Clark; Poloff Ben Ames. Norland: Foreign Minister Tomas Brekke; Director Erik Salo.",
        {
            ("Ben Ames", "Erik Salo"),
            ("Ben Ames", "Tomas Brekke"),
            ("Erik Salo", "Ruth Clark"),
            ("Ruth Clark", "Tomas Brekke"),
        },
    ),
    (
        "President Marko Vantis hosted Prime Minister Ilse Karn for a working dinner on May 30.",
        {("Ilse Karn", "Marko Vantis")},
    ),
    (
        "Editor Dina Mossad, in a conversation with Poloff, doubted that the law would pass.",
        {("Dina Mossad", POST)},
    ),
    (
        "The Ambassador's March 9 meeting with Interior Minister Goran Vuk lasted two hours.",
        {("Goran Vuk", POST)},
    ),
    (
        "Following his meeting with Prime Minister Ilse Karn, Envoy Martha Quill flew home.",
        {("Ilse Karn", "Martha Quill")},
    ),
    (
        "In a meeting with Special Envoy Martha Quill, Interior Minister Goran Vuk denied the report.",
        {("Goran Vuk", "Martha Quill")},
    ),
    (
        "Senator Helen Drummond and Foreign Minister Tomas Brekke met on December 1 to review the treaty.",
        {("Helen Drummond", "Tomas Brekke")},
    ),
    (
        "We met on July 2 with union chief Petra Holm, who expects a strike.",
        {("Petra Holm", POST)},
    ),
    (
        "Foreign Minister Tomas Brekke was joined by Director Erik Salo when he met the Charge on June 6.",
        {("Erik Salo", POST), ("Tomas Brekke", POST)},
    ),
]
NONE = [
    "Foreign Minister Tomas Brekke declined to meet the Ambassador on March 3.",
    "The Ambassador will meet with Foreign Minister Tomas Brekke next week.",
    "President Marko Vantis hopes to meet Prime Minister Ilse Karn in May.",
    "Prime Minister Ilse Karn refused to see Special Envoy Martha Quill.",
    "The Ambassador had hoped to meet Interior Minister Goran Vuk before the vote.",
    "Special Envoy Martha Quill is scheduled to meet with King Yusuf Adir on April 4.",
    "The meeting between President Marko Vantis and Prime Minister Ilse Karn was cancelled.",
    "Foreign Minister Tomas Brekke never met General Pavel Duric.",
    "Poloff asked whether Speaker Rosa Almarez had met with rebel commander Issa Bakary.",
    "Brekke should meet with Trade Minister Idris Pelu, the Ambassador suggested.",
    "If President Marko Vantis met Prime Minister Ilse Karn, the crisis would end.",
    "The proposal met with resistance from Trade Minister Idris Pelu.",
    "Foreign Minister Tomas Brekke met the deadline that Trade Minister Idris Pelu had set.",
    "Interior Minister Goran Vuk told the press that Mayor Petra Holm was lying.",
    "General Pavel Duric told a newspaper that Senator Helen Drummond was wrong.",
    "Vice President Hugo Lantz called on Prime Minister Ilse Karn to resign.",
    "Bishop Anton Reyle denied that he had met with General Pavel Duric.",
    "The Ambassador requested a meeting with King Yusuf Adir, but has had no reply.",
    "President Marko Vantis was unable to meet with Senator Helen Drummond.",
    "Foreign Minister Tomas Brekke offered to meet Special Envoy Martha Quill in Port Orlen.",
    "Director Erik Salo said a meeting with Trade Minister Idris Pelu would be useful.",
    "Prime Minister Ilse Karn wrote to the Ambassador on May 2.",
    "According to press reports, General Pavel Duric may have met with rebel commander Issa Bakary.",
    "The Ambassador urged Speaker Rosa Almarez to meet with opposition leader Jonas Keel.",
    "Editor Dina Mossad praised Mayor Petra Holm and Bishop Anton Reyle.",
    "Rather than meeting Prime Minister Ilse Karn, President Marko Vantis went to the coast.",
    "Without meeting the Ambassador, Deputy Minister Lina Oruc left the capital.",
    "Lawyer Dina Mossad told her brother that Governor Samir Toth was honest.",
    "President Marko Vantis postponed his meeting with Senator Helen Drummond.",
    "Trade Minister Idris Pelu agreed to meet the Charge the following day.",
]


def read(words, kind="narration", **spoken):
    """Return the encounters of a text that is a paragraph of its own; a list of participants is one sentence."""
    ends = [(0, len(words))] if words.startswith("Participants") else sentences(words)
    said = [Statement(1, start, end, kind, **spoken) for start, end in ends]
    paragraph = Paragraph("10OSLO1", 1, 1, words, 0, len(words), ((0, len(words)),))
    return encounters([paragraph], Cast([words]), said)


def pairs(words, **spoken):
    return {tuple(sorted((each.one, POST if each.is_post else each.other))) for each in read(words, **spoken)}


@pytest.mark.parametrize(("words", "wanted"), MEETINGS)
def test_a_sentence_that_says_who_met(words, wanted):
    assert pairs(words) == wanted


@pytest.mark.parametrize("words", NONE)
def test_a_sentence_that_only_looks_like_it(words):
    assert pairs(words) == set()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The Ambassador met with Foreign Minister Tomas Brekke.", "met"),
        ("In a telephone call with the Ambassador, Foreign Minister Tomas Brekke agreed.", "spoke"),
        ("Foreign Minister Tomas Brekke told the Ambassador that he agreed.", "spoke"),
    ],
)
def test_what_may_have_been_by_telephone_is_no_meeting(words, kind):
    assert [each.kind for each in read(words)] == [kind]


def test_an_officer_is_called_as_the_sentence_does():
    found = read("Foreign Minister Tomas Brekke told us so. He received visiting Senator Helen Drummond on May 3.")
    assert [each.other for each in found] == ["the post's officers"]
    assert [each.other for each in read("Mayor Petra Holm told Econoffs that the mill was closed.")] == [
        "Econoffs"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The French Ambassador met with Foreign Minister Tomas Brekke.",
        "The Ambassador of Norway met with Foreign Minister Tomas Brekke.",
        "An adviser to Foreign Minister Tomas Brekke told us that the mill was closed.",
        "Per lawyer Dina Mossad, Foreign Minister Tomas Brekke's deputy told the Ambassador so.",
        "Post is working to set up a meeting between Senator Helen Drummond and Foreign Minister Tomas Brekke.",
        "The mill is on the agenda for Minister Tomas Brekke's meeting with Senator Helen Drummond.",
        "According to a trader, Foreign Minister Tomas Brekke, he told us, owns the mill.",
        "Mayor Petra Holm confirmed at a dinner that Foreign Minister Tomas Brekke has told Econoff's driver so.",
        '"The Ambassador met with Foreign Minister Tomas Brekke," a weekly wrote.',
    ],
)
def test_others_than_those_named_met(words):
    assert pairs(words) == set()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "Foreign Minister Tomas Brekke met with Mayor Petra Holm, and Senator Helen Drummond will meet the King.",
            {("Petra Holm", "Tomas Brekke")},
        ),
        (
            "Mayor Petra Holm confirmed in a May 3 dinner with the Ambassador that Minister Tomas Brekke has agreed.",
            {("Petra Holm", POST)},
        ),
    ],
)
def test_whose_clause_ends_before_is_not_among_them(words, wanted):
    assert pairs(words) == wanted


def test_who_speaks_surely_and_is_said_to_tell_the_post_something_spoke_with_it():
    sure = {"kind": "said", "speaker": "Tomas Brekke"}
    words = "Foreign Minister Tomas Brekke looked tired. He told the Ambassador that the mill was closed."
    assert pairs(words, **sure, sure=0.95) == {("Tomas Brekke", POST)}
    assert pairs(words, **sure, sure=0.6) == set()


def test_a_cable_has_its_encounters_with_their_sentences():
    cable = parse_cable(
        text(1, "Nothing happened. The Ambassador met with Foreign Minister Tomas Brekke on May 3.")
    )
    (found,) = attribute(cable).encounters
    words = cable.paragraphs[0].text[found.start : found.end]
    assert (found.one, found.other, found.is_post) == ("Tomas Brekke", "the Ambassador", True)
    assert words == "The Ambassador met with Foreign Minister Tomas Brekke on May 3."
