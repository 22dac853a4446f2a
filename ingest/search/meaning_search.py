"""Search by meaning: a query of the Chroma collection, or else the vector scan, and the rule that says which.

What the rule rests on, in milliseconds of processor time a search (Chroma 1.5.9, embedded, for 240 vectors; more
in docs/performance.md): among 17,566 vectors Chroma takes 4 without a filter, 33 with one that lets half of the
cables through and 15 with one that lets 0.5% through, the scan 16, 16 and 2 (a third less since). Among 100,000
Chroma takes 6 without a filter and 100 to 360 with one. It also takes a second to open, the scan hardly any time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.errors import LibraryUnreachable
from ingest.search.chroma_store import ChromaStore
from ingest.search.vector_scan import Exact, VectorScan

_log = logging.getLogger(__name__)
_PATIENCE = 10.0  # seconds after which a server that did not answer is asked again


class MeaningSearch:
    """Answers searches by meaning in one process."""

    def __init__(
        self,
        chroma: Callable[[], ChromaStore | None],
        scan: Callable[[], VectorScan],
        exact: Exact,
        *,
        is_served: bool,
        is_read_only: bool,
        lives_on: bool,
    ) -> None:
        """`chroma` returns the collection if it may be asked now, `scan` the scan, `exact` vectors by their ids.

        `is_served`: Chroma is a server. `is_read_only`: the folder of an embedded one cannot be written, as Chroma
        needs even to read it. `lives_on`: the process does, so that opening Chroma is worth a second.
        """
        self._chroma, self._scan, self._exact = chroma, scan, exact
        self._is_served, self._lives_on = is_served, lives_on
        self.is_closed = is_read_only and not is_served
        self._unreachable_until = 0.0

    def nearest(self, vector: NDArray[np.float32], limit: int, filters: Filters) -> list[tuple[Key, float]]:
        """Return the entries nearest to a unit vector, best first, with their cosines.

        Raises LibraryDamaged where the index that is asked is broken.
        """
        if self.index(filters) == "chroma":
            try:
                if store := self._chroma():
                    return store.search(vector, limit, filters)
            except LibraryUnreachable as error:
                self._unreachable_until = time.monotonic() + _PATIENCE
                _log.warning("%s Until then the vector scan answers.", error)
        return self._scan().search(vector, limit, filters, self._exact)

    @property
    def rule(self) -> str:
        """Which index answers, in words."""
        if self._is_served:
            return "Chroma server; the vector scan when it is unreachable and for one-off commands"
        if self.is_closed:
            return "the vector scan, as Chroma needs a folder that can be written"
        return "Chroma; the vector scan for filtered searches and one-off commands"

    def warm(self) -> None:
        """Open now what the first search will need."""
        if self.index() == "chroma" and (store := self._chroma()):
            store.open()

    def index(self, filters: Filters = EVERYWHERE) -> Literal["chroma", "scan"]:
        """Return which index answers a search under these filters: this is the rule.

        The scan answers what embedded Chroma is slow at, any filter of cables, and one-shot commands, which would
        wait a second for Chroma to open. It also answers while the collection is behind: while another process
        writes to it, and until it has been opened again after that, and in a folder that cannot be written.
        """
        filtered = replace(filters, person=None) != EVERYWHERE
        if self.is_closed or not self._lives_on or time.monotonic() < self._unreachable_until:
            return "scan"
        if filtered and not self._is_served:
            return "scan"
        return "chroma"
