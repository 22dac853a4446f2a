"""Which sentences of the passages answer a question: a small model with many weak features.

A question resembles the sentence that introduces its matter, and the answer often comes after. So what counts is
how near the sentence comes to the question together with those before it, where in the paragraph the question's
words find their nearest, and whether the sentence has what the question wants, such as a number.
`benchmarks/train_answers.py` makes the weights from labelled questions.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Passage
from assistant.question_words import ASKING
from assistant.retrieval.key_terms import KeyTerms
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Statement
from ingest.embedding.embedder import Embedding
from ingest.embedding.late_interaction import Affinity

SIGNS = (
    "below",  # how far its passage scores below the best one
    "first",  # one over the place of its passage
    "words",  # the share of the question's words that it and its speaker's name have, by rarity
    "behind",  # how far it comes less near than the nearest sentence of its paragraph
    "home",  # the share of the question whose nearest tokens in the paragraph stand in it
    "heir",  # the same of the sentence before it
    "run",  # how near it comes together with the two sentences before it
    "summary",  # it stands in the summary, which tells less than the paragraphs do
    "number",  # it has a number where the question wants one
    "no number",  # or lacks it
    "news",  # names that the question does not have
    "quoting",
    "length",
)
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|far|old|big|large|often|high)\b"
    r"|\bwhat (?:share|percentage|number|price|sum|figure|part)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half"
    r"|percent)s?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w'’-]+")
_MOST_NAMES = 6
_MOST_WORDS = 60
_NEAREST = 1e-3  # how close to the nearest still counts as nearest
ASKING_WEIGHS = 0.15  # a word that only asks, or names the speaker, beside one that is about something


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """What each feature adds to the logarithm of the odds."""

    bias: float
    signs: tuple[float, ...]

    @classmethod
    def read(cls, name: str, signs: Sequence[str]) -> Self:
        """Read the weights of that name from `answers.json`."""
        stored = json.loads(files(__package__).joinpath("answers.json").read_text(encoding="utf-8"))[name]
        return cls(stored["bias"], tuple(stored[sign] for sign in signs))

    def of(self, signs: Sequence[float]) -> float:
        """Return the log odds of these features."""
        return self.bias + sum(weight * sign for weight, sign in zip(self.signs, signs, strict=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: its place in which passage, its features, and the log odds that it does."""

    passage: Passage
    statement: Statement
    signs: tuple[float, ...]
    score: float

    @property
    def likelihood(self) -> float:
        """How likely it answers."""
        return 1 / (1 + math.exp(-self.score))

    @property
    def start(self) -> int:
        """Where it starts in the passage's text."""
        return self.statement.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.statement.end

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text[self.start : self.end]

    @property
    def speaker(self) -> str | None:
        """Who says it, where the cable reports somebody's words."""
        return self.statement.speaker


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A passage with its evidence: its paragraph, its sentences and, if indexed by meaning, its tokens."""

    passage: Passage
    paragraph: Paragraph
    statements: Sequence[Statement]
    affinity: Affinity | None


def weights(text: str, reading: Embedding, who: str | None = None) -> NDArray[np.float32]:
    """Return how much each token of a question counts, 1 in all; those of `who` it asks about count little."""
    begin = text.find(who) if who else -1
    end = begin + len(who or "")
    asking = np.array(
        [begin <= start < end or text[start:stop].casefold() in ASKING for start, stop in reading.spans],
        dtype=bool,
    )
    counted = np.where(asking, ASKING_WEIGHS, 1.0)
    shares: NDArray[np.float32] = (counted / max(counted.sum(), 1e-6)).astype(np.float32)
    return shares


def candidates(
    text: str,
    reading: Embedding | None,
    looks: Sequence[PassageEvidence],
    matter: KeyTerms,
    who: str | None = None,
) -> list[Candidate]:
    """Return the sentences of the passages, given best first, in the order of how likely they answer.

    `who` are the words in the question for the person it asks about, who may be called otherwise in their own
    sentences.
    """
    tokens = weights(text, reading, who) if reading else np.zeros(0, dtype=np.float32)
    asked = {word.casefold() for word in re.findall(r"[\w'’-]+", text)}
    wants_number = bool(_ASKS_NUMBER.search(text))
    best = looks[0].passage.score if looks else 0.0
    learnt = learnt_weights()
    found = []
    for place, look in enumerate(looks, start=1):
        common = (look.passage.score - best, 1 / place)
        summary = float(look.paragraph.kind == "summary")
        for statement, near in zip(look.statements, _nearness(look, tokens), strict=True):
            sentence = look.passage.text[statement.start : statement.end]
            number = bool(_NUMBER.search(sentence))
            news = sum(name.casefold() not in asked for name in _NAME.findall(sentence))
            signs = (
                *common,
                matter.share(sentence, statement.speaker),
                *near,
                summary,
                float(wants_number and number),
                float(wants_number and not number),
                min(news, _MOST_NAMES) / _MOST_NAMES,
                float(any(mark in sentence for mark in '"“”')),
                min(len(sentence.split()), _MOST_WORDS) / _MOST_WORDS,
            )
            found.append(Candidate(look.passage, statement, signs, learnt.of(signs)))
    return sorted(found, key=lambda each: -each.score)


def _nearness(look: PassageEvidence, tokens: NDArray[np.float32]) -> list[tuple[float, float, float, float]]:
    """Return for each sentence of a passage the features behind, home, heir and run."""
    if look.affinity is None or not look.statements or not len(tokens):
        return [(0.0, 0.0, 0.0, 0.0)] * len(look.statements)
    near = np.stack([look.affinity.best(each.start, each.end) for each in look.statements])
    means = near @ tokens
    home = (near >= near.max(axis=0) - _NEAREST) @ tokens
    heir = np.concatenate([[0.0], home[:-1]])
    run = near.copy()
    for back in (1, 2):
        run[back:] = np.maximum(run[back:], near[:-back])
    signs = zip(means - means.max(), home, heir, run @ tokens, strict=True)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in signs]


@cache
def learnt_weights() -> AnswerWeights:
    """Return the weights that were learnt."""
    return AnswerWeights.read("sentence", SIGNS)
