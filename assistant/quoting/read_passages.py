"""The passages as the reader gets them, with what is known of each sentence, and the order that it gives them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.question.understand import Question
from assistant.quoting.score_sentences import SIGNS, Candidate, PassageEvidence
from assistant.reading.alignment import Excerpt, align
from assistant.reading.reader import learnt_reader
from ingest.domain.keys import Key
from ingest.embedding.late_interaction import Tokens
from ingest.language.name_spelling import sounds

READ_SIGNS = (
    *SIGNS,
    "likely",  # the log odds that the weighed signs give it
    "said",  # it reports somebody's words
    "comment",  # it is the post's own judgement
    "asked speaks",  # who is asked about says it
    "other speaks",  # somebody else does
    "place",  # how many sentences stand before it
    "passage",  # how well its passage as a whole fits
    "asks speaker",  # the question asks about somebody
    "possibly speaks",  # who is asked about may say it after all
    "named speaks",  # somebody whom the question names says it
    "told of",  # it tells of who is asked about
)
LIKELY = READ_SIGNS.index("likely")
SENTENCES = 24  # that are read, the likeliest by their signs; the answer is among as few as it is among all
_MOST_BEFORE = 10


def read(
    question: Question,
    counts: NDArray[np.float32],
    looks: Sequence[PassageEvidence],
    ranked: Sequence[Candidate],
) -> list[Candidate]:
    """Return the sentences with the logarithm of how likely the reader finds each, likeliest first.

    `counts` is what each token of the question counts; `ranked` are all sentences of the passages, likeliest first
    by their signs. Behind those that are read come the others, no likelier than these. Where nothing is indexed by
    meaning nothing is read.
    """
    made, sentences = excerpts(looks, ranked, question)
    if not made or not len(counts):
        return list(ranked)
    asked = next(look.affinity.asked for look in looks if look.affinity is not None)
    logs = learnt_reader().read(align(asked, counts, made)).tolist()
    scored = [replace(each, score=score) for each, score in zip(sentences, logs, strict=True)]
    known, least = set(map(_place, sentences)), min(logs)
    others = [replace(each, score=min(each.score, least)) for each in ranked if _place(each) not in known]
    return [*sorted(scored, key=lambda each: -each.score), *others]


def excerpts(
    looks: Sequence[PassageEvidence], ranked: Sequence[Candidate], question: Question
) -> tuple[list[Excerpt], list[Candidate]]:
    """Return what the reader gets of the passages, and the sentences in the order in which it gets them.

    It gets the likeliest, which come first; those of passages that are not indexed by meaning yet are left out.
    """
    by_passage: dict[Key, list[Candidate]] = {}
    for each in sorted(ranked[:SENTENCES], key=lambda each: each.start):
        by_passage.setdefault(Key(each.passage.cable, each.passage.ordinal), []).append(each)
    asked, named = sounds(question.who or ""), sounds(" ".join(question.names))
    made: list[Excerpt] = []
    sentences: list[Candidate] = []
    for look in looks:
        own = by_passage.get(Key(look.passage.cable, look.passage.ordinal), [])
        near = look.affinity
        if not own or near is None or not len(near.vectors):
            continue
        fit = near.whole()
        signs = np.array([_signs(each, look, fit, asked, named) for each in own], dtype=np.float32)
        spans = [(each.start, each.end) for each in own]
        made.append(Excerpt(Tokens(near.starts, near.vectors), spans, signs, signs[:, LIKELY]))
        sentences += own
    return made, sentences


def _place(each: Candidate) -> tuple[str, int, int]:
    return each.passage.cable, each.passage.ordinal, each.start


def _signs(
    each: Candidate, look: PassageEvidence, fit: float, asked: set[str], named: set[str]
) -> tuple[float, ...]:
    before = sum(other.start < each.start for other in look.statements)
    heard = sounds(each.speaker or "")
    return (
        *each.signs,
        each.score,
        float(each.statement.kind == "said"),
        float(each.statement.kind == "comment"),
        float(bool(asked & heard)),
        float(bool(asked and heard and not asked & heard)),
        min(before, _MOST_BEFORE) / _MOST_BEFORE,
        fit,
        float(bool(asked)),
        float(bool(asked & sounds(each.statement.possibly or ""))),
        float(bool(named & heard)),
        float(bool(asked and asked & sounds(each.text))),
    )
