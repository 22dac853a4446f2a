"""Late interaction: how near a question comes to a paragraph, and to each sentence of it, token by token.

A paragraph's one vector blurs what its sentences say. Here the vector of every token is kept, and a text fits a
question as well as, in the mean over the question's tokens, its nearest token does: ColBERT (Khattab and Zaharia,
SIGIR 2020), with the installed model as it is. The vectors are projected to few dimensions and kept as bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import Embedding, Window, unit

DIMENSIONS = 64
_SCALE = 127  # of a cosine of 1, kept as a byte
_ANYWHERE = 2**31 - 1
CONTEXT = -1  # where a token of the context stands: nowhere in the text

Projection = NDArray[np.float32]  # shape (d, DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a paragraph: where each starts in its text, shape (n,), ascending, those of the context
    first; and their unit vectors as bytes, shape (n, DIMENSIONS).
    """

    starts: NDArray[np.int32]
    vectors: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near each token of a question (a row) comes to each token of a paragraph, as a cosine.

    `asked` are the question's tokens as unit vectors, shape (q, DIMENSIONS), `vectors` the paragraph's as bytes.
    """

    starts: NDArray[np.int32]
    cosines: NDArray[np.float32]
    asked: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, DIMENSIONS), dtype=np.float32))
    vectors: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, DIMENSIONS), dtype=np.int8))

    def best(self, start: int = CONTEXT, end: int = _ANYWHERE) -> NDArray[np.float32]:
        """Return for each token of the question the cosine of the nearest one between two offsets of the text, by
        default of the whole paragraph with its context; zeros where no token stands.
        """
        first, last = np.searchsorted(self.starts, (start, end))
        if last == first:
            return np.zeros(len(self.cosines), dtype=np.float32)
        nearest: NDArray[np.float32] = self.cosines[:, first:last].max(axis=1)
        return nearest

    def whole(self) -> float:
        """Return how well the paragraph with its context fits the question: 1 is word for word."""
        return float(self.best().mean()) if len(self.cosines) else 0.0


def projection(readings: Iterable[Embedding]) -> Projection:
    """Return the directions in which the tokens of these texts differ most, by uncentred PCA."""
    tokens = np.concatenate([reading.tokens for reading in readings])
    _, directions = np.linalg.eigh(tokens.T @ tokens)
    return np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS], dtype=np.float32)


def tokens(windows: Sequence[Window], readings: Sequence[Embedding], onto: Projection) -> Tokens:
    """Return the tokens of a text that was read in windows, those of its context once."""
    starts: list[NDArray[np.int32]] = []
    vectors: list[NDArray[np.float32]] = []
    reached = CONTEXT
    for window, reading in zip(windows, readings, strict=True):
        places = reading.spans[:, 0] - window.lead + window.start
        inside = reading.spans[:, 0] >= window.lead
        fresh = inside & (places > reached)
        if window.start == 0:
            starts.append(np.full(np.count_nonzero(~inside), CONTEXT, dtype=np.int32))
            vectors.append(reading.tokens[~inside])
        starts.append(places[fresh])
        vectors.append(reading.tokens[fresh])
        reached = int(places[fresh].max(initial=reached))
    return Tokens(np.concatenate(starts), _packed(np.concatenate(vectors) @ onto))


def affinities(question: Embedding, paragraphs: Sequence[Tokens], onto: Projection) -> list[Affinity]:
    """Return how near the question comes to each paragraph."""
    if not paragraphs:
        return []
    asked = unit(question.tokens @ onto)
    cosines, starts = _cosines(asked, paragraphs)
    own = np.split(cosines, starts[1:], axis=1)
    return [Affinity(each.starts, near, asked, each.vectors) for each, near in zip(paragraphs, own, strict=True)]


def fits(questions: Sequence[Embedding], paragraphs: Sequence[Tokens], onto: Projection) -> list[list[float]]:
    """Return for each paragraph how well it fits each question: `Affinity.whole` of each, all at once."""
    found = np.zeros((len(paragraphs), len(questions)), dtype=np.float32)
    filled = [place for place, each in enumerate(paragraphs) if len(each.starts)]
    if filled and questions:
        asked = np.concatenate([each.tokens for each in questions])
        cosines, starts = _cosines(unit(asked @ onto), [paragraphs[place] for place in filled])
        nearest = np.maximum.reduceat(cosines, starts, axis=1)
        ends = np.cumsum([len(each.tokens) for each in questions])
        for column, own in enumerate(np.split(nearest, ends[:-1])):
            if len(own):
                found[filled, column] = own.mean(axis=0)
    fitting: list[list[float]] = found.tolist()
    return fitting


def _cosines(
    asked: NDArray[np.float32], paragraphs: Sequence[Tokens]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return how near each of these tokens of questions comes to each of the paragraphs, which stand side by side,
    and where each paragraph begins."""
    asked = asked / np.float32(_SCALE)
    together = np.concatenate([each.vectors for each in paragraphs]).astype(np.float32)
    starts = np.cumsum([0, *(len(each.starts) for each in paragraphs[:-1])])
    return (asked @ together.T).astype(np.float32, copy=False), starts


def _packed(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    packed: NDArray[np.int8] = np.round(unit(vectors) * _SCALE).astype(np.int8)
    return packed
