"""Archives into their members, read where they lie: nothing is unpacked into the user's folders."""

import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PureWindowsPath
from typing import IO

from ingest.domain.documents import Failure, PassedOver
from ingest.sources.folder_walk import OTHER_KIND, place_of
from ingest.sources.formats import kind_of, suffix_of
from ingest.sources.source import MEBIBYTE, MOST_MEMBERS, RATIO, SMALL, Budget, Source, Unreadable, seekable

LARGEST_MEMBER = 4 * 1024 * MEBIBYTE  # the full dump has 1.7 GB
DEEPEST = 2  # an archive in an archive
HEADER = MEBIBYTE  # between two members of a tar file: a name, dates, padding
SAFE_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
)
DAMAGED = "is damaged or truncated"
TOO_MANY = "has more members than reftel reads from one input; unpack it and ingest the folder instead"


def members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    """Yield the files of an archive: to read what may be of a kind that is, a Failure for what is refused."""
    kind = kind_of(source.name)
    if kind in {".gz", ".tgz"}:
        yield _gunzipped(source)
        return
    if source.depth >= DEEPEST:
        raise Unreadable(f"is an archive inside {DEEPEST} others; unpack the outer ones first")
    try:
        yield from _zip_members(source) if kind == ".zip" else _tar_members(source)
    except (Unreadable, OSError):
        raise
    except Exception as error:  # a crafted archive raises anything, also IndexError and RecursionError
        raise Unreadable(DAMAGED) from error


def _gunzipped(source: Source) -> Source:
    name = source.name[: -len(".gz")] if source.name.lower().endswith(".gz") else source.stem + ".tar"
    inner = gzip.GzipFile(fileobj=source.stream, mode="rb")
    meter = _Metered(inner, source.budget, allowance=source.budget.size, packed=source.stream.tell)
    return replace(source, name=name, stream=io.BufferedReader(meter))


def _zip_members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    seen: set[str] = set()
    with _ZipFile(seekable(source.stream)) as archive:
        for info in archive.infolist():
            place = f"{source.place}: {place_of(info.filename)}"
            _count(source.budget)
            if info.is_dir():
                continue
            mode = info.external_attr >> 16
            special = stat.S_IFMT(mode) not in {0, stat.S_IFREG}
            if reason := _refused(info.filename, special=special, seen=seen):
                yield Failure(place, reason)
            elif _is_hidden(info.filename):
                continue
            elif not _may_be_read(info.filename):
                yield PassedOver(place, OTHER_KIND)
            elif info.flag_bits & 1:
                yield Failure(place, "is encrypted; unpack the archive with its password first")
            elif info.compress_type not in SAFE_WAYS:
                yield Failure(
                    place, "is compressed in a way that reftel does not read; repack it as a plain zip file"
                )
            else:
                try:
                    raw = archive.open(info)
                except zipfile.BadZipFile:
                    yield Failure(place, DAMAGED)
                    continue
                with raw:
                    yield _member(source, place, info.filename, raw, partial(getattr, info, "compress_size"))


def _tar_members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    seen: set[str] = set()
    meter = _Metered(source.stream, Budget(size=source.budget.size), allowance=HEADER)
    with tarfile.open(fileobj=meter, mode="r|") as archive:
        while info := archive.next():
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
            _count(source.budget)
            if info.size > source.budget.size:
                raise Unreadable(
                    "contains more than reftel reads from one input; unpack it and ingest the folder instead"
                )
            # A header that asks for more than a header needs would be held in memory as a whole.
            meter.allowance = info.size + HEADER
            place = f"{source.place}: {place_of(info.name)}"
            if info.isdir():
                continue
            if reason := _refused(info.name, special=not info.isreg() or info.issparse(), seen=seen):
                yield Failure(place, reason)
            elif _is_hidden(info.name):
                continue
            elif not _may_be_read(info.name):
                yield PassedOver(place, OTHER_KIND)
            elif raw := archive.extractfile(info):
                yield _member(source, place, info.name, raw)


class _Listed(list[zipfile.ZipInfo]):
    """The members of a zip file, no more than an input may have."""

    def append(self, info: zipfile.ZipInfo) -> None:
        if len(self) == MOST_MEMBERS:
            raise Unreadable(TOO_MANY)
        super().append(info)


class _ZipFile(zipfile.ZipFile):
    """A zip file whose list of members, which is read as a whole when it is opened, cannot fill the memory."""

    @property
    def filelist(self) -> list[zipfile.ZipInfo]:
        return self._listed

    @filelist.setter
    def filelist(self, _: list[zipfile.ZipInfo]) -> None:
        self._listed = _Listed()


def _member(
    source: Source, place: str, name: str, raw: IO[bytes], packed: Callable[[], int] | None = None
) -> Source:
    stream = io.BufferedReader(_Metered(raw, source.budget, allowance=LARGEST_MEMBER, packed=packed))
    # The Windows reading of a name takes both kinds of slash.
    name = place_of(PureWindowsPath(name).name)
    return Source(place, name, stream, source.budget, source.depth + 1, source.columns)


def _count(budget: Budget) -> None:
    budget.members -= 1
    if budget.members < 0:
        raise Unreadable(TOO_MANY)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PureWindowsPath(name).parts)


def _may_be_read(name: str) -> bool:
    """Tell whether a member is of a kind that is read, as in a folder, or has no suffix that tells its kind."""
    own = PureWindowsPath(name).name
    return kind_of(own) is not None or not suffix_of(own)


def _refused(name: str, *, special: bool, seen: set[str]) -> str | None:
    windows = PureWindowsPath(name)
    if name.startswith(("/", "\\")) or windows.drive or ".." in windows.parts or not windows.parts:
        return "has a name that leads out of the archive; refused"
    if special:
        return "is a link or a device, not a file; refused"
    if name in seen:
        return "is in the archive twice; only the first is read"
    seen.add(name)
    return None


class _Metered(io.RawIOBase):
    """A stream that stops where its limits are passed, and tells damage in words.

    `allowance` is what may still be read of it, `packed` tells how large that was before it was unpacked.
    """

    def __init__(
        self,
        inner: IO[bytes] | gzip.GzipFile,
        budget: Budget,
        *,
        allowance: int,
        packed: Callable[[], int] | None = None,
    ) -> None:
        self._inner, self._budget, self._packed = inner, budget, packed
        self._done = 0
        self.allowance = allowance

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._done

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except DAMAGE as error:
            raise Unreadable(DAMAGED) from error
        self._done += len(data)
        self._budget.size -= len(data)
        self.allowance -= len(data)
        if self._budget.size < 0 or self.allowance < 0:
            raise Unreadable(
                "is larger than reftel reads from one input; unpack it and ingest the parts that matter instead"
            )
        if self._packed and self._done > SMALL and self._done > RATIO * self._packed():
            raise Unreadable(f"unpacks to more than {RATIO} times its size, as no text does; refused")
        buffer[: len(data)] = data
        return len(data)
