from dataclasses import replace

import pytest
import scripted
from invented import HOSTILE, ferry, hostile

from assistant.answer import Answer, Checked, Usage
from ui.rendering import answer_html, terminal
from ui.rendering.addresses import Place


def answer(**changes):
    given = scripted.citing(
        "why no ship?",
        "Yildiz had no money for a second ship.[1] He blamed the islands [2].",
        (ferry(), 2, "Yildiz had no money"),
        (ferry(), 2, "He blamed the islands."),
    )
    return replace(given, **changes)


def test_each_mark_becomes_a_link_to_the_words_it_rests_on():
    first, second = answer().citations
    html = answer_html.reply(answer())
    assert f'a second ship.<a class="cite" href="#/c/10REYKJAVIK12/2/{first.start}-{first.end}">1<' in html
    assert f'the islands<a class="cite" href="#/c/10REYKJAVIK12/2/{second.start}-{second.end}">2<' in html
    assert "10REYKJAVIK12 ¶2: “Yildiz had no money”" in html


def judged(text, *verdicts):
    """An answer of sentences with one verdict each, the full stops being where they end."""
    ends = [place + 1 for place, letter in enumerate(text) if letter == "."]
    begins = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends[:-1])]
    reasons = ("“<b>nine</b>” is not in 10REYKJAVIK12 ¶2", "it is at odds")
    spans = zip(begins, ends, verdicts, strict=True)
    return answer(
        text=text,
        model="ollama:x",
        sentences=tuple(Checked(a, b, v, reasons * (v != "supported")) for a, b, v in spans),
    )


def test_what_is_supported_looks_as_it_would_without_any_check():
    text = "Yildiz had no money [1]. **He** blamed the islands [2].\n\n- One.\n- Two."
    assert answer_html.reply(judged(text, *["supported"] * 4)) == answer_html.reply(
        answer(text=text, model="ollama:x")
    )


@pytest.mark.parametrize(
    ("verdict", "name", "expected"),
    [
        ("unsupported", "unsupported", "not supported"),
        ("uncited", "unsupported", "not supported"),
        ("contradicted", "contradicted", "contradicted"),
        ("elsewhere", "elsewhere", "citation corrected"),
        ("partly", "partly", "partly supported"),
    ],
)
def test_a_doubtful_sentence_is_marked_with_the_reasons(verdict, name, expected):
    html = answer_html.reply(
        judged("Yildiz had money. He had nine ships [1]. He rowed.", "supported", verdict, "supported")
    )
    assert f'<p>Yildiz had money. <span class="{name}">He had nine ships<a class="cite"' in html
    reasons = "“&lt;b&gt;nine&lt;/b&gt;” is not in 10REYKJAVIK12 ¶2; it is at odds"
    assert f'.<span class="why"> ({expected}: {reasons})</span></span> He rowed.</p>' in html


def test_a_doubtful_sentence_is_marked_in_every_line_and_bullet_that_it_takes():
    html = answer_html.reply(judged("Two ships:\n\n- one\n- another. Both sank.", "unsupported", "supported"))
    assert html.count('<span class="unsupported">') == 3
    assert '<li><span class="unsupported">one<' in html
    assert "</span></span> Both sank.</li></ul>" in html


def test_the_footer_tells_what_the_answer_and_the_session_cost():
    usage = Usage(1204, 88, 0.0003)
    html = answer_html.reply(answer(usage=usage), usage + usage)
    assert (
        "<span>1,204 tokens in, 88 out, $0.0003</span><span>conversation total: 2,408 tokens in, 176 out, $0.0006</span>"
        in html
    )
    assert "session" not in answer_html.reply(answer(usage=usage), usage)
    assert "conversation total: 1,204" in answer_html.reply(answer(), usage)  # this one cost nothing
    assert "tokens" not in answer_html.reply(answer())


def test_a_mark_without_a_citation_stays_text():
    assert "ship.[7]</p>" in answer_html.reply(answer(text="He had no ship.[7]"))


def test_a_model_s_lists_and_bold_words_are_kept_and_nothing_else():
    text = "Two things:\n\n- **no** money\n* no ship\n\n# In short\n> nothing"
    html = answer_html.reply(answer(text=text, model="ollama:x"))
    assert "<p>Two things:</p><ul><li><strong>no</strong> money</li><li>no ship</li></ul>" in html
    assert "<p># In short</p><p>&gt; nothing</p>" in html


def test_no_sign_of_a_cable_makes_a_list_or_a_bold_word():
    html = answer_html.reply(answer(text="- he said **nothing** more\n\n• and left [1]"))
    assert "<p>- he said **nothing** more</p><p>• and left<a" in html


def test_a_reply_is_one_line_so_that_markdown_lets_it_through():
    assert "\n" not in answer_html.reply(answer(text="One.\n\n\nTwo.\n", note="a\nb"))
    assert "\n" not in answer_html.question("one\n\ntwo")


