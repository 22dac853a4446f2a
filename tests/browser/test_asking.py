"""Asking in the window: what was understood, what is filtered by, what comes next, and asking again."""

import re

import pytest
from chroma_queries import watched_queries
from filtering import open_filters
from invented import ferry
from scripted import citing

from ingest.search.vector_scan import VectorScan

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

SIGNS = [
    "1968.",
    "1968) and 2. both",
    "- a dash * a star + a plus",
    "# a heading",
    "    four blanks",
    "> said",
    "a_b_c *one* **two** ***three*** ~~gone~~ `code`",
    "|a|b|",
    "|-|-|",
    "[a](http://away.example) ![b](http://away.example/b.png) [^1] [c]",
    "http://away.example www.away.example a@away.example <http://away.example>",
    "&amp; &#35; <b>bold</b> \\\\ \\* $$x$$ $y$ \\(z\\)",
    "---",
    "===",
    "```",
]
UNDERSTOOD = "what did Yildiz say in Reykjavik in 2010?"


def ask_and_wait(page, question="why is there no second ship?"):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    expect(page.locator(".question").last).to_contain_text(question)
    expect(page.locator(".foot").last).to_be_visible()
    expect(page.locator(".submit-button")).to_be_visible()


def last_asked(page, script, questions):
    """Wait until so many questions were asked since the script was cleared, and return the last."""
    for _ in range(1200):
        if len(script.asked) >= questions:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)  # until the browser knows that the answer is under way
    expect(page.locator(".submit-button")).to_be_visible()
    return script.asked[-1]


@pytest.fixture(autouse=True)
def nothing_asked(script):
    script.asked.clear()


def test_what_was_understood_is_taken_off_chip_by_chip(page, script):
    ask_and_wait(page, UNDERSTOOD)
    assert script.asked[-1]["without"] == ()
    page.locator(".hint", has_text="dated 2010").click()
    again = last_asked(page, script, 2)
    assert (again["question"], again["without"], again["turns"]) == (UNDERSTOOD, ("dated 2010",), ())
    page.locator(".hint", has_text="said by Yildiz").click()
    assert last_asked(page, script, 3)["without"] == ("dated 2010", "said by Yildiz")
    expect(page.locator(".question")).to_have_count(1)


def test_the_next_question_is_understood_anew(page, script):
    ask_and_wait(page, UNDERSTOOD)
    page.locator(".hint").first.click()
    last_asked(page, script, 2)
    ask_and_wait(page)
    assert (script.asked[-1]["without"], len(script.asked[-1]["turns"])) == ((), 2)


def test_filters_stand_as_chips_that_can_be_taken_off(page, script):
    open_filters(page)
    page.get_by_label("Since", exact=True).fill("2009")
    page.get_by_label("Tag").click()
    page.get_by_role("option", name="EWWT (3)").click()
    page.get_by_label("Classification").click()
    page.get_by_role("option", name="CONFIDENTIAL (3)").click()
    page.get_by_label("Speaker").click()
    page.get_by_role("option", name="Yildiz").click()
    expect(page.locator("#line .chip")).to_have_text(["since 2009", "said by Yildiz", "tag EWWT", "CONFIDENTIAL"])
    page.get_by_label("Write a report").check()
    page.get_by_role("button", name="Narrow the search").click()
    report = page.get_by_role("button", name="Remove: a report, which takes minutes")
    expect(report).to_be_visible()  # while the boxes are folded
    report.click()
    page.get_by_role("button", name="Remove: since 2009").click()
    expect(page.locator("#line .chip")).to_have_count(3)
    ask_and_wait(page)
    asked = script.asked[-1]
    assert (asked["since"], asked["person"], asked["tag"]) == (None, "Yildiz", "EWWT")
    assert asked["classification"] == "CONFIDENTIAL"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [("once", "", "'once' is not a date: write 2009"), ("2010", "2009-05", "The start date, 2010")],
)
def test_a_date_that_makes_no_sense_is_said_so_at_once(page, since, until, words):
    open_filters(page)
    page.get_by_label("Since", exact=True).fill(since)
    page.get_by_label("Until").fill(until)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(words)


