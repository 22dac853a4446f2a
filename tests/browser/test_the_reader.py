"""Reading in the window: from citation to citation, from cable to cable, and finding words."""

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

PHONE = {"viewport": {"width": 400, "height": 800}, "is_mobile": True, "has_touch": True}
QUOTES = ["Yildiz had no money for a second ship", "We have seen this harbor before."]
HITS = "[...CSS.highlights.get('found')].map(String)"


def ask_and_wait(page, question="why is there no second ship?"):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    page.wait_for_selector(".foot")


def opened(page):
    ask_and_wait(page)
    page.locator("a.cite").first.click()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[0])


def test_keys_go_from_citation_to_citation_and_round(page):
    opened(page)
    mark, steps = page.locator("#cable-page mark"), page.locator("#reader .steps")
    expect(steps).to_have_text("1 / 2")
    page.keyboard.press("j")
    expect(mark).to_have_text(QUOTES[1])
    expect(steps).to_have_text("2 / 2")
    page.keyboard.press("j")
    expect(mark).to_have_text(QUOTES[0])
    page.keyboard.press("k")
    expect(mark).to_have_text(QUOTES[1])


def test_the_same_keys_write_in_the_box_where_only_alt_and_an_arrow_go_on(page):
    opened(page)
    page.locator("#box textarea").press_sequentially("jk")
    expect(page.locator("#box textarea")).to_have_value("jk")
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[0])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[1])


def test_buttons_go_from_citation_to_citation_once_there_are_some(page):
    forth, back = page.get_by_role("button", name="Next citation"), page.get_by_role("button", name="Previous c")
    expect(forth).to_be_hidden()
    ask_and_wait(page)
    forth.click()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[0])
    back.click()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[1])


def test_words_of_a_paragraph_and_the_list_at_the_end_lead_to_other_cables_and_back(page):
    page.goto(page.url.partition("#")[0] + "#/c/10REYKJAVIK15")
    page.locator(".paragraph").get_by_role("link", name="reftel").click()
    expect(page.locator("#cable-page .id")).to_have_text("10REYKJAVIK12")
    expect(page.locator(".references")).to_have_count(2)
    page.locator(".references", has_text="Referred to by").get_by_role("link", name="10REYKJAVIK15").click()
    expect(page.locator("#cable-page .id")).to_have_text("10REYKJAVIK15")
    page.go_back()
    expect(page.locator("#cable-page .id")).to_have_text("10REYKJAVIK12")


def test_words_are_found_across_lines_and_marks_and_cleared_again(page):
    opened(page)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("searchbox", name="Find in this cable").fill("YILDIZ")
    expect(page.locator("#finder output")).to_have_text("1 of 2")
    assert page.evaluate(HITS) == ["Yildiz", "Yildiz"]
    page.keyboard.press("Enter")
    expect(page.locator("#finder output")).to_have_text("2 of 2")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#finder output")).to_have_text("1 of 2")
    page.keyboard.type(" had no money for a second ship, he")
    page.get_by_role("searchbox").fill("second ship, he")
    assert page.evaluate(HITS) == ["second ship, he"]
    page.get_by_role("searchbox").fill("(S/NF)")
    expect(page.locator("#finder output")).to_have_text("1 of 1")
    page.get_by_role("searchbox").fill("penguin")
    expect(page.locator("#finder output")).to_have_text("no matches")
    page.keyboard.press("Escape")
    expect(page.locator("#finder")).to_be_hidden()
    assert page.evaluate(HITS) == []
    expect(page.locator("#reader")).to_be_in_viewport()


def test_a_slash_finds_in_the_next_cable_too(page):
    opened(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("harbor")
    expect(page.locator("#finder output")).to_have_text("1 of 2")
    page.locator(".head summary").click()
    page.locator(".head").get_by_role("link", name="REYKJAVIK 7").click()
    expect(page.locator("#finder output")).to_have_text("no matches")


def test_on_a_phone_the_tools_fit_beside_the_tabs(open_page):
    page = open_page(**PHONE)
    ask_and_wait(page)
    page.locator("a.cite").first.tap()
    page.get_by_role("button", name="Next citation").tap()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTES[1])
    page.get_by_role("button", name="Find", exact=True).tap()
    expect(page.get_by_role("searchbox")).to_be_in_viewport()
    assert page.locator("#reader .bar").evaluate("bar => bar.scrollWidth <= bar.clientWidth")


def test_a_copied_link_opens_the_paragraph_in_view_and_marked_on_a_page_of_its_own(open_page, browser, window):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    opened(page)
    page.locator(".paragraph[aria-current] .copy-link").click()
    expect(page.locator(".paragraph[aria-current] .copy-link")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{window}cable/10REYKJAVIK12#2"
    fresh = browser.new_page(viewport={"width": 400, "height": 300}, color_scheme="dark")
    fresh.goto(link)
    expect(fresh.locator(".paragraph:target")).to_be_in_viewport()
    assert fresh.locator(".paragraph:target").evaluate("each => getComputedStyle(each).boxShadow") != "none"
    assert "dark" in fresh.locator("body").get_attribute("class")
    fresh.get_by_role("link", name="Open in the chat window").click()
    expect(fresh.locator("#cable-page .paragraph[aria-current]")).to_have_attribute("data-ordinal", "2")
    fresh.close()


def test_text_that_runs_from_right_to_left_is_set_so(page):
    page.goto(page.url.partition("#")[0] + "#/c/10REYKJAVIK15")
    arabic = page.locator(".paragraph p", has_text="العبارة")
    assert arabic.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.locator(".paragraph p").first.evaluate("each => getComputedStyle(each).direction") == "ltr"
