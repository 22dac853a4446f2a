import json
from threading import Event

import pytest
from conftest import _running

from assistant.saved_answers.bundle import loads, split
from ui.window import chat_window

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

SHIP, MANY = "why is there no second ship?", "how many ships?"


def ask(page, question, answers=1):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    expect(page.locator(".foot")).to_have_count(answers)
    page.wait_for_function("location.search.includes('c=')")


def drawer(page):
    page.get_by_role("button", name="Conversations", exact=True).click()
    return page.get_by_role("dialog", name="Conversations")


@pytest.fixture(autouse=True)
def nothing_kept(page):
    """Each test begins with an empty notebook, and leaves one."""
    page.evaluate("fetch('/talks', { method: 'DELETE' })")


def test_a_conversation_is_there_again_after_a_reload_and_goes_on(page, script):
    ask(page, MANY)
    ask(page, MANY, 2)
    page.reload()
    expect(page.locator(".question")).to_have_text([MANY, MANY])
    expect(page.locator(".foot").last).to_contain_text("conversation total: 2,408 tokens in, 176 out, $0.0006")
    expect(page.locator("#sources article").first).to_contain_text("10REYKJAVIK12")
    page.locator("a.cite").last.click()
    expect(page.locator("#cable-page mark")).to_have_text("Yildiz had no money")
    ask(page, SHIP, 3)
    assert [turn.text for turn in script.asked[-1]["turns"]][::2] == [MANY, MANY]


def test_it_is_there_again_after_the_server_was_started_anew(page, open_page, script):
    ask(page, SHIP)
    query = page.url.partition("?")[2]
    with _running(script) as address:
        again = open_page(f"{address}?{query}")
        expect(again.locator(".question")).to_have_text(SHIP)
        expect(again.locator("a.cite")).to_have_count(2)


@pytest.fixture
def loading(monkeypatch):
    """A window goes on loading until this is set."""
    loaded, stand_now = Event(), chat_window._Window.stand_now

    def stand_later(window, request):
        assert loaded.wait(30)
        return stand_now(window, request)

    monkeypatch.setattr(chat_window._Window, "stand_now", stand_later)
    yield loaded
    loaded.set()


def test_who_asks_while_the_window_is_still_loading_keeps_their_answer(loading, open_page):
    page = open_page()
    ask(page, SHIP)
    address = page.url
    loading.set()
    expect(page.locator("#status")).not_to_be_empty()
    expect(page.locator(".foot")).to_have_count(1)
    ask(page, MANY, 2)
    assert page.url == address


def test_while_a_conversation_is_being_opened_what_is_typed_stays_in_the_box(page, loading, open_page):
    loading.set()
    ask(page, SHIP)
    loading.clear()
    again = open_page(page.url)
    again.fill("#box textarea", MANY)
    again.press("#box textarea", "Enter")
    expect(again.locator("#box textarea")).to_have_value(MANY)
    loading.set()
    expect(again.locator("a.cite")).to_have_count(2)
    expect(again.locator("#box textarea")).to_have_value(MANY)
    again.wait_for_timeout(2_000)  # the Enter before has come to nothing
    again.press("#box textarea", "Enter")
    expect(again.locator(".question")).to_have_text([SHIP, MANY])


def test_enter_in_an_empty_box_leaves_the_conversation_as_it_is(page):
    ask(page, SHIP)
    page.press("#box textarea", "Enter")
    page.wait_for_timeout(1_000)  # what must not come has no sign to wait for
    expect(page.locator(".foot")).to_have_count(1)
    ask(page, MANY, 2)
    expect(page.locator(".question")).to_have_text([SHIP, MANY])


def test_enter_while_an_answer_is_under_way_leaves_it_as_it_is(page):
    page.fill("#box textarea", "go on...")
    page.press("#box textarea", "Enter")
    expect(page.locator(".answer")).to_contain_text("The ferry")
    page.fill("#box textarea", MANY)
    page.press("#box textarea", "Enter")
    page.wait_for_timeout(1_000)  # what must not come has no sign to wait for
    expect(page.locator(".answer")).to_contain_text("The ferry")
    expect(page.locator("#box textarea")).to_have_value(MANY)
    page.locator(".stop-button").click()
    expect(page.locator(".stopped")).to_be_visible()


def test_a_question_that_comes_just_after_an_enter_that_brought_nothing_is_not_lost(page):
    page.press("#box textarea", "Enter")
    page.wait_for_function("Number(document.body.dataset.entered)")
    page.fill("#box textarea", MANY)
    # Just now, however slow the machine is.
    page.evaluate("document.body.dataset.entered = performance.now() + 2_000")
    page.press("#box textarea", "Enter")
    expect(page.locator("#box textarea")).to_have_value(MANY)
    page.wait_for_timeout(3_000)  # for less than this it stays in the box
    page.press("#box textarea", "Enter")
    expect(page.locator(".question")).to_have_text(MANY)
    expect(page.locator(".foot")).to_have_count(1)


def test_nothing_is_kept_in_the_browser(page):
    ask(page, SHIP)
    stored = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert "ship" not in stored


