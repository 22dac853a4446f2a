"""No text costs time or memory by the square of its length, whatever it is made of.

Each test pumps a few signs up to 5,000 and 20,000 characters and compares what the two cost: four times the length
may cost eight times as much, not sixteen. With REFTEL_EXHAUSTIVE=1 everything is tried everywhere, for an hour.
"""

import json
import os
import time
from collections.abc import Callable
from functools import partial
from html import escape

import pytest
from growing import MOST, SHORT, growth
from pumps import END, Pump, patterns, pumped, pumps
from units import BODY, BY_FRAME, CLAIMS, FRAMES, HEAD, QUESTIONS, UNITS

from assistant.answer import Answer, Checked
from assistant.kinds import header_words, meeting, paragraph, summary
from assistant.kinds.description import description
from assistant.question.completion import Turn
from assistant.question.understand import understand
from assistant.verification.cited_source import CitedSource
from assistant.verification.verify import verify
from assistant.writing.injected_orders import without_orders
from assistant.writing.reply_sentences import claim, stretches
from ingest import Clearance, parse_cable
from ingest.attribution.attribute import attribute
from ingest.domain.cable import Cable
from ingest.domain.limits import (
    LONGEST_ENTRY,
    LONGEST_FIELD,
    LONGEST_TEXT,
    MOST_PARAGRAPHS,
    MOST_REFERENCES,
    MOST_TAGS,
)
from ingest.domain.serialization import to_json
from ingest.errors import SourceError
from ingest.parsing.body import OPENINGS
from ingest.parsing.inline_references import targets
from ingest.redaction.redact import redacted
from ingest.search.entries import listing
from ingest.sources.encodings import decode
from ingest.sources.written_dates import FORMS
from ui.rendering import answer_html, citation_formats, terminal
from ui.rendering.addresses import Place
from ui.rendering.cable_html import cable_page

EXHAUSTIVE = bool(os.environ.get("REFTEL_EXHAUSTIVE"))
SHORTER = 2_000  # characters, where much is done with each
A_FEW = 2  # pumps of one pattern
# Whose text is short by the way they are used, so that they need not be quick on a long one.
SHORT_TEXTS = {
    "ingest.parsing.classified_by.REASON_WORD": "a line of 600 characters",
    "ingest.parsing.closing.GLUED": "the last 60 characters",
    "ingest.parsing.closing.STAMP": "the last 20 characters",
    "ingest.parsing.header.PARTING": "a text in which no two blanks follow each other",
    "ingest.domain.markings._CAVEAT_END": "a mark of 200 characters",
    "ingest.domain.markings._WORD": "a mark of 200 characters",
    "ingest.attribution.name_mentions.BEFORE": "the 90 characters before a name",
    "ingest.attribution.name_mentions.INTRODUCES": "the 200 characters before a name",
    "ingest.attribution.name_mentions.OF": "the 80 characters before a name",
    "ingest.attribution.party_mentions._BEFORE": "the 30 characters before a name",
    "ingest.parsing.document_head.CORRESPONDENT": "the 100 characters of a by-line",
    "ingest.parsing.page_marks.PAGE_NUMBER": "the 60 characters before a page number",
    "ingest.parsing.page_marks.PAGE_FOOT": "the 160 characters before a page line",
    "ingest.parsing.page_marks.TELETYPE": "the 400 characters before the header of a section",
    "ingest.parsing.releases.BEFORE": "the 60 characters before a code",
    "ingest.parsing.transmission.PRECEDENCE": "the 200 characters of an addressee",
    **dict.fromkeys((f"ingest.parsing.body.OPENINGS[{kind}]" for kind in OPENINGS), "it is only matched"),
    **{f"ingest.sources.written_dates.FORMS[{n}]": "a date of 60 characters" for n in range(len(FORMS))},
}

NAMES = sorted(patterns())
VOCABULARIES = (header_words.VOCABULARY, summary.KNOWN, meeting.KNOWN, paragraph.KNOWN)


def slow(work: Callable[[str], object], pump: Pump, frame: Callable[[str], str] = str, short: int = SHORT) -> bool:
    return growth(work, lambda length: frame(pumped(pump, length)), short) > MOST


def a_few(made: list[Pump]) -> list[Pump]:
    return made if EXHAUSTIVE else [pump for pump in made if pump[2] == END][:A_FEW]


@pytest.mark.parametrize("package", ["ingest", "assistant", "ui"])
def test_every_regular_expression_takes_as_long_as_its_text_is(package):
    assert len(NAMES) > 250  # they are found
    found = [
        (name, how, pump)
        for name in NAMES
        if name.startswith(package) and name not in SHORT_TEXTS
        for pump in a_few(pumps(patterns()[name].pattern))
        for how in sorted(patterns()[name].used)
        if slow(partial(patterns()[name].use, how), pump)
    ]
    assert found == []


def parsed(text: str) -> Cable | None:
    try:
        return parse_cable(text, name="10OSLO79")
    except SourceError:
        return None


