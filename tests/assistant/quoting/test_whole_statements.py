"""Quoted sentences say something by themselves."""

import pytest

from assistant.answer import Passage
from assistant.quoting.score_sentences import Candidate
from assistant.quoting.whole_statements import asks_yes_or_no, best_first, whole
from ingest.domain.statements import Statement

TEXT = "Would he sell the ferry? Absolutely. REMARKS: The harbor master, he said, had always wanted one."
PASSAGE = Passage("10OSLO1", 2, 2, 1.0, TEXT, None, None, None, None, None)


def sentence(words: str) -> Candidate:
    start = TEXT.index(words)
    return Candidate(PASSAGE, Statement(2, start, start + len(words), "narration"), (), 0.0)


ASKED, YES, HEADING, LAST = map(
    sentence, ("Would he sell the ferry?", "Absolutely.", "REMARKS:", TEXT[TEXT.index("The harbor") :])
)
ALL = (ASKED, YES, HEADING, LAST)


def test_a_word_comes_with_what_it_answers():
    assert whole([YES], ALL) == [ASKED, YES]


def test_a_heading_is_left_out():
    assert whole([HEADING, LAST], [HEADING, LAST]) == [LAST]


def test_what_settles_a_question_comes_first():
    assert best_first([ASKED, YES, LAST], LAST) == [LAST, ASKED, YES]


@pytest.mark.parametrize("asked", ["did he sell it?", "pls, is the ferry sold", "Hasn't Storm paid?"])
def test_a_question_of_yes_or_no(asked):
    assert asks_yes_or_no(asked)


@pytest.mark.parametrize("asked", ["who sold it?", "ferry", "can you list the cables?", "doing what?"])
def test_any_other_question(asked):
    assert not asks_yes_or_no(asked)
