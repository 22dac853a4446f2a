"""The columns of the vector scan: a row for each vector, its signs, and what it can be filtered by.

The signs of a vector's numbers, one bit each, tell nearly which vectors are near (Charikar, STOC 2002). Those that
agree with the question in most bits are compared once more, their signs weighed by the question's own numbers.
Those that come first then are compared as they are; the vectors themselves stay in the catalogue. Of half a
million vectors that takes some milliseconds, whatever filters them.
"""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.domain.filters import SEVERAL, Facts, Filters, first_day, last_day
from ingest.domain.keys import vector_key

_ALIKE = 4000  # vectors whose signs are weighed; those that agree in most of them
_COMPARED = 400  # vectors compared as they are; the best by their weighed signs
# The field of `State` with the values of each fact, for which codes stand in the columns. Of `SEVERAL` there is a
# pair for each value; a second fact of several values takes a second column of pairs.
_CODED = {"post": "posts", "classification": "classifications", "tags": "names"}
_SINGLE = tuple(fact for fact in _CODED if fact not in SEVERAL)
_FACTS = np.dtype([("day", "<i4"), *((fact, "<u4") for fact in _SINGLE)])
_TAG = np.dtype([("row", "<u4"), ("tag", "<u4")])
_GONE = np.dtype("<u4")
_NEVER = 0  # the day of a cable without a date

Written = dict[str, tuple[int, NDArray[Any]]]  # what each column holds from which byte on


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
    sums: Mapping[str, int] = field(default_factory=dict)  # of each column, as far as it counts (CRC-32)


