"""The way of somebody who gathers cables: tick, keep, come back, ask within, take along, delete."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
import rispy
from usable import everybody_can_use

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")


def test_tick_keep_ask_within_export_and_delete(browser, sample_window):
    context = browser.new_context()
    page = context.new_page()
    page.goto(urljoin(sample_window, "cables?origin=MAPUTO"))
    page.get_by_label("Choose 06MAPUTO512").check()
    page.get_by_label("Choose 09MAPUTO744").check()
    page.get_by_role("button", name="Keep in a collection").click()
    page.get_by_label("Name").fill("The port of Nacala")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The port of Nacala")
    page.get_by_text("Name and note").click()
    page.get_by_label("Note").fill("Who would lease it?\n<b>Ask again</b>")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".written")).to_have_text("Who would lease it?\n<b>Ask again</b>")
    everybody_can_use(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="RIS").click()
    records = rispy.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert [each["id"] for each in records] == ["06MAPUTO512", "09MAPUTO744"]
    page.get_by_role("link", name="Ask within the whole collection").click()
    expect(page.locator("#line .chip")).to_have_text("within 2 cables")
    page.fill("#box textarea", "what did Chivangue say about Nacala?")
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#window .thumb[aria-pressed]")
    cited = set(page.locator("#sources .source header a").all_text_contents())
    assert cited <= {"06MAPUTO512", "09MAPUTO744"}
    page.get_by_role("link", name="Keep the cited cables in a collection").click()
    page.get_by_label("Name").fill("The port of Nacala")
    everybody_can_use(page)
    page.get_by_role("button", name="Keep").click()
    page.get_by_label("Choose all of this page").uncheck()
    page.get_by_label("Choose 06MAPUTO512").check()
    page.get_by_role("button", name="Remove from it").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete this collection").click()
    page.wait_for_url(re.compile("/collections$"))
    expect(page.get_by_text("You have no collections yet.")).to_be_visible()
    context.close()
