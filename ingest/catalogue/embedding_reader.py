"""The stored embeddings, read: what the model made of each text."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sql
from more_itertools import chunked
from numpy.typing import NDArray
from sqlalchemy.engine import Row

from ingest.catalogue.database import Database, among, places
from ingest.catalogue.seals import select_sealed, sound
from ingest.catalogue.tables import projections, read, readings
from ingest.domain.keys import HEADER, Key, vector_id, vector_key
from ingest.embedding.late_interaction import DIMENSIONS, Projection, Tokens
from ingest.embedding.stored_embeddings import StoredEmbedding

_AT_ONCE = 500  # digests named in one statement

_TOKENS = (
    sql.select(read.c.cable, read.c.ordinal, readings.c.starts, readings.c.tokens)
    .join(readings, readings.c.digest == read.c.digest)
    .where(among(read))
)
_VECTORS = (
    sql.select(read.c.cable, read.c.ordinal, readings.c.windows, readings.c.vectors)
    .join(readings, readings.c.digest == read.c.digest)
    .where(among(read))
)


class EmbeddingReader:
    """Reads the embeddings of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def projection(self, embedder: str) -> Projection | None:
        """Return what the tokens of this embedder are projected onto, None while nothing is embedded."""
        stored = self._database.one(sql.select(projections.c.matrix).where(projections.c.embedder == embedder))
        return None if stored is None else np.frombuffer(stored, dtype=np.float32).reshape(-1, DIMENSIONS)

    def tokens(self, keys: Collection[Key]) -> dict[Key, Tokens]:
        """Return the tokens of the paragraphs that are indexed by meaning."""
        wanted = [key for key in keys if key.ordinal != HEADER]
        rows = self._database.all(_TOKENS, **places(wanted))
        return {Key(row.cable, row.ordinal): _tokens(row) for row in rows}

    def of(self, digests: Collection[str]) -> dict[str, StoredEmbedding]:
        """Return the stored embeddings among these."""
        found = {}
        for batch in chunked(digests, _AT_ONCE):
            rows = self._database.all(select_sealed(readings).where(readings.c.digest.in_(batch)))
            for row in sound(rows, "readings", self._database.name):
                found[row.digest] = StoredEmbedding(_vectors(row), _tokens(row))
        return found

    def vectors(self, ids: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of the entries of these cables, by id and in order."""
        query = sql.select(read.c.cable, read.c.ordinal, readings.c.windows, readings.c.vectors)
        query = query.join(readings, readings.c.digest == read.c.digest).where(read.c.cable.in_(ids))
        return {
            vector_id(Key(row.cable, row.ordinal), window): vector
            for row in self._database.all(query.order_by(read.c.cable, read.c.ordinal))
            for window, vector in enumerate(_vectors(row))
        }

    def vectors_of(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of these ids that there are."""
        rows = self._database.all(_VECTORS, **places({vector_key(id) for id in ids}))
        found = {
            vector_id(Key(row.cable, row.ordinal), window): vector
            for row in rows
            for window, vector in enumerate(_vectors(row))
        }
        return {id: found[id] for id in ids if id in found}

    def count_tokens(self, ids: Collection[str]) -> dict[str, int]:
        """Return for each of these cables how many of its paragraphs have stored tokens."""
        number = sql.func.count().label("number")
        query = sql.select(read.c.cable, number).join(readings, readings.c.digest == read.c.digest)
        query = query.where(read.c.cable.in_(ids), read.c.ordinal != HEADER).group_by(read.c.cable)
        return {row.cable: row.number for row in self._database.all(query)}


def _vectors(row: Row[Any]) -> NDArray[np.float32]:
    return np.frombuffer(row.vectors, dtype=np.float32).reshape(row.windows, -1)


def _tokens(row: Row[Any]) -> Tokens:
    return Tokens(
        np.frombuffer(row.starts, dtype=np.int32),
        np.frombuffer(row.tokens, dtype=np.int8).reshape(-1, DIMENSIONS),
    )
