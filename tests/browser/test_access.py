"""Logins, ceilings and bringing cables, in a real browser at a real server with two users."""

import pytest
from invented import marked
from served import served

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

import quick

from assistant import Assistant
from ingest import Library
from ingest.domain.clearance import Clearance
from ui.access.gate import Logins
from ui.access.origins import Proxies
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

PASSWORD = "a stony harbor"
CANARY = "crimson"
CABLE = marked(("C", "Yildiz said the ferry would run by May."), ("S", f"Yildiz said the ferry is {CANARY}."))


@pytest.fixture(scope="module")
def users(tmp_path_factory) -> Users:
    users = Users(tmp_path_factory.mktemp("config") / "users.json")
    with users.edit() as everybody:
        everybody["ann"] = User("ann", "curator").with_password(PASSWORD)
        everybody["cora"] = User("cora", "curator", Clearance("C")).with_password(PASSWORD)
        everybody["rob"] = User("rob", "reader", Clearance("C")).with_password(PASSWORD)
    return users


@pytest.fixture(scope="module")
def team(users, tmp_path_factory):
    """The address of a server with logins, over a library with a cable of which not everybody may see all."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "10REYKJAVIK12.txt").write_text(CABLE)
    library = Library.open(folder / "library")
    quick.done(library.ingest([folder / "10REYKJAVIK12.txt"]))
    logins = Logins(users, Sessions("s" * 32, users), Proxies())
    with served(site(Access(Assistant(library)), logins)) as address:
        yield f"{address}/"
    library.close()


@pytest.fixture
def login_page(browser, team):
    """A page of a browser that nobody has logged in with."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(team)
    yield page
    context.close()
    assert trouble == []


def log_in(page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.fixture
def enter(login_page):
    def enter(name: str):
        log_in(login_page, name)
        login_page.wait_for_selector("#box textarea")
        login_page.wait_for_selector("#reader[data-tab]", state="attached")
        expect(login_page.locator("#account .who")).to_contain_text(name)
        return login_page

    return enter


def test_nobody_sees_the_window_before_he_has_logged_in(login_page):
    expect(login_page).to_have_title("Log in · reftel")
    expect(login_page.get_by_label("Name")).to_be_focused()
    log_in(login_page, "ann", "wrong password")
    expect(login_page.get_by_role("alert")).to_have_text("Wrong name or password.")
    log_in(login_page, "ann")
    expect(login_page.locator("#account")).to_contain_text("ann full access")


def test_a_link_to_a_cable_survives_the_login(login_page, team):
    login_page.goto(f"{team}#/c/10REYKJAVIK12/1")
    log_in(login_page, "ann")
    expect(login_page.locator("#cable-page .id")).to_have_text("10REYKJAVIK12")


def test_who_logs_out_is_out(enter, team):
    page = enter("ann")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.goto(team)
    expect(page.get_by_label("Password")).to_be_visible()


def ask(page, question: str) -> None:
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    page.wait_for_selector(".foot, .refusal")


def test_what_is_above_a_ceiling_is_nowhere_in_the_window(enter, team):
    page = enter("rob")
    expect(page.locator("#account")).to_contain_text("rob access up to C")
    received: list[str] = []
    page.on("response", lambda reply: received.append(reply.url) if CANARY in (_text(reply) or "") else None)
    ask(page, "what did Yildiz say about the ferry")
    expect(page.locator(".answer")).to_contain_text("run by May")
    page.goto(f"{team}#/c/10REYKJAVIK12/2")
    expect(page.locator("#cable-page")).to_contain_text("run by May")
    assert CANARY not in page.content()
    assert received == []


def _text(reply) -> str | None:
    try:
        return reply.text()
    except sync_api.Error:  # a stream that still goes on
        return None


def test_what_is_below_it_is_seen(enter):
    page = enter("ann")
    ask(page, "did Yildiz say that the ferry is crimson")
    expect(page.locator(".answer p").first).to_contain_text(f"is {CANARY}.")


@pytest.mark.parametrize("name", ["rob", "cora"])
def test_who_sees_not_everything_is_offered_no_way_to_bring_cables(enter, team, name):
    page = enter(name)
    expect(page.get_by_role("button", name="Add cables")).to_have_count(0)
    sent = page.request.post(f"{team}bring", multipart={"files": _file("a.txt", quick.text(3))})
    assert sent.status == 403
    assert page.request.post(f"{team}gradio_api/upload", multipart={"files": _file("a.txt", "a")}).status == 404


def _file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_a_curator_chooses_files_and_asks_about_them_at_once(enter):
    page = enter("ann")
    page.get_by_role("button", name="Add cables").click()
    files = [
        _file("10OSLO1.txt", quick.text(1, "Minister Halvorsen said the lighthouse was sold.")),
        _file("b.txt", ""),
    ]
    page.set_input_files("#bringing input", files)
    expect(page.locator("#bringing .counts")).to_have_text("Cables: 1 added, 1 failed.")
    expect(page.locator("#bringing .failure")).to_contain_text("b.txt: ")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#status")).to_contain_text("2 cables")
    ask(page, "what did Halvorsen say about the lighthouse")
    expect(page.locator(".answer")).to_contain_text("the lighthouse was sold")


def test_files_can_be_dropped_on_the_window(enter):
    page = enter("ann")
    expect(page.get_by_role("button", name="Add cables")).to_be_visible()
    held = page.evaluate_handle(
        "text => { const held = new DataTransfer(); held.items.add(new File([text], '10OSLO5.txt')); return held; }",
        quick.text(5),
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#window", event, {"dataTransfer": held})
    expect(page.locator("#bringing .counts")).to_have_text("Cables: 1 added.")
    page.keyboard.press("Escape")
    expect(page.locator("#bringing")).not_to_be_visible()


def test_a_removed_user_is_led_back_to_the_login(enter, users):
    with users.edit() as everybody:
        everybody["eve"] = User("eve").with_password(PASSWORD)
    page = enter("eve")
    page.wait_for_timeout(1500)  # the window asks for some things by itself when it opens
    with users.edit() as everybody:
        del everybody["eve"]
    page.fill("#box textarea", "what did Yildiz say about the ferry")
    page.press("#box textarea", "Enter")
    expect(page.get_by_label("Password")).to_be_visible()
