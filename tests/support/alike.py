"""What the same question is told twice, by two processes or from two libraries."""

from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import pytest

from assistant.answer import Answer, Passage

# A processor may add in another order in another process: of twenty scores one came out 0.00001 higher.
NEARLY = 0.0001


def as_told(answer: dict[str, Any]) -> dict[str, Any]:
    """What equals this answer, as a program gets it, told again: in other seconds, with scores that are near."""
    passages = [each | {"score": pytest.approx(each["score"], abs=NEARLY)} for each in answer["passages"]]
    return answer | {"seconds": ANY, "passages": passages}


def as_answered(answer: Answer) -> Answer:
    """The same for an answer."""
    return replace(answer, seconds=ANY, passages=tuple(map(_nearly, answer.passages)))


def _nearly(passage: Passage) -> Passage:
    return replace(passage, score=pytest.approx(passage.score, abs=NEARLY))
