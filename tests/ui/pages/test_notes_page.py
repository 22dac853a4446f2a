"""The pages of the notes, and notes in a cable: each reader's own, hidden where the paragraph is, text whatever it is."""

import csv
import html
import io
import json
import re

import pytest
from hostile import HOSTILE
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from ingest import Clearance
from ui.access.gate import Logins
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
HOME = "http://archive.example"
HARBOR = """FM AMEMBASSY OSLO\n\nC O N F I D E N T I A L OSLO 000009\n\nSUBJECT: FERRIES

REF: A. 10 OSLO 1

1. (C) The minister fears a strike.

2. (U) The ferry sails on Mondays, as ref A says.

STORM
"""


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    """Anne and Bob may read 10OSLO1 and 10OSLO9, which are confidential; Una the second paragraph of the latter."""
    folder = tmp_path_factory.mktemp("read")
    write(folder / "cables", 1)
    (folder / "cables" / "10OSLO9.txt").write_text(f"P 041305Z FEB 10\n{HARBOR}", encoding="utf-8")
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    users, clients = Users(folder / "users.json"), {}
    application = site(Access(Assistant(library)), Logins(users, Sessions("s" * 32, users), NO_PROXIES))
    with users.edit() as everybody:
        for user in (User("anne"), User("bob"), User("una", "reader", Clearance.parse("U"))):
            everybody[user.name], token = user.with_token()
            clients[user.name] = TestClient(
                application, base_url=HOME, headers={"authorization": f"Bearer {token}"}, follow_redirects=False
            )
    yield clients
    library.close()


@pytest.fixture
def anne(readers):
    """Anne, whose notes are gone after the test."""
    yield readers["anne"]
    for each in readers["anne"].get("/api/notes").json():
        if each["is_own"]:
            assert send(readers["anne"], each["id"], "delete").status_code == 303


def note(client: TestClient, ordinal: int, words: str = "", text: str = "", **more: object) -> str:
    """Note something on a paragraph of 10OSLO9; return the id."""
    given = {"cable": "10OSLO9", "ordinal": ordinal, "words": words, "text": text, **more}
    reply = client.post("/notes", data=given)
    assert reply.status_code == 303, plain(reply.text)
    return client.get("/api/notes").json()[0]["id"]


def send(client: TestClient, id: str, action: str, **given: object):
    return client.post(f"/notes/{id}", data={"action": action, **given})


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_note_is_highlighted_and_told_in_the_cable_and_in_the_window(anne):
    id = note(anne, 2, "ferry sails", "Which\none?", colour="green")
    for page in (anne.get("/cable/10OSLO9").text, anne.get("/pane?link=%23/c/10OSLO9/2").text):
        marked = f'<mark class="noted green" aria-describedby="said-{id}">ferry sails</mark>'
        assert f'<span class="words">The {marked} on Mondays' in page
        assert f'<p id="said-{id}" class="text" dir="auto"><span class="unseen">Note: </span>' in page
        assert '<span class="own">Which\none?</span>' in page
    assert "noted" not in anne.get("/cable/10OSLO1").text.partition("<main>")[2].partition("<dialog")[0]


def test_notes_that_overlap_and_a_link_within_one_are_all_marked(anne):
    first = note(anne, 2, "ferry sails on Mondays, as ref A says", colour="blue")
    second = note(anne, 2, "sails on", colour="pink")
    page = anne.get("/cable/10OSLO9").text
    assert f'<mark class="noted blue" aria-describedby="said-{first}">ferry </mark>' in page
    assert f'<mark class="noted pink" aria-describedby="said-{second}">sails on</mark>' in page
    assert '<mark class="noted blue"> Mondays, as </mark>' in page
    assert '<mark class="noted blue"><a href="/cable/10OSLO1">ref A</a></mark>' in page
    words = re.search(r'<span class="words">(.*?)</p>', page.partition('id="2"')[2])[1]
    assert re.sub("<[^>]+>", "", words) == "The ferry sails on Mondays, as ref A says."


