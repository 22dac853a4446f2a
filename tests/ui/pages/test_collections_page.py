"""The pages of the collections, as each reader is shown them: kept, changed, shared, and nobody else's business."""

import csv
import html
import io
import re

import pytest
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
OPEN = "FM AMEMBASSY OSLO\n\nU N C L A S OSLO 000009\n\nSUBJECT: =FERRIES\n\n1. (U) The ferry sails.\n\nSTORM\n"


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    """Anne and Bob may read 10OSLO1 and 10OSLO2, which are confidential, and 10OSLO9; Una the last alone."""
    folder = tmp_path_factory.mktemp("read")
    for number in (1, 2):
        write(folder / "cables", number)
    (folder / "cables" / "10OSLO9.txt").write_text(f"P 041305Z FEB 10\n{OPEN}", encoding="utf-8")
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


def keep(client: TestClient, name: str, *cables: str, **more: str) -> str:
    reply = client.post("/collections", data={"name": name, "cables": list(cables), **more})
    assert reply.status_code == 303, plain(reply.text)
    return reply.headers["location"]


def send(client: TestClient, place: str, action: str, **given: object):
    return client.post(place, data={"action": action, **given})


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def listed(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row"><a href="/cable/([^"?]+)[^"]*">', page)


def test_cables_are_kept_under_a_new_name_and_more_under_the_same(readers):
    anne = readers["anne"]
    offered = plain(anne.get("/collections?cables=10OSLO2&cables=10OSLO9").text)
    assert "Keep 2 cables in a collection 10OSLO2, 10OSLO9" in offered
    place = keep(anne, "Ships", "10OSLO2, 10OSLO9")
    assert keep(anne, " Ships ", "10OSLO1") == place
    page = anne.get(place).text
    assert listed(page) == ["10OSLO1", "10OSLO2", "10OSLO9"]
    assert listed(anne.get(f"{place}?words=ferry").text) == ["10OSLO9"]
    assert f'href="{place}?sort=-date"' in page
    send(anne, place, "remove", cables="10OSLO1, 10OSLO77")
    assert listed(anne.get(place).text) == ["10OSLO2", "10OSLO9"]
    send(anne, place, "delete")
    assert anne.get(place).status_code == 404


def test_a_whole_list_is_kept_and_a_collection_is_a_list_like_any(readers):
    anne = readers["anne"]
    page = anne.get("/cables?words=minister").text
    offer = html.unescape(re.search(r'href="(/collections\?list=[^"]+)"', page)[1])
    assert "Keep 2 cables in a collection 10OSLO1, 10OSLO2" in plain(anne.get(offer).text)
    place = keep(anne, "Ministers", "10OSLO9, 10OSLO1")
    within = html.unescape(re.search(r'class="within-all" href="([^"]+)"', anne.get(place).text)[1])
    assert within == f"/?list=collection%3D{place.rpartition('/')[2]}"
    table = anne.get(f"/cables.csv?collection={place.rpartition('/')[2]}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[1] for row in rows[1:]] == ["10OSLO1", "10OSLO9"]
    assert rows[2][3] == "'=FERRIES"
    send(anne, place, "delete")


def test_names_and_notes_are_text(readers):
    anne, hostile = readers["anne"], "<script>alert(1)</script>\" onload='x"
    place = keep(anne, hostile, "10OSLO9", note=f"{hostile}\n\n# {hostile}")
    for page in (anne.get(place).text, anne.get("/collections?cables=10OSLO9").text):
        assert "<script>alert" not in page
        assert "onload='x" not in page
        assert hostile in html.unescape(page)
    assert hostile in [each["name"] for each in anne.get("/api/collections").json()]
    send(anne, place, "delete")


def test_nobody_else_gets_it_by_its_id_in_any_way(readers):
    anne, bob = readers["anne"], readers["bob"]
    place = keep(anne, "Ships", "10OSLO9")
    id = place.rpartition("/")[2]
    for reply in (
        bob.get(place),
        bob.get(f"/cables?collection={id}"),
        bob.get(f"/cables.ris?collection={id}"),
        send(bob, place, "describe", name="mine", note="mine"),
        send(bob, place, "share"),
        send(bob, place, "remove", cables="10OSLO9"),
        send(bob, place, "delete"),
    ):
        assert reply.status_code == 404
        assert "10OSLO9" not in reply.text
        assert "Ships" not in reply.text
    asked = bob.post("/api/ask", json={"question": "list all cables", "collection": id})
    assert asked.status_code == 422
    assert bob.get("/api/collections").json() == []
    assert bob.get("/collections", params={"list": f"collection={id}"}).status_code == 400
    assert listed(anne.get(place).text) == ["10OSLO9"]
    send(anne, place, "delete")


def test_a_shared_one_is_read_by_all_as_far_as_they_may_and_changed_by_its_owner(readers):
    anne, bob, una = readers.values()
    place = keep(anne, "Ships", "10OSLO1", "10OSLO2", "10OSLO9")
    send(anne, place, "share")
    assert listed(bob.get(place).text) == ["10OSLO1", "10OSLO2", "10OSLO9"]
    page = una.get(place).text
    assert listed(page) == ["10OSLO9"]
    assert "1 cable." in plain(page)
    assert not re.search("10OSLO[12]|3 cables|2 cables", plain(page))
    assert "Ships 1" in plain(una.get("/collections").text)
    assert una.get("/api/collections").json()[0]["changed"] == ""
    for action in ("describe", "unshare", "remove", "delete"):
        reply = send(bob, place, action, name="mine", note="mine", cables="10OSLO9")
        assert (reply.status_code, "Only its owner can change" in reply.text) == (400, True)
        assert f'value="{action}"' not in reply.text
    send(anne, place, "remove", cables="10OSLO9")
    assert una.get(place).status_code == una.get("/collections/AAAAAAAAAAAA").status_code == 404
    assert "Ships" not in plain(una.get("/collections").text)
    send(anne, place, "unshare")
    assert bob.get(place).status_code == 404
    send(anne, place, "delete")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": " "}, "A collection needs a name."),
        ({"name": "x" * 101}, "A name can have 100 characters; this one has 101."),
        ({"name": "x", "note": "y" * 2_001}, "A note can have 2,000 characters; this one has 2,001."),
        ({"name": "x", "cables": "10OSLO1, 10OSLO77"}, "There is no cable 10OSLO77 in this library."),
        ({"name": "x", "cables": ", ".join(f"10OSLO{n}" for n in range(1_001))}, "within 1,000 cables at most"),
        ({"name": "Taken"}, "You have a collection “Taken” already: give this one another name."),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(readers, sent, told):
    anne = readers["anne"]
    place = keep(anne, "Taken")
    reply = anne.post("/collections", data=sent)
    assert (reply.status_code, told in plain(reply.text)) == (400, True)
    assert f'value="{sent["name"]}"' in reply.text
    renamed = send(anne, keep(anne, "Other"), "describe", name="Taken", note="kept by the form")
    assert (renamed.status_code, "kept by the form" in renamed.text) == (400, True)
    send(anne, place, "delete")
    for each in anne.get("/api/collections").json():
        send(anne, f"/collections/{each['id']}", "delete")


def test_no_other_sites_page_changes_anything(readers, assistant):
    client = TestClient(site(Access(assistant)), base_url="http://127.0.0.1")
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ):
        for place in ("/collections", "/collections/AAAAAAAAAAAA"):
            assert (
                client.post(place, data={"name": "lure", "action": "delete"}, headers=headers).status_code == 403
            )
    assert "lure" not in client.get("/collections").text
