"""One packed file into what is in it: .gz, .bz2, .xz, and packed tar archives by their short suffixes."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace

from ingest.sources.formats import PACKED, PACKED_BY, suffix_of
from ingest.sources.limits import LARGEST_WINDOW, MEBIBYTE
from ingest.sources.metered import Metered
from ingest.sources.source import Source, Unreadable

Decompressor = bz2.BZ2Decompressor | lzma.LZMADecompressor


def read_gzip(source: Source) -> Iterator[Source]:
    """Yield what a .gz file holds, without its suffix."""
    yield _inside(source, gzip.GzipFile(fileobj=source.stream, mode="rb"))


def read_bzip2(source: Source) -> Iterator[Source]:
    """Yield what a .bz2 file holds."""
    yield _inside(source, _Unpacked(source, bz2.BZ2Decompressor))


def read_xz(source: Source) -> Iterator[Source]:
    """Yield what an .xz file holds; it may not ask for more memory than a text needs."""
    yield _inside(source, _Unpacked(source, lambda: lzma.LZMADecompressor(memlimit=LARGEST_WINDOW)))


def _inside(source: Source, unpacked: gzip.GzipFile | io.RawIOBase) -> Source:
    if source.packed >= 2:
        raise Unreadable("is packed more than twice over; refused")
    suffix = suffix_of(source.name)
    name = source.stem if suffix in PACKED else source.stem + ".tar" if suffix in PACKED_BY else source.name
    meter = Metered(unpacked, source.budget, allowance=source.budget.size, packed=source.stream.tell)
    return replace(source, name=name, stream=io.BufferedReader(meter), packed=source.packed + 1)


class _Unpacked(io.RawIOBase):
    """A stream that is unpacked bit by bit; gzip has such a class, of the others the libraries take no limit."""

    def __init__(self, source: Source, fresh: Callable[[], Decompressor]) -> None:
        self._packed, self._fresh = source.stream, fresh
        self._decompressor: Decompressor = fresh()
        self._rest = b""  # behind the end of one part: another part, or padding

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            try:
                data = self._some(len(buffer))
            except OSError as error:  # bz2's word for damage
                raise EOFError from error
            if data is not None:
                buffer[: len(data)] = data
                return len(data)

    def _some(self, most: int) -> bytes | None:
        """Return what comes next, b"" at the end, None where nothing has come yet."""
        if self._decompressor.eof:
            self._rest = self._decompressor.unused_data or self._rest
            self._rest = (self._rest or self._packed.read(MEBIBYTE)).lstrip(b"\0")
            if not self._rest:
                return b""
            self._decompressor = self._fresh()
        packed, self._rest = self._rest, b""
        if not packed and self._decompressor.needs_input and not (packed := self._packed.read(MEBIBYTE)):
            raise EOFError
        return self._decompressor.decompress(packed, most) or None
