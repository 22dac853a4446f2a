"""How long a question and a conversation may be, by whichever way they come in."""

import json

import pytest
from click.testing import CliRunner

from assistant import Assistant, Turn
from assistant.evaluation.batch import answers, conversations
from assistant.question.question_limits import LONGEST_QUESTION, LONGEST_TALK, MOST_TURNS, recent
from ingest.errors import BatchError, QuestionError
from ui.cli.main import reftel

LONG = "why? " * (LONGEST_QUESTION // 5) + "!"
TURN = Turn("user", "what did Huseynli say about Russia?")


def test_a_question_may_be_as_long_as_that(assistant):
    assert assistant.ask(LONG[:LONGEST_QUESTION]).question == LONG[:LONGEST_QUESTION]


@pytest.mark.parametrize(
    "ask",
    [
        lambda assistant: assistant.ask(LONG),
        lambda assistant: list(assistant.stream(LONG)),
        lambda assistant: assistant.search(LONG),
        lambda assistant: assistant.chain.invoke(LONG),
        lambda assistant: assistant.chain.invoke({"question": LONG}),
        lambda assistant: assistant.retriever.invoke(LONG),
    ],
    ids=["ask", "stream", "search", "chain", "chain of a mapping", "retriever"],
)
def test_no_way_in_takes_a_longer_one(assistant: Assistant, ask):
    with pytest.raises(QuestionError, match=r"^This question is too long: ask it in at most 2,000 characters\.$"):
        ask(assistant)


@pytest.mark.parametrize(
    "turns",
    [
        [TURN] * (MOST_TURNS + 1),
        [Turn("assistant", "x" * (LONGEST_TALK + 1))],
        [Turn("assistant", "x" * (LONGEST_TALK // 2 + 1))] * 2,
        [Turn("assistant", "x", ("10BAKU79",) * LONGEST_TALK)],
    ],
    ids=["many", "long", "long together", "long names"],
)
def test_a_conversation_before_it_has_an_end_too(assistant, turns):
    with pytest.raises(QuestionError, match="send its last 50 turns, and at most 50,000 characters"):
        assistant.ask("and about Iran?", turns)


def test_of_a_conversation_that_went_on_for_long_the_last_turns_count():
    turns = [Turn("user", str(number)) for number in range(200)]
    assert recent(turns) == tuple(turns[-MOST_TURNS:])
    assert recent([Turn("user", "x" * LONGEST_TALK), TURN]) == (TURN,)
    assert recent([TURN, Turn("user", "x" * (LONGEST_TALK + 1))]) == ()


def test_a_batch_names_the_line_of_a_question_that_is_too_long(assistant):
    lines = [json.dumps({"question": "why?"}), json.dumps({"turns": [{"question": "why?"}, {"question": LONG}]})]
    with pytest.raises(BatchError, match=r"^questions\.jsonl, line 2: This question is too long"):
        list(conversations(lines, "questions.jsonl"))


def test_a_conversation_of_a_batch_goes_on_for_as_long_as_it_likes(assistant):
    line = json.dumps({"turns": [{"question": "zzz?"}] * (MOST_TURNS // 2 + 2)})
    assert len(list(answers(assistant, conversations([line], "x")))) == MOST_TURNS // 2 + 2


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line_says_so_before_it_opens_anything(command, tmp_path):
    refused = CliRunner().invoke(reftel, [command, LONG, "--library", str(tmp_path / "none")])
    assert isinstance(refused.exception, QuestionError)
    assert not (tmp_path / "none").exists()
