"""The input files under a path, known before any of them is read."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ingest.domain.documents import Failure
from ingest.sources.formats import RECORDS, kind_of
from ingest.sources.source import opened, trouble

OUTWARD = "is a link that leads out of the folder: name the link itself to read it"
RECORD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"id"\s*:\s*"[^"]*"\s*,\s*"post"\s*:')


def files(path: Path) -> Iterator[Path | Failure]:
    """Yield the files under `path` whose kind is read, in a stable order; a file that is named itself in any case.

    Hidden files and files of other kinds are passed over, also JSON that holds no cables. A folder that links lead
    back to is walked once, and a link is followed only where it was named itself or stays in the folder that was.
    What should be read but cannot be opened comes as a Failure; nothing here waits for a pipe or a device.
    """
    todo, walked = [path], set[tuple[int, int]]()
    home = Path(os.path.realpath(path))
    while todo:
        item = todo.pop()
        wanted = item == path or kind_of(item.name) is not None
        try:
            status = item.stat()
            if item != path and item.is_symlink() and not Path(os.path.realpath(item)).is_relative_to(home):
                if wanted or stat.S_ISDIR(status.st_mode):
                    yield Failure(place_of(item), OUTWARD)
            elif stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in walked:
                    walked.add((status.st_dev, status.st_ino))
                    children = (child for child in item.iterdir() if not child.name.startswith("."))
                    todo += sorted(children, reverse=True)
            elif wanted and stat.S_ISREG(status.st_mode):
                if item == path or _holds_cables(item):
                    yield item
            elif wanted:
                yield Failure(place_of(item), "is a pipe or a device, not a file")
        except FileNotFoundError:
            if wanted:
                link = "is a broken link" if os.path.islink(item) else "there is no such file or folder"
                yield Failure(place_of(item), link)
        except OSError as error:
            looped = error.errno == errno.ELOOP
            reason = "is a link that leads back to itself" if looped else f"cannot be opened: {trouble(error)}"
            yield Failure(place_of(item), reason)


def _holds_cables(file: Path) -> bool:
    """Tell whether a file in a folder is for us: JSON beside cables is as often something else."""
    if kind_of(file.name) not in RECORDS:
        return True
    with opened(file) as stream:
        return RECORD.match(stream.read(200)) is not None


def place_of(path: str | os.PathLike[str]) -> str:
    """Return a path in printable characters: what is none in a name (bytes of another encoding) as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in os.fspath(path))
