"""Questions from a file of JSON lines: one by itself, or a conversation of several, and the answers to them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Unpack

from assistant.answer import Answer, Turn
from assistant.answering import Asked
from assistant.assistant import Assistant
from assistant.question import question_limits
from ingest.domain.filters import Filters, FilterValues
from ingest.errors import BatchError


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One question of a file.

    `id` is that of its line (by default the line's number), with `.1`, `.2` for the turns of a conversation;
    `turn` counts these from 1 and is None for a question by itself. `place` is the file and line, for errors;
    `fields` is all that the file says of the question.
    """

    id: str
    question: str
    turn: int | None
    place: str
    fields: Mapping[str, Any]


def conversations(lines: Iterable[str], name: str) -> Iterator[tuple[BatchEntry, ...]]:
    """Yield the questions of each line: one, or the turns of a conversation.

    A line is `{"question": "..."}` or `{"turns": [{"question": "..."}, ...]}`, with an `id` if it likes.
    Blank lines are passed over; raises BatchError at the first other one, and at a question that is too long, with
    `name` as the file's.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _entries(line, number, f"{name}, line {number}")


def answers(
    assistant: Assistant,
    asked: Iterable[tuple[BatchEntry, ...]],
    *,
    spread: bool = False,
    **filters: Unpack[FilterValues],
) -> Iterator[tuple[BatchEntry, Answer]]:
    """Yield each question with its answer as it comes; a conversation's earlier answers are its history."""
    for conversation in asked:
        turns: list[Turn] = []
        for entry in conversation:
            *_, answer = assistant.answers(
                Asked(entry.question, question_limits.recent(turns), Filters(**filters), spread=spread)
            )
            yield entry, answer
            turns += answer.turns()


def _entries(line: str, number: int, place: str) -> tuple[BatchEntry, ...]:
    try:
        row = json.loads(line)
        turns = row.get("turns", [row])
        questions = [turn["question"] for turn in turns]
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError, MemoryError):
        questions = [None]
    if not all(isinstance(question, str) for question in questions):
        raise BatchError(f'{place}: this is not a question: write {{"question": "..."}} as JSON.')
    if any(len(question) > question_limits.LONGEST_QUESTION for question in questions):
        raise BatchError(f"{place}: {question_limits.TOO_LONG}")
    id = str(row.get("id", number))
    if "turns" not in row:
        return (BatchEntry(id, row["question"], None, place, row),)
    return tuple(
        BatchEntry(f"{id}.{turn}", fields["question"], turn, place, fields)
        for turn, fields in enumerate(turns, start=1)
    )
