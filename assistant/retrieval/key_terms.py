"""What a question is about, as weighed words, and how much of it a text has."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from assistant.question_words import ASKING
from ingest import Library
from ingest.search.word_index import stems


@dataclass(frozen=True)
class KeyTerms:
    """The stems of a question's words that are about something, each weighed by its rarity in the archive."""

    weights: dict[str, float]

    @classmethod
    def of(cls, library: Library, text: str) -> Self:
        """Weigh the words of a question; those that only ask are left out."""
        words = (re.sub(r"['’]s$", "", word.strip("?.,!:;\"'“”()")).casefold() for word in text.split())
        about = " ".join(word for word in words if word not in ASKING)
        return cls(library.rarity(stems(about)))

    def share(self, *texts: str | None) -> float:
        """Return how much of the question the texts contain together: 0 nothing, 1 every word."""
        return self.of_stems(set(stems(" ".join(text for text in texts if text))))

    def of_stems(self, there: Set[str]) -> float:
        """Return how much of the question these stems are: 0 nothing, 1 every word."""
        if not self.total:
            return 0.0
        return sum(self.weights[term] for term in self.weights.keys() & there) / self.total

    @cached_property
    def total(self) -> float:
        """The weight of all words of the question."""
        return sum(self.weights.values())
