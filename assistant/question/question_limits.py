"""How long a question, and the conversation before it, may be: what is asked at any door is held to this."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.errors import QuestionError

if TYPE_CHECKING:
    from assistant.answer import Turn

LONGEST_QUESTION = 2_000  # characters; what a question costs grows with its words
MOST_TURNS = 50
LONGEST_TALK = 50_000  # characters of all turns

TOO_LONG = f"This question is too long: ask it in at most {LONGEST_QUESTION:,} characters."


def check(question: str, turns: "Sequence[Turn]" = ()) -> None:
    """Raise QuestionError where a question, or the conversation before it, is longer than that."""
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(TOO_LONG)
    if len(turns) > MOST_TURNS or _length(turns) > LONGEST_TALK:
        raise QuestionError(
            f"The conversation before this question is too long: send its last {MOST_TURNS} turns, "
            f"and at most {LONGEST_TALK:,} characters."
        )


def recent(turns: "Sequence[Turn]") -> "tuple[Turn, ...]":
    """Return the last turns of a conversation, as many as may stand before a question."""
    kept: list[Turn] = []
    for turn in reversed(turns[-MOST_TURNS:]):
        if _length([*kept, turn]) > LONGEST_TALK:
            break
        kept.insert(0, turn)
    return tuple(kept)


def _length(turns: "Iterable[Turn]") -> int:
    return sum(len(part) for turn in turns for part in (turn.text, *turn.cables, *turn.speakers))
