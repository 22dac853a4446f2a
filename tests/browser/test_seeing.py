"""From pictures to cables: bars that fill the boxes of the window, dots that open cables."""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

PAGES = (
    "library",
    "library?year=2009",
    "cables",
    "cables?words=dam&sort=-subject",
    "people",
    "people?q=minister",
    "people/Anselmo%20Chivangue",
)
PHONE = {"width": 360, "height": 740}


def test_a_bar_lists_its_cables_and_they_open_the_window_with_its_filter(visit):
    page = visit("library")
    page.get_by_role("link", name=re.compile("^MAPUTO")).click()
    expect(page.get_by_role("rowheader")).to_have_text(["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"])
    page.get_by_role("link", name="Ask within the whole list").click()
    expect(page.get_by_label("Post", exact=True)).to_have_value("MAPUTO (3)")


def test_a_year_opens_to_months_and_a_month_to_its_cables(visit):
    page = visit("library")
    page.get_by_role("link", name="2009: ").click()
    page.get_by_role("link", name="December 2009: ").click()
    expect(page.get_by_label("Since")).to_have_value("2009-12")
    expect(page.get_by_label("Until")).to_have_value("2009-12")


def test_a_link_fills_the_boxes_and_never_asks_by_itself(visit):
    page = visit("/?q=what+did+he+say+about+Russia&person=Huseynli&origin=ATLANTIS&ask=1")
    expect(page.locator("#box textarea")).to_have_value("what did he say about Russia")
    expect(page.get_by_label("Speaker", exact=True)).to_have_value("Huseynli")
    expect(page.get_by_label("Post", exact=True)).to_have_value("Any post")  # there is no other to choose
    expect(page.locator(".question")).to_have_count(0)
    page.press("#box textarea", "Enter")
    expect(page.locator(".question")).to_have_text("what did he say about Russia")
    expect(page.locator("a.cite").first).to_be_visible()


def test_a_dot_opens_its_cable_and_tells_its_name(visit):
    page = visit("/?q=how+did+Chivangue's+position+on+leasing+Nacala+change")
    page.wait_for_selector("#reader[data-tab]", state="attached")
    expect(page.locator("#box textarea")).not_to_have_value("")
    page.press("#box textarea", "Enter")
    page.wait_for_selector(".foot")
    dot = page.locator(".timeline a.full").first
    dot.focus()
    expect(dot.locator(".what")).to_have_css("opacity", "1")
    name = dot.inner_text().split(" · ")[0]
    page.keyboard.press("Enter")
    expect(page.locator("#cable-page .id")).to_have_text(name)
    expect(page.locator("#cable-page mark")).to_be_visible()


def test_a_sentence_of_somebody_opens_the_window_at_its_words(visit):
    page = visit("people/Anselmo%20Chivangue")
    sentence = page.locator(".sentence").first
    words = sentence.inner_text()
    sentence.click()
    expect(page.locator("#cable-page mark")).to_have_text(words)


def test_somebody_is_found_and_asked_about_a_topic_by_keyboard(visit):
    page = visit("people")
    page.get_by_label("Name or office").fill("guseinli")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Elchin Huseynli").click()
    page.get_by_label("Topic").fill("russia")
    page.keyboard.press("Enter")
    expect(page.locator(".chapter .place")).to_have_text(["10BAKU79 ¶2", "10BAKU79 ¶5"])
    page.get_by_role("link", name="Ask about it").click()
    expect(page.locator("#box textarea")).to_have_value("what did Elchin Huseynli say about russia")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_everybody_can_use_the_pages(visit, address, theme):
    page = visit(address, color_scheme=theme)
    found = axe_api.Axe().run(page).response["violations"]
    grave = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
    assert grave == []


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_fit_a_small_phone(visit, address):
    page = visit(address, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
