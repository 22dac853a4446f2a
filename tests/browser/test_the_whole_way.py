"""The whole way of somebody who looks, chooses, asks, keeps and takes along, on one page of their own."""

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


def source_ids(page):
    return page.locator("#sources .source header a").all_text_contents()


def faults(page):
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => 0)))")
    found = axe_api.Axe().run(page).response["violations"]
    return [(each["id"], node["html"], node.get("failureSummary")) for each in found for node in each["nodes"]]


def test_from_a_list_over_a_struck_source_to_references_of_a_collection(visit):
    page = visit("cables")
    page.get_by_label("Post").select_option("MAPUTO")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Choose all of this page").check()
    page.get_by_role("button", name="Ask within the chosen cables").click()
    expect(page.locator("#line .chip")).to_have_text("within 3 cables")
    ask(page, "what did Chivangue say about leasing Nacala?")
    struck, *_ = before = source_ids(page)
    page.get_by_role("button", name=f"Ask without {struck}").click()
    expect(page.locator("#line .chip")).to_have_text(re.compile(f"without {struck}"))
    expect(page.locator("#sources")).not_to_contain_text(struck)
    page.wait_for_selector("#window .thumb[aria-pressed]")
    left = list(dict.fromkeys(source_ids(page)))
    assert left
    assert set(left) < set(before)
    page.get_by_role("link", name="Keep the cited cables in a collection").click()
    page.get_by_label("Name").fill("Without what was struck")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Without what was struck")
    kept = page.locator("tbody th a").all_text_contents()
    with page.expect_download() as saved:
        page.get_by_role("link", name="RIS").click()
    records = rispy.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert [each["id"] for each in records] == kept
    assert struck not in kept
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete this collection").click()


def test_a_source_says_why_and_is_called_not_relevant_and_taken_back(visit):
    page = visit("", color_scheme="dark", viewport=PHONE)
    page.wait_for_selector("#reader[data-tab]", state="attached")
    ask(page, "what did Chivangue say about leasing Nacala?")
    page.locator("#window .show-sources").last.click()
    entry = page.locator("#sources .source li").first
    why = entry.locator("summary")
    why.focus()
    page.keyboard.press("Enter")
    expect(entry.locator(".reasons p")).to_contain_text("Nacala")
    button = entry.locator(".not-relevant")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    entry.get_by_role("textbox").fill("It is about another port.")
    page.keyboard.press("Enter")
    expect(entry.get_by_role("status")).to_have_text("Saved")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert faults(page) == []
    page.wait_for_url(re.compile(r"[?&]c="))
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(entry.locator("input")).to_have_value("It is about another port.")
    page.locator("#window .show-sources").last.click()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(entry.locator("input")).to_be_hidden()


def test_sources_are_spread_over_the_years_by_a_switch_that_is_a_chip(visit):
    page = visit("", viewport={"width": 1400, "height": 900})
    page.wait_for_selector("#reader[data-tab]", state="attached")
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("Spread over the years", exact=True).check()
    chip = page.locator("#line .chip")
    expect(chip).to_have_text("spread over the years")
    ask(page, "How was the harbour run?")
    periods = page.locator("#sources .timeline .told li")
    assert periods.count() > 1
    expect(periods.first).to_have_text(re.compile(r"^\d{4}(–\d{4})?: \d+ found, \d+ cited$"))
    assert faults(page) == []
    chip.click()
    expect(chip).to_have_count(0)
    expect(page.get_by_label("Spread over the years", exact=True)).not_to_be_checked()
