"""The window in a browser, below a path of a proxy: nothing is asked for outside of it."""

from urllib.parse import urlsplit

import pytest
from path_proxy import below
from served import served

from ui.access.reader_access import Access
from ui.application import site

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

ROOT = "/archive"


@pytest.fixture
def proxy(script):
    with served(site(Access(script), root=ROOT)) as address, below(ROOT, address) as proxy:
        yield proxy
        # The icon of a host is what a browser asks for by itself, where a page names none, as Gradio's does.
        assert [each for each in proxy.outside if each != "/favicon.ico"] == []


def test_the_window_asks_and_answers_and_its_links_lead_to_pages(open_page, proxy):
    page = open_page(proxy.address)
    page.fill("#box textarea", "why is there no second ship?")
    page.press("#box textarea", "Enter")
    page.wait_for_function("location.search.includes('c=')")
    page.locator("a.cite").first.click()
    expect(page.locator("#cable-page mark")).to_be_visible()
    link = page.locator("#cable-page .copy-link").first.get_attribute("data-copy")
    assert page.evaluate("link => new URL(link, location).href", link).startswith(f"{proxy.address}cable/")

    export = page.locator(".foot .export a").first.evaluate("link => link.href")
    assert export.startswith(f"{proxy.address}export/")
    assert page.request.get(export).status == 200
    page.locator(".foot .thumb.up").click()
    expect(page.locator(".foot .thumb.up")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("button", name="Conversations", exact=True).click()
    kept = page.get_by_role("dialog", name="Conversations").locator("a.open")
    expect(kept).to_contain_text("why is there no second ship?")
    assert kept.evaluate("link => link.href").startswith(f"{proxy.address}?c=")
    with page.expect_navigation():
        kept.click()
    expect(page.locator("a.cite").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="People").click()
    assert urlsplit(page.url).path == f"{ROOT}/people"
