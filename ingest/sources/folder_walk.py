"""The input files under a path, known before any of them is read."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ingest.domain.documents import Failure, PassedOver
from ingest.sources.cable_signs import begins_as_a_cable
from ingest.sources.formats import MARKDOWN, RECORDS, kind_of, suffix_of
from ingest.sources.recognise import beginning_of, holds_records, kind_of_text, signature
from ingest.sources.source import opened, trouble

OUTWARD = "is a link that leads out of the folder: name the link itself to read it"
OTHER_KIND = "is of a type that reftel does not read"
NO_CABLE = "has no suffix, and does not begin as a cable does"
NO_RECORDS = "is JSON, but holds no cables"
NOTES = "is Markdown, but does not begin as a cable does"
_MARKS = b"*_`#>\\"  # of Markdown, before and around the words at the head of a cable


def files(
    path: Path, *, within: Path | None = None, apart: Path | None = None, documents: bool = False
) -> Iterator[Path | Failure | PassedOver]:
    """Yield the files under `path` that are read, in a stable order; a file that is named itself in any case.

    With `within`, that folder counts as named, and `path` as what is or was in it. The folder `apart` is left out.

    Hidden files are left out. Files of other kinds come as PassedOver, also JSON that holds no cables, and what is
    Markdown or has no suffix and does not begin as a cable; Markdown comes in any case where `documents` that are
    no cables are wanted. A folder that links lead back to is walked once, and a link is followed only where it was
    named itself or stays in the folder that was. What should be read but cannot be opened comes as a Failure;
    nothing here waits for a pipe or a device.
    """
    named = within or path
    todo, walked = [path], {_identity(apart)}
    home = Path(os.path.realpath(named))
    if any(part.startswith(".") for part in path.relative_to(named).parts):
        return
    while todo:
        item = todo.pop()
        wanted = item == named or kind_of(item.name) is not None
        try:
            status = item.stat()
            linked = item != named and (item == path or item.is_symlink())  # itself, or a folder above it
            if linked and not Path(os.path.realpath(item)).is_relative_to(home):
                if wanted or stat.S_ISDIR(status.st_mode) or not suffix_of(item.name):
                    yield Failure(place_of(item), OUTWARD)
                else:
                    yield PassedOver(place_of(item), OTHER_KIND)
            elif stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in walked:
                    walked.add((status.st_dev, status.st_ino))
                    children = (child for child in item.iterdir() if not child.name.startswith("."))
                    todo += sorted(children, reverse=True)
            elif stat.S_ISREG(status.st_mode):
                reason = None if item == named else _why_not(item, documents=documents)
                yield PassedOver(place_of(item), reason) if reason else item
            elif wanted:
                yield Failure(place_of(item), "is a pipe or a device, not a file")
        except FileNotFoundError:
            if os.path.islink(item) and wanted:
                yield Failure(place_of(item), "is a broken link")
            elif wanted and not within:
                yield Failure(place_of(item), "there is no such file or folder")
        except OSError as error:
            looped = error.errno == errno.ELOOP
            reason = "is a link that leads back to itself" if looped else f"cannot be opened: {trouble(error)}"
            yield Failure(place_of(item), reason)


def _identity(folder: Path | None) -> tuple[int, int] | None:
    """Return what a folder is known by, whatever its name."""
    try:
        status = folder.stat() if folder else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _why_not(file: Path, *, documents: bool) -> str | None:
    """Return why a file of a folder is not for us, None where it is: its name tells, or else how it begins."""
    kind = kind_of(file.name)
    if kind in RECORDS:  # JSON beside cables is as often something else
        with opened(file) as stream:
            return None if holds_records(beginning_of(stream)) else NO_RECORDS
    if kind in MARKDOWN and not documents:  # a README beside cables is none
        with opened(file) as stream:
            return None if begins_as_a_cable(beginning_of(stream).translate(None, _MARKS)) else NOTES
    if kind is None and not suffix_of(file.name):
        with opened(file) as stream:
            head = beginning_of(stream)
            return None if signature(head) or kind_of_text(head) else NO_CABLE
    return None if kind else OTHER_KIND


def place_of(path: str | os.PathLike[str]) -> str:
    """Return a path in printable characters: what is none in a name (bytes of another encoding) as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in os.fspath(path))
