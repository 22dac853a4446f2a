"""Vectors of the entries, kept by Chroma. Derived from the catalogue; can be rebuilt.

Chroma holds ids, vectors and what can be filtered by; no text. Embedded Chroma bears one writing process; who only
asks does not open it, since a search reads the scan alone.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.entries import Facts, vector_key
from ingest.errors import LibraryDamaged

_COLLECTION = "entries"
_HNSW: Any = {"hnsw": {"space": "cosine"}}


class Vectors:
    """The vectors in a folder. An entry has one vector for each of its windows: id `10BAKU79#5.0`.

    Everything that opens, reads or writes them raises LibraryDamaged when the files are broken.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = Lock()
        self._client: Any = None
        self._collection: Any = None

    @property
    def _entries(self) -> Any:
        """Chroma's collection, opened when it is first needed: that takes a second."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        with self._opening, self._translated():
            if self._collection is None:
                _look_at(self._folder / "chroma.sqlite3")
                try:
                    settings = Settings(anonymized_telemetry=False)
                    self._client = chromadb.PersistentClient(str(self._folder), settings=settings)
                    self._collection = self._client.get_or_create_collection(
                        _COLLECTION, configuration=_HNSW, embedding_function=None
                    )
                except BaseException:  # a panic in Chroma's Rust is no Exception
                    # Chroma keeps what it opened, by path, and would hand out the broken one again.
                    SharedSystemClient.clear_system_cache()
                    raise
            return self._collection

    def close(self) -> None:
        """Let go of the folder."""
        with self._opening:
            if self._client is not None:
                self._client.close()
            self._client = self._collection = None

    def refresh(self) -> None:
        """See what another process has written."""
        self.close()

    def add(self, vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]) -> None:
        """Store vectors by ids that are not there yet, with the facts of the cables they belong to."""
        for batch in self._batches(list(vectors)):
            with self._translated():
                self._entries.add(
                    ids=batch,
                    embeddings=np.stack([vectors[each] for each in batch]),
                    metadatas=[_metadata(facts[vector_key(each).cable]) for each in batch],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Drop vectors by id; ids that are not there are no error."""
        for batch in self._batches(ids):
            with self._translated():
                self._entries.delete(ids=batch)

    def count(self) -> int:
        """Return how many vectors are kept."""
        with self._translated():
            return int(self._entries.count())

    def ids(self) -> Iterator[str]:
        """Yield the id of every vector."""
        for start in range(0, self.count(), self._most):
            with self._translated():
                found = self._entries.get(include=[], limit=self._most, offset=start)
            yield from found["ids"]

    def fetch(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return those of these vectors that are kept."""
        with self._translated():
            found = self._entries.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], map(np.asarray, found["embeddings"]), strict=True))

    @property
    def _most(self) -> int:
        """How many vectors Chroma takes at once."""
        _ = self._entries
        return int(self._client.get_max_batch_size())

    def _batches(self, ids: Sequence[str]) -> Iterator[list[str]]:
        for start in range(0, len(ids), self._most if ids else 1):
            yield list(ids[start : start + self._most])

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
    """Open the vectors and fetch one of them; whether a process survives it says whether they hold."""
    vectors = Vectors(Path(folder))
    vectors.fetch(list(islice(vectors.ids(), 1)))


def _look_at(file: Path) -> None:
    """Let Python's SQLite look at Chroma's file first: Chroma aborts the process over some broken ones."""
    if file.exists():
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT * FROM sqlite_master").fetchall()


def _metadata(facts: Facts) -> dict[str, Any]:
    told = {"day": facts.day, "tags": list(facts.tags), "classification": facts.classification}
    return {"post": facts.post} | {
        name: value for name, value in told.items() if value
    }  # Chroma takes no empty list
