"""Quoted sentences say something by themselves."""

import pytest

from assistant.answer import Passage
from assistant.quoting.score_sentences import Candidate
from assistant.quoting.whole_statements import Paragraphs, asks_yes_or_no, bare, leans, says_something
from ingest.domain.statements import Statement

TEXT = (
    "Would he sell the ferry? Absolutely. REMARKS: The harbor master, he said, had always wanted one. "
    "This ended in tears."
)


def sentence(words: str, *, speaker: str | None = None, text: str = TEXT) -> Candidate:
    passage = Passage("10OSLO1", 2, 2, 1.0, text, None, None, None, None, None)
    start = text.index(words)
    return Candidate(passage, Statement(2, start, start + len(words), "narration", speaker), (), 0.0)


ASKED, YES, REMARKS, LAST = map(
    sentence,
    (
        "Would he sell the ferry?",
        "Absolutely.",
        "REMARKS: The harbor master, he said, had always wanted one.",
        "This ended in tears.",
    ),
)
PARAGRAPHS = Paragraphs((LAST, YES, REMARKS, ASKED))


def alone(text: str, speaker: str | None = None) -> Candidate:
    return sentence(text, speaker=speaker, text=text)


def test_a_word_comes_with_what_it_answers():
    assert PARAGRAPHS.with_support(YES) == [ASKED, YES]


def test_what_leans_on_a_sentence_comes_with_it():
    assert PARAGRAPHS.with_support(LAST) == [REMARKS, LAST]
    assert PARAGRAPHS.with_support(ASKED) == [ASKED]


def test_what_follows_is_in_the_same_paragraph():
    assert PARAGRAPHS.following(YES) == [REMARKS]
    assert PARAGRAPHS.following(LAST) == []


@pytest.mark.parametrize(
    "text",
    [
        "This ended in tears.",
        "Such was the price.",
        "did not sell it) and left.",
        "He added that it sank.",
        "It sank.",
    ],
)
def test_what_needs_the_sentence_before_it(text):
    assert leans(alone(text))


@pytest.mark.parametrize(
    "text", ["This cable is about ferries.", "It is clear that the ferry sank.", "Storm said that it sank."]
)
def test_what_needs_none(text):
    assert not leans(alone(text))


def test_he_is_whoever_is_named_in_front_of_the_quotation():
    assert not leans(alone("He added that it sank.", speaker="Ada Storm"))
    assert leans(alone("He added that it sank.", speaker="XXXXXXXXXXXX"))
    assert leans(alone("This ended in tears.", speaker="Ada Storm"))


@pytest.mark.parametrize(
    "text",
    [
        "(NB.",
        "XXXX.",
        "¶G.",
        "Fax: 011-44-20-7894-0022.",
        "REMARKS:",
        "FERRIES AND HARBORS",
        "He made three points:",
    ],
)
def test_what_says_nothing_is_not_quoted(text):
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sank.",
        "STORM SAID THAT THE FERRY SANK IN MAY.",
        "XXXXXXXXXXXX sold the ferry.",
        "“We sold it all.”",
    ],
)
def test_what_says_something_is(text):
    assert says_something(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Summary: The ferry sank.", "The ferry sank."),
        ("(Note: Storm sold it. End note.)", "Storm sold it."),
        ("-- The ferry sank in May.", "The ferry sank in May."),
        ("G. The ferry sank.", "The ferry sank."),
        ("Storm sold it. End summary.", "Storm sold it."),
        ("Summary", "Summary"),
        ("The ferry sank.", "The ferry sank."),
    ],
)
def test_what_only_marks_a_sentence_in_its_cable_is_left_out(text, words):
    assert bare(alone(text)).text == words


@pytest.mark.parametrize("asked", ["did he sell it?", "pls, is the ferry sold", "Hasn't Storm paid?"])
def test_a_question_of_yes_or_no(asked):
    assert asks_yes_or_no(asked)


@pytest.mark.parametrize("asked", ["who sold it?", "ferry", "can you list the cables?", "doing what?"])
def test_any_other_question(asked):
    assert not asks_yes_or_no(asked)