@pytest.mark.parametrize(
    "html",
    [
        answer_html.reply(answer(text=HOSTILE, note=HOSTILE, model=HOSTILE, marking=HOSTILE)),
        answer_html.reply(answer(text=HOSTILE, outcome="refused", searched=HOSTILE)),
        answer_html.reply(scripted.citing("?", "[1]", (hostile(), 1, HOSTILE.splitlines()[1]))),
        answer_html.sources(scripted.citing("?", "[1]", (hostile(), 1, HOSTILE.splitlines()[1]))),
        answer_html.question(HOSTILE),
        answer_html.trouble(HOSTILE),
    ],
)
def test_hostile_text_stays_text(html):
    for tag in ("<img", "<script", 'href="javascript'):
        assert tag not in html
    assert "&lt;script&gt;" in html


def test_a_refusal_looks_different_and_says_what_was_searched():
    html = answer_html.reply(scripted.refusal("what did the king eat?"))
    assert 'class="answer refusal"' in html
    assert "Searched: 2 cables, 4 paragraphs" in html


def test_an_answer_in_the_making_first_tells_what_is_read_then_what_is_written():
    waiting = answer(text="", citations=(), finished=False)
    assert "Reading 3 passages from 1 cable" in answer_html.reply(waiting)
    assert "Searching" in answer_html.reply(replace(waiting, passages=()))
    assert "Yildiz had" in answer_html.reply(answer(text="Yildiz had", finished=False))


def test_the_footer_names_the_marking_and_the_model():
    assert '<span class="marking confidential">CONFIDENTIAL</span>' in answer_html.reply(answer())
    assert "no model, quotations only" in answer_html.reply(answer())
    assert "ollama:llama3.2" in answer_html.reply(answer(model="ollama:llama3.2"))


@pytest.mark.parametrize(("seconds", "expected"), [(0.017, "0.02 s"), (0.4, "0.40 s"), (2.34, "2.3 s")])
def test_the_footer_tells_how_long_it_took(seconds, expected):
    assert f"<span>{expected}</span>" in answer_html.reply(answer(seconds=seconds))


def test_sources_name_each_cable_once_and_then_its_quotes():
    html = answer_html.sources(answer())
    assert html.count("FERRY TALKS ADRIFT") == 2  # among the quoted, and among what was read beside them
    quoted, also = html.split('<details class="also">')
    assert quoted.count("<li>") == 2
    assert "Embassy Reykjavik · 4 February 2010" in quoted
    assert "Read but not cited <span>2</span>" in also


def test_sources_are_there_before_the_answer():
    html = answer_html.sources(answer(text="", citations=(), finished=False))
    assert "Passages found <span>3</span>" in html
    assert "#/c/10REYKJAVIK12/2" in html


def test_no_sources_are_said_in_words():
    assert "Nothing" in answer_html.sources(Answer("?", "", "refused"))


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("C", '<span class="marking confidential">CONFIDENTIAL</span>'),
        ("S/NF", '<span class="marking secret">SECRET//NOFORN</span>'),
        ("SECRET//NOFORN", '<span class="marking secret">SECRET//NOFORN</span>'),
        ("SBU", '<span class="marking sensitive">SENSITIVE</span>'),
        ("U", '<span class="marking unclassified">UNCLASSIFIED</span>'),
        (None, ""),
    ],
)
def test_a_marking_is_spelt_out_in_the_colour_of_its_level(mark, label):
    assert f'<div class="foot"><div class="made">{label}<span>no model' in answer_html.reply(answer(marking=mark))


@pytest.mark.parametrize("place", [Place("10BAKU79"), Place("10BAKU79", 0), Place("A/B &", 5, 95, 240)])
def test_a_link_tells_its_place(place):
    assert Place.parse(place.href) == place


@pytest.mark.parametrize("text", ["", "#/c/", "10BAKU79", "#/c/10BAKU79/x", "#/c/10BAKU79/5/95", "#/c/a/1/2-3/4"])
def test_other_text_is_no_place(text):
    assert Place.parse(text) is None


def test_the_cables_of_an_answer_stand_along_a_line_of_time_with_those_cited_full():
    later = replace(ferry(), id="10REYKJAVIK66", date="2010-03-01")
    given = answer(passages=(*answer().passages, *scripted.citing("", "", (later, 1, "Harbor")).passages))
    html = answer_html.sources(given)
    first = answer().citations[0]
    assert f'<a class="full" href="#/c/10REYKJAVIK12/2/{first.start}-{first.end}">' in html
    assert '<a href="#/c/10REYKJAVIK66/1"><span class="what">10REYKJAVIK66 · 1 March 2010 · FERRY TALKS' in html
    assert "2 cables by date" in html
    assert "timeline" not in answer_html.sources(answer())


def test_no_line_ends_in_what_the_window_takes_for_markdown_after_an_empty_one():
    text = "one\r\r![x](https://away.example/)\x0b\x0btwo\x85\x85three\u2028\u2028four"
    for html in (answer_html.reply(Answer(text, text, "answered", note=text)), answer_html.question(text)):
        assert len(html.splitlines()) == 1


