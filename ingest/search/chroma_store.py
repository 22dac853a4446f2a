"""The vectors of the entries in a collection of Chroma, where meaning is searched. Derived from the catalogue.

The collection holds ids, vectors and metadata, and the texts only if the user wants them there. Chroma is embedded
in this process and keeps a folder, or it is a server that several archives may share. Embedded Chroma allows one
writing process, and a reader never sees what another process has written since it opened the folder
(`IndexFiles.state` tells).
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Condition, Lock
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key, vector_key
from ingest.errors import LibraryDamaged, LibraryError, LibraryUnreachable
from ingest.files.enclosure import remove
from ingest.loopback import spare_proxies
from ingest.search.chroma_metadata import Metadata, conditions
from ingest.search.index_files import SERVED, IndexFiles, State

_COLLECTION = "entries"  # in a folder of its own
# Measured, see docs/performance.md. A search ef below the number of results would have no effect.
_LEAST, _MOST = 600, 5_000  # search ef, of a small collection and of a large one
_PER_EF = 125  # vectors: a search looks at more of a larger collection
_SETTINGS: Any = {"hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": _LEAST}}
_WINDOWS = 4  # that one entry is expected to have among the nearest; more are asked for to make up
_PROBE_SECONDS = 600.0  # a killed load of 90,000 vectors took half a minute to open


@dataclass(frozen=True, slots=True)
class ChromaAddress:
    """A collection of a Chroma server, which is named by its URL."""

    url: str
    collection: str

    def __str__(self) -> str:
        """The server, without what may be a password."""
        return urlsplit(self.url)._replace(netloc=self.server).geturl()

    @property
    def server(self) -> str:
        """Host and port of the server."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


