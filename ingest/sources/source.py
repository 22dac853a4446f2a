"""What is read, and what becomes of it when it cannot be read."""

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from ingest.domain.scanned_page import KeptPages, none_kept
from ingest.errors import SourceError
from ingest.sources.limits import IN_MEMORY, LARGEST_COPY, LARGEST_FILE, MEBIBYTE, Budget


class Unreadable(SourceError):
    """A source cannot be read; the message says why, to follow after its place."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a member of an archive, open for reading from its start; `name` tells its kind.

    The stream of a member is good until the next member is asked for.
    """

    place: str
    name: str
    stream: BinaryIO
    budget: Budget
    depth: int = 0  # how many archives it lies in
    packed: int = 0  # how often it was packed, apart from archives
    columns: tuple[str, ...] | None = None  # what those of a table hold, where the user has said so
    kept: KeptPages = none_kept  # scanned pages that were read before
    documents: bool = False  # whether a text that is no cable is wanted too

    @property
    def stem(self) -> str:
        """The name without its suffix: a hint for the id of the cable."""
        return self.name.rpartition(".")[0] or self.name


def opened(path: Path) -> BufferedReader:
    """Open a file for reading; OSError where it cannot be had or is none, without waiting for a pipe."""

    def at_once(name: str, flags: int) -> int:
        handle = os.open(name, flags | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError("it is a pipe or a device, not a file")
        return handle

    return open(path, "rb", opener=at_once)


def trouble(error: OSError) -> str:
    """Return why a file cannot be had, in words."""
    if isinstance(error, PermissionError):
        return "you may not read it; check its permissions"
    return error.strerror or str(error)


def load(source: Source) -> bytes:
    """Read all of a source; `Unreadable` where it is empty or too large to hold."""
    data = source.stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE // MEBIBYTE} MiB, too much for a file of this kind")
    if not data.strip(b"\0\t\n\r "):
        raise Unreadable("is empty")
    return data


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream that can be read anywhere: the same, or a private copy that is gone when it is closed.

    Raises Unreadable where the copy would be too large for a disk.
    """
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    while block := stream.read(MEBIBYTE):
        if copy.tell() + len(block) > LARGEST_COPY:
            copy.close()
            raise Unreadable(f"is larger than {LARGEST_COPY // MEBIBYTE} MiB inside an archive; unpack that first")
        copy.write(block)
    copy.seek(0)
    return copy  # type: ignore[return-value]


def lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream with their line feeds; None stands for one that is longer than `longest`."""
    while line := stream.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest)
        yield None
