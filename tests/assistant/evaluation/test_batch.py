from collections.abc import Iterator

"""Files of questions: which lines are questions, under which ids, and what a conversation remembers."""

import json

import pytest

from assistant import Answer, Turn
from assistant.answer import STATEMENT
from assistant.answering import Asked
from assistant.evaluation.batch import answers, conversations
from ingest.domain.filters import Filters
from ingest.errors import BatchError


def read(*rows: object) -> list[tuple]:
    return list(conversations([json.dumps(row) for row in rows], "mine.jsonl"))


def test_a_line_is_a_question_or_a_conversation():
    single, talk = read(
        {"id": "q", "question": "Who?"}, {"id": "c", "turns": [{"question": "Who?"}, {"question": "Why?"}]}
    )
    assert [(entry.id, entry.question, entry.turn) for entry in single] == [("q", "Who?", None)]
    assert [(entry.id, entry.question, entry.turn) for entry in talk] == [("c.1", "Who?", 1), ("c.2", "Why?", 2)]


def test_a_line_without_an_id_goes_by_its_number_and_blank_lines_count():
    ((first,), (second,)) = conversations(['{"question": "Who?"}', " \n", '{"question": "Why?"}'], "mine.jsonl")
    assert (first.id, second.id) == ("1", "3")
    assert second.place == "mine.jsonl, line 3"


def test_all_else_that_the_file_says_is_kept():
    ((entry,),) = read({"question": "Who?", "gold": []})
    assert entry.fields == {"question": "Who?", "gold": []}


NO_QUESTIONS = {
    "no JSON": "who?",
    "no object": "[]",
    "a number": "1",
    "a text": '"question"',
    "without a question": "{}",
    "a question that is no text": '{"question": 1}',
    "turns that are no list": '{"turns": 1}',
    "a turn without a question": '{"turns": [{}]}',
    "a turn that is no object": '{"turns": ["a"]}',
    "endless brackets": "[" * 100_000,
    "an endless number": '{"question": ' + "1" * 5000 + "}",
}


@pytest.mark.parametrize("line", NO_QUESTIONS.values(), ids=NO_QUESTIONS)
def test_another_line_is_an_error_that_names_its_place(line):
    lines = conversations(['{"question": "Who?"}', line], "mine.jsonl")
    next(lines)
    with pytest.raises(BatchError, match=r"^mine\.jsonl, line 2: this is not a question: write "):
        next(lines)


class Echo:
    """Says what it was asked, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def answers(self, asked: Asked) -> Iterator[Answer]:
        self.asked.append(asked)
        yield Answer(asked.question, f"You ask: {asked.question}", "answered")


def test_a_conversation_remembers_its_own_answers_and_no_others():
    echo = Echo()
    asked = read({"id": "c", "turns": [{"question": "Who?"}, {"question": "Why?"}]}, {"question": "When?"})
    assert [(entry.id, answer.question) for entry, answer in answers(echo, asked, origin="BAKU")] == [
        ("c.1", "Who?"),
        ("c.2", "Why?"),
        ("2", "When?"),
    ]
    history = (Turn("user", "Who?"), Turn("assistant", "You ask: Who?", kind=STATEMENT))
    baku = Filters(origin="BAKU")
    assert echo.asked == [Asked("Who?", (), baku), Asked("Why?", history, baku), Asked("When?", (), baku)]
