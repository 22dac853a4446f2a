"""The Chroma collection of a library as this process has it open: once, since embedded Chroma bears no second."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock, RLock, Thread
from weakref import WeakValueDictionary

from ingest.errors import LibraryDamaged, LibraryError, LibraryUnreachable, ReftelError
from ingest.files import lock
from ingest.search.chroma_store import ChromaStore
from ingest.search.index_files import SERVED, State

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Opened:
    """What is open of a folder, or of a server: by every library of this process that has it open.

    Chroma itself keeps one view of a folder in a process, and two libraries would hand each other a stale one.
    """

    lock: RLock = field(default_factory=RLock)
    store: ChromaStore | None = None
    state: State | None = None  # as of which it is open
    reopening: Thread | None = None


_LOCK = Lock()
_FOLDERS: "WeakValueDictionary[Path, _Opened]" = WeakValueDictionary()


class OpenVectors:
    """Opens the collection when it is first needed, and again after another process has written to it."""

    def __init__(
        self, folder: Path | None, make: Callable[[], ChromaStore], check: Callable[[ChromaStore], None]
    ) -> None:
        """`folder`: where it lies, None for a server; `make` returns it unopened.

        `check` raises LibraryDamaged where it lost its contents.
        """
        self._make, self._check = make, check
        # Keeps writers out; raises LibraryBusy where one is at work, LibraryError in a read-only folder.
        self._alone: Callable[[], AbstractContextManager[None]] = (
            partial(lock.writing, folder.parent, "opening Chroma", patience=0) if folder else nullcontext
        )
        with _LOCK:
            self._open = _FOLDERS.setdefault(folder.resolve(), _Opened()) if folder else _Opened()

    def get(self) -> ChromaStore:
        """Return the collection as it is now, for who writes or checks, and has kept other writers out.

        Raises LibraryDamaged, or LibraryUnreachable where its server does not answer.
        """
        self._wait()
        opened = self._open
        with opened.lock:
            if opened.store and opened.store.state not in (None, opened.state):
                self.close()
            if opened.store is None:
                opened.store, opened.state = self._checked()
            return opened.store

    def searchable(self) -> ChromaStore | None:
        """Return the collection for a search; None while it is behind what another process has written.

        Whoever has it open never sees that. When the other process is done, the collection is opened again in the
        background. Raises like `get`.
        """
        opened = self._open
        if opened.reopening:
            return None
        with opened.lock:
            state = (opened.store or self._make()).state
            if state is None:
                return None
            if opened.store is None:
                opened.store, opened.state = self._checked_alone() or (None, None)
            elif state != opened.state:
                opened.reopening = Thread(target=self._reopen, daemon=True)
                opened.reopening.start()
                return None
            return opened.store

    def is_ready(self) -> bool:
        """Return whether the collection can be searched, or could if it were opened."""
        return (self._open.store or self._make()).state is not None

    def finish(self) -> None:
        """Note that all that was to be written is written, so that it can be searched; for the writer alone."""
        opened = self._open
        with opened.lock:
            state = (opened.store or self._make()).state
            if state is None or (state == SERVED and opened.store):
                store = self.get()
                store.finish()
                opened.state = store.state

    def close(self) -> None:
        """Let go of the collection, once the searches under way have ended."""
        self._wait()
        opened = self._open
        with opened.lock:
            if opened.store:
                opened.store.close()
            opened.store = None

    def _checked(self) -> tuple[ChromaStore, State | None]:
        store = self._make()
        state = store.state
        try:
            self._check(store)
        except BaseException:  # whatever it is, what did not open must not be handed out
            store.close()
            raise
        return store, state

    def _checked_alone(self) -> tuple[ChromaStore, State] | None:
        """Open the collection while no writer is at work; None where one is, or the folder is read-only.

        Of six readers that opened a folder while another process wrote to it, two destroyed the index.
        """
        try:
            with self._alone():
                store, state = self._checked()
                if state is not None:
                    store.open()
                    return store, state
                store.close()
        except (LibraryDamaged, LibraryUnreachable):
            raise
        except LibraryError as error:
            _log.debug("Chroma is not opened: %s", error)
        return None

    def _reopen(self) -> None:
        opened = self._open
        try:
            with opened.lock:
                before, opened.store = opened.store, None
            if before:
                before.close()
            fresh = self._checked_alone()
            with opened.lock:
                opened.store, opened.state = fresh or (None, None)
        except ReftelError as error:  # the next search opens it, and tells
            _log.warning("%s", error)
        finally:
            opened.reopening = None

    def _wait(self) -> None:
        if thread := self._open.reopening:
            thread.join()
