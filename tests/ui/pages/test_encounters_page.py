"""The pages of who met whom, a person's profile above their statements, and posts on the map."""

import html
import re

import pytest
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from ui.access.reader_access import Access
from ui.application import site

# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

BODY = (
    "Foreign Minister Tomas Brekke told the Ambassador that the mill was closed.",
    "Foreign Minister Tomas Brekke met with Senator Helen Drummond on May 3, <b>twice</b>.",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("met")
    write(folder / "cables", 1, *BODY)
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield TestClient(site(Access(Assistant(library))), base_url="http://127.0.0.1")
    library.close()


def plain(page: str) -> str:
    """The words of a page, as one reads them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_pairs_are_listed_each_with_a_link_to_its_sentences(client):
    page = client.get("/encounters").text
    assert "2 pairs, those of most sentences first" in plain(page)
    assert "Tomas Brekke and US officers, OSLO US officers, OSLO 1 1" in plain(page)
    assert 'href="/encounters?person=Helen+Drummond&amp;other=Tomas+Brekke"' in page
    assert "0 pairs" in plain(client.get("/encounters?since=2011").text)
    assert client.get("/encounters?since=soon").status_code == 400


def test_the_sentences_of_two_are_shown_with_their_places(client):
    page = client.get("/encounters?person=Helen+Drummond&other=Tomas+Brekke").text
    assert "1 sentence about Helen Drummond and Tomas Brekke" in plain(page)
    assert "met with Senator Helen Drummond on May 3, <b>twice</b>." in plain(page)
    assert "<b>" not in page
    assert 'href="/#/c/10OSLO1/2/' in page
    assert "10OSLO1,2,2" in client.get("/encounters.csv?person=Drummond").text.replace("OSLO,", "")


def test_whom_nobody_met_is_not_there(client):
    for address in ("/encounters?person=Nobody", "/encounters.csv?person=Nobody"):
        assert client.get(address).status_code == 404


def test_a_profile_shows_when_where_and_whom(client):
    page = client.get("/people/Tomas Brekke").text
    assert 'href="/people/Tomas%20Brekke?since=2010-02&amp;until=2010-02"' in page
    assert "February 2010: 1 sentence" in html.unescape(page)
    assert 'href="/cables?origin=OSLO&amp;person=Tomas+Brekke"' in page
    assert 'href="/encounters?person=Tomas+Brekke&amp;other=Helen+Drummond"' in page
    assert "Foreign Minister 2010-02-04" in plain(page)


def test_a_bar_leads_to_the_statements_of_its_time(client):
    inside = client.get("/people/Tomas Brekke?since=2010-02&until=2010-02").text
    assert "1 paragraph with their statements, 2010-02." in plain(inside)
    outside = client.get("/people/Tomas Brekke?since=2011").text
    assert "0 paragraphs with their statements, since 2011." in plain(outside)
    assert client.get("/people/Tomas Brekke?since=soon").status_code == 400


def test_posts_are_dots_and_rows_that_lead_to_their_cables(client):
    page = client.get("/posts").text
    assert page.count('href="/cables?origin=OSLO"') == 2
    assert "1 cable from 1 post" in plain(page)
    filtered = client.get("/posts?tag=PREL&words=mill").text
    assert 'href="/cables?tag=PREL&amp;words=mill&amp;origin=OSLO"' in filtered
    assert "0 cables from 0 posts" in plain(client.get("/posts?since=2011").text)
    assert client.get("/posts?since=soon").status_code == 400


def test_programs_are_told_the_same(client):
    reply = client.get("/api/encounters?person=Drummond").json()
    assert "encounters" in reply, reply
    found = reply["encounters"]
    assert [(each["one"], each["other"], each["kind"], each["cable"]) for each in found] == [
        ("Helen Drummond", "Tomas Brekke", "met", "10OSLO1")
    ]
    assert client.get("/api/encounters?person=Nobody").json() == {"encounters": []}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("who met Tomas Brekke?", "Helen Drummond met Tomas Brekke"),
        ("whom did Brekke meet?", "Tomas Brekke spoke with the Ambassador"),
        ("did Helen Drummond meet Tomas Brekke", "on May 3"),
        ("Did Brekke ever meet with Drummond?", "on May 3"),
    ],
)
def test_a_question_is_answered_by_the_sentences(client, asked, words):
    answer = client.post("/api/ask", json={"question": asked}).json()
    assert answer["kind"] == "encounter"
    assert words in answer["text"]
    assert {each["cable"] for each in answer["citations"]} == {"10OSLO1"}


def test_what_no_sentence_says_is_not_answered_so(client):
    for asked in ("who met Nobody?", "did he meet Brekke?", "did Tomas Brekke meet Storm?"):
        assert client.post("/api/ask", json={"question": asked}).json()["kind"] != "encounter"
