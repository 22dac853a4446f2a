"""The answer before a question: what was asked, and which sentences of which cables it told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from assistant.answer import Turn
from assistant.quoting.score_sentences import Candidate
from assistant.quoting.whole_statements import bare
from assistant.retrieval.retrieve import as_passages
from ingest import Library
from ingest.domain.keys import Key

_MOST_CABLES = 5  # of an answer that are looked at
_MOST_PARAGRAPHS = 1_000
_SHORTEST = 4  # words of a sentence that stands in an answer by no chance


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The last answer of a conversation: the question to it, standing alone, and its `cables`.

    `sentences` are those of its first cables, in their order; `told` the ones that it has, in its own.
    """

    question: str
    cables: tuple[str, ...]
    sentences: tuple[Candidate, ...]
    told: tuple[Candidate, ...]

    @classmethod
    def of(cls, library: Library, turns: Sequence[Turn]) -> Self | None:
        """Return the last answer of a conversation that has cables, None where there is none."""
        places = range(len(turns))
        place = next((n for n in reversed(places) if turns[n].role == "assistant" and turns[n].cables), None)
        if place is None:
            return None
        questions = [turn.text for turn in turns[:place] if turn.role == "user"]
        sentences = _sentences(library, turns[place].cables[:_MOST_CABLES])
        told = _told(turns[place].text, sentences)
        return cls(questions[-1] if questions else "", turns[place].cables, sentences, told)

    @property
    def cable(self) -> str:
        """The cable of its first sentence, or else the first of its cables."""
        return self.told[0].passage.cable if self.told else self.cables[0]


def _told(text: str, sentences: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the sentences that stand in a text, in its order; there they lack "Comment:" and the like."""
    places = [
        (text.find(bare(each).text), n) for n, each in enumerate(sentences) if len(each.text.split()) >= _SHORTEST
    ]
    return tuple(sentences[n] for at, n in sorted(places) if at >= 0)


def _sentences(library: Library, cables: Sequence[str]) -> tuple[Candidate, ...]:
    keys = library.keys(cables)[:_MOST_PARAGRAPHS]
    passages = as_passages(library, dict.fromkeys(keys, 0.0), len(keys))
    statements = library.statements(keys)
    order = {id: place for place, id in enumerate(cables)}
    return tuple(
        Candidate(passage, statement, (), 0.0)
        for passage in sorted(passages, key=lambda each: (order[each.cable], each.ordinal))
        for statement in statements.get(Key(passage.cable, passage.ordinal), ())
    )
