"""Cutting copies out for readers with a ceiling: beside all else, so that nobody's waiting holds up the others.

To make a copy, or to bring it up to the archive, may take long, and longer while somebody else is writing. It is
done in a thread of its own, one a clearance. Who asks meanwhile waits a little, in a thread that the rest could
need: so only a few wait at once, and the others are told to ask again.
"""

from concurrent.futures import Future
from threading import BoundedSemaphore, Lock, Thread

from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryBusy

PATIENCE = 20.0  # seconds
WAITING = 4
BEING_PREPARED = "The part of the archive that you may read is being prepared: ask again in a minute."


class CopyCutting:
    """The copies of an archive, each for a clearance. Any thread may ask."""

    def __init__(self, whole: Library) -> None:
        self._whole = whole
        self._under_way: dict[Clearance, Future[Library]] = {}
        self._beginning = Lock()
        self._waiting = BoundedSemaphore(WAITING)

    def library(self, clearance: Clearance) -> Library:
        """Return the copy for a clearance, up to the archive; raises LibraryBusy while it is being prepared."""
        if ready := self._whole.cleared_already(clearance):
            return ready
        cut = self._begun(clearance)
        if not self._waiting.acquire(blocking=False):
            raise LibraryBusy(BEING_PREPARED)
        try:
            return cut.result(PATIENCE)
        except TimeoutError:
            raise LibraryBusy(BEING_PREPARED) from None
        finally:
            self._waiting.release()

    def _begun(self, clearance: Clearance) -> "Future[Library]":
        """Have a copy cut unless somebody is at it."""
        with self._beginning:
            cut = self._under_way.get(clearance)
            if cut is None:
                cut = self._under_way[clearance] = Future()
                Thread(target=self._cut, args=(clearance, cut), name=f"cutting {clearance}", daemon=True).start()
            return cut

    def _cut(self, clearance: Clearance, cut: "Future[Library]") -> None:
        try:
            library = self._whole.cleared(clearance)
        except Exception as error:  # noqa: BLE001 -- whatever it is, whoever waits is to have it
            self._end(clearance)
            cut.set_exception(error)
        else:
            self._end(clearance)
            cut.set_result(library)

    def _end(self, clearance: Clearance) -> None:
        with self._beginning:
            del self._under_way[clearance]