@dataclass
class View:
    """The columns as one state has them: row n of each belongs to the n-th vector that was ever added."""

    folder: Path
    state: State

    @cached_property
    def signs(self) -> list[NDArray[np.uint64]]:
        """The signs of the vectors, 64 in a number, a column for each such number."""
        width = -(-self.state.dimensions // 64)
        rows = self._sound("signs", np.dtype("<u8"), (self.state.rows, width))
        return [np.ascontiguousarray(rows[:, column]) for column in range(width)]

    @cached_property
    def facts(self) -> NDArray[Any]:
        """Day, post and classification of each."""
        return np.array(self._sound("facts", _FACTS, (self.state.rows,)))

    @cached_property
    def tags(self) -> NDArray[Any]:
        """Pairs of a row and one of its tags."""
        return np.array(self._sound("tags", _TAG, (self.state.tags,)))

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Which were not removed since."""
        alive = np.ones(self.state.rows, dtype=np.bool_)
        alive[self._sound("gone", _GONE, (self.state.gone,))] = False
        return alive

    @cached_property
    def _ids(self) -> tuple[bytes, NDArray[np.int64]]:
        """The ids, a line of JSON each, so that none breaks a line, and where each ends."""
        text = bytes(self._sound("ids", np.dtype("u1"), (self.state.ids,)))
        return text, np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n"))

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of some rows."""
        text, ends = self._ids
        lines = [text[ends[row - 1] + 1 if row else 0 : ends[row]] for row in rows]
        found: list[str] = json.loads(b"[%s]" % b",".join(lines))
        return found

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each id that is there."""
        ids = json.loads(b"[%s]" % self._ids[0].removesuffix(b"\n").replace(b"\n", b","))
        return {ids[row]: row for row in np.flatnonzero(self.alive).tolist()}

    def matching(self, where: Filters) -> NDArray[np.bool_]:
        """Return which rows a filter lets through."""
        found = self.alive.copy()
        if where.since:
            found &= self.facts["day"] >= first_day(where.since)
        if where.until:
            found &= (self.facts["day"] <= last_day(where.until)) & (self.facts["day"] != _NEVER)
        if where.among:
            found &= self._of_cables(where.among)
        if where.besides:
            found &= ~self._of_cables(where.besides)
        for fact, value in where.values():
            code = _code(getattr(self.state, _CODED[fact]), value)
            found &= self._tagged(code) if fact in SEVERAL else self.facts[fact] == code
        return found

    @cached_property
    def _rows_of(self) -> dict[str, list[int]]:
        """The rows of each cable."""
        found: dict[str, list[int]] = {}
        for id, row in self.rows.items():
            found.setdefault(vector_key(id).cable, []).append(row)
        return found

    def _of_cables(self, cables: Collection[str]) -> NDArray[np.bool_]:
        """Return which rows are of one of these cables."""
        found = np.zeros(self.state.rows, dtype=np.bool_)
        found[[row for cable in cables for row in self._rows_of.get(cable, ())]] = True
        return found

    def _tagged(self, code: int) -> NDArray[np.bool_]:
        """Return which rows have a tag."""
        tagged = np.zeros(self.state.rows, dtype=np.bool_)
        tagged[self.tags["row"][self.tags["tag"] == code]] = True
        return tagged

    def nearest(self, vector: NDArray[np.float32], where: Filters) -> list[int]:
        """Return the rows whose signs are most like a unit vector, some hundreds of them, in no order."""
        rows = np.flatnonzero(self.matching(where)) if where or self.state.gone else None
        found: list[int] = self._weighed(vector, self._alike(vector, rows)).tolist()
        return found

    def _alike(self, vector: NDArray[np.float32], rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return those of some rows, by default of all, that agree with a vector in most signs."""
        count = self.state.rows if rows is None else len(rows)
        if count <= _COMPARED:
            return np.arange(count) if rows is None else rows
        differing = np.zeros(count, dtype=np.uint16)
        for column, signs in zip(self.signs, _signs(vector[np.newaxis, :])[0], strict=True):
            differing += np.bitwise_count((column if rows is None else column[rows]) ^ signs)
        most = int(np.searchsorted(np.cumsum(np.bincount(differing)), _ALIKE))
        alike = np.flatnonzero(differing <= most)
        return alike if rows is None else rows[alike]

    def _weighed(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some rows whose signs, as 1 and -1, have the largest products with a vector."""
        if len(rows) <= _COMPARED:
            return rows
        words = np.stack([column[rows] for column in self.signs], axis=1)
        bits = np.unpackbits(words.view(np.uint8), axis=1, count=len(vector))
        return rows[np.argpartition(-(bits.astype(np.float32) @ vector), _COMPARED)[:_COMPARED]]

    def compare(self) -> None:
        """Look at every column; raises ValueError where one has changed since it was written."""
        for look in ("signs", "facts", "tags", "alive", "_ids"):
            vars(self).pop(look, None)  # what was looked at before may have changed since
            getattr(self, look)

    def _sound(self, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        """Return a column after all of it was compared with its sum."""
        column = self._column(name, kind, shape)
        if zlib.crc32(column.data) != self.state.sums.get(name, 0):
            raise ValueError(f"{name} has changed since it was written")
        return column

    def _column(self, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        if 0 in shape:
            return np.empty(shape, dtype=kind)
        return np.memmap(self.folder / name, dtype=kind, mode="r", shape=shape)


def added(
    before: State, vectors: Mapping[str, NDArray[np.float32]], facts: Mapping[str, Facts]
) -> tuple[State, Written]:
    """Return the state with vectors added, and what is to be written for that."""
    if not vectors:
        return before, {}
    stacked = np.stack(list(vectors.values()))
    values = [facts[vector_key(id).cable] for id in vectors]
    codes = {fact: _Codes(getattr(before, names)) for fact, names in _CODED.items()}
    rows = [
        (each.day or _NEVER, *(codes[fact].of(next(iter(each.values(fact)), "")) for fact in _SINGLE))
        for each in values
    ]
    tags = [
        (row, codes["tags"].of(tag)) for row, each in enumerate(values, start=before.rows) for tag in each.tags
    ]
    named: dict[str, Any] = {names: tuple(codes[fact].names) for fact, names in _CODED.items()}
    ids = "".join(f"{json.dumps(id)}\n" for id in vectors).encode()
    after = replace(
        before,
        dimensions=stacked.shape[1],
        rows=before.rows + len(stacked),
        ids=before.ids + len(ids),
        tags=before.tags + len(tags),
        **named,
    )
    return after, {
        "signs": (before.rows * -(-stacked.shape[1] // 64) * 8, _signs(stacked)),
        "facts": (before.rows * _FACTS.itemsize, np.array(rows, dtype=_FACTS)),
        "tags": (before.tags * _TAG.itemsize, np.array(tags, dtype=_TAG)),
        "ids": (before.ids, np.frombuffer(ids, dtype=np.uint8)),
    }


def removed(before: State, rows: Sequence[int]) -> tuple[State, Written]:
    """Return the state without some rows, and what is to be written for that."""
    if not rows:
        return before, {}
    held = {"gone": (before.gone * _GONE.itemsize, np.array(rows, dtype=_GONE))}
    return replace(before, gone=before.gone + len(rows)), held


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
