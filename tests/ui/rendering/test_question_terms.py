"""Which words of a cable are shown as those of the question: all forms of what it asks about, and of nothing else."""

import pytest
from quick import text

from ingest import parse_cable
from ui.rendering.question_terms import forms_in

CABLE = parse_cable(
    text(1, "Yildiz's ferry was late; two ferries sailed. Erdoğan rowed to the U.S. in 2010.", "FERRY!"),
    name="10OSLO1",
)


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("What did Yildiz say about the ferries?", ("ferries", "ferry", "yildiz's")),
        ('ferry "two rows"', ("ferries", "ferry", "rowed", "two")),
        ("who is Erdogan", ("erdoğan",)),
        ("What did he say about it?", ()),  # it only asks
        ("penguins", ()),
        ("", ()),
    ],
)
def test_forms_of_the_words_asked_about(question, forms):
    assert forms_in(CABLE, question) == forms


def test_a_long_question_is_read_at_its_beginning():
    assert forms_in(CABLE, "penguin " * 100 + "ferry") == ()
