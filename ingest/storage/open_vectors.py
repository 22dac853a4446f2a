"""The Chroma collection of a library as this process has it open: once, since embedded Chroma bears no second."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from threading import Lock, RLock, Thread
from weakref import WeakValueDictionary

from ingest.errors import LibraryDamaged, LibraryError, LibraryUnreachable, ReftelError
from ingest.files import lock
from ingest.search.chroma_store import ChromaStore
from ingest.search.index_files import State

_log = logging.getLogger(__name__)
_LOCK = Lock()
_OPEN: "WeakValueDictionary[Path, OpenVectors]" = WeakValueDictionary()


def open_vectors(
    folder: Path | None, make: Callable[[], ChromaStore], check: Callable[[ChromaStore], None]
) -> "OpenVectors":
    """Return the collection in a folder, the same for every library of this process, or without one of a server.

    Chroma itself keeps one view of a folder in a process, and two libraries would hand each other a stale one.
    """
    if folder is None:
        return OpenVectors(make, check, nullcontext)
    alone = partial(lock.writing, folder.parent, "opening Chroma", patience=0)
    with _LOCK:
        return _OPEN.setdefault(folder.resolve(), OpenVectors(make, check, alone))


class OpenVectors:
    """Opens the collection when it is first needed, and again after another process has written to it."""

    def __init__(
        self,
        make: Callable[[], ChromaStore],
        check: Callable[[ChromaStore], None],
        alone: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """`make` returns the collection unopened; `check` raises LibraryDamaged where it lost its contents.

        `alone` keeps writers out; it raises LibraryBusy where one is at work, LibraryError in a read-only folder.
        """
        self._make, self._check, self._alone = make, check, alone
        self._lock = RLock()
        self._store: ChromaStore | None = None
        self._state: State | None = None  # as of which it is open
        self._reopening: Thread | None = None

    def get(self) -> ChromaStore:
        """Return the collection as it is now, for who writes or checks, and has kept other writers out.

        Raises LibraryDamaged, or LibraryUnreachable where its server does not answer.
        """
        self._wait()
        with self._lock:
            if self._store and self._store.state not in (None, self._state):
                self.close()
            if self._store is None:
                self._store, self._state = self._opened()
            return self._store

    def searchable(self) -> ChromaStore | None:
        """Return the collection for a search; None while it is behind what another process has written.

        Whoever has it open never sees that. When the other process is done, the collection is opened again in the
        background. Raises like `get`.
        """
        if self._reopening:
            return None
        with self._lock:
            state = (self._store or self._make()).state
            if state is None:
                return None
            if self._store is None:
                self._store, self._state = self._opened_alone() or (None, None)
            elif state != self._state:
                self._reopening = Thread(target=self._reopen, daemon=True)
                self._reopening.start()
                return None
            return self._store

    def is_ready(self) -> bool:
        """Return whether the collection can be searched, or could if it were opened."""
        return (self._store or self._make()).state is not None

    def finish(self) -> None:
        """Note that all that was to be written is written, so that it can be searched; for the writer alone."""
        with self._lock:
            if (self._store or self._make()).state is None:
                store = self.get()
                store.finish()
                self._state = store.state

    def close(self) -> None:
        """Let go of the collection, once the searches under way have ended."""
        self._wait()
        with self._lock:
            if self._store:
                self._store.close()
            self._store = None

    def _opened(self) -> tuple[ChromaStore, State | None]:
        store = self._make()
        state = store.state
        try:
            self._check(store)
        except BaseException:  # whatever it is, what did not open must not be handed out
            store.close()
            raise
        return store, state

    def _opened_alone(self) -> tuple[ChromaStore, State] | None:
        """Open the collection while no writer is at work; None where one is, or the folder is read-only.

        Of six readers that opened a folder while another process wrote to it, two destroyed the index.
        """
        try:
            with self._alone():
                store, state = self._opened()
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
        try:
            with self._lock:
                before, self._store = self._store, None
            if before:
                before.close()
            opened = self._opened_alone()
            with self._lock:
                self._store, self._state = opened or (None, None)
        except ReftelError as error:  # the next search opens it, and tells
            _log.warning("%s", error)
        finally:
            self._reopening = None

    def _wait(self) -> None:
        if thread := self._reopening:
            thread.join()