def test_who_has_sent_a_note_is_led_to_where_they_were(anne):
    sent = {"cable": "10OSLO9", "ordinal": 2, "words": "ferry"}
    places = [
        anne.post("/notes", data={**sent, "shown": shown}).headers["location"]
        for shown in ("page", "#/c/10OSLO9/2/3-9", "#/c/10OSLO1", "#//evil.example", "https://evil.example")
    ]
    for place in (places[0], places[-1]):
        assert re.fullmatch(r"/cable/10OSLO9#note-[\w-]{12}", place)
    assert places[1:-1] == ["/pane?link=%23%2Fc%2F10OSLO9%2F2%2F3-9", *["/pane?link=%23%2Fc%2F10OSLO9"] * 2]
    id = anne.get("/api/notes").json()[0]["id"]
    assert send(anne, id, "change", text="x").headers["location"] == f"/notes/{id}"
    assert send(anne, id, "change", text="x", shown="page").headers["location"] == f"/cable/10OSLO9#note-{id}"
    assert send(anne, id, "delete").headers["location"] == "/notes"


def test_the_list_begins_with_the_newest_and_is_narrowed(anne):
    note(anne, 1, "strike", "When?", colour="blue")
    note(anne, 2, "ferry", "Which?")
    page = anne.get("/notes").text
    assert re.findall(r"<mark>(.*?)</mark>", page) == ["ferry", "strike"]
    for narrowed, found in (
        ("colour=blue", ["strike"]),
        ("words=WHICH", ["ferry"]),
        ("cable=10+Oslo+9&words=strike", ["strike"]),
        ("cable=10OSLO1", []),
    ):
        assert re.findall(r"<mark>(.*?)</mark>", anne.get(f"/notes?{narrowed}").text) == found
    assert 'href="/notes.csv?colour=blue"' in anne.get("/notes?colour=blue").text


def test_a_long_list_has_pages(anne, monkeypatch):
    monkeypatch.setattr("ui.pages.notes_page.A_PAGE", 2)
    for text in ("one", "two", "three"):
        note(anne, 2, "ferry", text)
    assert re.findall(r'"written" dir="auto">(\w+)', anne.get("/notes?page=2").text) == ["one"]
    assert 'rel="next" href="/notes?words=ferry&amp;page=2"' in anne.get("/notes?words=ferry").text


def test_it_is_written_anew_shared_and_deleted(anne, readers):
    id = note(anne, 2, "ferry", "Which?")
    assert send(anne, id, "change", text="Which one?", colour="pink").status_code == 303
    page = anne.get(f"/notes/{id}").text
    assert 'maxlength="5000">Which one?</textarea>' in page
    assert 'value="pink" checked' in page
    assert readers["bob"].get(f"/notes/{id}").status_code == 404
    send(anne, id, "share")
    assert "Shared with all readers" in anne.get("/notes").text
    assert "Shared by another reader" in readers["bob"].get(f"/notes/{id}").text
    assert "Shared by another reader" in readers["una"].get("/cable/10OSLO9").text
    refused = send(readers["bob"], id, "delete")
    assert (refused.status_code, "Only its owner can change this note" in refused.text) == (400, True)
    send(anne, id, "unshare")
    assert "ferry</mark>" not in readers["bob"].get("/cable/10OSLO9").text


def test_who_may_not_read_the_paragraph_finds_no_trace_at_any_address(anne, readers):
    id, una = note(anne, 1, "strike", "Zebra"), readers["una"]
    before = {
        address: una.get(address).text for address in ("/notes", "/cable/10OSLO9", "/notes.md", "/api/notes")
    }
    send(anne, id, "share")
    assert {address: una.get(address).text for address in before} == before
    assert una.get("/notes?words=zebra").text.count("Zebra") == 0
    for id_sent in (id, "AAAAAAAAAAAA"):
        told = f"There is no note {id_sent} of yours, nor one that others share."
        for reply in (una.get(f"/notes/{id_sent}"), send(una, id_sent, "delete")):
            assert (reply.status_code, told in plain(reply.text)) == (404, True)
    assert [each["id"] for each in readers["bob"].get("/api/notes").json()] == [id]