def test_a_followup_is_asked_with_the_conversation_before_it(page, script):
    ask_and_wait(page)
    page.get_by_role("button", name="what did the embassy itself comment on that").click()
    asked = last_asked(page, script, 2)
    assert asked["question"] == "what did the embassy itself comment on that"
    assert [turn.role for turn in asked["turns"]] == ["user", "assistant"]
    expect(page.locator(".followup:visible")).to_have_count(0)  # a refusal leads nowhere


def test_a_question_is_asked_again_in_its_place(page, script):
    ask_and_wait(page)
    ask_and_wait(page, UNDERSTOOD)
    page.get_by_role("button", name="Ask again", exact=True).click()
    asked = last_asked(page, script, 3)
    assert (asked["question"], len(asked["turns"])) == (UNDERSTOOD, 2)
    expect(page.locator(".question")).to_have_count(2)


def test_a_question_is_put_back_into_the_box_to_be_asked_in_other_words(page, script):
    ask_and_wait(page)
    ask_and_wait(page, UNDERSTOOD)
    edit = page.get_by_role("button", name="Edit question")
    edit.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#box textarea")).to_have_value(UNDERSTOOD)
    expect(page.locator("#box textarea")).to_be_focused()
    expect(page.locator(".question")).to_have_count(1)
    ask_and_wait(page, "and a third?")
    assert len(script.asked[-1]["turns"]) == 2


def test_what_failed_can_be_asked_again(page, script):
    page.fill("#box textarea", "break!")
    page.press("#box textarea", "Enter")
    expect(page.locator(".trouble")).to_be_visible()
    expect(page.locator(".submit-button")).to_be_visible()
    page.get_by_role("button", name="Try again", exact=True).click()
    assert last_asked(page, script, 2)["question"] == "break!"


def test_every_example_of_the_sample_library_is_answered(open_page, sample_window):
    page = open_page(sample_window)
    examples = page.locator("#window .example")
    expect(examples).to_have_count(4)
    for at in range(4):
        examples.nth(at).click()
        expect(page.locator(".foot")).to_be_visible()
        expect(page.locator(".refusal")).to_have_count(0)
        expect(page.locator(".submit-button")).to_be_visible()
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".answer")).to_have_count(0)


@pytest.mark.parametrize("text", [*SIGNS[:5], "\n".join(SIGNS), "\n\n".join(SIGNS)])
def test_the_words_of_a_question_and_of_an_answer_are_shown_as_they_are(page, script, text):
    script.script[text] = citing(text, text + " [1]", (ferry(), 2, "Yildiz had no money"))
    page.fill("#box textarea", text)
    page.press("#box textarea", "Enter")
    expect(page.locator(".foot")).to_be_visible()
    lines = page.locator(".question").evaluate(
        "each => [...each.childNodes].map((one) => one.data ?? one.nodeName)"
    )
    assert [each for each in lines if each != "BR"] == [each for each in text.split("\n") if each]
    # In one step: the answer is drawn again when what may be asked next is known.
    said = page.locator(".answer > p").evaluate_all(
        """them => them.map(each => {
          const bare = each.cloneNode(true);
          bare.querySelectorAll(".said").forEach(mark => mark.parentElement.remove());
          return bare.textContent;
        })"""
    )
    assert said == [each.strip() for each in text.split("\n") if each]
    assert page.locator(".answer").locator("ul, ol, table, strong, em, code, del, h1, img").count() == 0


def test_a_question_that_is_too_long_is_told_so_and_can_be_shortened(page, script):
    page.fill("#box textarea", "why? " * 1_000)
    page.press("#box textarea", "Enter")
    expect(page.locator(".answer.trouble")).to_have_text(
        re.compile("too long: ask it in at most 2,000 characters")
    )
    assert script.asked == []
    page.get_by_role("button", name="Edit question").click()
    expect(page.locator("#box textarea")).to_have_value("why? " * 1_000)


def test_a_question_in_the_window_is_a_query_of_the_collection(open_page, sample_window, monkeypatch):
    queries = watched_queries(monkeypatch)
    monkeypatch.setattr(VectorScan, "search", lambda *given: pytest.fail("the scan was asked"))
    page = open_page(sample_window)
    page.fill("#box textarea", "what did Huseynli say about Russia?")
    page.press("#box textarea", "Enter")
    expect(page.locator(".foot")).to_be_visible()
    expect(page.locator(".refusal")).to_have_count(0)
    assert len(queries) >= 1
