"""Zip and tar archives into their members, read where they lie: nothing is unpacked into the user's folders."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PureWindowsPath
from typing import IO

from ingest.domain.documents import Failure, PassedOver
from ingest.sources.folder_walk import OTHER_KIND, place_of
from ingest.sources.formats import kind_of, suffix_of
from ingest.sources.limits import DEEPEST_ARCHIVE, LARGEST_MEMBER, MEBIBYTE, Budget
from ingest.sources.metered import DAMAGED, Metered
from ingest.sources.source import Source, Unreadable, seekable
from ingest.sources.zipped_document import SAFE_WAYS, TOO_MANY, BoundedZip

HEADER = MEBIBYTE  # between two members of a tar file: a name, dates, padding


def read_zip(source: Source) -> Iterator[Source | Failure | PassedOver]:
    """Yield the files of a zip archive: to read what may be of a kind that is, a Failure for what is refused."""
    return whole(_zip_members, source)


def read_tar(source: Source) -> Iterator[Source | Failure | PassedOver]:
    """Yield the same of a tar archive."""
    return whole(_tar_members, source)


def whole(
    members: Callable[[Source], Iterator[Source | Failure | PassedOver]], source: Source
) -> Iterator[Source | Failure | PassedOver]:
    """Yield what `members` finds in an archive; `Unreadable` where that is damaged, or lies too deep."""
    if source.depth >= DEEPEST_ARCHIVE:
        raise Unreadable(f"is an archive inside {DEEPEST_ARCHIVE} others; unpack the outer ones first")
    try:
        yield from members(source)
    except (Unreadable, OSError):
        raise
    except Exception as error:  # a crafted archive raises anything, also IndexError and RecursionError
        raise Unreadable(DAMAGED) from error


def _zip_members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    seen: set[str] = set()
    with BoundedZip(seekable(source.stream)) as archive:
        for info in archive.infolist():
            place = f"{source.place}: {place_of(info.filename)}"
            count_member(source.budget)
            if info.is_dir():
                continue
            mode = info.external_attr >> 16
            special = stat.S_IFMT(mode) not in {0, stat.S_IFREG}
            if reason := refused(info.filename, special=special, seen=seen):
                yield Failure(place, reason)
            elif is_hidden(info.filename):
                continue
            elif not may_be_read(info.filename):
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
                    yield member(source, place, info.filename, raw, partial(getattr, info, "compress_size"))


def _tar_members(source: Source) -> Iterator[Source | Failure | PassedOver]:
    seen: set[str] = set()
    meter = Metered(source.stream, Budget(size=source.budget.size), allowance=HEADER)
    with tarfile.open(fileobj=meter, mode="r|") as archive:
        while info := archive.next():
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
            count_member(source.budget)
            if info.size > source.budget.size:
                raise Unreadable(
                    "contains more than reftel reads from one input; unpack it and ingest the folder instead"
                )
            # A header that asks for more than a header needs would be held in memory as a whole.
            meter.allowance = info.size + HEADER
            place = f"{source.place}: {place_of(info.name)}"
            if info.isdir():
                continue
            if reason := refused(info.name, special=not info.isreg() or info.issparse(), seen=seen):
                yield Failure(place, reason)
            elif is_hidden(info.name):
                continue
            elif not may_be_read(info.name):
                yield PassedOver(place, OTHER_KIND)
            elif raw := archive.extractfile(info):
                yield member(source, place, info.name, raw)


def member(
    source: Source,
    place: str,
    name: str,
    raw: IO[bytes] | io.BufferedReader,
    packed: Callable[[], int] | None = None,
) -> Source:
    """Return a file of an archive, to be read within limits; `packed` tells its size before it was unpacked."""
    stream = io.BufferedReader(Metered(raw, source.budget, allowance=LARGEST_MEMBER, packed=packed))
    # The Windows reading of a name takes both kinds of slash.
    name = place_of(PureWindowsPath(name).name)
    return replace(source, place=place, name=name, stream=stream, depth=source.depth + 1, packed=0)


def count_member(budget: Budget) -> None:
    """Count one more file of an input; `Unreadable` where it has too many."""
    budget.members -= 1
    if budget.members < 0:
        raise Unreadable(TOO_MANY)


def is_hidden(name: str) -> bool:
    """Tell whether a file of an archive is none that a user has put there."""
    return any(part.startswith((".", "__MACOSX")) for part in PureWindowsPath(name).parts)


def may_be_read(name: str) -> bool:
    """Tell whether a member is of a kind that is read, as in a folder, or has no suffix that tells its kind."""
    own = PureWindowsPath(name).name
    return kind_of(own) is not None or not suffix_of(own)


def refused(name: str, *, special: bool, seen: set[str]) -> str | None:
    """Return why a file of an archive is not read, None where it is; `seen` are the names before it."""
    windows = PureWindowsPath(name)
    if name.startswith(("/", "\\")) or windows.drive or ".." in windows.parts or not windows.parts:
        return "has a name that leads out of the archive; refused"
    if special:
        return "is a link or a device, not a file; refused"
    if name in seen:
        return "is in the archive twice; only the first is read"
    seen.add(name)
    return None
