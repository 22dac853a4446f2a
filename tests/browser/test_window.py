import pytest
from filtering import open_filters

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
# Gradio's queue speaks an older pandas than the one that is installed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio")

PHONE = {"viewport": {"width": 400, "height": 800}, "is_mobile": True, "has_touch": True}
QUOTE = "Yildiz had no money for a second ship"


def ask(page, question):
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")


def ask_and_wait(page, question):
    ask(page, question)
    page.wait_for_selector(".foot")
    expect(page.locator(".submit-button")).to_be_visible()


def test_a_question_gets_an_answer_with_citations_and_its_sources(page, script):
    ask_and_wait(page, "why is there no second ship?")
    expect(page.locator(".question")).to_have_text("why is there no second ship?")
    expect(page.locator(".answer")).to_contain_text("Yildiz had no money for a second ship.")
    expect(page.locator("a.cite")).to_have_count(2)
    expect(page.locator("#sources article").first).to_contain_text("10REYKJAVIK12")
    assert script.asked[-1]["turns"] == ()


def test_the_window_says_what_it_holds(page):
    expect(page.locator("#status")).to_contain_text("3 cables · 2010")
    expect(page.locator("#model")).to_contain_text("Answers are quotations from the cables.")
    expect(page.locator("#status")).to_contain_text("invented cables, not official records")


def test_a_click_on_a_citation_marks_the_quoted_words_in_the_cable(page):
    ask_and_wait(page, "why is there no second ship?")
    page.locator("a.cite").first.click()
    expect(page.locator("#cable-page mark")).to_be_in_viewport()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTE)
    expect(page.locator("a.cite[aria-current]")).to_have_count(1)
    assert "#/c/10REYKJAVIK12/2/" in page.url


def test_the_address_opens_the_cable_and_back_goes_back(page, open_page):
    ask_and_wait(page, "why is there no second ship?")
    for number in (0, 1):
        page.locator("a.cite").nth(number).click()
        expect(page.locator("a.cite").nth(number)).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.locator("#cable-page mark")).to_have_text(QUOTE)
    again = open_page(page.url)
    expect(again.locator("#cable-page mark")).to_have_text(QUOTE)
    expect(again.locator("#cable-page mark")).to_be_in_viewport()
    again.wait_for_selector(
        "#here [data-talk]", state="attached"
    )  # until it is opened, a question stays in the box
    ask(again, "and a third?")
    expect(again.get_by_role("tab", name="Sources")).to_have_attribute("aria-selected", "true")


def test_a_source_opens_its_cable_too(page):
    ask_and_wait(page, "why is there no second ship?")
    page.locator("#sources q").last.click()
    expect(page.locator("#cable-page mark")).to_have_text("We have seen this harbor before.")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources q").last).to_be_visible()


def test_a_reftel_that_the_library_lacks_is_said_to_be_missing(page):
    ask_and_wait(page, "why is there no second ship?")
    page.locator("a.cite").first.click()
    page.locator("#cable-page summary", has_text="Header").click()
    page.get_by_role("link", name="REYKJAVIK 7").click()
    expect(page.locator("#cable-page")).to_contain_text("10REYKJAVIK7 is not in this library")


def test_earlier_turns_go_with_a_question_until_a_new_conversation(page, script):
    ask_and_wait(page, "why is there no second ship?")
    ask(page, "and a third?")
    expect(page.locator(".refusal")).to_contain_text("Searched: 2 cables")
    assert [turn.role for turn in script.asked[-1]["turns"]] == ["user", "assistant"]
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".answer")).to_have_count(0)
    ask_and_wait(page, "why is there no second ship?")
    assert script.asked[-1]["turns"] == ()


def test_an_example_is_asked_by_a_click(page, script):
    page.get_by_role("button", name="what did Huseynli say about Russia").click()
    expect(page.locator(".refusal")).to_be_visible()
    assert script.asked[-1]["question"] == "what did Huseynli say about Russia"


def test_filters_go_with_the_question(page, script):
    open_filters(page)
    page.get_by_label("Since").fill("2009")
    page.get_by_label("Until").fill("2010-02")
    page.get_by_label("Post", exact=True).click()
    page.get_by_role("option", name="REYKJAVIK (3)").click()
    page.get_by_label("Speaker").fill("Storm")
    page.get_by_label("Speaker").press("Enter")
    page.get_by_label("Take the question literally").check()
    page.get_by_label("Write a report (deep)").check()
    ask_and_wait(page, "why is there no second ship?")
    asked = script.asked[-1]
    assert (asked["since"], asked["until"], asked["origin"]) == ("2009", "2010-02", "REYKJAVIK")
    assert (asked["person"], asked["literal"], asked["deep"]) == ("Storm", True, True)


@pytest.mark.parametrize(
    ("question", "words"), [("refuse!", "“once” is no date."), ("break!", "Something went wrong")]
)
def test_trouble_is_said_in_one_line_and_the_box_is_free_again(page, question, words):
    ask(page, question)
    expect(page.locator(".trouble")).to_contain_text(words)
    expect(page.locator(".submit-button")).to_be_visible()