def test_what_a_note_holds_is_text_everywhere(anne):
    for at in range(0, len(HOSTILE), 40):
        note(anne, 2, "ferry", "\n".join(HOSTILE[at : at + 40])[:5_000])
    pages = [anne.get(address).text for address in ("/notes", "/cable/10OSLO9", "/pane?link=%23/c/10OSLO9")]
    id = anne.get("/api/notes").json()[0]["id"]
    for page in (*pages, anne.get(f"/notes/{id}").text):
        assert "<script>window" not in page
        assert "<img" not in page
        assert not re.search(r"<[^>]*\son\w+=", page)
    assert "<script>window" not in anne.get("/notes.md").text.replace("\\<", "")
    cells = [cell for row in csv.reader(io.StringIO(anne.get("/notes.csv").text)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_files_have_all_of_it(anne):
    note(anne, 2, "ferry sails", "Which?\nAnd when?", colour="green")
    note(anne, 1)
    assert anne.get("/notes.md").text == (
        "## 10OSLO9 ¶1\n\n> The minister fears a strike.\n\n*{day}, yellow*\n\n"
        "## 10OSLO9 ¶2\n\n> ferry sails\n\nWhich?  \nAnd when?\n\n*{day}, green*\n\n"
    ).format(day=anne.get("/api/notes").json()[0]["made"][:10])
    rows = list(csv.DictReader(io.StringIO(anne.get("/notes.csv?colour=green").content.decode("utf-8-sig"))))
    assert [(row["Paragraph"], row["Words"], row["Place"]) for row in rows] == [("2", "ferry sails", "found")]
    saved = anne.get("/notes.jsonld?words=which")
    assert saved.headers["content-type"] == "application/ld+json"
    [annotation] = json.loads(saved.text)["first"]["items"]
    assert annotation["motivation"] == "commenting"
    assert [body["value"] for body in annotation["body"]] == ["Which?\nAnd when?", "green"]
    assert annotation["target"]["source"] == "urn:reftel:cable:10OSLO9"
    assert annotation["target"]["selector"]["refinedBy"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "ferry sails",
            "prefix": "The ",
            "suffix": " on Mondays, as ref A says.",
        },
        {"type": "TextPositionSelector", "start": 4, "end": 15},
    ]
    assert anne.get("/notes.exe").status_code == 404


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"words": "ship"}, "The paragraph does not have these words"),
        ({"text": "x" * 5_001}, "A note can have 5,000 characters; this one has 5,001."),
        ({"ordinal": "9"}, "10OSLO9 has no such paragraph."),
        ({"cable": "10OSLO77"}, "There is no cable 10OSLO77 in this library."),
        ({"colour": "red"}, "There is no colour 'red'"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(anne, sent, told):
    reply = anne.post("/notes", data={"cable": "10OSLO9", "ordinal": "2", **sent})
    assert (reply.status_code, told in plain(reply.text)) == (400, True)
    id = note(anne, 2)
    refused = send(anne, id, "change", text="kept by the form" + "x" * 5_000)
    assert (refused.status_code, "kept by the form" in refused.text) == (400, True)


def test_a_cable_can_be_read_where_notes_cannot(assistant, monkeypatch):
    access = Access(assistant)
    monkeypatch.setattr(access._store, "is_empty", lambda: False)
    access._store._path.write_text("no database")
    page = TestClient(site(access), base_url="http://127.0.0.1").get("/cable/10BAKU79")
    access._store._path.unlink()
    assert (page.status_code, "Notes cannot be shown: " in page.text) == (200, True)


def test_no_other_sites_page_changes_anything(assistant):
    client = TestClient(site(Access(assistant)), base_url="http://127.0.0.1")
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ):
        for place in ("/notes", "/notes/AAAAAAAAAAAA"):
            sent = {"cable": "10BAKU79", "ordinal": "1", "text": "lure", "action": "delete"}
            assert client.post(place, data=sent, headers=headers).status_code == 403
    assert "lure" not in client.get("/notes").text
