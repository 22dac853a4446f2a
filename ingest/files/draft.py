"""What becomes a file or a folder in one step: it is made in a private folder beside, and put in place when it is
done. Whatever a killed process left there, the next one that makes the same clears away.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import BackupError


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """Yield an empty private folder on the file system of `target`, which is gone when one is done.

    Raises BackupError where another process makes the same, OSError where the folder cannot be made.
    """
    place = target.with_name(f".{target.name}.part")
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise BackupError(f"{place} belongs to another user: name another place, or have it removed.")
    lock = FileLock(place / "lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BackupError(f"Another process is making {target} at the moment.") from None
    try:
        inner = place / "draft"
        _remove(inner)
        inner.mkdir(mode=0o700)
        yield inner
    finally:
        shutil.rmtree(place, ignore_errors=True)
        lock.release()


def put_file(draft: Path, target: Path) -> None:
    """Make a draft the file `target`, down to the disk; raises FileExistsError where there is one already."""
    _sync(draft)
    try:
        os.link(draft, target)  # unlike a renaming, it leaves what another process has just put there
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        draft.rename(target)
    _sync(target.parent)


def put_folder(draft: Path, target: Path) -> None:
    """Make a draft the folder `target`, down to the disk; raises OSError where that holds anything."""
    for path, _, files in os.walk(draft):
        for name in files:
            _sync(Path(path, name))
        _sync(Path(path))
    with suppress(FileNotFoundError):
        draft.chmod(stat.S_IMODE(target.stat().st_mode))  # whoever made an empty folder has said who may enter
    if target.is_mount():
        raise BackupError(f"{target} is a mount point, which cannot be replaced: name a folder in it.")
    draft.rename(target)
    _sync(target.parent)


def _remove(place: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(place)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
