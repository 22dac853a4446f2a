"""One process writes to a library at a time: two writers damage embedded Chroma, and neither notices."""

import json
import logging
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import LibraryBusy
from ingest.files.read_only import not_writable

PATIENCE = 600.0  # seconds that a writer waits for another: small ones pass, a long one is better tried again
_log = logging.getLogger(__name__)


def up_to(patience: float) -> str:
    """Return how long somebody waits at most, in words: "up to 10 minutes"."""
    number, unit = (round(patience / 60), "minute") if patience >= 60 else (math.ceil(patience), "second")
    return f"up to {number} {unit}{'' if number == 1 else 's'}"


@contextmanager
def writing(folder: Path, work: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other writers out of the library in `folder` while doing `work`, such as "ingest".

    Waits for another one for `patience` seconds, with a warning that says who it is; raises LibraryBusy after.
    """
    # Not bound to the thread, since a generator that holds it may be closed by another one.
    lock = FileLock(folder / "writing.lock", thread_local=False)
    owner = folder / "writing.json"
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if patience > 0:
                _log.warning("%s; waiting %s for it to finish.", _who(owner, folder), up_to(patience))
            lock.acquire(timeout=patience)
        owner.write_text(
            json.dumps({"pid": os.getpid(), "since": f"{datetime.now():%Y-%m-%d %H:%M}", "work": work})
        )
    except Timeout:
        raise LibraryBusy(f"{_who(owner, folder)}; try again when it has finished.") from None
    except OSError as error:
        raise not_writable(folder, error.strerror) from error
    try:
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def is_free(folder: Path) -> bool:
    """Return whether nobody is writing to the library in `folder`."""
    lock = FileLock(folder / "writing.lock", thread_local=False)
    try:
        with lock.acquire(timeout=0):
            return True
    except Timeout:
        return False
    except OSError:  # nobody can take it here; whether somebody does elsewhere, none can tell
        return True


def _who(owner: Path, folder: Path) -> str:
    try:
        by = json.loads(owner.read_text())
        return f"Process {by['pid']} has been writing to {folder} since {by['since']} ({by['work']})"
    except (
        OSError,
        ValueError,
        KeyError,
        RecursionError,
    ):  # it has taken the lock and not yet signed, or just gone
        return f"Another process is writing to {folder}"
