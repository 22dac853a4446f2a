"""The pages for looking: the library, its people, and what one of them says."""

import csv
import html
import io
import re

import pytest
from quick import done, quick_library, text
from starlette.testclient import TestClient

from assistant import Assistant
from ingest.attribution.people import Individual
from ingest.domain.posts import post_name
from ingest.language.counts import count
from ui.access.reader_access import Access
from ui.application import site
from ui.pages.page_frame import SHEETS
from ui.pages.people_list import entries
from ui.rendering.addresses import asking, person_page
from ui.rendering.charts import calendar

# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")


def visiting(assistant: Assistant) -> TestClient:
    return TestClient(site(Access(assistant)), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(assistant):
    return visiting(assistant)


@pytest.fixture
def marked_up(tmp_path):
    """A client of a library whose cable is full of markup, in a paragraph in which somebody speaks too."""
    folder = tmp_path / "cables"
    folder.mkdir()
    body = "Harbor Minister Ada Yildiz told the Ambassador that <img src=x> the ferry would run again."
    raw = text(1, body).replace("MATTER 1", "<script>FERRY</script>")
    (folder / "10OSLO1.txt").write_text(raw, encoding="utf-8")
    library = quick_library(tmp_path / "library")
    done(library.ingest([folder]))
    yield visiting(Assistant(library))
    library.close()


def plain(page: str) -> str:
    """The words of a page, as one reads them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_library_is_counted_and_every_bar_leads_somewhere(client, library):
    page = client.get("/library").text
    assert f"24 cables with {library.status().paragraphs} paragraphs, 1976 to 2010." in plain(page)
    assert "invented cables, not official records" in page
    for name, number in (
        *((post_name(post), number) for post, number in library.counts("origin")),
        *library.counts("tag")[:20],
        *library.counts("classification"),
    ):
        assert f"{name} {count(number, 'cable')}" in plain(page)
    assert 'href="/cables?origin=MAPUTO"' in page
    assert 'href="/cables?tag=PREL"' in page
    assert 'href="/cables?classification=SECRET"' in page
    assert '<a href="/library?year=2009">' in page
    assert "Anselmo Chivangue Transport Minister 32 sentences in 3 cables" in plain(page)
    assert 'href="/people/Anselmo%20Chivangue"' in page


def test_a_year_shows_its_months_which_lead_to_their_cables(client, library):
    page = client.get("/library?year=2009").text
    months = dict(library.months())
    assert f"December 2009: {count(months['2009-12'], 'cable')}" in plain(page)
    assert 'href="/cables?since=2009-12&amp;until=2009-12"' in page
    assert 'href="/?since=2009&amp;until=2009"' in page


def test_a_year_without_cables_has_its_place_and_no_link():
    years = {bar.name: bar for bar in calendar([("1999", 1), ("2003-02", 2), ("", 7)]).bars}
    assert list(years) == ["1999", "2000", "2001", "2002", "2003"]
    assert (years["2000"].number, years["2003"].share) == (0, 100)


def test_few_years_are_shown_by_month_and_what_tells_no_month_is_counted():
    found = calendar([("2009", 3), ("2009-11", 1), ("2010-02", 2)])
    assert len(found.bars) == 24
    assert (found.bars[10].name, found.bars[10].number) == ("November 2009", 1)
    assert (found.untold, found.year) == (3, None)


def test_a_library_that_holds_nothing_says_how_to_fill_it(tmp_path):
    library = quick_library(tmp_path)
    client = visiting(Assistant(library))
    assert "reftel ingest FOLDER" in plain(client.get("/library").text)
    assert "0 people" in plain(client.get("/people").text)
    library.close()


def test_people_are_found_by_any_spelling_and_by_office(client):
    assert "Elchin Huseynli" in client.get("/people?q=guseinli").text
    found = client.get("/people?q=transport").text
    assert "Anselmo Chivangue" in found
    assert "Huseynli" not in found


def test_a_person_is_shown_with_every_sentence_at_its_place(client, library):
    page = client.get("/people/Anselmo Chivangue").text
    assert "Offices Transport Minister 2006-04-20 to 2009-07-15 Minister 2007-10-02" in plain(page)
    assert "Also spelled Chivangue" in plain(page)
    sentences = re.findall(r'class="sentence" href="/#/c/(\w+)/(\d+)/(\d+)-(\d+)">([^<]+)<', page)
    assert len(sentences) == 32
    for id, ordinal, start, end, words in sentences:
        cable = library.cable(id)
        paragraph = cable.paragraphs[int(ordinal) - 1]
        assert paragraph.start <= int(start) < int(end) <= paragraph.end
        # Where a page line cuts a sentence in two, the place is that of its longer part.
        assert " ".join(cable.raw[int(start) : int(end)].split()) in html.unescape(words)
    assert re.findall(r'id="(\d\d[A-Z]+\d+)"', page) == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]
    assert 'href="/cable/06MAPUTO512#1"' in page


def test_a_sentence_that_somebody_only_possibly_says_is_marked_so(client, assistant):
    page = plain(client.get("/people/Elchin Huseynli").text)
    rows = {
        unsure: list(assistant.statements_of(assistant.library.called("Elchin Huseynli"), unsure=unsure))
        for unsure in (False, True)
    }
    doubted = [each for each in rows[True] if each not in rows[False]]
    assert doubted
    assert all(each.speaker is None for each in doubted)
    assert page.count("possibly Elchin Huseynli:") == len(doubted)
    for row in doubted:
        assert f"possibly Elchin Huseynli: {row.text}" in page
    assert "possibly Elchin Huseynli:" not in plain(client.get("/statements.csv?person=Elchin Huseynli").text)


def test_a_topic_leaves_what_is_about_it(client):
    page = client.get("/people/Huseynli?topic=russia").text
    assert set(re.findall(r'href="/cable/10BAKU79#(\d)"', page)) == {"2", "5"}
    assert "No statements by Anselmo Chivangue about “russia” were found" in plain(
        client.get("/people/Anselmo Chivangue?topic=russia").text
    )


def test_a_name_of_nobody_is_a_page_that_says_so(client):
    reply = client.get("/people/Nobody")
    assert reply.status_code == 404
    assert "0 people found for “Nobody”" in plain(reply.text)


def test_people_of_one_name_are_told_apart_by_a_cable():
    rossi, other = (Individual("Rossi", (), ("Rossi",), (cable,), 1) for cable in ("09ROME1", "09MADRID2"))
    assert [entry.href for entry in entries([rossi, other])] == [
        "/people/Rossi?cable=09ROME1",
        "/people/Rossi?cable=09MADRID2",
    ]


def test_links_carry_any_name_and_only_what_is_given():
    assert person_page("A/B & C") == "/people/A%2FB%20%26%20C"
    assert asking(q="who & why?", origin=None) == "/?q=who+%26+why%3F"


@pytest.mark.parametrize("address", ["/people?q=<script>", "/people/<script>", "/people/Huseynli?topic=<script>"])
def test_what_a_link_brings_along_stays_text(client, address):
    page = client.get(address).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_what_a_cable_brings_along_stays_text(marked_up):
    page = marked_up.get("/people/Ada Yildiz").text
    assert "&lt;img src=x&gt;" in page
    assert "&lt;script&gt;FERRY" in page
    assert "<img" not in page
    assert "<script" not in page


def test_a_page_keeps_the_theme_that_its_address_asks_for(client):
    dark = client.get("/library?__theme=dark").text
    assert '<html lang="en" class="dark">' in dark
    assert 'href="/cables?origin=MAPUTO&amp;__theme=dark"' in dark
    assert '<html lang="en">' in client.get('/library?__theme="><script>').text


def test_the_style_sheets_may_be_kept_for_their_address_changes_with_them(client):
    sheets = re.findall(r'href="(/style/[^"]+)"', client.get("/library").text)
    assert len(sheets) == len(SHEETS)
    for sheet in sheets:
        reply = client.get(sheet)
        assert reply.headers["content-type"].startswith("text/css")
        assert "immutable" in reply.headers["cache-control"]
    assert client.get("/style/secret.css").status_code == 404


def test_an_office_tells_when_it_was_held_and_who_may_be_the_same_is_offered(tmp_path):
    folder = tmp_path / "cables"
    folder.mkdir()
    said = "told the Ambassador that the ferry would run."
    for number, name in enumerate(("Harbor Minister Jose Luis Vega", "Jose Antonio Vega", "Jose Vega"), start=1):
        (folder / f"10OSLO{number}.txt").write_text(text(number, f"{name} {said}"), encoding="utf-8")
    library = quick_library(tmp_path / "library")
    done(library.ingest([folder]))
    page = visiting(Assistant(library)).get("/people/Jose Vega").text
    assert "Perhaps the same as Jose Antonio Vega , Jose Luis Vega" in plain(page)
    assert 'href="/people/Jose%20Luis%20Vega"' in page
    page = visiting(Assistant(library)).get("/people/Jose Luis Vega").text
    assert "Harbor Minister 2010-02-04" in plain(page)
    library.close()


def test_what_somebody_says_is_a_table_to_download(client, library):
    page = client.get("/people/Anselmo Chivangue").text
    (address,) = re.findall(r'href="(/statements.csv[^"]+)" download', page)
    reply = client.get(html.unescape(address))
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="statements.csv"'
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert len(rows) == 32
    assert {row["speaker"] for row in rows} == {"Anselmo Chivangue"}
    assert {row["cable"] for row in rows} == {"06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"}
    assert client.get("/statements.csv?person=Nobody").status_code == 404


def test_the_table_of_a_topic_has_what_is_about_it(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/statements.csv?person=Huseynli&topic=russia").text)))
    assert {(row["cable"], row["paragraph"]) for row in rows} == {("10BAKU79", "2"), ("10BAKU79", "5")}
