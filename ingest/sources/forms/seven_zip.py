"""7-Zip archives (.7z), unpacked by py7zr into a temporary file without a name, never into the user's folders.

py7zr is pure Python over compiled codecs, LGPL, maintained; it is an extra because of these.
"""

import io
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from ingest.domain.documents import Failure, PassedOver
from ingest.sources.extras import needed
from ingest.sources.folder_walk import OTHER_KIND, place_of
from ingest.sources.forms.archives import count_member, is_hidden, may_be_read, member, refused, whole
from ingest.sources.limits import LARGEST_COPY, MEBIBYTE, RATIO, SMALL
from ingest.sources.metered import TOO_LARGE, UNPACKS_TOO_FAR
from ingest.sources.source import Source, Unreadable, seekable

if TYPE_CHECKING:
    from py7zr import FileInfo


def read_7z(source: Source) -> Iterator[Source | Failure | PassedOver]:
    """Yield the files of a 7-Zip archive as `read_zip` does; `Unreadable` where py7zr is not installed."""
    needed("py7zr", "formats", "7-Zip archives")
    return whole(_members, source)


def _members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    from py7zr import SevenZipFile

    file = seekable(source.stream)
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    with SevenZipFile(file) as archive, tempfile.TemporaryFile() as unpacked:
        if archive.needs_password():
            raise Unreadable("is encrypted; unpack it with its password first")
        wanted: dict[str, FileInfo] = {}
        seen: set[str] = set()
        for info in archive.list():
            place = f"{source.place}: {place_of(info.filename)}"
            count_member(source.budget)
            if info.is_directory:
                continue
            if reason := refused(info.filename, special=not info.is_file, seen=seen):
                yield Failure(place, reason)
            elif is_hidden(info.filename):
                continue
            elif not may_be_read(info.filename):
                yield PassedOver(place, OTHER_KIND)
            else:
                wanted[info.filename] = info
        size = sum(info.uncompressed for info in archive.list())  # a block is unpacked as a whole
        if size > SMALL and size > RATIO * packed:
            raise Unreadable(UNPACKS_TOO_FAR)
        if size > min(LARGEST_COPY, source.budget.size):
            raise Unreadable(TOO_LARGE)
        places = _unpack(archive, list(wanted), unpacked, min(LARGEST_COPY, source.budget.size))
        for name, (start, end) in places.items():
            unpacked.seek(start)
            yield member(
                source, f"{source.place}: {place_of(name)}", name, io.BufferedReader(_Part(unpacked, end - start))
            )


def _unpack(archive: Any, names: list[str], into: IO[bytes], most: int) -> dict[str, tuple[int, int]]:
    """Unpack members one behind the other; return where each begins and ends."""
    from py7zr.io import Py7zIO, WriterFactory

    places: dict[str, tuple[int, int]] = {}

    class UnpackedMember(Py7zIO):
        def __init__(self, name: str) -> None:
            self._name, self._start = name, into.tell()
            places[name] = self._start, self._start

        def write(self, data: bytes | bytearray) -> int:
            if into.tell() + len(data) > most:
                raise Unreadable(TOO_LARGE)
            into.write(data)
            places[self._name] = self._start, into.tell()
            return len(data)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            start, end = places[self._name]
            return end - start

    class Members(WriterFactory):
        def create(self, filename: str) -> UnpackedMember:
            return UnpackedMember(filename)

    if names:
        archive.extract(targets=names, factory=Members())
    return places


class _Part(io.RawIOBase):
    """So many bytes of a file from where it stands."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left, self._at = file, size, file.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._at)
        data = self._file.read(min(len(buffer), self._left, MEBIBYTE))
        self._left -= len(data)
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)
