"""Whether the passages answer a question at all: a small model of how well, and how clearly, they fit it.

The best score alone says little: it is much the same for questions that the archive answers and for those that
only come close. `benchmarks/train_answers.py` makes the weights from labelled questions of both kinds.
"""

import math
from collections.abc import Sequence
from functools import cache
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from assistant.question.understand import Question
from assistant.quoting.score_sentences import SIGNS as SENTENCE_SIGNS
from assistant.quoting.score_sentences import AnswerWeights, Candidate, PassageEvidence
from assistant.retrieval.key_terms import KeyTerms
from ingest.language.name_spelling import sounds

SIGNS = (
    "fit",  # how near the best passage comes
    "topic",  # the same, but for whom the question asks about and the words that only ask
    "off topic",  # how far the word of the topic that comes least near stays behind
    "words",  # the share of the question's words that it has, by rarity
    "names",  # the share of the question's names that the best passages have
    "asks for words",  # it asks for what somebody says
    "heard",  # and that person speaks in one of the best passages
    "ahead",  # how far the best passage is ahead of the next ones
    "above",  # how far the best ones are above the rest
    "evidence",  # how likely the best sentences answer
    "run",  # how near the likeliest one comes together with those before it
    "no number",  # it lacks the number that the question wants
    "alike",  # how alike the best passage as a whole is to the question
    "weakest",  # how near the worst matched of the question's words comes in the best passage
)
_TOPIC = SIGNS.index("topic")
_FLOOR = 0.53  # of the questions with an answer one in two hundred is further from its topic
# The medians of questions with an answer, for an archive so small that there is nothing to be ahead of or above.
_AHEAD, _ABOVE = 0.1, 0.13
_BEST = 5
_BY_WORDS, _HEARSAY = (
    0.6,
    0.8,
)  # of a question's words, by rarity, that a passage has where there is no meaning yet
_BY_WORDS_ALONE = 0.5
_WEAKEST = 3
_RUN, _NO_NUMBER = SENTENCE_SIGNS.index("run"), SENTENCE_SIGNS.index("no number")


def signs(
    question: Question,
    tokens: NDArray[np.float32],
    looks: Sequence[PassageEvidence],
    rest: Sequence[float],
    ranked: Sequence[Candidate],
    matter: KeyTerms,
) -> tuple[float, ...]:
    """Return the features of a question.

    `tokens` is how much each of its tokens counts, `looks` are its best passages, `rest` the scores of those
    after them.
    """
    best, scores = looks[0], [look.passage.score for look in looks]
    near = best.affinity.best() if best.affinity is not None and len(tokens) else None
    asked = sounds(" ".join(question.names))
    texts = [f"{look.passage.subject or ''} {look.passage.text}" for look in looks[:_BEST]]
    mentioned = [sounds(text) | _voices(look) for text, look in zip(texts, looks, strict=False)]
    speaker = sounds(question.speaker)
    return (
        float(near.mean()) if near is not None else 0.0,
        float(near @ tokens) if near is not None else 0.0,
        float(1 - near[tokens >= tokens.max()].min()) if near is not None else 1.0,
        matter.share(best.passage.subject, best.passage.section, best.passage.text),
        max(len(asked & names) for names in mentioned) / max(1, len(asked)),
        float(question.who is not None),
        float(any(speaker & _voices(look) for look in looks[:_BEST])),
        scores[0] - fmean(scores[1:6]) if len(scores) > 1 else _AHEAD,
        fmean(scores[:3]) - fmean(rest or scores) if rest or len(scores) > 3 else _ABOVE,
        fmean(each.score for each in ranked[:3]) if ranked else 0.0,
        ranked[0].signs[_RUN] if ranked else 0.0,
        ranked[0].signs[_NO_NUMBER] if ranked else 1.0,
        float(best.affinity.cosines.mean()) if best.affinity is not None and near is not None else 0.0,
        float(np.sort(near)[:_WEAKEST].mean()) if near is not None else 0.0,
    )


def answers(given: Sequence[float]) -> bool:
    """Return whether a question with these features is answered; one in twenty-five answered ones is missed.

    Where the best passage is not indexed by meaning yet, its words decide, and whether it is who was asked about
    that speaks in it.
    """
    if not given[_TOPIC]:
        return _has_words(given)
    return given[_TOPIC] >= _FLOOR and _learnt("answerable").of(given) > 0


def probability(given: Sequence[float]) -> float:
    """Return the probability that what is quoted for a question with these features is right.

    `benchmarks/calibrate.py` makes the weights. Where the best passage is not indexed by meaning yet, its words
    alone tell: that is never sure, and never claimed.
    """
    if not given[_TOPIC]:
        return _BY_WORDS_ALONE if _has_words(given) else 0.0
    if given[_TOPIC] < _FLOOR:
        return 0.0
    return 1 / (1 + math.exp(-_learnt("right").of(given)))


def _has_words(given: Sequence[float]) -> bool:
    known = dict(zip(SIGNS, given, strict=True))
    return known["words"] >= (_HEARSAY if known["asks for words"] > known["heard"] else _BY_WORDS)


def comes_near(given: Sequence[float]) -> bool:
    """Return whether the best passage comes near the topic of a question with these features."""
    return given[_TOPIC] >= _FLOOR


def _voices(look: PassageEvidence) -> set[str]:
    return {word for each in look.statements if each.speaker for word in sounds(each.speaker)}


@cache
def _learnt(name: str) -> AnswerWeights:
    return AnswerWeights.read(name, SIGNS)