class ChromaStore:
    """The vectors in a folder, or on a server. An entry has one for each of its windows: id `10BAKU79#5.0`.

    Everything that opens, reads or writes them raises LibraryDamaged when they are broken, LibraryUnreachable when
    the server does not answer.
    """

    def __init__(self, place: Path | ChromaAddress) -> None:
        self._place = place
        self._files = IndexFiles(place) if isinstance(place, Path) else None
        self._opening = Lock()
        self._queries = Condition()
        self._under_way = 0
        self._client: Any = None
        self._collection: Any = None

    @property
    def _entries(self) -> Any:
        """Chroma's collection, opened when it is first needed: that takes a second."""
        from chromadb.api.shared_system_client import SharedSystemClient

        with self._opening, self._translated():
            if self._collection is None:
                try:
                    if self._files:
                        self._files.compare()
                    self._client = _client(self._place)
                    self._collection = self._client.get_or_create_collection(
                        self.name, configuration=_SETTINGS, embedding_function=None
                    )
                except BaseException:  # a panic in Chroma's Rust is no Exception
                    # Chroma keeps what it opened, by path, and would hand out the broken one again.
                    SharedSystemClient.clear_system_cache()
                    raise
            return self._collection

    @property
    def name(self) -> str:
        """The name of the collection."""
        return self._place.collection if isinstance(self._place, ChromaAddress) else _COLLECTION

    def open(self) -> None:
        """Open the collection now, and load what the first query would wait for."""
        if count := self.count():
            with self._translated():
                some = self._entries.get(limit=1, offset=count - 1, include=["embeddings"])["embeddings"]
                self._entries.query(query_embeddings=some, n_results=1, include=[])

    def close(self) -> None:
        """Let go of them, once the queries under way have ended."""
        with self._queries:
            self._queries.wait_for(lambda: not self._under_way)
            with self._opening:
                if self._client is not None:
                    self._client.close()
                self._client = self._collection = None

    def discard(self) -> None:
        """Throw all of them away, also where they are broken."""
        if isinstance(self._place, Path):
            self.close()
            remove(self._place, within=self._place.parent)
            return
        _ = self._entries  # made where there is none, so that there is one to delete
        with self._translated():
            self._client.delete_collection(self.name)
        self.close()

    def probe(self) -> None:
        """Raise LibraryDamaged where they cannot be opened.

        A folder is opened in a process of its own first: over some damage Chroma takes its process with it.
        """
        if not isinstance(self._place, Path):
            return
        code = f"import sys; sys.path[:] = sys.argv[2:]; from {__name__} import look; look(sys.argv[1])"
        command = [sys.executable, "-c", code, str(self._place), *sys.path]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PROBE_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise LibraryDamaged("the vectors cannot be opened and searched") from error

    def search(
        self, vector: NDArray[np.float32], limit: int, filters: Filters = EVERYWHERE
    ) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, each with the cosine of its best window."""
        with self._querying() as entries:
            found = entries.query(
                query_embeddings=[vector],
                n_results=limit * _WINDOWS,
                where=conditions(filters),
                include=["distances"],
            )
        best: dict[Key, float] = {}
        for id, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            best.setdefault(vector_key(id), 1 - distance)
            if len(best) == limit:
                break
        return list(best.items())

    def add(
        self,
        vectors: Mapping[str, NDArray[np.float32]],
        metadata: Mapping[Key, Metadata],
        texts: Mapping[Key, str] | None = None,
    ) -> None:
        """Store vectors by ids that are not there yet, with the metadata (and the texts) of their entries."""
        self._change()
        for batch in self._batches(list(vectors)):
            keys = list(map(vector_key, batch))
            with self._translated():
                self._entries.add(
                    ids=batch,
                    embeddings=np.stack([vectors[each] for each in batch]),
                    metadatas=[metadata[key] for key in keys],
                    documents=[texts[key] for key in keys] if texts is not None else None,
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Drop vectors by id; ids that are not there are no error."""
        self._change()
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
        """Return the stored vectors among these."""
        with self._translated():
            found = self._entries.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], map(np.asarray, found["embeddings"]), strict=True))

    @property
    def state(self) -> State | None:
        """What tells that another process has written, None while one does or where it did not come to its end.

        A server shows at once what was written: its state is always the same.
        """
        return self._files.state if self._files else SERVED

    def finish(self) -> None:
        """Note that what was to be written is written, for those who read; for the writer alone."""
        with self._translated():
            self._entries.modify(configuration={"hnsw": {"ef_search": search_ef(self.count())}})
        if self._files:
            self._files.take()

    def _change(self) -> None:
        if self._files:
            self._files.forget()

    @contextmanager
    def _querying(self) -> Iterator[Any]:
        """Yield the collection, which stays open meanwhile."""
        with self._queries:
            self._under_way += 1
        try:
            with self._translated():
                yield self._entries
        finally:
            with self._queries:
                self._under_way -= 1
                self._queries.notify_all()

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
        except LibraryError:
            raise
        # Chroma lets through what SQLite, pyo3, Rust and httpx raise; a panic is no Exception at all.
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
                raise
            raise self._trouble(error) from error

    def _trouble(self, error: BaseException) -> LibraryError:
        from chromadb.errors import ChromaError

        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:100]
        if isinstance(self._place, ChromaAddress) and not isinstance(error, ChromaError):
            return LibraryUnreachable(
                f"The Chroma server at {self._place} does not answer ({reason.rstrip('.')}); nothing is lost. "
                "Run `reftel ingest` again when it is back."
            )
        return LibraryDamaged(
            f"The vectors in {self._place} are damaged ({reason}): `reftel check --repair` repairs them."
        )


def search_ef(count: int) -> int:
    """Return how many vectors a search of so many keeps in sight."""
    return max(_LEAST, min(count // _PER_EF, _MOST))


def look(folder: str) -> None:
    """Open the vectors in a folder and fetch one of them; whether a process survives it says whether they hold."""
    vectors = ChromaStore(Path(folder))
    vectors.fetch(list(islice(vectors.ids(), 1)))


def _client(place: Path | ChromaAddress) -> Any:
    """Open a folder, or a server; nothing else is contacted, and nothing told to anybody."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        _look_at(place / "chroma.sqlite3")
        return chromadb.PersistentClient(str(place), settings=settings)
    spare_proxies(place.url)
    url = urlsplit(place.url)
    return chromadb.HttpClient(
        url.hostname or "localhost",
        url.port or (443 if url.scheme == "https" else 8000),
        ssl=url.scheme == "https",
        settings=settings,
    )


def _look_at(file: Path) -> None:
    """Let Python's SQLite look at Chroma's file first: Chroma aborts the process over some broken ones."""
    if file.exists():
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT * FROM sqlite_master").fetchall()