def test_an_answer_says_what_it_is_and_how_sure():
    assert "The archive says: very likely right (91%)" in answer_html.reply(answer(confidence=0.91))
    assert "The archive may say: possibly right (45%)" in answer_html.reply(
        answer(outcome="excerpts", confidence=0.45)
    )
    assert "The archive does not say" in answer_html.reply(answer(outcome="refused"))
    assert 'class="outcome' not in answer_html.reply(answer())  # where nothing had to be estimated


def test_of_excerpts_the_likeliest_sentence_is_marked():
    given = answer(text="He said: “No.” [1] “Never.” [2]", outcome="excerpts", likeliest=2)
    html = answer_html.reply(given)
    assert '<mark class="likeliest">“Never.”</mark>' in html
    assert html.count("<mark") == 1
    assert "(likeliest)" in terminal.answer(given)


def test_the_closest_match_of_a_refusal_is_a_link():
    (passage, *_) = answer().passages
    given = answer(text=f"Nothing. Closest match: {passage.label}, FERRY.", outcome="refused", citations=())
    assert f'<a class="closest" href="#/c/{passage.cable}/1">{passage.label}</a>, FERRY.' in answer_html.reply(
        given
    )


def test_the_closest_match_is_a_link_at_the_end_of_a_sentence_too_and_to_no_other_paragraph():
    (passage, *_) = answer().passages
    given = answer(text=f"Nothing. Closest match: {passage.label}.", outcome="refused", citations=())
    assert f'<a class="closest" href="#/c/{passage.cable}/1">{passage.label}</a>.' in answer_html.reply(given)
    other = answer(text=f"Nothing. Closest match: {passage.label}0.", outcome="refused", citations=())
    assert 'class="closest"' not in answer_html.reply(other)


def test_the_place_of_a_quotation_is_a_caption_and_its_speaker_stands_out():
    (first, *_) = answer().citations
    text = f"{first.origin}, 4 February 2010. Yildiz, Harbor Minister: “No.” [1]"
    html = answer_html.reply(answer(text=text))
    assert '<span class="caption">Embassy Reykjavik, 4 February 2010</span>' in html
    assert '<b class="speaker">Yildiz</b>, Harbor Minister: “No.”<a' in html
    told = answer_html.reply(answer(text="Also in that cable: Comment by the post: “COMMENT: No.” [2]"))
    assert '<span class="caption">Also in that cable</span> <b class="speaker">The post:</b> “COMMENT' in told


def test_an_answer_does_not_say_twice_what_it_is():
    given = answer(text="The archive may say: these passages come nearest.\n\n“No.” [1]", outcome="excerpts")
    html = answer_html.reply(given)
    assert html.count("The archive may say") == 1
    assert "<p>These passages come nearest.</p>" in html
    refused = answer_html.reply(answer(text="The archive does not say. Searched: all.", outcome="refused"))
    assert refused.count("The archive does not say") == 1


def test_a_card_does_not_repeat_its_subject_as_a_quote():
    cited = replace(answer().citations[0], ordinal=0, paragraph=None, quote="SUBJECT: FERRY TALKS ADRIFT")
    html = answer_html.sources(answer(citations=(replace(cited, subject="FERRY TALKS ADRIFT"),)))
    assert html.split('<details class="also">')[0].count("FERRY TALKS ADRIFT") == 1


def test_quotation_marks_are_single_inside_a_quotation():
    html = answer_html.reply(answer(text='He said: “"No," and then “never.”” [1]'))
    assert "“‘No,’ and then ‘never.’”" in html
    (first, *_) = answer().citations
    cited = answer_html.sources(answer(citations=(replace(first, quote='He was "done" with it.'),)))
    assert "<q>He was ‘done’ with it.</q>" in cited


def test_lists_and_tables_of_a_model_are_lists_and_tables():
    text = "Two came: [1]\n1. the ferry [1]\n2. the tug\n\n| Ship | Year |\n|---|---:|\n| Ferry | 2010 [1] |"
    html = answer_html.reply(answer(text=text, model="ollama:x"))
    assert html.count("<ol>") == html.count("</ol>") == 1
    assert "<li>the tug</li>" in html
    assert '<th scope="col">Ship</th>' in html
    assert "<td>Ferry</td>" in html
    assert html.count("<td>") == 2
    assert "|" not in html.partition("<table>")[2].partition("</table>")[0]
    quoted = answer_html.reply(answer(text=text))  # in the words of cables, signs are no structure
    assert "<ol>" not in quoted
    assert "<table>" not in quoted


def test_where_nothing_is_cited_the_line_of_time_says_found():
    given = answer(outcome="refused", citations=())
    (first, *_) = given.passages
    later = replace(first, cable="10OSLO9", date="2011-01-01")
    html = answer_html.sources(replace(given, passages=(first, later)))
    assert "2 cables found, by date" in html
    assert "cited" not in html.partition('class="caption"')[2].partition("</p>")[0]
