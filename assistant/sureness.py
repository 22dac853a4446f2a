"""How sure an answer is: from which probability on it claims something, or shows what may answer; and in words."""

from dataclasses import dataclass
from typing import Literal

from assistant.answer import AnswerOutcome

Sureness = Literal["very likely", "likely", "possibly"]
VERY_LIKELY, LIKELY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities that what would be quoted is right from which on it is claimed, or shown as excerpts.

    Below both the archive does not say. The defaults are worth most to a reader (docs/evaluation.md).
    """

    answered: float = 0.6
    excerpts: float = 0.2

    def outcome(self, probability: float | None) -> AnswerOutcome:
        """Return what becomes of an answer that is right with this probability; None is an answer all the same."""
        if probability is None or probability >= self.answered:
            return "answered"
        return "excerpts" if probability >= self.excerpts else "refused"


USUAL = Thresholds()


def in_words(probability: float) -> Sureness:
    """Return a probability as a reader takes it in."""
    if probability >= VERY_LIKELY:
        return "very likely"
    return "likely" if probability >= LIKELY else "possibly"
