"""The list of cables as a page: found, sorted, leafed through, downloaded, each reader's own."""

import csv
import html
import io
import re

import pytest
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.answering import Asked
from assistant.saved_answers.bundle import record
from ui.access.reader_access import OWNER, Access, holder
from ui.application import site

# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
HOME = "http://127.0.0.1"


@pytest.fixture(scope="module")
def access(assistant):
    return Access(assistant)


@pytest.fixture(scope="module")
def client(access):
    return TestClient(site(access), base_url=HOME)


def listed(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row"><a href="/cable/([^"?]+)[^"]*">', page)


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def links(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', page)]


def test_every_bar_of_the_library_leads_to_its_cables(client, library):
    page = client.get("/library").text
    bars = [each for each in links(page) if each.startswith("/cables?")]
    assert len(bars) == sum(len(library.counts(name)) for name in ("origin", "tag", "classification"))
    for href in ("/cables?origin=MAPUTO", "/cables?tag=PARM", "/cables?classification=SECRET"):
        assert href in bars
        name, value = href.removeprefix("/cables?").split("=")
        found = client.get(href).text
        assert len(listed(found)) == dict(library.counts(name))[value]
        assert re.search(rf'<option value="{value}" selected>', found)


def test_filters_and_words_narrow_the_list_and_the_form_keeps_them(client):
    page = client.get("/cables?origin=oslo&since=2009&words=mackerel&sort=-subject").text
    assert listed(page) == ["09OSLO702"]
    for kept in ('value="mackerel"', 'value="2009"', '<option value="OSLO" selected>', 'value="-subject"'):
        assert kept in page
    assert "1 cable." in plain(page)


def test_a_head_sorts_and_turns_the_list_around(client):
    page = client.get("/cables?origin=MAPUTO").text
    assert listed(page) == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]
    assert 'aria-sort="ascending"><a href="/cables?origin=MAPUTO&amp;sort=-date">Date<' in page
    turned = client.get("/cables?origin=MAPUTO&sort=-date").text
    assert listed(turned) == listed(page)[::-1]
    assert 'aria-sort="descending"><a href="/cables?origin=MAPUTO">Date<' in turned


def test_a_long_list_has_pages(tmp_path):
    for number in range(1, 104):
        write(tmp_path / "cables", number)
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    client = TestClient(site(Access(Assistant(library))), base_url=HOME)
    first = client.get("/cables?sort=id").text
    assert listed(first) == [f"10OSLO{number}" for number in range(1, 101)]
    assert "/cables?sort=id&page=2" in links(first)
    assert listed(client.get("/cables?sort=id&page=2").text) == ["10OSLO101", "10OSLO102", "10OSLO103"]
    assert listed(client.get("/cables?sort=id&page=99999999999999999999").text)[0] == "10OSLO101"
    library.close()


def test_the_file_has_all_of_the_list_in_its_order(client):
    page = client.get("/cables?tag=PREL&sort=-date").text
    reply = client.get(next(each for each in links(page) if each.startswith("/cables.csv")))
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows[0] == ["Date", "Cable", "Post", "Subject", "Classification"]
    assert [row[1] for row in rows[1:]] == listed(page)


@pytest.mark.parametrize("form", ["ris", "bib", "json", "md"])
def test_the_list_is_downloaded_as_references_of_each_kind(client, form):
    reply = client.get(f"/cables.{form}?origin=MAPUTO&sort=-id")
    assert reply.headers["content-disposition"] == f'attachment; filename="cables.{form}"'
    places = [reply.text.index(id) for id in ("09MAPUTO744", "07MAPUTO1180", "06MAPUTO512")]
    assert places == sorted(places)
    assert client.get("/cables.exe").status_code == 404


def test_a_cable_is_opened_by_any_spelling_of_its_id(client):
    reply = client.get("/cables", params={"open": "10 Baku 000079"}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/cable/10BAKU79")
    missing = client.get("/cables", params={"open": "<10BAKU80>"})
    assert "There is no cable <10BAKU80> in this library." in plain(missing.text)
    assert "<10BAKU80>" not in missing.text


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/cables?since=yesterday", 400, "'yesterday' is not a date"),
        ("/cables?answer=abc/1", 404, "This answer is not among your conversations."),
        ("/cables?answer=", 200, "24 cables."),
        ("/cables?sort=size", 200, "24 cables."),
        ("/cables?origin=ATLANTIS", 200, "0 cables."),
        ("/cables?words=<script>", 200, "0 cables."),
    ],
)
def test_an_address_that_makes_no_sense_is_told_so(client, address, status, told):
    reply = client.get(address)
    assert reply.status_code == status
    assert told in plain(reply.text)
    assert "<script>" not in reply.text
    file = client.get(address.replace("/cables", "/cables.csv"))
    assert file.status_code == status


def test_the_list_of_an_answer_is_listed(access, client, assistant):
    asked = Asked("list all cables from Maputo")
    id, number = access.notebook.add(holder(OWNER), record(assistant, asked))
    page = client.get(f"/cables?answer={id}/{number}&sort=-id").text
    assert listed(page) == ["09MAPUTO744", "07MAPUTO1180", "06MAPUTO512"]
    assert "3 cables of the list in your conversation." in plain(page)
    assert listed(client.get(f"/cables?answer={id}/{number}&since=2009").text) == ["09MAPUTO744"]