def through(text: str) -> None:
    """Do with a text all that is done with a cable before anybody asks."""
    cable = parsed(text)
    if cable is None:
        return
    json.dumps(to_json(cable))
    attribute(cable)
    listing(cable)
    targets(cable)
    redacted(cable, Clearance("U"))
    redacted(cable, Clearance("C"))
    cable_page(cable, Place(cable.id))
    terminal.cable(cable)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_cable_takes_as_long_as_it_is(frame):
    units = UNITS if EXHAUSTIVE else BY_FRAME[frame]
    assert [unit for unit in units if slow(through, ("", unit, ""), FRAMES[frame])] == []


def test_a_question_takes_as_long_as_it_is():
    turns = [Turn("user", "What did § Baro say?"), Turn("assistant", "He said so.", ("10OSLO79",), ("Baro",))]

    def work(text: str) -> None:
        understand(text)
        for vocabulary in VOCABULARIES:
            description(text, vocabulary)
        understand(text, turns)
        understand("And he?", [Turn("user", text), *turns[1:]])

    assert [
        unit for unit in QUESTIONS if slow(work, ("What is told of the cable: ", unit, ""), short=SHORTER)
    ] == []


def test_what_a_model_writes_is_checked_as_fast_as_it_is_long():
    source = CitedSource(
        "10OSLO79 ¶1", "Minister Baro said that the mill at Vik would close in May 2010.", "2010-02-04"
    )

    def work(text: str) -> None:
        for stretch in stretches(text, ended=True):
            verify(claim(stretch), [source])
        stretches(text, ended=False)
        verify(text, [source])
        without_orders(text)

    def given(text: str) -> None:
        verify(
            "Baro said that the mill would not close by 5 May 2010.",
            [CitedSource("10OSLO79 ¶1", text, "2010-02-04")],
        )

    assert [unit for unit in CLAIMS if slow(work, ("The mill ", unit, ""), short=SHORTER)] == []
    assert [unit for unit in CLAIMS if slow(given, ("The mill ", unit, ""), short=SHORTER)] == []


def test_an_answer_is_shown_as_fast_as_it_is_long():
    def work(text: str) -> None:
        lines = [start for start, sign in enumerate(text) if sign == "\n"]
        doubted = tuple(Checked(start, start + 1, "unsupported", ("no",)) for start in lines)
        answer = Answer("What?", text, "answered", sentences=doubted)
        answer_html.reply(answer)
        citation_formats.markdown(answer)
        citation_formats.html(answer)
        terminal.answer(answer)

    units = [*CLAIMS, "\n", "a\n\n", "**a**", "- [1] ", "| a ", "<b>", escape("<b>")]
    assert [unit for unit in units if slow(work, ("The mill ", unit, ""), short=SHORTER)] == []


# What is read of a cable at most


def behind(label: str, value: str) -> Cable:
    line = next(line for line in HEAD.splitlines() if line.startswith(label))
    return parse_cable(HEAD.replace(line, f"{line} {value}") + BODY)


def size(cable: Cable) -> int:
    return len(json.dumps(to_json(cable)))


@pytest.mark.parametrize(
    ("cable", "kept"),
    [
        (
            lambda: behind("REF", ", ".join(f"OSLO {n}" for n in range(10, 3000))),
            lambda c: len(c.references) == MOST_REFERENCES,
        ),
        (lambda: behind("TAGS", ", ".join(f"T{n}" for n in range(3000))), lambda c: len(c.tags) == MOST_TAGS),
        (lambda: behind("SUBJECT", "MILL " * 3000), lambda c: len(c.subject) == LONGEST_FIELD),
        (lambda: behind("FM", "AMEMBASSY " * 3000), lambda c: len(c.origin) == LONGEST_FIELD),
        (
            lambda: parse_cable(HEAD + "".join(f"{n % 99 + 1}. (C) a\n\n" for n in range(MOST_PARAGRAPHS + 9))),
            lambda c: len(c.paragraphs) == MOST_PARAGRAPHS,
        ),
        (lambda: parse_cable(HEAD + BODY + "a " * LONGEST_TEXT), lambda c: c.spans[-1].kind == "noise"),
    ],
    ids=["references", "tags", "subject", "sender", "paragraphs", "text"],
)
def test_a_cable_with_more_than_is_read_says_so_and_keeps_its_text(cable, kept):
    found = cable()
    assert found.flags == ("oversized",) or set(found.flags) == {"oversized", "nonmonotonic"}
    assert kept(found)
    assert found.raw.startswith(HEAD[:20])
    assert [span.end for span in found.spans][-1] == len(found.raw)


def test_each_reference_of_an_endless_entry_has_only_its_beginning():
    cable = behind("REF", "OSLO 12, " * 9000)
    assert {len(each.raw) for each in cable.references} == {LONGEST_ENTRY}
    assert size(cable) < 20 * len(cable.raw)


def test_the_published_cables_are_far_from_the_limits():
    assert "oversized" not in parse_cable(HEAD + BODY).flags


def test_an_encoding_is_guessed_as_fast_in_one_line_as_in_many():
    """Bytes without a letter beyond ASCII are passed over, however long their line is."""
    nonsense = b"\xb3\xbc\xbe\xe3\xe3\xe3\xe3"
    lines, line = (b"a " * 35 + end for end in (b"\n", b"b"))
    times = []
    for text in (lines * 4_000 + nonsense, line * 4_000 + nonsense):
        decode(nonsense)  # loads what guesses
        began = time.process_time()
        decode(text)
        times.append(time.process_time() - began)
    assert times[1] < 4 * times[0]
