import re
from dataclasses import replace

import pytest
from invented import HOSTILE, RAW, ferry, hostile

from ingest import parse_cable
from ingest.catalogue.catalogue import CableSummary
from ingest.domain.pages import Page
from ingest.parsing.versions import Difference, Version
from ui.rendering import terminal
from ui.rendering.addresses import Place, permalink
from ui.rendering.cable_html import Beside, article, cable_page, missing_page
from ui.rendering.templates import render


def place(quote: str, ordinal: int) -> Place:
    start = ferry().raw.index(quote)
    return Place("10REYKJAVIK12", ordinal, start, start + len(quote))


def test_the_quoted_words_are_marked_and_no_others():
    html = cable_page(ferry(), place('"no wish to row."', 2))
    assert re.findall("<mark>(.*?)</mark>", html) == ["&#34;no wish to row.&#34;"]


def test_a_quote_across_a_page_line_is_marked_without_it():
    html = cable_page(ferry(), place("no money\n\nREYKJAVIK 00000012  002 OF 002\n\nfor a second", 2))
    assert "<mark>no money for a second</mark>" in html
    assert "002 OF 002" not in html


def test_a_paragraph_shows_its_number_its_portion_mark_and_what_it_is():
    html = cable_page(ferry(), Place("10REYKJAVIK12", 2))
    assert '<span class="number">2.</span><p dir="auto"><bdi class="portion" data-term=' in html
    assert '>(S/NF)</bdi> <span class="words">Yildiz' in html
    assert 'class="paragraph comment" data-ordinal="3"' in html
    assert '<h3 id="section-2" tabindex="-1" dir="auto">A Ship Short</h3>' in html


def test_the_page_of_its_file_stands_beside_the_paragraph_in_which_it_begins():
    cable = ferry()
    second = cable.paragraphs[1]
    pages = (Page(1, 0), Page(2, second.start + 5), Page(3, second.end))
    html = cable_page(cable, Place("10REYKJAVIK12"), Beside(pages=pages))
    assert re.findall(r'number">(\d)\.<span class="page">(.*?)</span>', html) == [
        ("1", "p. 1"),
        ("2", "p. 2"),
        ("2", "p. 3"),  # it prints that number again
    ]
    assert "page" not in cable_page(cable, Place("10REYKJAVIK12"))


def test_the_place_is_the_paragraph_where_the_words_are_not_in_it():
    html = cable_page(ferry(), place("SIPDIS", 2))
    assert "<mark>" not in html
    assert re.findall(r'data-ordinal="(\d)" tabindex="-1" aria-current', html) == ["2"]


def test_a_header_fact_unfolds_the_header():
    html = cable_page(ferry(), place("DECL: 02/11/2020", 0))
    assert '<details class="head" open>' in html
    assert "E.O. 12958: <mark>DECL: 02/11/2020</mark>" in html
    assert '<details class="head">' in cable_page(ferry(), Place("10REYKJAVIK12"))


def test_the_signature_can_be_cited():
    assert "<mark>STORM</mark>" in cable_page(ferry(), place("STORM", 0))


def test_what_was_taken_out_is_seen_to_be_missing():
    assert '<span class="redacted" title="Redacted in the source">XXXXXXXXXXXX</span>' in cable_page(
        ferry(), Place("10REYKJAVIK12")
    )


def test_a_code_in_brackets_is_seen_to_be_no_word():
    cable = parse_cable(RAW.replace("no money", "[B1] money"), name="10REYKJAVIK12")
    assert '<span class="redacted" title="Redacted in the source">[B1]</span>' in cable_page(
        cable, Place("10REYKJAVIK12")
    )


def test_reftels_are_links():
    assert '<a href="#/c/10REYKJAVIK7">REYKJAVIK 7</a>' in cable_page(ferry(), Place("10REYKJAVIK12"))


def test_damage_is_said_in_words():
    cut = replace(ferry(), flags=("truncated", "partial"), notice="This record is a partial extract.")
    html = cable_page(cut, Place("10REYKJAVIK12"))
    assert "This record is a partial extract." in html
    assert "its end is missing" in html
    assert "an extract of the cable" not in html  # the notice has said so


def test_a_citation_can_be_copied_in_full():
    html = cable_page(ferry(), place('"no wish to row."', 2))
    assert 'data-copy="“‘no wish to row.’”" data-cite="./cite?link=%23%2Fc%2F10REYKJAVIK12%2F2"' in html


@pytest.mark.parametrize("html", [cable_page(hostile(), Place("10REYKJAVIK66", 1)), missing_page(HOSTILE)])
def test_hostile_text_stays_text(html):
    for tag in ("<img", "<script", 'href="javascript'):
        assert tag not in html
    assert "&lt;script&gt;" in html


REFERRING = RAW.replace("He blamed the islands.", "See reftel and 10 OSLO 31 on the islands.")


