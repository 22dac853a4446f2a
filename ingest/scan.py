"""Search by meaning: every vector is looked at, by its signs first. Derived from the catalogue; can be rebuilt.

The signs of a vector's numbers, one bit each, tell nearly which vectors are near (Charikar, STOC 2002); those that
agree with the question in most bits are then compared as they are. Of half a million vectors that takes some
milliseconds, whatever filters them, where a graph search with a filter takes as many tenths of a second; and it
misses fewer.

On disk there are columns that only grow, and `state.json`, replaced last, that says how far each of them counts:
what a process that was killed has written beyond that is overwritten by the next one.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.entries import EVERYWHERE, Facts, Key, Where, first_day, last_day, vector_key
from ingest.errors import LibraryDamaged

_COMPARED = 1000  # vectors compared as they are; the most alike by their signs
_WINDOWS = 4  # that one entry is expected to have among the nearest; more are asked for to make up
_FACTS = np.dtype([("day", "<i4"), ("post", "<u2"), ("classification", "<u2")])
_TAG = np.dtype([("row", "<u4"), ("tag", "<u4")])
_EQUAL = 1e-3  # the cosine distance of two vectors of one text, with room for rounding
_NEVER = 0  # the day of a cable without a date


@dataclass(frozen=True, slots=True)
class State:
    """How far the columns count, in rows (`ids` in bytes), and what the codes in them stand for."""

    dimensions: int = 0
    rows: int = 0
    ids: int = 0
    tags: int = 0
    gone: int = 0
    posts: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of tags


@dataclass
class View:
    """The columns as one state has them: row n of each belongs to the n-th vector that was ever added."""

    folder: Path
    state: State

    @cached_property
    def halves(self) -> NDArray[np.float16]:
        """The vectors, shape (rows, d); on disk until they are looked at."""
        return self._column("halves", np.dtype("<f2"), (self.state.rows, self.state.dimensions))

    @cached_property
    def signs(self) -> list[NDArray[np.uint64]]:
        """The signs of the vectors, 64 in a number, a column for each such number."""
        width = -(-self.state.dimensions // 64)
        rows = self._column("signs", np.dtype("<u8"), (self.state.rows, width))
        return [np.ascontiguousarray(rows[:, column]) for column in range(width)]

    @cached_property
    def facts(self) -> NDArray[Any]:
        """Day, post and classification of each."""
        return np.array(self._column("facts", _FACTS, (self.state.rows,)))

    @cached_property
    def tags(self) -> NDArray[Any]:
        """Pairs of a row and one of its tags."""
        return np.array(self._column("tags", _TAG, (self.state.tags,)))

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Which were not removed since."""
        alive = np.ones(self.state.rows, dtype=np.bool_)
        alive[self._column("gone", np.dtype("<u4"), (self.state.gone,))] = False
        return alive

    @cached_property
    def _ids(self) -> tuple[bytes, NDArray[np.int64]]:
        """The ids, one behind the other, and where each ends."""
        text = bytes(self._column("ids", np.dtype("u1"), (self.state.ids,)))
        return text, np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n"))

    def id(self, row: int) -> str:
        """Return the id of a row."""
        text, ends = self._ids
        return text[ends[row - 1] + 1 if row else 0 : ends[row]].decode()

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each id that is there."""
        ids = self._ids[0].decode().splitlines()
        return {ids[row]: row for row in np.flatnonzero(self.alive).tolist()}

    def matching(self, where: Where) -> NDArray[np.bool_]:
        """Return which rows a filter lets through."""
        found = self.alive.copy()
        if where.since:
            found &= self.facts["day"] >= first_day(where.since)
        if where.until:
            found &= (self.facts["day"] <= last_day(where.until)) & (self.facts["day"] != _NEVER)
        for column, names, value in (
            ("post", self.state.posts, where.origin),
            ("classification", self.state.classifications, where.classification),
        ):
            if value is not None:
                found &= self.facts[column] == _code(names, value)
        if where.tag is not None:
            tagged = np.zeros(len(found), dtype=np.bool_)
            tagged[self.tags["row"][self.tags["tag"] == _code(self.state.names, where.tag)]] = True
            found &= tagged
        return found

    def nearest(self, vector: NDArray[np.float32], limit: int, where: Where) -> Iterator[tuple[int, float]]:
        """Yield the rows nearest to a unit vector, best first, with their cosines."""
        rows = np.flatnonzero(self.matching(where)) if where or self.state.gone else None
        chosen = self._alike(vector, rows)
        cosines = self.halves[chosen].astype(np.float32) @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        yield from zip(chosen[best].tolist(), cosines[best].tolist(), strict=True)

    def _alike(self, vector: NDArray[np.float32], rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return those of some rows, by default of all, whose signs are most like those of a vector."""
        count = self.state.rows if rows is None else len(rows)
        if count <= _COMPARED:
            return np.arange(count) if rows is None else rows
        differing = np.zeros(count, dtype=np.uint16)
        for column, signs in zip(self.signs, _signs(vector[np.newaxis, :])[0], strict=True):
            differing += np.bitwise_count((column if rows is None else column[rows]) ^ signs)
        most = int(np.searchsorted(np.cumsum(np.bincount(differing)), _COMPARED))
        alike = np.flatnonzero(differing <= most)
        return alike if rows is None else rows[alike]

    def _column(self, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        if 0 in shape:
            return np.empty(shape, dtype=kind)
        return np.memmap(self.folder / name, dtype=kind, mode="r", shape=shape)


class Scan:
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

    def search(self, vector: NDArray[np.float32], limit: int, where: Where) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, each with the cosine of its best window."""
        view = self._view
        if not view.state.rows:
            return []
        best: dict[Key, float] = {}
        with self._translated():
            for row, cosine in view.nearest(vector, limit * _WINDOWS, where):
                best.setdefault(vector_key(view.id(row)), cosine)
                if len(best) == limit:
                    break
        return list(best.items())

    def ids(self) -> Set[str]:
        """Return the ids of all vectors."""
        with self._translated():
            return self._view.rows.keys()

    def finds(self, id: str, vector: NDArray[np.float32]) -> bool:
        """Return whether a search for a vector that is there under `id` comes to its entry, or to its equal."""
        found = self.search(vector, 1, EVERYWHERE)
        return any(key == vector_key(id) or 1 - cosine < _EQUAL for key, cosine in found)

    def replace(
        self, cables: Collection[str], vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]
    ) -> None:
        """Bring cables up to date: what was held of each goes, its vectors come, in one step. Safe to repeat."""
        with self._translated():
            rows_of = self._rows_of
        before = self._view.state
        gone = [row for cable in cables for row in rows_of.get(cable, ())]
        after, columns = _added(before, vectors, facts)
        if gone:
            after = replace(after, gone=before.gone + len(gone))
            columns["gone"] = (before.gone * 4, np.array(gone, dtype="<u4"))
        if not columns:
            return
        self._write(after, columns)
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

    def _write(self, after: State, columns: Mapping[str, tuple[int, NDArray[Any]]]) -> None:
        """Write each column from a byte on, then the state, in one step."""
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
            fresh.write_text(json.dumps(asdict(after)), encoding="utf-8")
            fresh.replace(self._folder / "state.json")
            self._view = View(self._folder, after)

    def _read(self) -> View:
        try:
            told: dict[str, Any] = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
            columns: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
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
            f"The scan of vectors in {self._folder} is damaged ({reason[:100]}): `reftel check --repair` mends it."
        )


def _added(
    before: State, vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]
) -> tuple[State, dict[str, tuple[int, NDArray[Any]]]]:
    """Return the state with vectors added, and what each column then holds from which byte on."""
    if not vectors:
        return before, {}
    stacked = np.stack(list(vectors.values()))
    told = [facts[vector_key(id).cable] for id in vectors]
    posts, classifications, names = _Codes(before.posts), _Codes(before.classifications), _Codes(before.names)
    rows = [
        (each.day or _NEVER, posts.of(each.post), classifications.of(each.classification or "")) for each in told
    ]
    tags = [(row, names.of(tag)) for row, each in enumerate(told, start=before.rows) for tag in each.tags]
    ids = "".join(f"{id}\n" for id in vectors).encode()
    after = replace(
        before,
        dimensions=stacked.shape[1],
        rows=before.rows + len(stacked),
        ids=before.ids + len(ids),
        tags=before.tags + len(tags),
        posts=tuple(posts.names),
        classifications=tuple(classifications.names),
        names=tuple(names.names),
    )
    return after, {
        "halves": (before.rows * stacked.shape[1] * 2, stacked.astype("<f2")),
        "signs": (before.rows * -(-stacked.shape[1] // 64) * 8, _signs(stacked)),
        "facts": (before.rows * _FACTS.itemsize, np.array(rows, dtype=_FACTS)),
        "tags": (before.tags * _TAG.itemsize, np.array(tags, dtype=_TAG)),
        "ids": (before.ids, np.frombuffer(ids, dtype=np.uint8)),
    }


@dataclass
class _Codes:
    """Numbers for names, those of before first."""

    before: tuple[str, ...]
    names: list[str] = field(init=False)
    _numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.names = list(self.before)
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def of(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


def _code(names: Sequence[str], name: str) -> int:
    """Return the number of a name, one that no row has for a name that is not there."""
    return names.index(name) if name in names else len(names)


def _signs(vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
    """Return the signs of vectors, shape (n, d), as bits of numbers, shape (n, d / 64) rounded up."""
    short = -vectors.shape[1] % 64
    bits = np.packbits(np.pad(vectors > 0, ((0, 0), (0, short))), axis=1)
    return np.ascontiguousarray(bits).view("<u8")
