"""Texts that would do harm, wherever the site shows a text: they stay text, and nothing leaves the machine."""

from collections.abc import Iterator
from urllib.parse import quote, urljoin

import pytest
import quick
from conftest import _running
from fastapi import FastAPI
from hostile import HOSTILE, LONG, answer, attribute, cables, long_cable, write
from scripted import ScriptedAssistant
from served import served

from assistant.kept_conversations.conversations import LONGEST_TITLE
from assistant.question.question_limits import LONGEST_QUESTION
from ui.access import login
from ui.access.gate import Logins
from ui.access.origins import Proxies
from ui.access.sessions import Sessions
from ui.access.users import Users

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

CABLES = cables()
ANSWERS = {
    f"what of {each.id}": answer(f"what of {each.id}", each, [p.text for p in each.paragraphs]) for each in CABLES
}
LONG_ANSWER = answer("what is long", long_cable(), [LONG])
# A violation of the policy is a request that was stopped in time; nothing should have tried.
WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI + " " + event.sample));"""
# No attribute that runs, and no link but to our own pages; Gradio's own icons and our lines of time are what is drawn.
HARM = """() => [...document.querySelectorAll("main *, #window *, #reader *, dialog *, .page *, body > *")].filter((each) =>
  [...each.attributes].some(({ name }) => /^on/i.test(name)) ||
  each.matches("iframe, object, embed, base, video, meta[http-equiv], img[src*='//'], image, use[href*='//']") ||
  (each.matches("a[href]") && location.protocol !== "file:" &&
    new URL(each.href.baseVal ?? each.href, location).origin !== location.origin)
).map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory) -> Iterator[str]:
    """The address of the site over a library of nothing but such texts, with kept conversations about it."""
    folder = tmp_path_factory.mktemp("hostile")
    library = quick.quick_library(folder / "library")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.jobs.update_indexes.attribute", attribute)
        quick.done(library.ingest([write(folder / "cables.jsonl", *CABLES, long_cable())]))
    scripted = ScriptedAssistant(library, {**ANSWERS, LONG_ANSWER.question: LONG_ANSWER})
    with _running(scripted) as address:
        yield address
    library.close()


@pytest.fixture
def visit(browser, hostile_site):
    """Open pages of the site, or any other, and see to it that each of them stays harmless."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(WATCH)
    page, trouble = context.new_page(), []
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: trouble.append(f"popup: {popup.url}"))
    page.on("request", lambda request: _at_home(request.url, hostile_site, trouble))

    def visit(path: str):
        check()
        page.goto(urljoin(hostile_site, path))
        return page

    def check() -> None:
        if page.url != "about:blank":
            assert page.evaluate("[window.pwned ?? null, violations]") == [None, []]
            assert page.evaluate(HARM) == []
        assert trouble == []

    yield visit
    check()
    context.close()


def _at_home(url: str, home: str, trouble: list[str]) -> None:
    if not url.startswith((home, "http://127.0.0.1:", "data:image/svg", f"blob:{home}", "file:")):
        trouble.append(f"left home: {url}")


def squeezed(text: str) -> str:
    """What can be seen of a text: a browser drops or replaces signs that cannot."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in " \ufffd")


def assert_shown(page, where: str, texts) -> None:
    """Wait until all of these texts are shown."""
    for _ in range(600):
        shown = squeezed(" ".join(page.locator(where).all_text_contents()))
        missing = [text for text in texts if squeezed(text) not in shown]
        if not missing:
            break
        page.wait_for_timeout(100)
    assert missing == []


def open_window(visit, address: str = "/"):
    page = visit(address)
    page.wait_for_selector("#reader[data-tab]", state="attached")
    return page


def ask(page, question: str) -> None:
    asked = page.locator(".question").count()
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    expect(page.locator(".question")).to_have_count(asked + 1)
    expect(page.locator(".foot")).to_have_count(asked + 1)
    expect(page.locator("#box .submit-button")).to_be_visible()


def test_answers_their_sources_and_the_cables_they_open(visit):
    page = open_window(visit)
    for question, given in ANSWERS.items():
        ask(page, question)
        texts = [each.text for each in given.passages]
        assert_shown(page, "#sources", [each.quote for each in given.citations])
        page.locator("a.cite").last.click()
        expect(page.locator("#cable-page .id")).to_have_text(given.passages[0].cable)
        assert_shown(page, "#cable-page", texts)
        page.locator("a.cite").last.hover()
    assert_shown(page, ".answer", HOSTILE)
    ask(page, "and is it there still")
    expect(page.locator(".refusal")).to_be_visible()


def test_questions(visit):
    page = open_window(visit)
    together: list[str] = []
    for text in [*(each for each in HOSTILE if len(each) <= LONGEST_QUESTION), ""]:
        if not text or len(" ".join([*together, text])) > LONGEST_QUESTION:
            ask(page, " ".join(together))
            together = []
        together.append(text)
    asked = [each for each in HOSTILE if len(each) <= LONGEST_QUESTION]
    assert_shown(page, ".question", asked)
    page.reload()
    page.wait_for_selector(".question")
    assert_shown(page, ".question", asked)


def test_filters_and_a_question_from_the_address(visit):
    for at in range(0, len(HOSTILE), 60):
        text = " ".join(HOSTILE[at : at + 60])
        boxes = "&".join(f"{name}={quote(text)}" for name in ("q", "since", "person", "tag", "origin"))
        page = open_window(visit, f"/?{boxes}")
        expect(page.locator("#line .wrong")).to_be_visible()
        assert_shown(page, "#line .chip", [text])


