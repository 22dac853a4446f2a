"""Search by meaning: vectors of the entries, kept by Chroma. Derived from the catalogue; can be rebuilt.

Chroma holds ids, vectors and what can be filtered by; no text. Embedded Chroma bears one writing process, and
a reading one does not see what another wrote until it opens the folder anew: `refresh` does that.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from numpy.typing import NDArray

from ingest.entries import Facts, Key, Where, first_day, last_day, vector_key

_COLLECTION = "entries"
_HNSW: Any = {"hnsw": {"space": "cosine"}}
_MOST_WINDOWS = 4  # that one entry is expected to have among the nearest; more are asked for to make up


class Vectors:
    """The vectors in a folder. An entry has one vector for each of its windows: id `10BAKU79#5.0`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._using = Lock()  # nobody may search while the folder is opened anew
        self._open()

    def _open(self) -> None:
        self._client: Any = chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))
        self._entries = self._client.get_or_create_collection(
            _COLLECTION, configuration=_HNSW, embedding_function=None
        )
        self._batch = self._client.get_max_batch_size()

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()

    def refresh(self) -> None:
        """See what another process has written."""
        with self._using:
            self.close()
            self._open()

    def add(self, vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]) -> None:
        """Store vectors by id, with the facts of the cables they belong to. Safe to repeat."""
        ids = list(vectors)
        for start in range(0, len(ids), self._batch):
            batch = ids[start : start + self._batch]
            self._entries.upsert(
                ids=batch,
                embeddings=np.stack([vectors[each] for each in batch]),
                metadatas=[_metadata(facts[vector_key(each).cable]) for each in batch],
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Drop vectors by id; ids that are not there are no error."""
        for start in range(0, len(ids), self._batch):
            self._entries.delete(ids=list(ids[start : start + self._batch]))

    def search(self, vector: NDArray[np.float32], limit: int, where: Where) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, each with the cosine of its best window."""
        with self._using:
            found = self._entries.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=limit * _MOST_WINDOWS,
                where=_condition(where),
                include=["distances"],
            )
        best: dict[Key, float] = {}
        for each, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
            best.setdefault(vector_key(each), 1.0 - distance)  # nearest first
        return list(best.items())[:limit]

    def count(self) -> int:
        """Return how many vectors there are."""
        return int(self._entries.count())


def _metadata(facts: Facts) -> dict[str, Any]:
    # Chroma takes no empty list; an upsert merges, so what is absent must be None.
    return {
        "post": facts.post,
        "day": facts.day,
        "tags": list(facts.tags) or None,
        "classification": facts.classification,
    }


def _condition(where: Where) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if where.since:
        conditions.append({"day": {"$gte": first_day(where.since)}})
    if where.until:
        conditions.append({"day": {"$lte": last_day(where.until)}})
    if where.origin:
        conditions.append({"post": where.origin})
    if where.tag:
        conditions.append({"tags": {"$contains": where.tag}})
    if where.classification:
        conditions.append({"classification": where.classification})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None
