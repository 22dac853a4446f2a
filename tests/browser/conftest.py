"""A real browser at the real chat window. `CHROMIUM` names another browser than the one on the path."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from invented import ferry, hostile, sequel
from scripted import ScriptedAssistant, ScriptedLibrary, citing
from served import served

from assistant import Assistant, Checked, Usage
from ingest.errors import ReftelError
from ui.access.reader_access import Access
from ui.application import site

FERRY = citing(
    "why is there no second ship?",
    "Yildiz had no money for a second ship.[1] The embassy has seen this before.[2]",
    (ferry(), 2, "Yildiz had no money\n\nREYKJAVIK 00000012  002 OF 002\n\nfor a second ship"),
    (ferry(), 3, "We have seen this harbor before."),
    seconds=0.4,
)
HOSTILE = citing("what is in the box?", hostile().paragraphs[0].text + " [1]", (hostile(), 1, "<script>"))
WRITTEN = citing("how many ships?", "Yildiz had nine ships.[1]", (ferry(), 2, "Yildiz had no money"))
AGAIN = replace(
    citing("what did Yildiz say in Reykjavik in 2010?", "He said no.[1]", (ferry(), 2, "Yildiz had no money")),
    understood=("said by Yildiz", "dated 2010"),
)
DOUBTED = replace(
    WRITTEN,
    usage=Usage(1_204, 88, 0.0003),
    sentences=(Checked(0, 25, "unsupported", ("“nine” is not in 10REYKJAVIK12 ¶2",)),),
)
ENDLESS = citing("go on...", "The ferry", (ferry(), 1, "Yildiz"))


def _give_up(reason: str) -> None:
    """Skip on a machine that has no browser; fail where the browser tests are meant to run."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def script() -> ScriptedAssistant:
    answers = {answer.question: answer for answer in (FERRY, HOSTILE, AGAIN, DOUBTED, ENDLESS)}
    errors = {"refuse!": ReftelError("“once” is no date."), "break!": RuntimeError("a bug")}
    return ScriptedAssistant(ScriptedLibrary(ferry(), hostile(), sequel()), answers, errors=errors)


@contextmanager
def _running(answering: Assistant | ScriptedAssistant) -> Iterator[str]:
    """Serve the chat window over an assistant; gives its address."""
    with served(site(Access(answering))) as address:
        yield f"{address}/"


@pytest.fixture(scope="module")
def window(script: ScriptedAssistant) -> Iterator[str]:
    """The address of a chat window whose answers the test knows."""
    with _running(script) as address:
        yield address


@pytest.fixture(scope="module")
def sample_window(assistant: Assistant) -> Iterator[str]:
    """The address of a chat window over the sample library, with nothing scripted."""
    with _running(assistant) as address:
        yield address


@pytest.fixture
def visit(browser, sample_window):
    """Open a page of the sample library in a tab of its own."""
    contexts = []

    def visit(address, **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto(urljoin(sample_window, address))
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def browser():
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        _give_up("playwright is not installed")
    if not (executable := os.environ.get("CHROMIUM") or shutil.which("chromium")):
        _give_up("no chromium on the path")
    expect.set_options(timeout=60_000)  # milliseconds; a slow machine, not a slow window, takes more than some
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, window):
    """Open the window in a page that must stay at home and throw nothing."""
    contexts, trouble = [], []

    def open_page(address: str = window, **settings):
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("request", lambda request: _check(request.url, urljoin(address, "/")))
        page.goto(address)
        page.wait_for_selector("#box textarea")
        page.wait_for_selector("#reader[data-tab]", state="attached")  # the reader's script has run
        return page

    def _check(url: str, home: str) -> None:
        if not url.startswith((home, "data:", f"blob:{home}")):
            trouble.append(f"left home: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def page(open_page):
    return open_page()
