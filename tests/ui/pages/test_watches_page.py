"""What readers watch, as pages show it; how places are cited; conversations that are shared by their link."""

import html
import re

import pytest
from quick import done, quick_library, write
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.answering import Asked
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
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


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Two confidential cables, Anne who may read them, Una who may not, and what is needed to add a cable."""
    folder = tmp_path_factory.mktemp("watched")
    for number in (1, 2):
        write(folder / "cables", number)
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    users, clients = Users(folder / "users.json"), {}
    access = Access(Assistant(library))
    application = site(access, Logins(users, Sessions("s" * 32, users), NO_PROXIES))
    with users.edit() as everybody:
        for user in (User("anne", "reader", Clearance.parse("C")), User("una", "reader", Clearance.parse("U"))):
            everybody[user.name], token = user.with_token()
            clients[user.name] = TestClient(
                application, base_url=HOME, headers={"authorization": f"Bearer {token}"}, follow_redirects=False
            )

    def add(number: int, *paragraphs: str) -> None:
        write(folder / f"more{number}", number, *paragraphs)
        done(library.ingest([folder / f"more{number}"]))

    yield clients, access, add, {name: user.id or name for name, user in users.all().items()}
    library.close()


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_list_is_watched_and_what_came_since_is_counted_until_it_is_seen(archive):
    clients, _, add, _ = archive
    anne, una = clients["anne"], clients["una"]
    offered = html.unescape(re.search(r'name="list" value="([^"]+)"', anne.get("/cables?words=ferry").text)[1])
    for client in (anne, una):
        assert client.post("/watches", data={"list": offered}).headers["location"] == "/watches"
    assert "Nothing has come since." in plain(anne.get("/watches").text)
    add(3, "The ferry sails at noon, the Minister said.")
    assert anne.get("/watches/new").json() == {"new": 1}
    page = anne.get("/watches").text
    assert "“ferry” 1 new" in plain(page)
    assert 'href="/cable/10OSLO3"' in page
    assert una.get("/watches/new").json() == {"new": 0}
    assert "10OSLO3" not in una.get("/watches").text
    id = re.search(r'action="/watches/([^"?]+)"', page)[1]
    assert una.post(f"/watches/{id}", data={"action": "remove"}).status_code == 404
    anne.post(f"/watches/{id}", data={"action": "seen"})
    assert anne.get("/watches/new").json() == {"new": 0}
    anne.post(f"/watches/{id}", data={"action": "remove"})
    assert "You watch nothing yet" in plain(anne.get("/watches").text)


def test_what_cannot_be_watched_is_told(archive):
    anne = archive[0]["anne"]
    for given, why in (
        ({"list": "collection=x"}, "Only a list by filters"),
        ({"list": "since=x"}, "is not a date"),
    ):
        refused = anne.post("/watches", data=given)
        assert refused.status_code == 400
        assert why in plain(refused.text)
    assert anne.post("/watches/of/unknown/1").status_code == 404


def test_a_place_is_cited_for_those_who_may_read_it(archive):
    clients, *_ = archive
    given = {"link": "#/c/10OSLO1/1", "style": "mla-in-text"}
    assert clients["anne"].get("/cite", params=given).text == "(Embassy Oslo, 10OSLO1, par. 1)"
    assert clients["una"].get("/cite", params=given).status_code == 404
    for wrong in ({"style": "/etc/passwd"}, {"style": "x.csl"}, {"link": "#/c/10OSLO77/1"}, {"link": "x"}):
        assert clients["anne"].get("/cite", params=given | wrong).status_code == 404


def test_a_conversation_is_shared_by_its_owner_alone(archive):
    clients, access, _, names = archive
    anne, una = clients["anne"], clients["una"]
    assistant = Assistant(access.archive.cleared(Clearance.parse("C")))
    id, _ = access.notebook.add(Holder(names["anne"], "C"), record(assistant, Asked("what did the Minister say")))
    assert una.patch(f"/talks/{id}", json={"shared": True}).status_code == 404
    assert anne.patch(f"/talks/{id}", json={"shared": True}).status_code == 204
    assert ">shared<" in anne.get("/talks?q=minister").text
    assert id not in anne.get("/talks?q=nobody").text
    assert "Sources of" in anne.get(f"/talks/{id}/1/sources").text
    assert access.shared_conversations.answers(Clearance.parse("C"), id)
    assert not access.shared_conversations.answers(Clearance.parse("U"), id)
