"""The way of somebody who reads with a pen: mark, note, come back after a new text, take along, delete."""

import json
import re
from pathlib import Path

import pytest
from quick import done, quick_library
from served import served
from usable import everybody_can_use

from assistant import Assistant
from ui.access.reader_access import Access
from ui.application import site

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
HARBOR = """P 041305Z FEB 10\nFM AMEMBASSY OSLO\n\nC O N F I D E N T I A L OSLO 000009\n\nSUBJECT: FERRIES

1. (C) The harbormaster of Oslo fears a strike.

2. (C) He said that the ferry sails on Mondays, and that nobody knows for how long.

STORM
"""
LATER = HARBOR.replace("2. (C) He said that", "2. (C) The mayor laughed.\n\n3. (C) He told the consul in May that")
SELECT = """(words) => {
  const shown = [...document.querySelectorAll(".paragraph .words")].find((each) => each.textContent.includes(words));
  const range = new Range();
  range.setStart(shown.firstChild, shown.textContent.indexOf(words));
  range.setEnd(shown.firstChild, shown.textContent.indexOf(words) + words.length);
  getSelection().addRange(range);
}"""


def test_mark_note_read_a_new_text_export_and_delete(browser, tmp_path):
    library, file = quick_library(tmp_path / "library"), tmp_path / "10OSLO9.txt"
    file.write_text(HARBOR, encoding="utf-8")
    done(library.ingest([file]))
    trouble, context = [], browser.new_context()
    page = context.new_page()
    page.on("pageerror", lambda error: trouble.append(str(error)))
    with served(site(Access(Assistant(library)))) as address:
        page.goto(f"{address}/cable/10OSLO9")
        page.evaluate(SELECT, "ferry sails on Mondays")
        page.locator(".note-selected").click()
        expect(page.get_by_label("Words", exact=True)).to_have_value("ferry sails on Mondays")
        page.keyboard.type("Still?\n<b>Ask again</b>")
        page.get_by_label("Green").check()
        everybody_can_use(page)
        page.get_by_role("button", name="Keep").click()
        expect(page.locator("mark.noted.green")).to_have_text("ferry sails on Mondays")
        expect(page.locator("mark.noted.green")).to_have_accessible_description("Note: Still? <b>Ask again</b>")

        # From here by the keyboard alone, up to the window.
        page.get_by_role("button", name="Note on this paragraph").first.focus()
        page.keyboard.press("Enter")
        for key in ("Shift+Tab", "Control+a"):
            page.keyboard.press(key)
        page.keyboard.type("fears a strike")
        page.keyboard.press("Tab")
        page.keyboard.type("Who would strike?")
        for key in ("Tab", "Tab", "Enter"):  # past the colours, which are one stop
            page.keyboard.press(key)
        expect(page.locator("mark.noted", has_text="fears a strike")).to_be_visible()
        expect(page.locator("[data-note]:focus")).to_contain_text("Who would strike?")
        for key in ("Tab", "Enter"):
            page.keyboard.press(key)
        page.keyboard.press("End")
        page.keyboard.type(" When?")
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.locator("[data-note]:focus")).to_contain_text("Who would strike? When?")
        everybody_can_use(page)

        file.write_text(LATER, encoding="utf-8")
        done(library.ingest([file]))
        page.goto(f"{address}/#/c/10OSLO9/3")
        shown = page.locator("#cable-page .paragraph[data-ordinal='3']")
        expect(shown.locator("mark.noted.green")).to_have_text("ferry sails on Mondays")
        shown.get_by_role("button", name="Change").click()
        page.get_by_label("Note", exact=True).fill("Until May?")
        page.get_by_role("button", name="Keep").click()
        expect(shown.locator("[data-note]")).to_contain_text("Until May?")

        page.goto(f"{address}/notes?words=may")
        expect(page.locator("[data-note]")).to_have_count(1)
        everybody_can_use(page)
        with page.expect_download() as saved:
            page.get_by_role("link", name="JSON-LD").click()
        [annotation] = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))["first"]["items"]
        assert annotation["target"]["selector"]["value"] == "3"
        page.get_by_role("link", name="Change").click()
        everybody_can_use(page)
        page.get_by_text("Delete", exact=True).click()
        page.get_by_role("button", name="Delete this note").click()
        page.wait_for_url(re.compile("/notes$"))
        expect(page.locator("[data-note]")).to_have_count(1)
    context.close()
    library.close()
    assert trouble == []
