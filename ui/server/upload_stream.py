"""Uploads in progress: the files of a request are written to disk before the archive is touched.

Each request has a folder of its own beneath `brought/.arriving` and holds a lock beside it for as long as it is
under way, so that what a killed server left behind is known by its lock being free, whichever process looks.
"""

import asyncio
import errno
import logging
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import anyio
from fastapi import HTTPException, Request
from filelock import FileLock, Timeout
from starlette.concurrency import run_in_threadpool

from ingest.files.enclosure import remove
from ui.server.multipart import FilesOfForm, FormError

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
MOST_OF_ONE = 2  # uploads that one reader may have under way
MOST = 8  # uploads that all readers together may have under way
SILENCE = 30.0  # seconds without a byte that end an upload
LONGEST = 3_600.0  # seconds that an upload may take
FULL = "The server's disk is full: nothing was added. Ask its owner to make room, then send the files again."
_NAME = re.compile("[0-9a-f]{16}")  # of a folder that we make
_AT_ONCE = MEGABYTE  # bytes that are written in one go


@dataclass(frozen=True, slots=True)
class Upload:
    """The files of one request, which are its own until it is cleared away."""

    folder: Path
    lock: FileLock
    paths: list[Path]

    def clear(self) -> None:
        """Delete the files."""
        remove(self.folder, within=self.folder.parents[2])
        _unlock(self.lock)


class IncomingUploads:
    """Takes uploads, each into a folder of its own. Belongs to one event loop."""

    def __init__(self, folder: Path, *, megabytes: int, files: int) -> None:
        """`megabytes` and `files`: how much one upload may bring; `folder` is made with the first one."""
        self._folder, self._megabytes, self._files = folder, megabytes, files
        self._under_way: Counter[str] = Counter()

    async def take(self, request: Request, name: str) -> Upload:
        """Take what somebody of this name sends, to its end.

        Raises HTTPException where it is too much, breaks off or falls silent; then nothing of it stays.
        """
        self._refuse_a_rush(name)
        with suppress(ValueError):
            self._bound(int(request.headers.get("content-length", "")))
        self._under_way[name] += 1
        try:
            with _told():
                lot = await run_in_threadpool(self._begun)
                try:
                    return await self._filled(lot, request)
                except BaseException:  # whatever ends it, also a browser that goes, nothing may stay
                    with anyio.CancelScope(shield=True):
                        await run_in_threadpool(lot.clear)
                    raise
        finally:
            self._under_way -= Counter([name])

    def sweep(self) -> None:
        """Delete what uploads of a server that was killed have left, and nothing of those under way."""
        if self._folder.is_dir():
            with self._alone():
                self._sweep()

    def _refuse_a_rush(self, name: str) -> None:
        if self._under_way[name] >= MOST_OF_ONE:
            raise HTTPException(
                429, f"You already have {MOST_OF_ONE} uploads in progress: wait for one to finish."
            )
        if self._under_way.total() >= MOST:
            raise HTTPException(429, "Too many uploads are in progress: try again in a minute.")

    def _bound(self, size: int) -> None:
        if size > self._megabytes * MEGABYTE:
            words = f"That is more than {self._megabytes} MB, the most that can be added at once."
            raise HTTPException(413, words)

    async def _filled(self, lot: Upload, request: Request) -> Upload:
        form = FilesOfForm(request.headers.get("content-type", ""), lot.folder, self._files)
        taken, held, end = 0, bytearray(), time.monotonic() + LONGEST
        try:
            more = True
            while more:
                async with asyncio.timeout(min(SILENCE, end - time.monotonic())):
                    message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise HTTPException(499, "The browser disconnected.")
                held += message.get("body", b"")
                taken += len(message.get("body", b""))
                self._bound(taken)
                more = message.get("more_body", False)
                if len(held) >= _AT_ONCE or not more:
                    await run_in_threadpool(form.feed, bytes(held))
                    held.clear()
            lot.paths.extend(await run_in_threadpool(form.finish))
        finally:
            form.close()
        return lot

    def _begun(self) -> Upload:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._sweep()
            folder = self._folder / secrets.token_hex(8)
            lock = _lock(folder.with_suffix(".lock"))
            lock.acquire(timeout=0)
            try:
                folder.mkdir(mode=0o700)
            except OSError:
                _unlock(lock)
                raise
        return Upload(folder, lock, [])

    def _sweep(self) -> None:
        for name in {each.stem for each in self._folder.iterdir() if _NAME.fullmatch(each.stem)}:
            folder = self._folder / name
            lock = _lock(folder.with_suffix(".lock"))
            with suppress(Timeout, OSError):
                lock.acquire(timeout=0)
                remove(folder, within=self._folder.parents[1])
                _unlock(lock)

    def _alone(self) -> FileLock:
        """Return the lock under which folders begin and are swept: none is seen before it has its own lock."""
        return _lock(self._folder.with_suffix(".lock"))


def is_full(error: OSError) -> bool:
    """Return whether there is no room on the disk, or none for this user."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def _told() -> Iterator[None]:
    """Have what ends an upload told in a line, with its status."""
    try:
        yield
    except TimeoutError as error:
        words = "The upload stalled or took too long: send the files again."
        raise HTTPException(408, words, headers={"connection": "close"}) from error
    except FormError as error:
        raise HTTPException(400, str(error)) from error
    except OSError as error:
        if is_full(error):
            raise HTTPException(507, FULL) from error
        log.exception("An upload could not be written to disk")
        raise HTTPException(500, "The files cannot be written to the server's disk; its log says why.") from error


def _lock(path: Path) -> FileLock:
    # Not bound to the thread: it is taken in one and let go in another.
    return FileLock(path, thread_local=False)


def _unlock(lock: FileLock) -> None:
    """Let go of a lock for good; where an open file cannot be removed, the next sweep does it."""
    with suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()
