"""A list of cables in the window: a table whose heads sort it, with a file of all of it."""

from urllib.parse import urljoin

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")


def ask(page, question):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#window .thumb[aria-pressed]")


def column(page, number):
    return page.locator(f".cables tbody tr td:nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_list_is_a_table_that_sorts(open_page, sample_window, theme):
    page = open_page(f"{sample_window}?__theme={theme}", color_scheme=theme)
    ask(page, "list all cables from Maputo")
    assert column(page, 2) == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]
    head = page.get_by_role("columnheader", name="Subject")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, 4) == sorted(column(page, 4))
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, 4) == sorted(column(page, 4), reverse=True)
    violations = axe.Axe().run(page).response["violations"]
    assert [each["id"] for each in violations if each["impact"] in ("serious", "critical")] == []
    file = page.request.get(urljoin(sample_window, page.locator(".cables .csv[download]").get_attribute("href")))
    assert file.text().count("MAPUTO,") == 3
    page.locator(".cables tbody a").first.click()
    page.wait_for_selector("#cable-page .cable")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in the list of cables").click()
    page = opened.value
    page.wait_for_selector("tbody")
    assert page.get_by_role("rowheader").all_inner_texts() == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]
