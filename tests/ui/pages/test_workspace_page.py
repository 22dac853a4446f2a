"""The pages of the workspace: pinned from everywhere, ordered, written, taken along, and nobody else's business."""

import html
import io
import re
import zipfile

import pytest
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.answering import Asked
from assistant.saved_answers.bundle import record
from ingest import Clearance
from ui.access.gate import Logins
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access, holder
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
HOSTILE = "<script>alert(1)</script>\" onload='x"


@pytest.fixture(scope="module")
def access(tmp_path_factory):
    """10OSLO1 and 10OSLO2, which are confidential."""
    folder = tmp_path_factory.mktemp("read")
    for number in (1, 2):
        write(folder / "cables", number)
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield Access(Assistant(library))
    library.close()


@pytest.fixture(scope="module")
def readers(access, tmp_path_factory):
    """Anne and Bob may read everything; Una what is unclassified, which is nothing."""
    users, clients = Users(tmp_path_factory.mktemp("users") / "users.json"), {}
    application = site(access, Logins(users, Sessions("s" * 32, users), NO_PROXIES))
    with users.edit() as everybody:
        for user in (User("anne"), User("bob"), User("una", "reader", Clearance.parse("U"))):
            everybody[user.name], token = user.with_token()
            headers = {"authorization": f"Bearer {token}"}
            clients[user.name] = TestClient(
                application, base_url="http://archive.example", headers=headers, follow_redirects=False
            )
            clients[f"{user.name}'s"] = holder(everybody[user.name].reader)
    return clients


@pytest.fixture
def anne(readers):
    client = readers["anne"]
    yield client
    for each in client.get("/api/workspaces").json():
        send(client, each["id"], "delete")


def send(client: TestClient, id: str, action: str, **given: object):
    return client.post(f"/workspace/{id}", data={"action": action, **given})


def pin(client: TestClient, **wanted: object):
    return client.post("/workspace/pins", json=wanted)


def items(client: TestClient) -> list[dict[str, object]]:
    [page, *_] = client.get("/api/workspaces").json()
    return client.get(f"/api/workspaces/{page['id']}").json()["items"]


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def kept(access: Access, readers, name: str) -> tuple[str, int]:
    """A conversation of somebody's, with an answer that quotes 10OSLO1 alone."""
    bundle = record(access.whole, Asked("what did the Minister say about Wordnumber1?"))
    return access.notebook.add(readers[f"{name}'s"], bundle)


def test_cables_paragraphs_and_sentences_are_pinned_and_taken_along(access, readers, anne):
    assert pin(anne, link="#/c/10OSLO2").json()["name"] == "Workspace"
    pin(anne, link="#/c/10OSLO1/1")
    conversation, number = kept(access, readers, "anne")
    pin(anne, conversation=conversation, number=number)
    pin(anne, conversation=conversation, number=number, citation=1)
    listed = anne.post("/workspace", data={"action": "pin", "cables": "10OSLO1, 10OSLO2"})
    assert [each["kind"] for each in items(anne)] == ["cable", "paragraph", "sentence", "cable"]
    page = anne.get(listed.headers["location"]).text
    assert "Wordnumber1 was what the Minister said." in plain(page)
    address = listed.headers["location"].partition("?")[0]
    word = anne.get(f"{address}.docx?style=apa")
    with zipfile.ZipFile(io.BytesIO(word.content)) as packed:
        assert packed.read("word/footnotes.xml").decode().count("Embassy Oslo. (2010, February 4).") == 4
    assert "[^4]: Embassy Oslo to State Department" in anne.get(f"{address}.md").text
    for style in ("/etc/passwd", "apa-in-text", "../mla.csl"):
        assert anne.get(f"{address}.md", params={"style": style}).status_code == 404


def test_what_was_moved_keeps_the_focus_for_whoever_goes_on_by_keyboard(anne):
    for link in ("#/c/10OSLO1", "#/c/10OSLO2"):
        address = pin(anne, link=link).json()["address"]
    id, last = address.partition("/")[2], items(anne)[1]["id"]
    moved = send(anne, id, "up", item=last).headers["location"]
    assert [each["cable"] for each in items(anne)] == ["10OSLO2", "10OSLO1"]
    focused = re.search(r'value="(\w+)" aria-label="([^"]+)" autofocus', anne.get(moved).text)
    assert focused.groups() == ("down", "Down: 10OSLO2, 1 of 2")  # it is the first now
    wrote = send(anne, id, "head", item=last, text="Below").headers["location"]
    assert re.search(r'aria-label="Write below: Below" autofocus', anne.get(wrote).text)
    assert [each["text"] for each in items(anne)] == ["", "Below", ""]
    removed = send(anne, id, "remove", item=last).headers["location"]
    assert 'aria-label="Remove: Below, 1 of 2" autofocus' in anne.get(removed).text


