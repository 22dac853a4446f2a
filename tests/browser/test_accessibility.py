"""What axe-core finds on each page, by day and by night, on a desk and on a phone: nothing serious."""

import pytest
from filtering import open_filters
from served import served

from assistant.model_servers.discovery import FoundModel, ModelServers
from ui.access.gate import Logins
from ui.access.model_choices import ModelChoices
from ui.access.origins import Proxies
from ui.access.reader_access import Access
from ui.access.sessions import Sessions
from ui.access.users import Users
from ui.application import site

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

DESK, PHONE = {"width": 1400, "height": 900}, {"width": 400, "height": 800}
SEEN = [
    pytest.param("light", DESK, id="light"),
    pytest.param("dark", DESK, id="dark"),
    pytest.param("light", PHONE, id="phone"),
]


def faults(page) -> list[str]:
    """Return what is serious or worse, with the elements that it was found at."""
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def assert_accessible(page, what: str) -> None:
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => 0)))")
    assert faults(page) == [], what


@pytest.mark.parametrize(("theme", "size"), SEEN)
def test_the_window(open_page, window, theme, size):
    page = open_page(f"{window}?__theme={theme}", viewport=size, color_scheme=theme)
    page.wait_for_selector("#window .example")
    assert_accessible(page, "empty")
    page.fill("#box textarea", "why is there no second ship?")
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#window .thumb[aria-pressed]")
    assert_accessible(page, "an answer")
    page.locator("a.cite").first.click()
    page.wait_for_selector("#cable-page mark")
    assert_accessible(page, "a cable")
    page.keyboard.press("Escape")
    open_filters(page)
    page.get_by_label("Since", exact=True).fill("2009")
    page.wait_for_timeout(300)  # Gradio hears of what was typed a little later
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.wait_for_selector("#line .chip")
    assert_accessible(page, "filters")
    for button, dialog in (
        ("Conversations", "#talks"),
        ("Wrong citation", "#feedback"),
        ("Add cables", "#bringing"),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_selector(f"{dialog}[open]")
        page.wait_for_timeout(200)
        assert_accessible(page, button)
        page.keyboard.press("Escape")


@pytest.mark.parametrize(("theme", "size"), SEEN)
def test_the_choice_of_a_model(open_page, script, theme, size):
    found = (FoundModel("ollama:llama3.2", "llama3.2", "Ollama", "127.0.0.1:11434"),)
    for here in (found, ()):
        choices = ModelChoices("openai:gpt-4o-mini" if here else None, (), ModelServers(lambda here=here: here))
        with served(site(Access(script, models=choices))) as address:
            page = open_page(f"{address}/?__theme={theme}", viewport=size, color_scheme=theme)
            page.locator("#model summary").click()
            assert_accessible(page, f"{len(here)} models")


@pytest.mark.parametrize(("theme", "size"), SEEN)
def test_the_other_pages(browser, sample_window, library, theme, size):
    page = browser.new_page(viewport=size, color_scheme=theme)
    somebody = library.people()[0].name
    met = library.pairs()[0].one
    for path in (
        *("cable/10BAKU79", "cable/10X1", "library", "people", f"people/{somebody}", "people/nobody"),
        *("encounters", f"encounters?person={met}", "encounters?person=nobody", "posts"),
    ):
        page.goto(f"{sample_window}{path}?__theme={theme}")
        assert_accessible(page, path)
    page.close()


@pytest.mark.parametrize(("theme", "size"), SEEN)
def test_the_login(browser, script, tmp_path, theme, size):
    users = Users(tmp_path / "users.json")
    with served(site(Access(script), Logins(users, Sessions("s" * 32, users), Proxies()))) as address:
        page = browser.new_page(viewport=size, color_scheme=theme)
        page.goto(f"{address}/login")
        assert_accessible(page, "login")
        page.close()
