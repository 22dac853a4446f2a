"""Whether something still answers, found out soon: in a thread of its own, once for all who ask."""

import asyncio
from collections.abc import Callable

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from ingest.errors import LibraryError

PATIENCE = 5.0  # seconds


class Pulse:
    """Finds out whether `ask` returns. If it hangs, it blocks one thread and no more, and nobody for long."""

    def __init__(self, ask: Callable[[], object]) -> None:
        """`ask`: what raises LibraryError where things are not well."""
        self._ask = ask
        self._thread = CapacityLimiter(1)
        self._asking: asyncio.Task[bool] | None = None

    async def is_felt(self) -> bool:
        """Return whether it answers, and in time."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._answer())
        asking = self._asking
        await asyncio.wait([asking], timeout=PATIENCE)
        return asking.done() and asking.result()

    async def _answer(self) -> bool:
        try:
            await run_sync(self._ask, limiter=self._thread)
        except LibraryError:
            return False
        return True
