"""Reading a cable by the keyboard alone: its outline, its list, its references, the words asked for, what marks mean."""

import io

import pytest
from pypdf import PdfReader

sync_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")
DESK, PHONE = {"width": 1400, "height": 700}, {"width": 360, "height": 740}
HERE = "[...CSS.highlights.get('asked-here')].map(String)"


def everybody_can_use(page) -> None:
    """Check a page on a desk and on a phone, where nothing may run out of it, by day and by night."""
    usual = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(50)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            found = axe_api.Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.set_viewport_size(usual)


def press_to(page, locator, most: int = 60) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if locator.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def test_from_a_search_through_its_cables_their_parts_and_their_references(visit):
    page = visit("cables?words=minister&origin=MAPUTO", viewport=DESK, color_scheme="light")
    ids = page.get_by_role("rowheader").all_text_contents()
    press_to(page, page.get_by_role("rowheader").first.get_by_role("link"))
    page.keyboard.press("Enter")
    trail, article = page.locator(".trail"), page.get_by_role("article")
    expect(trail.locator(".place")).to_have_text(f"1 of {len(ids)}")
    page.keyboard.press("j")
    expect(article.locator(".id")).to_have_text(ids[1])
    expect(trail.locator(".place")).to_have_text(f"2 of {len(ids)}")
    page.keyboard.press("k")
    expect(article.locator(".id")).to_have_text(ids[0])

    # The words of the search, and where they stand.
    turn = page.locator(".strip output")
    number = int(turn.inner_text().split(" / ")[1])
    page.keyboard.press("n")
    expect(turn).to_have_text(f"1 / {number}")
    assert page.evaluate(HERE)[0].lower().startswith("minister")
    page.keyboard.press("p")
    expect(turn).to_have_text(f"{number} / {number}")
    page.locator(".strip .marks button").first.click()
    expect(turn).to_have_text(f"1 / {number}")
    page.get_by_role("button", name="Next word of the question (n)").focus()
    page.keyboard.press("Enter")
    expect(turn).to_have_text(f"{2 if number > 1 else 1} / {number}")
    everybody_can_use(page)

    page.keyboard.press("Control+Home")
    press_to(page, trail.get_by_role("link", name="Cables"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Words")).to_have_value("minister")


def test_the_outline_leads_through_a_cable_and_tells_where_one_is(visit):
    page = visit("cable/09BAKU941", viewport=DESK, color_scheme="light")
    outline = page.get_by_role("navigation", name="Outline")
    names = outline.locator(".name").all_text_contents()
    assert len(names) > 2
    last = outline.get_by_role("link").last
    press_to(page, last)
    page.keyboard.press("Enter")
    expect(last).to_have_attribute("aria-current", "true")
    page.keyboard.press("Shift+S")
    expect(outline.locator("[aria-current]")).not_to_have_text(names[-1])
    page.set_viewport_size(PHONE)
    expect(outline).to_be_hidden()
    page.get_by_text("Outline", exact=True).click()
    page.locator("details.outline").get_by_role("link").last.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_a_mark_means_is_told_where_the_keyboard_or_the_finger_comes_to_it(visit):
    page = visit("cable/09BAKU941", viewport=DESK, color_scheme="light")
    mark, card = page.locator(".portion[tabindex]").first, page.locator("#term-card")
    press_to(page, mark)
    expect(card).to_be_visible()
    expect(card).to_contain_text(page.locator(f"#{mark.get_attribute('aria-describedby')}").text_content())
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    mark.hover()
    expect(card).to_be_visible()


def test_references_are_walked_and_each_page_can_be_used_by_everybody(visit):
    page = visit("references/09BAKU941", viewport=DESK, color_scheme="light")
    everybody_can_use(page)
    press_to(page, page.get_by_role("link", name="Walk on from 09TBILISI2210"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("References of 09TBILISI2210")
    expect(page.locator(".walk").first).to_contain_text("It refers to no other cable.")
    press_to(page, page.get_by_role("link", name="Back to the cable"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="Cable 09TBILISI2210")).to_be_visible()
    everybody_can_use(page)


def test_without_scripts_the_outline_the_list_and_the_meanings_are_there(visit):
    page = visit("cable/09BAKU941?list=sort%3Did&at=1", viewport=DESK, java_script_enabled=False)
    page.get_by_role("navigation", name="Outline").get_by_role("link").last.click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.get_by_text("Abbreviations and marks").click()
    expect(page.locator("#term-1")).to_be_visible()
    expect(page.locator(".strip")).to_have_count(0)
    page.locator(".trail [rel=next], .trail [rel=prev]").first.click()
    expect(page.locator(".trail .place")).to_be_visible()


def test_on_paper_each_page_has_the_id_and_the_classification_and_nothing_to_click(visit):
    page = visit("cable/09BAKU941?list=sort%3Did&at=1", viewport=DESK, color_scheme="dark")
    printed = [each.extract_text() for each in PdfReader(io.BytesIO(page.pdf(format="A5"))).pages]
    assert len(printed) > 1
    for text in printed:
        assert "09BAKU941 · CONFIDENTIAL" in text
    whole = "\n".join(printed)
    assert "1." in whole
    for left_out in ("Copy link", "Outline", "Open in the chat window", "Follow the references", "/cable/"):
        assert left_out not in whole
