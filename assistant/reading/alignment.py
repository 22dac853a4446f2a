"""A question laid beside its best passages, token by token: what the reader looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.late_interaction import Tokens

_SCALE = 127  # of a vector of length 1, kept as bytes
_SHARPNESS = 10.0  # how much a token looks at the nearest one of the question rather than at all

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as it is read: its tokens, and of each sentence where it starts and ends, and its signs.

    `prior` are the log odds that the signs alone give it.
    """

    tokens: Tokens
    spans: Sequence[tuple[int, int]]
    signs: Floats
    prior: Floats


@dataclass(frozen=True, slots=True)
class Alignment:
    """A question of Q tokens beside excerpts of N tokens in S sentences, which stand side by side.

    `asked` (Q, d) and `counts` (Q,): the question's tokens as unit vectors, and what each counts. `tokens` (N, d)
    and `aligned` (N, d): the excerpts' tokens, and what of the question each of them looks at. `near` (N,): the
    cosine of its nearest token there. `starts` (S,): the first token of each sentence. `nearest` (S, Q): which
    token of a sentence comes nearest to each of the question's; `cosines` (S, Q, 3): how near it comes, how near
    any of the excerpt does, and any at all. `excerpt` (S,): in which one each stands. `signs` (S, k) and `prior`
    (S,) are those of the sentences.
    """

    asked: Floats
    counts: Floats
    tokens: Floats
    aligned: Floats
    near: Floats
    starts: Places
    nearest: Places
    cosines: Floats
    excerpt: Places
    signs: Floats
    prior: Floats


def align(asked: Floats, counts: Floats, excerpts: Sequence[Excerpt]) -> Alignment:
    """Lay a question, its tokens as unit vectors, beside excerpts, each of which has tokens and a sentence.

    What stands in no sentence is left out, and so is the context in front.
    """
    ranges = [_ranges(each) for each in excerpts]
    chosen = [np.concatenate([np.arange(first, last) for first, last in each]) for each in ranges]
    lengths = np.concatenate([each[:, 1] - each[:, 0] for each in ranges])
    starts = np.cumsum(lengths) - lengths
    vectors = np.concatenate([each.tokens.vectors[rows] for each, rows in zip(excerpts, chosen, strict=True)])
    tokens = vectors.astype(np.float32) / np.float32(_SCALE)
    cosines = (tokens @ asked.T).astype(np.float32, copy=False)
    looks = np.exp(_SHARPNESS * (cosines - cosines.max(axis=1, keepdims=True)))
    looks /= looks.sum(axis=1, keepdims=True)
    best = np.maximum.reduceat(cosines, starts, axis=0)
    excerpt = np.repeat(np.arange(len(excerpts)), [len(each) for each in ranges])
    # The context in front counts where the whole excerpt is meant.
    whole = np.stack([(asked @ each.tokens.vectors.T.astype(np.float32)).max(axis=1) for each in excerpts])
    whole /= np.float32(_SCALE)
    return Alignment(
        asked=asked,
        counts=counts,
        tokens=tokens,
        aligned=looks @ asked,
        near=cosines.max(axis=1),
        starts=starts,
        nearest=_nearest(cosines, best, starts, lengths),
        cosines=np.stack([best, whole[excerpt], np.broadcast_to(whole.max(axis=0), best.shape)], axis=-1),
        excerpt=excerpt,
        signs=np.concatenate([each.signs for each in excerpts]).astype(np.float32),
        prior=np.concatenate([each.prior for each in excerpts]).astype(np.float32),
    )


def _ranges(excerpt: Excerpt) -> Places:
    """Return which tokens stand in each sentence; at least one, the next, where none does."""
    places = np.searchsorted(excerpt.tokens.starts, np.array(excerpt.spans).reshape(-1, 2)).astype(np.int64)
    places[:, 0] = np.minimum(places[:, 0], len(excerpt.tokens.starts) - 1)
    places[:, 1] = np.maximum(places[:, 1], places[:, 0] + 1)
    return places


def _nearest(cosines: Floats, best: Floats, starts: Places, lengths: Places) -> Places:
    """Return which token of each sentence is the first that comes as near as the best one does."""
    places = np.arange(len(cosines))[:, None]
    reached = np.where(cosines >= np.repeat(best, lengths, axis=0), places, len(cosines))
    return np.minimum.reduceat(reached, starts, axis=0)
