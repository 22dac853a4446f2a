"""The way of somebody who writes: pin from an answer and from a cable, order, write between, take it along for Word."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
PHONE = {"width": 360, "height": 740}


def everybody_can_use(page) -> None:
    """Check a page on a phone, where nothing may run out of it, by day and by night."""
    usual = page.viewport_size
    page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert [each["id"] for each in axe_api.Axe().run(page).response["violations"]] == []
    page.set_viewport_size(usual)


def test_pin_order_write_and_export(open_page, sample_window):
    page = open_page(sample_window)
    page.fill("#box textarea", "what did Chivangue say about Nacala?")
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#window .thumb[aria-pressed]")
    told = page.locator(".pinned-told")
    second = page.locator("#window .pin-sentence").nth(1)
    expect(second).to_have_accessible_name("Pin the sentence with citation 2")
    second.click()
    expect(told).to_have_text("Pinned to Workspace")
    page.locator("#sources .source .pin").first.click()
    page.locator("#window a.cite").nth(2).click()
    page.get_by_role("button", name="Pin 06MAPUTO512 to the workspace").click()
    page.goto(urljoin(sample_window, "cables?origin=BAKU"))
    page.get_by_label("Choose 10BAKU79").check()
    page.get_by_role("button", name="Pin to the workspace").click()
    items = page.locator(".pinned > li")
    expect(items).to_have_count(4)
    # By keyboard alone: the last one goes up twice, and then a heading is written below it.
    up = page.get_by_role("button", name=re.compile("^Up: 10BAKU79, 4 of 4"))
    up.press("Enter")
    expect(page.get_by_role("button", name="Up: 10BAKU79, 3 of 4")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Up: 10BAKU79, 2 of 4")).to_be_focused()
    for _ in ("Down", "Top", "Remove", "Write below"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("The <b>port</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(items.nth(2).locator("h2")).to_have_text("The <b>port</b>")
    everybody_can_use(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word", exact=True).click()
    with zipfile.ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes())) as packed:
        notes = packed.read("word/footnotes.xml").decode()
        text = packed.read("word/document.xml").decode()
    assert [cable in notes for cable in ("07MAPUTO1180", "06MAPUTO512", "10BAKU79")] == [True] * 3
    assert text.count("footnoteReference w:id") == 4
    assert "The &lt;b&gt;port&lt;/b&gt;" in text
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Workspace")
    everybody_can_use(page)


def test_the_citation_counter_speaks_of_the_new_answer(page, script):
    for question in ("why is there no second ship?", "what is in the box?"):
        page.fill("#box textarea", question)
        page.press("#box textarea", "Enter")
        page.wait_for_selector(f'#window .question:has-text("{question}")')
        page.wait_for_selector("#box .submit-button")
        if question.startswith("why"):
            page.locator("#window a.cite").nth(1).click()
            expect(page.locator("#cable .steps")).to_have_text("2 / 2")
    expect(page.locator("#cable .steps")).to_have_text("– / 1")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#cable .steps")).to_have_text("1 / 1")
