"""Citing, watching, and finding one's conversations again, in a real browser."""

import pytest

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


@pytest.fixture(autouse=True)
def nothing_kept(page):
    page.evaluate("fetch('/talks', { method: 'DELETE' })")


def test_a_source_is_cited_with_a_click_in_the_style_that_was_chosen_once(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, SHIP)
    cite = page.locator("#sources .cite-source").first
    cite.click()
    expect(cite).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Embassy Reykjavik")
    assert copied.endswith("telegram 10REYKJAVIK12, February 4, 2010, para. 2.")
    page.get_by_label("Cite as").select_option("mla-in-text")
    page.reload()
    expect(page.get_by_label("Cite as")).to_have_value("mla-in-text")
    expect(cite).to_have_text("Cite")
    cite.click()
    expect(cite).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "(Embassy Reykjavik, 10REYKJAVIK12, par. 2)"


def test_the_sources_of_an_earlier_answer_are_shown_again(page):
    ask(page, SHIP)
    ask(page, MANY, 2)
    page.locator(".show-sources").first.click()
    expect(page.locator("#sources .of")).to_have_text(f"Sources of “{SHIP}”")
    expect(page.locator("#sources .number")).to_have_text(["1", "2"])
    page.locator(".show-sources").last.click()
    expect(page.locator("#sources .of")).to_have_text(f"Sources of “{MANY}”")


def test_conversations_are_searched_and_have_a_time(page):
    ask(page, SHIP)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".foot")).to_have_count(0)
    page.wait_for_function("!location.search.includes('c=')")
    ask(page, MANY)
    page.get_by_role("button", name="Conversations", exact=True).click()
    titles = page.locator("#talks a.open span")
    expect(titles).to_have_text([MANY, SHIP])
    assert page.locator("#talks time").first.text_content().startswith(("Today, ", "Yesterday, "))
    page.get_by_label("Search your conversations").fill("second")
    expect(titles).to_have_text([SHIP])
    page.get_by_label("Search your conversations").fill("zebra")
    expect(page.locator("#talks .none")).to_have_text("No conversation has these words.")


def test_back_leads_to_the_conversation_that_was_left(page):
    ask(page, SHIP)
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_function("!location.search.includes('c=')")
    ask(page, MANY)
    page.go_back()
    expect(page.locator(".question")).to_have_text(SHIP)
    page.go_forward()
    expect(page.locator(".question")).to_have_text(MANY)


def test_a_conversation_that_is_none_has_a_way_on(open_page, window):
    page = open_page(f"{window}?c=unknown")
    expect(page.locator(".trouble")).to_contain_text("There is no such conversation")
    page.get_by_role("button", name="Your conversations").click()
    expect(page.get_by_role("dialog", name="Conversations")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".trouble .begin").click()
    page.wait_for_function("!location.search.includes('c=')")
    expect(page.locator(".trouble")).to_have_count(0)


def test_what_was_stopped_is_taken_up(page):
    page.fill("#box textarea", "go on...")
    page.press("#box textarea", "Enter")
    page.locator(".stop-button").click()
    page.get_by_role("button", name="Try again", exact=True).click()
    expect(page.locator(".stop-button")).to_be_visible()
    expect(page.locator(".question")).to_have_count(1)
    page.locator(".stop-button").click()