def test_hostile_text_in_answers_cables_and_questions_stays_text(page):
    ask_and_wait(page, "what is in the box?")
    expect(page.locator(".answer")).to_contain_text('<img src=x onerror="window.hit=1"> ${window.hit=2}')
    page.locator("a.cite").click()
    expect(page.locator("#cable-page mark")).to_have_text("<script>")
    expect(page.locator("#cable-page h2")).to_contain_text("![x](https://evil.example/?q=1)")
    page.locator("a.cite").hover()
    ask(page, "<img src=x onerror='window.hit=6'> ![x](https://evil.example/?q=2) ${window.hit=7}")
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator(".question").last).to_contain_text("<img src=x onerror='window.hit=6'>")
    assert page.evaluate("window.hit") is None
    assert page.locator("#window img, #reader img").count() == 0


def test_a_doubtful_sentence_tells_why_to_whoever_points_at_it(page):
    ask_and_wait(page, "how many ships?")
    doubtful = page.locator(".answer .unsupported")
    assert doubtful.evaluate("each => getComputedStyle(each).textDecorationStyle") == "dashed"
    doubtful.hover(position={"x": 20, "y": 8})
    expect(page.locator("#hover-card")).to_have_text("not supported: “nine” is not in 10REYKJAVIK12 ¶2")
    page.locator("a.cite").hover()
    expect(page.locator("#hover-card")).to_contain_text("10REYKJAVIK12 ¶2: “Yildiz had no money")


def test_the_footer_tells_what_the_answer_cost_and_what_the_session(page):
    ask_and_wait(page, "how many ships?")
    expect(page.locator(".foot")).to_contain_text("1,204 tokens in, 88 out, $0.0003")
    expect(page.locator(".foot")).not_to_contain_text("session")
    ask(page, "how many ships?")
    expect(page.locator(".foot").last).to_contain_text("conversation total: 2,408 tokens in, 176 out, $0.0006")


def test_everything_can_be_reached_from_the_keyboard(page):
    ask_and_wait(page, "why is there no second ship?")
    first = page.locator("a.cite").first
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    expect(first).to_be_focused()
    expect(page.locator("#hover-card")).to_contain_text(f"10REYKJAVIK12 ¶2: “{QUOTE[:19]}")
    page.keyboard.press("Enter")
    expect(page.locator('.paragraph[data-ordinal="2"]')).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()


def test_on_a_phone_the_reader_is_a_sheet_that_opens_and_closes(open_page):
    page = open_page(**PHONE)
    expect(page.locator("#reader")).not_to_be_in_viewport()
    ask_and_wait(page, "why is there no second ship?")
    page.locator("a.cite").first.tap()
    expect(page.locator("#cable-page mark")).to_be_in_viewport()
    expect(page.locator("a.cite").first).to_be_in_viewport()
    page.get_by_role("button", name="Close the reader").tap()
    expect(page.locator("#reader")).not_to_be_in_viewport()
    page.locator(".show-sources").tap()
    expect(page.locator("#sources article").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).not_to_be_in_viewport()


def test_stop_ends_the_answer_and_frees_the_box(page, script):
    script.closed.clear()
    ask(page, "go on...")
    expect(page.locator(".answer")).to_contain_text("The ferry")
    page.locator(".stop-button").click()
    expect(page.locator(".stopped")).to_be_visible()
    expect(page.locator(".submit-button")).to_be_visible()
    assert script.closed.wait(10)
    page.wait_for_timeout(1000)  # on a slow machine what stopping set off is still on its way to the box
    ask_and_wait(page, "why is there no second ship?")


def test_what_is_typed_during_an_answer_stays_in_the_box(page):
    ask(page, "go on...")
    expect(page.locator("#box textarea")).to_have_value("")
    expect(page.locator(".stop-button")).to_be_visible()
    ask(page, "why is there no second ship?")
    expect(page.locator("#box textarea")).to_have_value("why is there no second ship?")
    page.locator(".stop-button").click()
    expect(page.locator(".submit-button")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("why is there no second ship?")
    expect(page.locator(".question")).to_have_count(1)


def test_a_citation_can_be_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask_and_wait(page, "why is there no second ship?")
    page.locator("a.cite").first.click()
    page.locator(".paragraph[aria-current] .copy-citation").first.click()
    expect(page.locator(".paragraph[aria-current] .copy-citation").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{QUOTE}” Embassy Reykjavik")
    assert copied.endswith("telegram 10REYKJAVIK12, February 4, 2010, para. 2.")
    page.locator(".copy-answer").click()
    expect(page.locator(".copy-answer")).to_have_text("Copied")
    answer, notes = page.evaluate("navigator.clipboard.readText()").split("\n\n")
    assert answer == "Yildiz had no money for a second ship. [1] The embassy has seen this before. [2]"
    assert notes.startswith(f"[1] 10REYKJAVIK12 ¶2: “{QUOTE[:19]}")


def test_dark_is_dark(open_page, window):
    page = open_page(f"{window}?__theme=dark")
    lightness = "c => getComputedStyle(c).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
    assert page.locator("#reader").evaluate(lightness) < 150
    assert page.locator("#box").evaluate(lightness) < 150


def test_the_sample_library_is_answered_from_its_cables(open_page, sample_window):
    page = open_page(sample_window)
    ask_and_wait(page, "what did Huseynli say about Russia")
    chip = page.locator("a.cite").first
    quote = chip.locator(".said").text_content().partition("“")[2].rstrip("”")
    chip.click()
    expect(page.locator("#cable-page .id")).to_have_text("10BAKU79")
    expect(page.locator("#cable-page mark")).to_be_in_viewport()
    expect(page.locator("#cable-page mark")).to_have_text(quote)