def test_a_new_conversation_has_an_address_of_its_own_and_the_list_opens_both(page):
    ask(page, SHIP)
    first = page.url
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".answer")).to_have_count(0)
    page.wait_for_function("!location.search.includes('c=')")
    ask(page, MANY)
    assert page.url != first
    listed = drawer(page)
    expect(listed.locator("a.open")).to_have_count(2)
    expect(listed.locator("a.open[aria-current]")).to_contain_text(MANY)
    listed.get_by_role("link", name=SHIP).click()
    expect(page.locator(".question")).to_have_text(SHIP)
    assert page.url == first


def test_a_conversation_is_renamed_from_the_keyboard_and_its_title_stays_text(page):
    ask(page, SHIP)
    listed = drawer(page)
    listed.locator("summary").focus()
    page.keyboard.press("Enter")
    listed.get_by_role("button", name="Rename").press("Enter")
    page.keyboard.insert_text("<img src=x onerror='window.hit=1'> Ferries")
    page.keyboard.press("Enter")
    expect(listed.locator("a.open span")).to_have_text("<img src=x onerror='window.hit=1'> Ferries")
    expect(listed.locator("a.open")).to_be_focused()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    assert page.evaluate("window.hit") is None


def test_deleting_asks_first_and_then_the_address_opens_nothing(page):
    ask(page, SHIP)
    address = page.url
    listed = drawer(page)
    listed.locator("summary").click()
    listed.get_by_role("button", name="Delete", exact=True).click()
    listed.get_by_role("button", name="Keep").click()
    expect(listed.locator("a.open")).to_have_count(1)
    listed.locator("summary").click()
    listed.locator(".delete").click()
    listed.locator("li .yes").click()
    page.wait_for_function("!location.search.includes('c=')")
    page.goto(address)
    expect(page.locator(".trouble")).to_contain_text("There is no such conversation")
    expect(page.locator(".question")).to_have_count(0)


def test_everything_can_be_deleted_at_once(page):
    ask(page, SHIP)
    listed = drawer(page)
    listed.locator(".wipe").click()
    listed.locator(".end .yes").click()
    page.wait_for_function("!location.search.includes('c=')")
    expect(drawer(page).locator("ul")).to_contain_text("No conversations yet")


def test_a_stopped_answer_is_not_kept(page):
    page.fill("#box textarea", "go on...")
    page.press("#box textarea", "Enter")
    expect(page.locator(".answer")).to_contain_text("The ferry")
    page.locator(".stop-button").click()
    expect(page.locator(".stopped")).to_be_visible()
    expect(drawer(page).locator("ul")).to_contain_text("No conversations yet")


def test_an_answer_and_a_conversation_are_downloaded(page):
    ask(page, SHIP)
    ask(page, MANY, 2)
    page.locator(".export summary").last.click()
    with page.expect_download() as download:
        page.locator(".export").last.get_by_role("link", name="JSON").click()
    assert download.value.suggested_filename == "reftel-why-is-there-no-second-ship-2.json"
    assert loads(download.value.path().read_bytes()).answer.question == MANY
    listed = drawer(page)
    listed.locator("summary").click()
    with page.expect_download() as download:
        listed.get_by_role("link", name="JSON").click()
    assert [loads(part).answer.question for part in split(download.value.path().read_bytes())] == [SHIP, MANY]


def test_what_a_reader_says_of_an_answer_is_there_again_and_can_be_changed(page):
    ask(page, SHIP)
    good, bad = page.get_by_role("button", name="Good answer"), page.get_by_role("button", name="Bad answer")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    bad.click()
    expect(good).to_have_attribute("aria-pressed", "false")
    good.click()
    page.get_by_role("button", name="Wrong citation").click()
    form = page.get_by_role("dialog", name="What is wrong?")
    form.get_by_role("checkbox").first.check()
    form.get_by_label("Why?").fill("It is <b>another</b> harbor.")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Wrong citation").click()
    expect(form.get_by_label("Why?")).to_have_value("It is <b>another</b> harbor.")
    expect(form.get_by_role("checkbox").first).to_be_checked()
    form.get_by_role(
        "checkbox"
    ).first.uncheck()  # both cited paragraphs print one number: no label could tell which
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    with page.expect_download() as download:
        page.evaluate("location.href = '/export/feedback.jsonl'")
    [line] = download.value.path().read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["note"] == "It is <b>another</b> harbor."


def test_a_paragraph_that_is_gone_is_marked(page, script):
    ask(page, SHIP)
    held = script.library.held
    ferry = held.pop("10REYKJAVIK12")
    try:
        page.reload()
        expect(page.locator(".gone")).to_contain_text("No longer in the archive as cited: 10REYKJAVIK12 ¶")
    finally:
        held[ferry.id] = ferry


def test_on_a_phone_the_list_opens_and_closes(open_page):
    page = open_page(viewport={"width": 400, "height": 800}, is_mobile=True, has_touch=True)
    ask(page, SHIP)
    listed = drawer(page)
    expect(listed.locator("a.open")).to_be_in_viewport()
    listed.get_by_role("button", name="Close the list").tap()
    expect(listed).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
