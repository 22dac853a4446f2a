"""What a hostile link or markup lures the page of the window into, tried in a real browser."""

from urllib.parse import urlsplit

import pytest
from invented import ferry

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

ID = ferry().id
ELSEWHERE = [
    f"#/c/../api/cable/{ID}",
    f"#/c/..%2Fapi%2Fcable%2F{ID}",
    f"#/c/%2e%2e/api/cable/{ID}",
    f"#/c/..\\api\\cable\\{ID}",
    f"#/c/{ID}/../../api/cable/{ID}",
    f"#/c/?link=x#/c/{ID}",
    "#/c//example.com/x",
    "#/c/../export/feedback.jsonl",
]


@pytest.mark.parametrize("link", ELSEWHERE)
def test_a_link_to_a_cable_fetches_nothing_but_cables(open_page, window, link):
    page = open_page(window)
    fetched = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.goto(f"{window}{link}")
    page.evaluate("link => document.body.insertAdjacentHTML('beforeend', `<a id=lure href='${link}'>x</a>`)", link)
    page.evaluate("document.getElementById('lure')?.click()")
    page.wait_for_timeout(300)
    assert {path for path in fetched if not path.startswith(("/gradio_api", "/assets", "/static"))} <= {
        "/",
        "/pane",
        "/watches/new",
    }
    assert "raw" not in page.inner_text("#cable-page")


@pytest.mark.parametrize(
    "smuggled",
    [
        "<img src=x onerror='window.pwned = 1'>",
        "<svg onload='window.pwned = 1'></svg>",
        "<iframe srcdoc='<script>parent.pwned = 1</script>'></iframe>",
        "<a id=lure href='javascript:window.pwned = 1'>x</a>",
    ],
)
def test_even_markup_that_got_into_the_page_runs_nothing(open_page, window, smuggled):
    page = open_page(window)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", smuggled)
    page.evaluate("document.getElementById('lure')?.click()")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'pwned = 2'}))")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned ?? null") is None


def test_the_page_of_a_cable_runs_its_own_scripts_and_no_other(open_page, window, browser):
    page = browser.new_page()
    page.goto(f"{window}cable/{ID}?__theme=dark#2")
    expect(page.locator("body")).to_have_class("page dark")
    assert page.locator(".to-window").get_attribute("href").endswith("/2")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned = 1\">')")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned ?? null") is None
    page.close()


def test_the_address_of_the_window_gets_into_none_of_its_scripts(window, browser):
    page = browser.new_page()
    lure = "zzz'</script><script>window.pwned=1</script>"
    reply = page.request.get(f"{window}?q={lure}&deep_link={lure}&__theme={lure}")
    assert "zzz" not in reply.text()
    assert "'unsafe-inline'" not in reply.headers["content-security-policy"].split("style-src")[0]
    page.close()
