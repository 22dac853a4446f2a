"""Terms of the trade are explained from the glossary; the archive is asked about everything else."""

import pytest

from assistant.answer import STATEMENT


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("what does NOFORN mean?", "not releasable to foreign nationals"),
        ("whats a demarche", "formal diplomatic representation"),
        ("What does “SBU” stand for in the cables?", "sensitive but unclassified"),
    ],
)
def test_a_term_is_explained(assistant, asked, says):
    answer = assistant.ask(asked)
    assert says in answer.text
    assert (answer.kind, answer.answered, answer.citations) == ("glossary", True, ())


def test_the_reader_can_have_the_archive_asked_instead(assistant):
    (understood,) = assistant.ask("what is a demarche").understood
    assert assistant.ask("what is a demarche", without=[understood]).kind == STATEMENT
    assert assistant.ask("what is a demarche", literal=True).kind == STATEMENT


def test_a_question_that_only_has_a_term_in_it_is_no_such_question(assistant):
    assert assistant.ask("what did the demarche to Norway on the ferry say").kind == STATEMENT
