"""Search by meaning without Chroma: every vector is looked at. Derived from the catalogue; can be rebuilt.

On disk there are columns (`vector_columns.py`) that only grow, and `state.json`, replaced last, that says how far
each of them counts: what a process that was killed has written beyond that is overwritten by the next one.
"""

import json
import os
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.domain.filters import EVERYWHERE, Facts, Filters
from ingest.domain.keys import Key, vector_key
from ingest.errors import LibraryDamaged
from ingest.search.vector_columns import State, View, Written, added, removed

Exact = Callable[[Sequence[str]], Mapping[str, NDArray[np.float32]]]  # the vectors of these ids that are there

_UNIT = 1e-3  # how far the square of a vector's length may be from 1
_EQUAL = 1e-3  # the cosine distance of two vectors of one text, with room for rounding


class VectorScan:
    """The columns in a folder. Everything that reads or writes them raises LibraryDamaged when they are broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changing = Lock()
        self._view = self._read()
        self._known: dict[str, list[int]] | None = None

    def refresh(self) -> None:
        """See what another process has written."""
        with self._changing:
            view = self._read()
            if view.state != self._view.state:
                self._view, self._known = view, None

    def count(self) -> int:
        """Return how many vectors there are."""
        return self._view.state.rows - self._view.state.gone

    def search(
        self, vector: NDArray[np.float32], limit: int, where: Filters, exact: Exact
    ) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, each with the cosine of its best window.

        `exact` returns the vectors of the windows whose signs are most alike.
        """
        view = self._view
        if not view.state.rows:
            return []
        with self._translated():
            found = exact(view.ids(view.nearest(vector, where)))
            if not found:
                return []
            vectors = np.stack(list(found.values()))
            if not (np.abs(np.einsum("ij,ij->i", vectors, vectors) - 1) < _UNIT).all():
                raise ValueError("a vector does not have length 1")
        cosines = vectors @ vector
        ids = list(found)
        best: dict[Key, float] = {}
        for place in np.argsort(-cosines, kind="stable").tolist():
            best.setdefault(vector_key(ids[place]), float(cosines[place]))
            if len(best) == limit:
                break
        return list(best.items())

    def compare(self) -> None:
        """Look at all that is on the disk; nobody may be writing."""
        with self._changing:
            self._view = self._read()
        with self._translated():
            self._view.compare()

    def ids(self) -> Set[str]:
        """Return the ids of all vectors."""
        with self._translated():
            return self._view.rows.keys()

    def finds(self, id: str, vector: NDArray[np.float32], exact: Exact) -> bool:
        """Return whether a search for a vector that is there under `id` comes to its entry, or to its equal."""
        found = self.search(vector, 1, EVERYWHERE, exact)
        return any(key == vector_key(id) or 1 - cosine < _EQUAL for key, cosine in found)

    def replace(
        self, cables: Collection[str], vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]
    ) -> None:
        """Bring cables up to date: what was held of each goes, its vectors come, in one step. Safe to repeat."""
        with self._translated():
            rows_of = self._rows_of
        before = self._view.state
        gone = [row for cable in cables for row in rows_of.get(cable, ())]
        left, forgotten = removed(before, gone)
        after, fresh = added(left, vectors, facts)
        if not (forgotten or fresh):
            return
        self._write(after, forgotten | fresh)
        for cable in cables:
            rows_of.pop(cable, None)
        for row, id in enumerate(vectors, start=before.rows):
            rows_of.setdefault(vector_key(id).cable, []).append(row)

    @property
    def _rows_of(self) -> dict[str, list[int]]:
        """The rows of each cable, which who writes needs, and keeps."""
        if self._known is None:
            self._known = {}
            for id, row in self._view.rows.items():
                self._known.setdefault(vector_key(id).cable, []).append(row)
        return self._known

    def _write(self, after: State, columns: Written) -> None:
        """Write each column from a byte on, then the state, in one step."""
        sums = {name: zlib.crc32(rows.data, after.sums.get(name, 0)) for name, (_, rows) in columns.items()}
        after = replace(after, sums={**after.sums, **sums})
        with self._changing, self._translated():
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, (place, rows) in columns.items():
                path = self._folder / name
                path.touch()
                with path.open("r+b") as file:
                    file.truncate(place)  # what a killed process has left
                    file.seek(place)
                    file.write(rows.tobytes())
                    file.flush()
                    os.fsync(file.fileno())
            fresh = self._folder / "state.new"
            written = json.dumps(asdict(after))
            fresh.write_text(json.dumps({**asdict(after), "sum": zlib.crc32(written.encode())}), encoding="utf-8")
            fresh.replace(self._folder / "state.json")
            self._view = View(self._folder, after)

    def _read(self) -> View:
        try:
            record: dict[str, Any] = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
            value = record.pop("sum", None)
            if zlib.crc32(json.dumps(record).encode()) != value:
                raise ValueError("state.json has changed since it was written")
            columns: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
            }
            state = State(**columns)
        except FileNotFoundError:
            state = State()
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise self._damaged(error) from error
        return View(self._folder, state)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, IndexError) as error:  # files that are gone, or shorter than they should be
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> LibraryDamaged:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return LibraryDamaged(
            f"The scan of vectors in {self._folder} is damaged ({reason[:100]}): "
            "`reftel check --repair` repairs it."
        )
