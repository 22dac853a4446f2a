"""A curator corrects people on their page; a reader has no form, and is refused."""

import html
import re
from collections.abc import Iterator

import pytest
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from ingest import Clearance, Library
from ui.access.reader_access import Access, Reader
from ui.application import site

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
SAID = "told the Ambassador that the ferry would run."
HERE = {"origin": "http://127.0.0.1"}


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    for number, name in enumerate(("Minister Anar Baro", "Minister Baro", "Olga Storm"), start=1):
        write(tmp_path / "cables", number, f"{name} {SAID}")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    yield library
    library.close()


@pytest.fixture
def client(library) -> TestClient:
    return TestClient(site(Access(Assistant(library))), base_url="http://127.0.0.1")


def send(client: TestClient, **form: str):
    return client.post("/corrections", data=form, headers=HERE, follow_redirects=False)


def test_the_form_joins_renames_splits_and_undoes(client, library):
    page = client.get("/people/Anar Baro").text
    assert set(re.findall(r'name="action" value="(\w+)"', page)) == {"join", "rename", "split"}
    reply = send(client, action="join", person="Anar Baro", cable="10OSLO1", other="Olga Storm")
    assert (reply.status_code, reply.headers["location"]) == (303, "/people/Anar%20Baro")
    assert [each.cables for each in library.people()] == [("10OSLO1", "10OSLO2", "10OSLO3")]
    page = html.unescape(client.get("/people/Anar Baro").text)
    assert "Anar Baro is the same as Olga Storm" in page
    assert send(client, action="undo", person="Anar Baro", other="1").status_code == 303
    assert send(client, action="split", person="Anar Baro", other="Baro").status_code == 303
    assert send(client, action="rename", person="Olga Storm", other="Olga Gale").headers["location"] == (
        "/people/Olga%20Gale"
    )
    assert sorted(each.name for each in library.people()) == ["Anar Baro", "Baro", "Olga Gale"]


def test_what_cannot_be_done_is_told(client):
    reply = send(client, action="join", person="Anar Baro", other="Nobody")
    assert (reply.status_code, reply.json()) == (
        409,
        {"error": "Nobody called Nobody speaks in the cables: `reftel people` lists who does."},
    )
    assert send(client, action="eat", person="Anar Baro", other="Olga Storm").status_code == 422


def test_another_site_cannot_send_the_form(client, library):
    form = {"action": "rename", "person": "Olga Storm", "other": "Olga Gale"}
    reply = client.post("/corrections", data=form, headers={"origin": "http://elsewhere.example"})
    assert reply.status_code == 403
    assert list(library.corrections) == []


@pytest.mark.parametrize(
    "who", [Reader("ann", "reader"), Reader("cut", "curator", Clearance.parse("C"))], ids=["reader", "cleared"]
)
def test_who_may_not_add_cables_may_not_correct(client, library, who, monkeypatch):
    monkeypatch.setattr("ui.pages.corrections_form.reader", lambda request: who)
    monkeypatch.setattr("ui.pages.people_page.reader", lambda request: who)
    assert 'action="/corrections"' not in client.get("/people/Anar Baro").text
    assert send(client, action="rename", person="Olga Storm", other="Olga Gale").status_code == 403
    assert list(library.corrections) == []
