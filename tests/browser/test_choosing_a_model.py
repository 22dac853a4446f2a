"""Choosing who writes: with no model, with some found, with one that goes; by mouse and by keyboard."""

import re

import pytest
from filtering import open_filters
from local_servers import local_server, openai, usual
from model_server import Reply, serving
from scripted_report import DOUBTED, LOOKS, PLAN
from served import served

from assistant import Assistant
from assistant.model_servers.discovery import FoundModel, ModelServers, look
from assistant.settings import Settings
from ui.access.model_choices import ModelChoices
from ui.access.reader_access import Access
from ui.application import site

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

QUESTION = "what did Huseynli say about Russia"
SAID = "Azerbaijan was deeply reluctant to confront Russia in public [10BAKU79 ¶2]."


class Machine:
    """What is found on this machine, as a test has it."""

    def __init__(self):
        self.found = ()
        self.servers = ModelServers(lambda: self.found)


@pytest.fixture(scope="module")
def machine():
    return Machine()


@pytest.fixture(scope="module")
def choosing(library, machine):
    """The address of a window over the sample library in which models may be chosen."""
    choices = ModelChoices(None, ["https://llm.example/v1#large"], machine.servers)
    with served(site(Access(Assistant(library), Settings(cache=False), choices))) as address:
        yield f"{address}/"


def opened(open_page, address, machine, *found):
    machine.found = found
    machine.servers.again()
    page = open_page(address)
    page.wait_for_selector("#model summary")
    return page


def on(server, name="qwen3-8b"):
    return FoundModel(f"{server.url}#{name}", name, "LM Studio", server.url.split("/")[2])


def ask(page):
    page.fill("#box textarea", QUESTION)
    page.press("#box textarea", "Enter")
    page.wait_for_selector(".foot")


def test_without_a_model_a_line_says_what_one_adds_and_how_to_get_one(open_page, library):
    choices = ModelChoices(None, (), ModelServers(lambda: ()))
    with served(site(Access(Assistant(library), Settings(), choices))) as address:
        page = open_page(f"{address}/")
        expect(page.locator("#model .told")).to_contain_text("A model could write them")
        page.locator("#model summary").click()
        expect(page.locator("#model .panel")).to_contain_text("ollama pull llama3.2")
        with local_server(openai("just-started")) as server:
            choices.servers._look = lambda: look({"OLLAMA_HOST": "127.0.0.1:9"}, usual(server))
            page.get_by_role("button", name="Look again").click()
            expect(page.get_by_role("button", name=re.compile("just-started"))).to_be_visible()
            expect(page.get_by_role("button", name="Look again")).to_be_focused()


def test_a_model_that_is_found_writes_once_it_is_chosen_and_can_be_switched_off(open_page, choosing, machine):
    with serving() as model:
        model.will_say(SAID)
        page = opened(open_page, choosing, machine, on(model))
        ask(page)
        assert model.requests == []
        expect(page.locator(".foot").last).to_contain_text("no model, quotations only")
        page.locator("#model summary").click()
        page.get_by_role("button", name=re.compile("qwen3-8b")).click()
        expect(page.locator("#model .name")).to_have_text("qwen3-8b")
        expect(page.locator("#model summary")).to_be_focused()
        page.locator(".again").last.click()
        expect(page.locator(".foot").last).to_contain_text("qwen3-8b")
        expect(page.locator(".answer").last).to_contain_text("deeply reluctant")
        # The conversation keeps its model; another one begins without.
        expect(page).to_have_url(re.compile(r"\?c="))
        page.reload()
        expect(page.locator("#model .name")).to_have_text("qwen3-8b")
        page.locator("#model summary").click()
        page.get_by_role("button", name=re.compile("^No model")).click()
        expect(page.locator("#model .name")).to_have_text("No model")
        page.locator(".again").last.click()
        expect(page.locator(".foot").last).to_contain_text("no model, quotations only")
        page.reload()
        expect(page.locator("#model .told")).to_contain_text("Answers are quotations.")
        assert len(model.requests) == 1


def test_a_model_that_dies_after_it_was_chosen_leaves_quotations_and_a_sentence(open_page, choosing, machine):
    with serving() as model:
        page = opened(open_page, choosing, machine, on(model))
        page.locator("#model summary").click()
        page.get_by_role("button", name=re.compile("qwen3-8b")).click()
        expect(page.locator("#model .name")).to_have_text("qwen3-8b")
    machine.found = ()
    ask(page)
    expect(page.locator(".answer .note").last).to_contain_text(
        "does not answer any more: start it again, or choose"
    )
    expect(page.locator("a.cite").first).to_be_visible()
    expect(page.locator("#model .told")).to_have_text(
        "This model does not answer at present, so answers are quotations."
    )


def test_a_report_that_is_stopped_is_kept_as_far_as_it_went(open_page, choosing, machine):
    with serving() as model:
        model.will_say(LOOKS, "DONE", PLAN, Reply(f"{DOUBTED} And so he went on and on", pause=1))
        page = opened(open_page, choosing, machine, on(model))
        page.locator("#model summary").click()
        page.get_by_role("button", name=re.compile("qwen3-8b")).click()
        expect(page.locator("#model .name")).to_have_text("qwen3-8b")
        open_filters(page)
        page.get_by_label("Write a report").check()
        page.fill("#box textarea", QUESTION)
        page.press("#box textarea", "Enter")
        expect(page.locator(".answer h3")).to_have_text("Doubts")
        page.locator(".stop-button").click()
        for _ in range(2):
            expect(page.locator(".answer .note").last).to_contain_text("Stopped before it was finished.")
            expect(page.locator(".answer")).to_contain_text("questioned whether Russia is willing")
            expect(page.locator(".answer .looked summary")).to_have_text("3 steps of searching")
            expect(page).to_have_url(re.compile(r"\?c="))
            page.reload()


def test_what_leaves_the_machine_is_said_beside_a_hosted_model(open_page, choosing, machine):
    page = opened(open_page, choosing, machine)
    expect(page.locator("#model .name")).to_have_text("No model")
    page.locator("#model summary").click()
    hosted = page.get_by_role("button", name=re.compile("large"))
    expect(hosted).to_contain_text("Your question and the passages found for it are sent to llm.example.")
    hosted.click()
    expect(page.locator("#model .told")).to_contain_text("are sent to llm.example")


def test_the_keyboard_is_enough(open_page, choosing, machine):
    with serving() as model:
        page = opened(open_page, choosing, machine, on(model))
        page.locator("#box textarea").focus()
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#model summary')"):
                break
        page.keyboard.press("Enter")
        expect(page.locator("#model .panel")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#model .panel")).not_to_be_visible()
        expect(page.locator("#model summary")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(3):  # no model, the hosted one, this
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#model .name")).to_have_text("qwen3-8b")
