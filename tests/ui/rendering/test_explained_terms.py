"""What is explained beside a cable: abbreviations, marks and words of the trade, and no ordinary word."""

import re
import time
from dataclasses import replace

import pytest
from invented import ferry
from quick import text

from ingest import parse_cable
from ui.rendering.addresses import Place
from ui.rendering.cable_html import cable_page
from ui.rendering.explained_terms import Explained


def explained(words: str, *before: str) -> dict[str, str]:
    """Return the terms in the last paragraph of a cable as they are written there, with their meanings."""
    cable = parse_cable(text(1, *before, words), name="10OSLO1")
    gathered = Explained.of(cable)
    found = [gathered.places(paragraph.text) for paragraph in cable.paragraphs][-1]
    return {cable.paragraphs[-1].text[each.start : each.end]: each.term.meaning for each in found}


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("EmbOff knew of the NODIS message; NODIS is NODIS.", ["EmbOff", "NODIS"]),
        ("P5+1 and the P5 met the pol/econ chief.", ["P5+1", "P5", "pol/econ"]),
        ("A/S Gordon saw the DCM's car; see septel.", ["A/S", "DCM", "septel"]),
        ("He acted on info that the post's desk had, a cable, at once.", []),
        ("DAS Miller liked das Auto; at 5 PM the PM came.", ["DAS", "PM"]),
        ("THE SECRET MASS TIP WAS SENSITIVE, SAID THE PM.", []),  # names cannot be distinguished there
        ("XXXXXXXXXXXX of the GOI said so.", []),
    ],
)
def test_terms_are_found_where_they_first_stand_in_a_paragraph(words, terms):
    assert list(explained(words)) == terms


def test_what_the_cable_opens_itself_means_that():
    opening = "The Sensible Boat Union (SBU) met."
    assert explained(opening) == {}
    assert explained("The SBU rowed.", opening) == {"SBU": "Sensible Boat Union, as this cable says."}
    assert "Sensitive but unclassified" in explained("The SBU rowed.")["SBU"]


def test_what_the_cable_opens_in_other_letters_is_not_explained_by_the_glossary():
    assert explained("The SAG rowed.", "They met the Old Ferry Line (SAG) again.") == {}


def test_a_term_is_marked_once_a_paragraph_and_the_keyboard_reaches_the_first_of_the_cable():
    cable = parse_cable(text(1, "The MFA asked the MFA.", "The MFA said no."), name="10OSLO1")
    page = cable_page(cable, Place(cable.id))
    marked = re.findall(r'<abbr data-term="(\d+)"( tabindex="0" aria-describedby="term-\1")?>MFA</abbr>', page)
    assert [bool(reached) for _, reached in marked] == [True, False]
    assert re.search(rf'<dt>MFA</dt><dd id="term-{marked[0][0]}">Ministry of foreign affairs', page)


def test_the_words_of_a_cable_are_the_same_with_and_without():
    page = cable_page(ferry(), Place("10REYKJAVIK12"))
    shown = re.search(r"<bdi.*?>\(S/NF\)</bdi> (.*?)</p>", page)[1]
    assert re.sub(r"<[^>]+>", "", shown).replace("&#34;", '"') == ferry().paragraphs[1].text


def test_many_abbreviations_in_one_long_paragraph_cost_no_time_by_the_square():
    def seconds(size: int) -> float:
        words = " ".join(f"Union of Boats (UB{n}) and UB{n} rowed." for n in range(size))
        cable = parse_cable(text(1, "Row."), name="10OSLO1")
        cable = replace(cable, paragraphs=(replace(cable.paragraphs[0], text=words),))
        begun = time.process_time()
        gathered = Explained.of(cable)
        assert len(gathered.own) == size
        gathered.places(words)
        return time.process_time() - begun

    seconds(50)
    assert seconds(8_000) < 30 * seconds(1_000) + 0.2  # by the square it would be 64 times


def test_a_link_to_a_cable_stays_a_link():
    referring = text(1, "See reftel, and septel.").replace(
        "SUBJECT: MATTER 1\n", "SUBJECT: MATTER 1\n\nREF: OSLO 7\n"
    )
    page = cable_page(parse_cable(referring, name="10OSLO1"), Place("10OSLO1"))
    assert 'See <a href="#/c/09OSLO7">reftel</a>, and <abbr' in page
    assert "<dt>reftel</dt>" not in page


@pytest.mark.parametrize(
    ("mark", "meaning"),
    [("(C)", "CONFIDENTIAL"), ("(S//NF)", "not releasable to foreign"), ("(SBU)", "Sensitive but unclassified")],
)
def test_a_portion_mark_is_explained(mark, meaning):
    assert meaning in Explained({}).marking(mark).term.meaning


def test_a_mark_that_is_unknown_is_not():
    assert Explained({}).marking("(Q)") is None
