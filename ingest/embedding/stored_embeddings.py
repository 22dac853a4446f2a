"""What the embedding model made of an entry, kept by what it read, so that no text is ever read twice.

The same words come again: in a paragraph that stands in two cables, when the vectors are made anew, in a library
that is cut down for a clearance.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.domain.keys import HEADER
from ingest.embedding.embedder import Embedding, Window
from ingest.embedding.late_interaction import DIMENSIONS, Projection, Tokens, tokens
from ingest.search.entries import Entry

READER = 1  # to be raised when texts are cut, read or projected differently


@dataclass(frozen=True, slots=True)
class StoredEmbedding:
    """What is kept of an entry: the unit vector of each of its windows, shape (n, d), and its tokens.

    A header is only found by its vectors: it has no tokens.
    """

    vectors: NDArray[np.float32]
    tokens: Tokens


NO_TOKENS = Tokens(np.zeros(0, dtype=np.int32), np.zeros((0, DIMENSIONS), dtype=np.int8))


def digest(embedder: str, entry: Entry) -> str:
    """Return under what a reading of this entry by this model is kept: all that the reading depends on."""
    read = (READER, embedder, entry.key.ordinal == HEADER, entry.context, entry.text)
    return hashlib.sha256(repr(read).encode("utf-8", "surrogatepass")).hexdigest()


def kept(windows: Sequence[Window], readings: Sequence[Embedding], onto: Projection | None) -> StoredEmbedding:
    """Return what is kept of a text that was read in windows; without a projection, no tokens are."""
    vectors = np.stack([reading.vector for reading in readings]).astype(np.float32)
    return StoredEmbedding(vectors, NO_TOKENS if onto is None else tokens(windows, readings, onto))
