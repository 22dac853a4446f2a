"""The stored embeddings: what the model made of each text, and which entries of which cables have it."""

from collections.abc import Collection, Mapping

import sqlalchemy as sql

from ingest.catalogue.index_writer import IndexWriter
from ingest.catalogue.seals import sealed
from ingest.catalogue.tables import projections, read, readings
from ingest.catalogue.transaction import Transaction
from ingest.domain.keys import Key
from ingest.embedding.late_interaction import Projection
from ingest.embedding.stored_embeddings import StoredEmbedding

_AT_ONCE = 500  # digests named in one statement
_NONE: Mapping[Key, str] = {}


class EmbeddingWriter:
    """Writes embeddings; one that no entry has any more is removed."""

    def __init__(self, transaction: Transaction, indexes: IndexWriter) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._indexes = indexes

    def keep(self, ids: Collection[str], by: Mapping[Key, str], found: Mapping[str, StoredEmbedding]) -> None:
        """Store which embedding each entry of these cables has, by digest, and the embeddings that are new."""
        rows = [
            {
                "digest": digest,
                "windows": len(each.vectors),
                "vectors": each.vectors.tobytes(),
                "starts": each.tokens.starts.tobytes(),
                "tokens": each.tokens.vectors.tobytes(),
            }
            for digest, each in found.items()
        ]
        if rows:
            self._connection.execute(
                self._transaction.insert(readings).on_conflict_do_nothing(), sealed("readings", rows)
            )
        self.replace(ids, by)

    def keep_projection(self, embedder: str, matrix: Projection) -> None:
        """Store what the tokens of this embedder are projected onto."""
        rows = sealed("projections", [{"embedder": embedder, "matrix": matrix.tobytes()}])
        self._transaction.upsert(projections, rows)

    def replace(self, ids: Collection[str], by: Mapping[Key, str] = _NONE) -> None:
        """Let the entries of these cables have these embeddings and no others."""
        mine = read.c.cable.in_(ids)
        before = set(self._connection.scalars(sql.select(read.c.digest).where(mine)))
        self._connection.execute(sql.delete(read).where(mine))
        rows = [{"cable": key.cable, "ordinal": key.ordinal, "digest": digest} for key, digest in by.items()]
        if rows:
            self._connection.execute(sql.insert(read), sealed("read", rows))
        left = sorted(before - set(by.values()))
        for start in range(0, len(left), _AT_ONCE):
            spare = left[start : start + _AT_ONCE]
            used = sql.select(read.c.digest).where(read.c.digest.in_(spare))
            self._connection.execute(
                sql.delete(readings).where(readings.c.digest.in_(spare), readings.c.digest.not_in(used))
            )

    def embed_again(self, digests: Collection[str]) -> None:
        """Remove these embeddings, and have the cables that had them embedded again."""
        cables = list(self._connection.scalars(sql.select(read.c.cable).where(read.c.digest.in_(digests))))
        self._connection.execute(sql.delete(readings).where(readings.c.digest.in_(digests)))
        self._connection.execute(sql.delete(read).where(read.c.digest.in_(digests)))
        if cables:
            for part in ("embeddings", "vectors", "scan"):
                self._indexes.doubt(part, cables)

    def forget(self) -> None:
        """Remove every embedding, and what their tokens were projected onto."""
        for table in (read, readings, projections):
            self._connection.execute(sql.delete(table))
        self._indexes.release("embeddings")