def test_words_and_names_are_text(anne):
    made = anne.post("/workspace", data={"action": "create", "name": HOSTILE}).headers["location"]
    id = made.rpartition("/")[2]
    send(anne, id, "write", text=f"{HOSTILE}\n# {HOSTILE}")
    send(anne, id, "head", text=HOSTILE)
    page = anne.get(made).text
    assert "<script>alert" not in page
    assert "onload='x" not in page
    assert page.count(html.escape(HOSTILE, quote=False).replace('"', "&#34;").replace("'", "&#39;")) > 4
    saved = anne.get(f"{made}.md")
    assert "<script>" not in saved.text.replace("\\<script\\>", "")
    assert (
        saved.headers["content-disposition"] == 'attachment; filename="reftel-script-alert-1-script-onload-x.md"'
    )


def test_what_cannot_be_kept_is_told_and_nothing_is_lost(anne):
    id = pin(anne, link="#/c/10OSLO1").json()["address"].partition("/")[2]
    long = "x" * 20_001
    reply = send(anne, id, "write", text=long)
    assert (reply.status_code, f">{long}</textarea>" in reply.text) == (400, True)
    taken = anne.post("/workspace", data={"action": "create", "name": "Workspace"})
    assert (taken.status_code, "already: give this one another name" in taken.text) == (400, True)
    for wanted, told in (
        ({"link": "#/c/10OSLO77"}, "There is no cable 10OSLO77 in this library."),
        ({"link": "#/c/10OSLO1/9"}, "10OSLO1 has no such paragraph."),
        ({"link": "#/c/10OSLO1/1/9000-9001"}, "10OSLO1 has no such words."),
        ({"conversation": "AAAAAAAAAAAA", "number": 1}, "This answer is not among your conversations."),
        ({"note": "AAAAAAAAAAAA"}, "There is no note AAAAAAAAAAAA of yours, nor one that others share."),
        ({}, "This answer is not among your conversations."),
    ):
        reply = pin(anne, **wanted)
        assert (reply.status_code, reply.json()["error"]) == (409, told)
    assert pin(anne, link="x" * 201).status_code == 422


def test_nobody_else_gets_a_page_in_any_way_unless_it_is_shared(access, readers, anne):
    bob, una = readers["bob"], readers["una"]
    address = "/" + pin(anne, link="#/c/10OSLO1").json()["address"]
    id, item = address.rpartition("/")[2], items(anne)[0]["id"]
    ways = [bob.get(address), bob.get(f"{address}.docx"), bob.get(f"/api/workspaces/{id}")]
    ways += [
        send(bob, id, action, item=item, name="x", text="x") for action in ("write", "remove", "share", "delete")
    ]
    for reply in ways:
        assert reply.status_code in (400, 404)
        assert "10OSLO1" not in reply.text
    conversation, number = kept(access, readers, "anne")
    assert pin(bob, conversation=conversation, number=number).status_code == 409
    send(anne, id, "share")
    assert "10OSLO1" in bob.get(address).text
    assert bob.get(f"{address}.md").status_code == 200
    assert 'value="remove"' not in bob.get(address).text
    assert send(bob, id, "remove", item=item).status_code == 400
    assert una.get(address).status_code == una.get("/workspace/AAAAAAAAAAAA").status_code == 404
    assert "10OSLO1" not in una.get(address).text
    assert pin(una, link="#/c/10OSLO1").json()["error"] == "There is no cable 10OSLO1 in this library."


def test_no_other_sites_page_changes_anything(access):
    client = TestClient(site(access), base_url="http://127.0.0.1")
    elsewhere = {"origin": "https://evil.example"}
    for place, sent in (
        ("/workspace", {"data": {"action": "create", "name": "lure"}}),
        ("/workspace/AAAAAAAAAAAA", {"data": {"action": "delete"}}),
        ("/workspace/pins", {"json": {"link": "#/c/10OSLO1"}}),
    ):
        assert client.post(place, headers=elsewhere, **sent).status_code == 403
    assert client.get("/api/workspaces").json() == []
