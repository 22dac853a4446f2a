"""Answers as pages, with whatever signs a cable may hold."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from assistant import Answer, Checked, Citation
from ui.cli.options import FORMAT
from ui.rendering import citation_formats

ODD = r'A\B {C} $5 & 50% #1_x ^y ~z <b>"No," he said</b> *not* `so` [x](http://y)'


def citation(**facts: object) -> Citation:
    reported = {
        "number": 1,
        "cable": "10OSLO3",
        "paragraph": 5,
        "ordinal": 6,
        "quote": "The quota would be halved.",
        "start": 0,
        "end": 26,
        "speaker": "Kari Berg",
        "date": "2010-02-04T13:05Z",
        "origin": "AMEMBASSY OSLO",
        "subject": "HERRING AND COD",
        "marking": "C/NF",
    }
    return Citation(**(reported | facts))


def answer(*citations: Citation, text: str = "Berg: “The quota would be halved.” [1]", **more: object) -> Answer:
    return Answer("What of herring?", text, "answered", citations or (citation(),), marking="C/NF", **more)


def test_markdown_has_a_footnote_for_each_citation():
    assert citation_formats.markdown(answer()) == (
        "# What of herring?\n\n"
        "Berg: “The quota would be halved.”[^1]\n\n"
        "*Highest marking cited: C/NF*\n\n"
        "*Quoted without a language model*\n\n"
        "[^1]: 10OSLO3 ¶5; 4 February 2010; AMEMBASSY OSLO; HERRING AND COD; C/NF; Kari Berg: "
        "“The quota would be halved.”"
    )


def text_of(html: str) -> str:
    """What a reader of a page sees."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append
    parser.feed(html)
    return "".join(seen)


@pytest.mark.parametrize(
    "line",
    [
        ODD,
        "1. first",
        "1968. It was a year",
        "1968) a year",
        "- item",
        "# title",
        "    code",
        "===",
        "> said",
        "+ more",
    ],
)
def test_markdown_shows_every_text_as_it_is(line):
    page = MarkdownIt().render(citation_formats.markdown(answer(text=f"Before.\n\n{line}\n\nAfter. [1]")))
    assert f"\n{line.strip()}\n" in text_of(page)
    assert set(re.findall(r"<(\w+)", page.partition("After.")[0])) == {"h1", "p"}


def test_html_is_a_page_whose_marks_lead_to_their_notes():
    page = citation_formats.html(answer())
    assert page.startswith("<!doctype html>")
    assert '“The quota would be halved.”<sup><a href="#note-1">1</a></sup></p>' in page
    assert (
        '<li id="note-1">10OSLO3 ¶5; 4 February 2010; AMEMBASSY OSLO; HERRING AND COD; C/NF; Kari Berg: ' in page
    )


def test_html_shows_every_text_as_it_is():
    page = citation_formats.html(answer(citation(quote=ODD, subject=ODD), text=f"{ODD} [1]"))
    assert text_of(page).count(ODD) == 3
    assert "<b>" not in page


def test_a_mark_that_is_no_citation_stays_text():
    assert "he said [7]." in citation_formats.html(answer(text="he said [7]. [1]"))
    assert r"he said \[7\]." in citation_formats.markdown(answer(text="he said [7]. [1]"))


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_page_tells_what_is_doubtful_and_how_the_answer_was_made(form):
    doubtful = Checked(0, 11, "unsupported", ("“9” is not in 10OSLO3 ¶5",))
    page = citation_formats.FORMATS[form](
        answer(
            text="He said 9. [1]", sentences=(doubtful,), model="ollama:x", note="A note.", understood=("Berg",)
        )
    )
    assert "Not supported: He said 9." in page
    assert "is not in 10OSLO3 ¶5" in page
    for reported in ("Written by ollama:x", "A note.", "Interpreted as: Berg"):
        assert reported in page


def test_the_command_offers_every_form():
    option = FORMAT(lambda: None).__click_params__[0]
    assert set(option.type.choices) >= set(citation_formats.FORMATS)


def test_a_note_names_the_pages_of_a_file_that_has_pages():
    paged = answer(citation(cable="letter-7c6dc6d7", paragraph=None, pages=(2, 3)))
    assert r"[^1]: letter-7c6dc6d7 \[6\]; pp. 2–3; 4 February 2010" in citation_formats.markdown(paged)
    assert "letter-7c6dc6d7 [6]; p. 2; 4 February 2010" in text_of(
        citation_formats.html(answer(citation(cable="letter-7c6dc6d7", paragraph=None, pages=(2,))))
    )
