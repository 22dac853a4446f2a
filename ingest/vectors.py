"""Search by meaning: vectors of the entries, kept by Chroma. Derived from the catalogue; can be rebuilt.

Chroma holds ids, vectors and what can be filtered by; no text. Embedded Chroma bears one writing process, and
a reading one does not see what another wrote until it opens the folder anew: `refresh` does that.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from numpy.typing import NDArray

from ingest.entries import Facts, Key, Where, first_day, last_day, vector_key
from ingest.errors import LibraryDamaged

_COLLECTION = "entries"
_HNSW: Any = {"hnsw": {"space": "cosine"}}
_EQUAL = 1e-4  # the cosine distance of two vectors of one text, with room for rounding
_MOST_WINDOWS = 4  # that one entry is expected to have among the nearest; more are asked for to make up


class Vectors:
    """The vectors in a folder. An entry has one vector for each of its windows: id `10BAKU79#5.0`.

    Everything that opens, reads or writes them raises LibraryDamaged when the files are broken.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._using = Lock()  # nobody may search while the folder is opened anew
        self._open()

    def _open(self) -> None:
        settings = Settings(anonymized_telemetry=False)
        with self._translated():
            _look_at(self._folder / "chroma.sqlite3")
            try:
                self._client: Any = chromadb.PersistentClient(str(self._folder), settings=settings)
                self._entries: Any = self._client.get_or_create_collection(
                    _COLLECTION, configuration=_HNSW, embedding_function=None
                )
                self._batch = self._client.get_max_batch_size()
            except BaseException:  # a panic in Chroma's Rust is no Exception
                # Chroma keeps what it opened, by path, and would hand out the broken one again.
                SharedSystemClient.clear_system_cache()
                raise

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
            with self._translated():
                self._entries.upsert(
                    ids=batch,
                    embeddings=np.stack([vectors[each] for each in batch]),
                    metadatas=[_metadata(facts[vector_key(each).cable]) for each in batch],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Drop vectors by id; ids that are not there are no error."""
        for start in range(0, len(ids), self._batch):
            with self._translated():
                self._entries.delete(ids=list(ids[start : start + self._batch]))

    def search(self, vector: NDArray[np.float32], limit: int, where: Where) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, each with the cosine of its best window."""
        with self._using, self._translated():
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
        with self._translated():
            return int(self._entries.count())

    def ids(self) -> Iterator[str]:
        """Yield the id of every vector."""
        for start in range(0, self.count(), self._batch):
            with self._translated():
                found = self._entries.get(include=[], limit=self._batch, offset=start)
            yield from found["ids"]

    def fetch(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return those of these vectors that there are."""
        with self._translated():
            found = self._entries.get(ids=list(ids), include=["embeddings"])
        return {id: np.asarray(vector) for id, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def finds(self, id: str, vector: NDArray[np.float32]) -> bool:
        """Return whether a search for a vector that is stored under `id` comes to it, or to its equal."""
        with self._using, self._translated():
            found = self._entries.query(query_embeddings=vector[np.newaxis, :], n_results=1, include=["distances"])
        return any(
            each == id or distance < _EQUAL
            for each, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        # Chroma lets through what SQLite, pyo3 and Rust raise; a panic is no Exception at all.
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
                raise
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise LibraryDamaged(
                f"The vectors in {self._folder} are damaged ({reason[:100]}): `reftel check --repair` mends them."
            ) from error


def probe(folder: str) -> None:
    """Open the vectors and search for one of them; whether a process survives it says whether they hold."""
    vectors = Vectors(Path(folder))
    some = vectors.fetch([id for id, _ in zip(vectors.ids(), range(1), strict=False)])
    for id, vector in some.items():
        vectors.finds(id, vector)


def _look_at(file: Path) -> None:
    """Let Python's SQLite look at Chroma's file first: Chroma aborts the process over some broken ones."""
    if file.exists():
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT * FROM sqlite_master").fetchall()


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