def test_pages_of_cables(visit):
    for each in CABLES:
        page = visit(f"/cable/{each.id}")
        assert_shown(page, "main", [paragraph.text for paragraph in each.paragraphs])


def test_the_library(visit):
    page = visit("/library")
    assert_shown(page, ".panels", [tag for each in CABLES for tag in each.tags])


def test_people(visit, hostile_site):
    links = []
    for number in range(1, 6):
        page = visit(f"/people?page={number}&q=")
        links += page.locator("tbody a").evaluate_all("links => links.map((each) => each.href)")
    assert len(set(links)) > 100
    for link in links[::12]:
        assert visit(link).locator("h1").count() == 1
    for text in HOSTILE[::25]:
        assert_shown(visit(f"/people?q={quote(text)}"), ".lead", [text])


def test_addresses_that_lead_nowhere(visit, hostile_site):
    page = visit("/library")
    for text in HOSTILE:
        name = quote(text, safe="")
        for path in (f"cable/{name}", f"pane?link={quote('#/c/' + text, safe='')}", f"api/cable/{name}", name):
            reply = page.request.get(urljoin(hostile_site, f"/{path}"))
            assert reply.status < 500, path
            assert reply.headers["x-content-type-options"] == "nosniff"
            if "text/html" in reply.headers["content-type"] and text in HOSTILE[::40]:
                visit(f"/{path}")


def test_kept_conversations_their_titles_feedback_and_exports(visit, hostile_site, tmp_path):
    page = open_window(visit)
    page.request.delete(urljoin(hostile_site, "/talks"))
    ask(page, next(iter(ANSWERS)))
    page.wait_for_function("location.search.includes('c=')")
    id = page.url.partition("c=")[2]
    for text in HOSTILE[::20]:
        sent = page.request.put(urljoin(hostile_site, f"/talks/{id}"), data={"title": text[:LONGEST_TITLE]})
        assert sent.status == 204
        with page.expect_response("**/talks?*"):
            page.get_by_role("button", name="Conversations", exact=True).click()
        assert_shown(page, "#talks a.open span", [" ".join(text.split())[:60]])
        page.get_by_role("button", name="Close the list").click()
    reason = " ".join(HOSTILE)[:1000]
    page.request.patch(urljoin(hostile_site, f"/talks/{id}/1/feedback"), data={"thumb": "down", "reason": reason})
    page.get_by_role("button", name="Wrong citation").click()
    assert squeezed(page.get_by_label("Why?").input_value()) == squeezed(reason)
    assert_shown(page, "#feedback label", [each.quote for each in next(iter(ANSWERS.values())).citations])
    page.get_by_role("button", name="Cancel").click()
    for name in (f"{id}/1", id):
        exported = page.request.get(urljoin(hostile_site, f"/export/{name}.html"))
        (tmp_path / "answer.html").write_bytes(exported.body())
        opened = visit((tmp_path / "answer.html").as_uri())
        assert_shown(opened, "body", [each.quote for each in next(iter(ANSWERS.values())).citations])


def test_names_of_files_that_are_brought(visit):
    page = open_window(visit)
    page.get_by_role("button", name="Add cables").click()
    names = [f"{text.replace('/', '|')[:60]}.txt" for text in HOSTILE[::5]]
    page.set_input_files("#bringing input", [{"name": n, "mimeType": "text/plain", "buffer": b""} for n in names])
    expect(page.locator("#bringing .failure")).to_have_count(len(names))
    page.get_by_role("button", name="Close", exact=True).click()
    ask(page, "and is it there still")


def test_programs_are_answered_in_json_that_no_browser_takes_for_a_page(visit, hostile_site):
    page = visit("/library")
    question, given = next(iter(ANSWERS.items()))
    asked = page.request.post(urljoin(hostile_site, "/api/ask"), data={"question": question})
    assert asked.json()["text"] == given.text
    odd = page.request.post(
        urljoin(hostile_site, "/api/ask"),
        data='{"question": "half a sign: \\ud800"}',
        headers={"content-type": "application/json"},
    )
    replies = [asked, odd]
    for path in (
        f"api/cable/{CABLES[0].id}",
        "api/people",
        "api/cable/%3Cscript%3E",
        "api/search?query=%3Cscript%3E",
    ):
        replies.append(page.request.get(urljoin(hostile_site, path)))
        visit(path)
    for reply in replies:
        assert reply.status < 500
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_line_of_a_megabyte(visit):
    page = open_window(visit)
    ask(page, LONG_ANSWER.question)
    assert_shown(page, ".answer", [LONG])
    page.locator("a.cite").last.click()
    expect(page.locator("#cable-page .id")).to_have_text("10REYKJAVIK900")
    assert_shown(page, "#cable-page", [LONG])
    ask(page, "and is it there still")
    visit("/cable/10REYKJAVIK900")


def test_the_login(visit, browser, tmp_path):
    gate = Logins(users := Users(tmp_path / "users.json"), Sessions("s" * 32, users), Proxies())
    application = FastAPI()
    application.include_router(login.router(gate))
    with served(application) as address:
        for text in HOSTILE[::10]:
            page = visit(f"{address}/login?next={quote(text)}")
            assert page.locator("[name=next]").input_value() == "/"
