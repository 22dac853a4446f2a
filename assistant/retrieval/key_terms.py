"""What a question is about, as weighed words, and how much of it a text has."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from assistant.question.spellings import stems_of_others
from assistant.question_words import ASKING
from ingest import Library
from ingest.search.word_index import stems


@dataclass(frozen=True)
class KeyTerms:
    """The stems of a question's words that are about something, each weighed by its rarity in the archive.

    `spelt` are the stems of other spellings of its names, each with the one that it has: a text may have either.
    """

    weights: dict[str, float]
    spelt: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, text: str) -> Self:
        """Weigh the words of a question; those that only ask are left out."""
        words = (re.sub(r"['’]s$", "", word.strip("?.,!:;\"'“”()")).casefold() for word in text.split())
        about = " ".join(word for word in words if word not in ASKING)
        return cls(library.rarity(stems(about)), stems_of_others(about))

    def share(self, *texts: str | None) -> float:
        """Return how much of the question the texts contain together: 0 nothing, 1 every word."""
        return self.of_stems(set(stems(" ".join(text for text in texts if text))))

    def of_stems(self, there: Set[str]) -> float:
        """Return how much of the question these stems are: 0 nothing, 1 every word."""
        if not self.total:
            return 0.0
        own = self.in_own_spelling(there)
        return sum(self.weights[term] for term in self.weights.keys() & own) / self.total

    def in_own_spelling(self, there: Set[str]) -> Set[str]:
        """Return stems of a text, and for those of a name that is spelt otherwise in the question the latter."""
        return there | {self.spelt[stem] for stem in self.spelt.keys() & there}

    @cached_property
    def total(self) -> float:
        """The weight of all words of the question."""
        return sum(self.weights.values())
