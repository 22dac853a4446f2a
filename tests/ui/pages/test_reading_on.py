"""From a cable to others: along its list, along its references, to other texts of it; each reader on their own ground."""

import html
import re
from urllib.parse import urlencode

import pytest
from quick import done, quick_library, text
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
SECRETS = ("Wordnumber3", "MATTER 3", "10OSLO3")


def referring(number: int, *to: int, level: str = "C") -> str:
    """Return 10OSLO<number>, which refers to some others, at a level that it also marks its paragraph with."""
    names = "; ".join(f"10 OSLO {each}" for each in to)
    written = text(number).replace("\n\n1. (C)", f"\n\nREF: {names}\n\n1. (C)" if to else "\n\n1. (C)")
    if level == "U":
        written = written.replace("C O N F I D E N T I A L", "U N C L A S").replace("(C)", "(U)")
    return written


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    """10OSLO1, 2 and 4 are open, 10OSLO3 is confidential; Anne may read all, Una what is open.

    2 refers to 1 and 9, which is not here; 3 to 1 and 2; 4 to 2 and 3; 1 to 4, which closes a circle. Of 10OSLO2 there
    are two texts.
    """
    folder = tmp_path_factory.mktemp("read")
    cables, again = folder / "cables", folder / "again"
    for each in (cables, again):
        each.mkdir()
    for number, to, level in ((1, (4,), "U"), (2, (1, 9), "U"), (3, (1, 2), "C"), (4, (2, 3), "U")):
        (cables / f"10OSLO{number}.txt").write_text(referring(number, *to, level=level), encoding="utf-8")
    other = referring(2, 1, 9, level="U").replace("the Minister said", "no Minister ever said to anybody at all")
    (again / "10OSLO2.txt").write_text(other, encoding="utf-8")
    library = quick_library(folder / "library")
    done(library.ingest([cables, again]))
    users, clients = Users(folder / "users.json"), {}
    application = site(Access(Assistant(library)), Logins(users, Sessions("s" * 32, users), NO_PROXIES))
    with users.edit() as everybody:
        for user in (User("anne"), User("bob"), User("una", "reader", Clearance.parse("U"))):
            everybody[user.name], token = user.with_token()
            clients[user.name] = TestClient(
                application, base_url="http://archive.example", headers={"authorization": f"Bearer {token}"}
            )
    yield clients
    library.close()


def way(page: str) -> tuple[str, str | None, str | None] | None:
    """Return where a page says that its cable stands, and where it leads back and on."""
    if not (found := re.search(r'<nav class="trail".*?</nav>', page, re.DOTALL)):
        return None
    place = re.search(r'class="place">([^<]+)<', found[0])[1]
    sides = (re.search(rf'rel="{side}" href="([^"]+)"', found[0]) for side in ("prev", "next"))
    return place, *(side and html.unescape(side[1]) for side in sides)


def rows(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'rowheader" scope="row"><a href="([^"]+)">', page)]


def walked(page: str, heading: str) -> list[str]:
    """Return the cables under a heading of a walk, each with its depth before it."""
    part = page.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]
    found, depth = [], 0
    for mark, id in re.findall(r"(<ul>|</ul>)|<p><(?:a href=\"[^\"]+\"|span class=\"id\")>([^<]+)<", part):
        depth += {"<ul>": 1, "</ul>": -1}.get(mark, 0)
        found += [f"{depth} {id}"] if id else []
    return found


def test_from_a_list_one_goes_on_in_its_order_and_back_to_it(readers):
    anne = readers["anne"]
    first, second, *_ = rows(anne.get("/cables?tag=PREL&sort=-id").text)
    assert way(anne.get(first).text) == ("1 of 4", None, second)
    place, before, after = way(anne.get(second).text)
    assert (place, before) == ("2 of 4", first)
    assert after.startswith("/cable/10OSLO2?")
    assert 'href="/cables?tag=PREL&amp;sort=-id"' in anne.get(second).text


def test_the_last_leads_no_further(readers):
    last = rows(readers["anne"].get("/cables").text)[-1]
    place, before, after = way(readers["anne"].get(last).text)
    assert (place, before is not None, after) == ("4 of 4", True, None)


def test_a_list_of_search_words_shows_them_in_its_cables(readers):
    found = rows(readers["anne"].get("/cables?words=ministers").text)
    assert 'data-forms="minister"' in readers["anne"].get(found[0]).text


@pytest.mark.parametrize("at", ["1", "4", "999999999999", "-3", "x", ""])
def test_a_cable_is_found_in_a_list_that_has_changed(readers, at):
    asked = urlencode({"list": "sort=id", "at": at})
    assert way(readers["anne"].get(f"/cable/10OSLO2?{asked}").text)[0] == "2 of 4"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"list": "origin=MAPUTO"},
        {"list": "since=never"},
        {"list": "collection=nothing"},
        {"list": "answer=nobody/1"},
        {"cables": "10OSLO1,10OSLO4"},
        {"cables": "10OSLO2"},
        {"cables": "," * 900},
        {"at": "2"},
    ],
)
def test_an_address_that_names_no_list_with_this_cable_shows_the_cable_alone(readers, query):
    reply = readers["anne"].get(f"/cable/10OSLO2?{urlencode(query)}")
    assert reply.status_code == 200
    assert "MATTER 2" in reply.text
    assert way(reply.text) is None


