"""The rows of a table in text, as spreadsheets, databases and programs write it (.csv, .tsv).

Python's csv module reads it, and takes every byte for a character until a row is whole: so the fields of a table
may be in several encodings. How it is written (comma, semicolon or tab; a backslash before quotes) is tried out on
its beginning. Line feeds stand inside fields; where a row is broken, reading goes on at the next line that begins
like a row. Memory is one row's.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ingest.sources.encodings import UTF_16, decode
from ingest.sources.limits import LARGEST_TEXT, MEBIBYTE
from ingest.sources.source import Source
from ingest.sources.tidy_text import tidied

SAMPLE = MEBIBYTE // 4
DELIMITERS = ",;\t|"
MOST_LINES = 500_000  # of one row
BACKSLASH = "\\"
ESCAPED = re.compile(r"\\[\"']")
DOUBLED = re.compile(r"[^\"\s,;\t|]\"\"|\"\"[^\"\s,;\t|]")
ALL_QUOTED = re.compile(r"\"\d{1,20}\",\"")  # the full dump of cables
MOST_REREAD = 16 * LARGEST_TEXT  # bytes of broken rows that are looked through for the beginning of a good one

csv.field_size_limit(LARGEST_TEXT)


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read as a row, and why."""

    reason: str


class _TooLong(csv.Error):
    """A row is longer than any cable."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    escape: str | None

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        # strict: a quote that stands where none may is told, and not read as part of a text
        options: dict[str, Any] = {"delimiter": self.delimiter, "escapechar": self.escape, "strict": True}
        return csv.reader(lines, **options)


def rows(source: Source) -> Iterator[list[str] | Broken]:
    """Yield the rows of a table, or what is wrong with one; empty ones are passed over."""
    lines = _Lines(_blocks(source))
    dialect = _tried(lines.sample(SAMPLE))
    reader = dialect.reader(lines)
    opening: re.Pattern[str] | None = None
    columns = 0
    while True:
        lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Broken(str(error) if isinstance(error, _TooLong) else f"is not a row of a table: {error}")
            lines.go_on_at(opening or _opening(dialect, None))
            reader = dialect.reader(lines)
            continue
        if not any(row):
            continue
        columns = columns or len(row)
        opening = opening or _opening(dialect, lines.row[0])
        if len(row) == columns:
            yield [_decoded(field) for field in row]
            continue
        yield Broken(f"has {len(row)} columns; the first row has {columns}")
        if len(lines.row) > 1:  # a quote that was never closed may have taken good rows in
            lines.go_on_at(opening)
            reader = dialect.reader(lines)


def _decoded(field: str) -> str:
    if not field.isascii() or "\r" in field or "\0" in field:
        field = decode(field.encode("latin-1"))
    return tidied(field)


def _opening(dialect: _Dialect, first: str | None) -> re.Pattern[str]:
    """Return what rows begin with, after the first line of a good one: a number, a quotation mark, or anything."""
    after = re.escape(dialect.delimiter)
    if first and re.match(rf'"?\d{{1,20}}"?{after}', first):
        return re.compile(rf'"?\d{{1,20}}"?{after}')
    if first and first.startswith('"'):
        return re.compile(rf'"[^"]{{0,80}}"{after}')
    return re.compile(rf'[^"\n{after}]{{0,80}}{after}')


def _tried(sample: list[str]) -> _Dialect:
    """Return the way of writing in which most of the first rows have as many columns as the first one."""
    return max(
        (_Dialect(delimiter, escape) for delimiter in DELIMITERS for escape in _escapes(sample)),
        key=lambda dialect: _fit(dialect, sample),
    )


def _escapes(sample: list[str]) -> tuple[str | None, ...]:
    """Return how quotes may be escaped, what is more likely first: both may fit."""
    text = "".join(sample)
    escaped = ESCAPED.search(text) or (ALL_QUOTED.match(text) and not DOUBLED.search(text))
    return (BACKSLASH, None) if escaped else (None, BACKSLASH)


def _fit(dialect: _Dialect, sample: list[str]) -> tuple[int, int]:
    columns = fitting = 0
    try:
        for row in dialect.reader(iter(sample)):
            columns = columns or len(row)
            fitting += len(row) == columns > 1
    except csv.Error:  # at the latest where the sample ends
        pass
    return fitting, columns if fitting else 0


class _Lines(Iterator[str]):
    """The lines of a table with their ends, of which those of the present row can be read again."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._fresh = _split(blocks)
        self._again: deque[str | None] = deque()
        self._reread = 0
        self.begin_row()

    def begin_row(self) -> None:
        """Note that a row begins with the next line."""
        self.row: list[str] = []
        self._size = 0

    def sample(self, size: int) -> list[str]:
        """Return the first lines, which are still to come."""
        taken: list[str | None] = []
        for line in self._fresh:
            taken.append(line)
            size -= len(line or "")
            if size <= 0:
                break
        self._again.extend(taken)
        return [line for line in taken if line is not None]

    def __next__(self) -> str:
        line = self._next()
        self._size += len(line or "")
        if line is None or self._size > LARGEST_TEXT or len(self.row) == MOST_LINES:
            raise _TooLong(f"is longer than {LARGEST_TEXT} characters")
        self.row.append(line)
        return line

    def go_on_at(self, opening: re.Pattern[str]) -> None:
        """Go on at the first line after that of the broken row that begins like a row."""
        self._reread += self._size
        if self._reread <= MOST_REREAD:
            self._again.extendleft(reversed(self.row[1:]))
        with suppress(StopIteration):
            while (line := self._next()) is None or not opening.match(line):
                pass
            self._again.appendleft(line)

    def _next(self) -> str | None:
        return self._again.popleft() if self._again else next(self._fresh)


def _split(blocks: Iterator[bytes]) -> Iterator[str | None]:
    """Yield the lines of a stream, whatever ends them; None for one that is too long to be read."""
    rest, lost = b"", False
    for block in chain(blocks, [b""]):
        lines = (rest + block).splitlines(keepends=True)
        # What ends without a line end, or in a half one, goes on in the next block.
        rest = lines.pop() if lines and block and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            if not lost:
                yield line.decode("latin-1")
            lost = False
        if len(rest) > LARGEST_TEXT:
            if not lost:
                yield None
            rest, lost = b"", True


def _blocks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a source, those of UTF-16 as UTF-8."""
    block = source.stream.read(MEBIBYTE).removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-16")("replace") if block.startswith(UTF_16) else None
    while block:
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block
        block = source.stream.read(MEBIBYTE)
