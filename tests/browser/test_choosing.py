"""The way of somebody who looks first and asks then: list, narrow, tick, ask within, and leave a source out."""

import re
from pathlib import Path

import pytest
import rispy

sync_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
PHONE = {"width": 360, "height": 740}


def ask(page, question):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#window .thumb[aria-pressed]")


def sources(page):
    return set(page.locator("#sources .source header a").all_text_contents())


def test_list_narrow_tick_and_ask_within(visit):
    page = visit("library")
    page.get_by_role("link", name="Cables", exact=True).click()
    page.get_by_label("Post").select_option("MAPUTO")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Choose 06MAPUTO512").focus()
    page.keyboard.press("Space")
    page.get_by_label("Choose 09MAPUTO744").check()
    expect(page.locator(".told")).to_have_text("2 cables chosen")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".told")).to_have_text("2 cables chosen")  # on another page too
    with page.expect_download() as saved:
        page.get_by_role("button", name="RIS").click()
    records = rispy.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert [each["id"] for each in records] == ["06MAPUTO512", "09MAPUTO744"]
    page.get_by_role("button", name="Ask within the chosen cables").click()
    chip = page.locator("#line .chip")
    expect(chip).to_have_text("within 2 cables")
    ask(page, "what did Chivangue say about Nacala?")
    assert sources(page) <= {"06MAPUTO512", "09MAPUTO744"}
    ask(page, "list all cables")
    expect(page.locator("#window .cables summary").last).to_contain_text("2 cables")
    page.wait_for_url(re.compile(r"[?&]c="))
    page.reload()  # the choice is the conversation's
    expect(chip).to_have_text("within 2 cables")
    chip.click()
    expect(chip).to_have_count(0)
    ask(page, "how many cables are there?")
    expect(page.locator("#window .answer").last).to_contain_text("24 cables")


def test_a_source_is_left_out_or_alone_asked_within_and_the_question_asked_again(visit):
    page = visit("")
    page.wait_for_selector("#reader[data-tab]", state="attached")
    ask(page, "what did Chivangue say about leasing Nacala?")
    first = page.locator("#sources .source header a").first.text_content()
    page.get_by_role("button", name=f"Ask without {first}").click()
    expect(page.locator("#line .chip")).to_have_text(f"without {first}")
    expect(page.locator("#sources .source").first).to_be_visible()
    expect(page.locator("#sources")).not_to_contain_text(first)
    other = page.locator("#sources .source header a").first.text_content()
    page.wait_for_selector("#window .thumb[aria-pressed]")
    page.get_by_role("button", name=f"Ask within {other}").first.click()
    expect(page.locator("#line .chip")).to_have_text(f"within {other}, without {first}")
    expect(page.locator("#sources .source header a").first).to_have_text(other)
    expect(page.locator(".question")).to_have_count(1)  # the same, answered anew


def test_a_whole_list_by_words_is_asked_within(visit):
    page = visit("cables?words=mackerel")
    page.get_by_role("link", name="Ask within the whole list").click()
    expect(page.locator("#line .chip")).to_have_text(re.compile(r"within \d cables"))


def test_ticks_from_one_to_another_and_of_a_page(visit):
    page = visit("cables?origin=MAPUTO")
    boxes = page.locator("tbody [type=checkbox]")
    boxes.first.click()
    boxes.last.click(modifiers=["Shift"])
    expect(page.locator(".told")).to_have_text("3 cables chosen")
    expect(page.get_by_label("Choose all of this page")).to_be_checked()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(":checked[type=checkbox]")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask within the chosen cables")).to_be_disabled()


def test_without_a_script_the_ticks_of_a_page_are_sent(visit):
    page = visit("cables?origin=MAPUTO", java_script_enabled=False)
    page.get_by_label("Choose 06MAPUTO512").check()
    page.get_by_label("Choose 09MAPUTO744").check()
    page.get_by_role("button", name="Ask within the chosen cables").click()
    assert page.url.endswith("/?cables=06MAPUTO512&cables=09MAPUTO744")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_choose(visit, theme):
    page = visit(f"cables?__theme={theme}", color_scheme=theme, viewport=PHONE)
    page.get_by_label("Choose all of this page").check()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = axe_api.Axe().run(page).response["violations"]
    grave = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
    assert grave == []
