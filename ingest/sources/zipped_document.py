"""The parts of a document that is a zip file: Word, Excel, EPUB."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from ingest.sources.limits import LARGEST_FILE, MEBIBYTE, MOST_MEMBERS, RATIO, SMALL
from ingest.sources.metered import DAMAGED, UNPACKS_TOO_FAR, Metered
from ingest.sources.source import Source, Unreadable, seekable

SAFE_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TOO_MANY = "has more members than reftel reads from one input; unpack it and ingest the folder instead"


class _Listed(list[zipfile.ZipInfo]):
    """The members of a zip file, no more than an input may have."""

    def append(self, info: zipfile.ZipInfo) -> None:
        if len(self) == MOST_MEMBERS:
            raise Unreadable(TOO_MANY)
        super().append(info)


class BoundedZip(zipfile.ZipFile):
    """A zip file whose list of members, which is read as a whole when it is opened, cannot fill the memory."""

    @property
    def filelist(self) -> list[zipfile.ZipInfo]:
        """The members."""
        return self._listed

    @filelist.setter
    def filelist(self, _: list[zipfile.ZipInfo]) -> None:
        self._listed = _Listed()


class ZippedDocument:
    """A document's parts by their names."""

    def __init__(self, source: Source, file: BinaryIO, archive: zipfile.ZipFile) -> None:
        self._source, self._archive = source, archive
        self.file = file
        self.names = frozenset(archive.namelist())

    def part(self, name: str) -> BinaryIO:
        """Open a part for reading, within the limits of its input; `Unreadable` as `check` says."""
        self.check(name, LARGEST_FILE)
        info = self._archive.getinfo(name)
        packed = partial(getattr, info, "compress_size")
        meter = Metered(self._archive.open(info), self._source.budget, allowance=LARGEST_FILE, packed=packed)
        return io.BufferedReader(meter)

    def check(self, name: str, largest: int) -> None:
        """Raise `Unreadable` where a part is not there, or cannot be read safely; a larger one is not unpacked."""
        if name not in self.names:
            raise Unreadable(f"is incomplete: it has no part {name!r}")
        info = self._archive.getinfo(name)
        if info.file_size > largest:
            raise Unreadable(f"has a part that is larger than {largest // MEBIBYTE} MiB: {name!r}")
        if info.file_size > SMALL and info.file_size > RATIO * info.compress_size:
            raise Unreadable(UNPACKS_TOO_FAR)
        if info.flag_bits & 1:
            raise Unreadable("is encrypted; save a copy without a password")
        if info.compress_type not in SAFE_WAYS:
            raise Unreadable("is compressed in a way that reftel does not read; save it again")


@contextmanager
def zipped_document(source: Source, kind: str) -> Iterator[ZippedDocument]:
    """Open a document of this kind; whatever a crafted one raises is told as `Unreadable`."""
    try:
        file = seekable(source.stream)
        with BoundedZip(file) as archive:
            yield ZippedDocument(source, file, archive)
    except (Unreadable, OSError):
        raise
    except zipfile.BadZipFile as error:
        raise Unreadable(f"is not {kind}, or {DAMAGED}") from error
    except Exception as error:  # a crafted file raises anything, also IndexError and RecursionError
        raise Unreadable(DAMAGED) from error