def test_words_that_refer_to_a_cable_lead_to_it():
    html = cable_page(parse_cable(REFERRING, name="10REYKJAVIK12"), Place("10REYKJAVIK12"))
    assert 'See <a href="#/c/10REYKJAVIK7">reftel</a> and <a href="#/c/10OSLO31">10 OSLO 31</a> on the' in html


def test_words_that_refer_to_a_cable_lead_to_it_within_a_mark_too():
    cable = parse_cable(REFERRING, name="10REYKJAVIK12")
    start = cable.raw.index("See reftel and")
    html = cable_page(cable, Place(cable.id, 2, start, start + len("See reftel and")))
    assert '<mark>See <a href="#/c/10REYKJAVIK7">reftel</a> and</mark>' in html


def test_what_a_cable_refers_to_and_what_refers_to_it_is_listed_with_what_is_known_of_it():
    later = CableSummary("10OSLO3", "2010-03-01T09:00Z", "AMEMBASSY OSLO", "FERRY <AGAIN>", "SECRET")
    html = cable_page(ferry(), Place("10REYKJAVIK12"), Beside((["10REYKJAVIK7"], [later])))
    assert "<h3>Refers to</h3>" in html
    assert "10REYKJAVIK7</span>" in html
    assert '<a href="#/c/10OSLO3">10OSLO3</a> <span class="facts">AMEMBASSY OSLO · 1 March 2010</span>' in html
    assert "FERRY &lt;AGAIN&gt;" in html


def test_a_paragraph_has_an_address_by_its_number_or_by_its_place_where_the_number_repeats():
    html = cable_page(ferry(), Place("10REYKJAVIK12"))
    assert re.findall(r'data-copy="\.(/cable/[^"]+)"', html) == [
        "/cable/10REYKJAVIK12#1",
        "/cable/10REYKJAVIK12#2",
        "/cable/10REYKJAVIK12#at-3",
    ]
    assert 'id="at-3" class="paragraph comment"' in html


def test_a_page_of_its_own_leads_to_other_pages():
    html = render("cable/article.html", article=article(ferry(), Place("10REYKJAVIK12"), address=permalink))
    assert '<a href="/cable/10REYKJAVIK7">REYKJAVIK 7</a>' in html
    assert 'href="#/c/' not in html


def test_a_text_in_another_script_is_set_in_its_own_direction():
    html = cable_page(ferry(), Place("10REYKJAVIK12"))
    assert '<h2 dir="auto">' in html
    assert html.count('<p dir="auto">') == 3


def test_what_a_release_withholds_is_told_with_its_codes():
    stamped = f"RELEASE IN PART B1,1.4(D)\n\n{RAW}".replace("had no money", "had          1.4(D)\nno money")
    cable = parse_cable(stamped, name="10REYKJAVIK12")
    assert "words were withheld (1.4(D))" in cable_page(cable, Place("10REYKJAVIK12"))
    assert "\nWithheld:       1.4(D)\n" in terminal.cable(cable)
    assert "withheld" not in cable_page(ferry(), Place("10REYKJAVIK12"))


def test_another_version_is_shown_with_the_words_that_this_one_lacks():
    found = (
        Difference(2, "hidden here", "XXXXX rowed.", "Jonsson & son rowed."),
        Difference(4, "hidden there", "Helga sang.", "XXXXX sang."),
    )
    version = Version("/secret/place/10REYKJAVIK12.txt", found)
    page = cable_page(ferry(), Place("10REYKJAVIK12"), Beside(versions=[version]))
    assert "it shows words of ¶2 that are redacted in the other; it redacts words of ¶4." in page
    assert "Jonsson &amp; son rowed." in page
    assert "XXXXX sang." not in page
    assert "/secret/place" not in page
    shown = terminal.cable(ferry(), versions=[version])
    assert "\nAnother version  /secret/place/10REYKJAVIK12.txt\n" in shown
    assert "\n  there 2. Jonsson & son rowed." in shown
    assert "Another version" not in cable_page(ferry(), Place("10REYKJAVIK12"))


def test_a_text_that_begins_with_a_later_section_says_so():
    cable = parse_cable(
        RAW.replace("C O N F I D E N T I A L REYK", "C O N F I D E N T I A L SECTION 02 OF 02 REYK")
    )
    assert "begins with section 2 of 2; section 1 is not in this library." in cable_page(cable, Place(cable.id))
    assert "Section:        begins with section 2 of 2;" in terminal.cable(cable)


def test_a_table_keeps_its_gaps_on_the_page():
    rows = "Grain       1,204     990\nTimber        310     402"
    cable = parse_cable(
        RAW.replace("1. (C) ", f"1. (C) The figures follow.\n\n{rows}\n\n", 1), name="10REYKJAVIK12"
    )
    page = cable_page(cable, Place(cable.id))
    assert page.count('<p dir="auto" class="table">') == 1
    assert rows in page
