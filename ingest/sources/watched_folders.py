"""Folders that are watched: what changes in them, once it is still.

watchfiles (MIT, one compiled module of a megabyte over anyio, which httpx brings too) hears of changes from the
system, where that tells them, and looks through the folders where it does not.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from time import monotonic

from watchfiles import Change, watch

from ingest.errors import SourceError

QUIET = 2.0  # seconds that nothing happened to a file that is written to its end
LONGEST = 10.0  # seconds that such a file waits at most for others that come with it
LOOK = 500  # milliseconds between two looks
MOST = 10_000  # changes that are told one by one; of more at once the system may have lost some


def changes(
    folders: Sequence[Path], apart: Path, *, quiet: float = QUIET, stop: Event | None = None
) -> Iterator[tuple[Path, ...]]:
    """Yield what changed in folders, again and again until `stop` is set: files that came, changed or went.

    The first time it is the folders themselves, as soon as nothing that happens in them is missed. After that a
    burst of changes comes at once, when it is over; a file that is still being written comes later. A folder that
    came stands for all that is in it. Hidden files and the folder `apart` do not count. Raises SourceError where a
    folder cannot be watched, or is gone.
    """
    waiting: dict[Path, tuple[object, float]] = {}  # how each stands, and since when
    since = 0.0  # the first of them has been waiting
    yields_folders = True
    for told in _looks(folders, stop):
        if gone := next((folder for folder in folders if not folder.is_dir()), None):
            raise SourceError(f"{gone} is not there any more, so it cannot be watched.")
        if yields_folders:
            yields_folders = False
            yield tuple(folders)
            continue
        now = monotonic()
        since = since if waiting else now
        for path in {path for each in told if (path := _own(each, folders, apart))} | waiting.keys():
            stands = _stands(path)
            if path not in waiting or waiting[path][0] != stands:
                waiting[path] = stands, now
        still = [path for path, (_, at) in waiting.items() if now - at >= quiet]
        if still and (len(still) == len(waiting) or now - since >= LONGEST):
            for path in still:
                del waiting[path]
            since = now
            yield tuple(folders) if len(still) > MOST else _outermost(still)


def _looks(folders: Sequence[Path], stop: Event | None) -> Iterator[set[tuple[Change, str]]]:
    """Yield what the system has told since the last look, twice a second, nothing included."""
    # Without a filter: one that leaves all out would not yield, however long the library is written to.
    told = watch(
        *folders,
        watch_filter=None,
        debounce=LOOK,
        step=LOOK // 2,
        stop_event=stop,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    try:
        yield from told
    except (OSError, RuntimeError) as error:  # RuntimeError is its own word for what the system said
        reason = " ".join(str(error).split())
        raise SourceError(f"{', '.join(map(str, folders))} cannot be watched: {reason}.") from error


def _own(change: tuple[Change, str], folders: Sequence[Path], apart: Path) -> Path | None:
    """Return the path that a change is about, by the name of its folder; None where it does not count."""
    kind, name = change
    for folder in folders:
        for root in (folder, Path(os.path.realpath(folder))):  # some systems tell the latter
            if not Path(name).is_relative_to(root):
                continue
            path = folder / Path(name).relative_to(root)
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            inside = any(path.is_relative_to(place) for place in (apart, os.path.realpath(apart)))
            # That a folder is changed is told by some systems where something in it is.
            return None if hidden or inside or (kind is Change.modified and path.is_dir()) else path
    return None


def _stands(path: Path) -> object:
    """Return what differs when a file has been written to, or has come or gone."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _outermost(paths: list[Path]) -> tuple[Path, ...]:
    """Return paths in order, without those that lie in others of them."""
    all_of_them = set(paths)
    return tuple(sorted(path for path in paths if all_of_them.isdisjoint(path.parents)))