def test_what_makes_no_sense_in_a_list_is_left_out_of_it_and_of_the_page(readers):
    page = readers["anne"].get(f"/cable/10OSLO2?{urlencode({'list': '<script>=1&sort=<b>&words='})}").text
    assert way(page)[0] == "2 of 4"
    assert "<b>" not in page


def test_cables_that_an_answer_cites_are_gone_through_in_its_order_with_the_words_of_the_question(readers):
    query = urlencode({"cables": "10OSLO4,10OSLO2,10OSLO1", "terms": "what did the Ministers say"})
    page = readers["anne"].get(f"/cable/10OSLO2?{query}").text
    place, before, after = way(page)
    assert (place, before.partition("?")[0], after.partition("?")[0]) == (
        "2 of 3",
        "/cable/10OSLO4",
        "/cable/10OSLO1",
    )
    assert 'data-forms="minister"' in page
    assert 'data-forms="minister"' in readers["anne"].get(after).text


def test_a_list_that_would_make_a_long_address_is_not_carried_on(readers):
    many = ",".join(["10OSLO1", "10OSLO2", *(f"10OSLO{n}" for n in range(1_000, 1_900))])
    assert rows(readers["anne"].get("/cables", params={"cables": many}).text) == [
        "/cable/10OSLO1",
        "/cable/10OSLO2",
    ]
    assert way(readers["anne"].get("/cable/10OSLO1", params={"list": f"cables={many}"}).text) is None


def test_a_list_has_for_each_reader_what_they_may_see(readers):
    query = urlencode({"cables": "10OSLO2,10OSLO3,10OSLO4"})
    assert way(readers["anne"].get(f"/cable/10OSLO2?{query}").text)[0] == "1 of 3"
    page = readers["una"].get(f"/cable/10OSLO2?{query}").text
    assert way(page)[0] == "1 of 2"
    assert "10OSLO3" not in page
    assert way(readers["una"].get("/cable/10OSLO2?list=sort%3Did&at=2").text)[0] == "2 of 3"


def test_a_collection_that_is_not_shared_is_no_list_to_others(readers):
    kept = readers["anne"].post("/collections", data={"name": "Boats", "cables": "10OSLO1, 10OSLO2"})
    first = rows(kept.text)[0]
    assert way(readers["anne"].get(first).text)[0] == "1 of 2"
    assert way(readers["bob"].get(first).text) is None


def test_the_walk_goes_both_ways_three_steps_and_in_no_circles(readers):
    page = readers["anne"].get("/references/10OSLO2").text
    to, by = "What it refers to", "What refers to it"
    assert walked(page, to) == ["1 10OSLO1", "2 10OSLO4", "3 10OSLO2", "3 10OSLO3", "1 10OSLO9"]
    assert walked(page, by) == ["1 10OSLO3", "2 10OSLO4", "1 10OSLO4", "2 10OSLO1", "3 10OSLO2", "3 10OSLO3"]
    assert "OSLO · not in this library" in page
    assert 'href="/references/10OSLO9"' not in page


def test_the_walk_of_a_cleared_reader_has_nothing_of_what_they_may_not_see(readers):
    page = readers["una"].get("/references/10OSLO2").text
    assert walked(page, "What refers to it")[0] == "1 10OSLO4"
    assert "10OSLO3</a>" not in page
    assert not any(each in page for each in SECRETS[:2])
    for place in ("/references/10OSLO3", "/versions/10OSLO3"):
        reply = readers["una"].get(place)
        assert (reply.status_code, "10OSLO3 is not in this library" in reply.text) == (404, True)


def test_two_texts_stand_side_by_side_and_a_cleared_reader_has_one(readers):
    page = readers["anne"].get("/versions/10OSLO2").text
    assert "what <mark>no</mark> Minister <mark>ever</mark> said <mark>to anybody at all" in page
    assert "/again/" not in page
    assert 'href="/versions/10OSLO2"' in readers["anne"].get("/cable/10OSLO2").text
    assert "one text of this cable" in readers["una"].get("/versions/10OSLO2").text
    assert "/versions/" not in readers["una"].get("/cable/10OSLO2").text


@pytest.mark.parametrize("place", ["/references/", "/versions/"])
@pytest.mark.parametrize("id", ["10OSLO99", "<script>", "..%2f..", "a/b", "x" * 3000])
def test_an_id_that_is_none_is_said_to_be_missing(readers, place, id):
    reply = readers["anne"].get(place + id)
    assert reply.status_code == 404
    assert "<script>" not in reply.text
