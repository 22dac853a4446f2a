"""The answer before a question: what was asked, and which sentences of which cables it told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from assistant.answer import Turn
from assistant.quoting.score_sentences import Candidate
from assistant.retrieval.retrieve import as_passages
from ingest import Library

_MOST = 5  # cables of an answer that are looked at
_SHORTEST = 4  # words of a sentence that stands in an answer by no chance


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The last answer of a conversation: the question to it, standing alone, its text and its `cables`, and the
    sentences of these, in the order of the cables."""

    question: str
    text: str
    cables: tuple[str, ...]
    sentences: tuple[Candidate, ...]

    @classmethod
    def of(cls, library: Library, turns: Sequence[Turn]) -> Self | None:
        """Return the last answer of a conversation that has cables, None where there is none."""
        place = next(
            (n for n in reversed(range(len(turns))) if turns[n].role == "assistant" and turns[n].cables), None
        )
        if place is None:
            return None
        questions = [turn.text for turn in turns[:place] if turn.role == "user"]
        cables = turns[place].cables[:_MOST]
        sentences = _sentences(library, cables)
        return cls(questions[-1] if questions else "", turns[place].text, turns[place].cables, sentences)

    @property
    def told(self) -> list[Candidate]:
        """The sentences that the answer has, in its order."""
        found = {each: self.text.find(each.text) for each in self.sentences if _is_one(each)}
        return sorted((each for each, at in found.items() if at >= 0), key=lambda each: found[each])


def _is_one(each: Candidate) -> bool:
    return len(each.text.split()) >= _SHORTEST


def _sentences(library: Library, cables: Sequence[str]) -> tuple[Candidate, ...]:
    keys = library.keys(cables)
    passages = as_passages(library, dict.fromkeys(keys, 0.0), len(keys))
    statements = library.statements(keys)
    by_key = {(key.cable, key.ordinal): found for key, found in statements.items()}
    order = {id: place for place, id in enumerate(cables)}
    return tuple(
        Candidate(passage, statement, (), 0.0)
        for passage in sorted(passages, key=lambda each: (order[each.cable], each.ordinal))
        for statement in by_key.get((passage.cable, passage.ordinal), ())
    )
