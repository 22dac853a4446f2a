"""Threads for the questions of programs: limits on those at work and waiting, so no rush blocks the rest."""

from collections.abc import AsyncIterator, Callable, Generator
from typing import TypeVar, cast

import anyio
from anyio.to_thread import run_sync

from ingest.errors import ReftelError

T = TypeVar("T")

AT_WORK = 8
WAITING = 256


class NoFreeThread(ReftelError):
    """More questions are waiting than can be answered in time."""


class WorkerThreads:
    """Runs slow functions in threads of their own, beside those of the web application."""

    def __init__(self, at_work: int = AT_WORK, waiting: int = WAITING) -> None:
        self._limit = anyio.CapacityLimiter(at_work)
        self._waiting = waiting

    async def run(self, function: Callable[[], T]) -> T:
        """Return what the function returns; raises NoFreeThread where too many wait already."""
        self._refuse_a_rush()
        return await run_sync(function, limiter=self._limit)

    async def each(self, values: Generator[T, None, None]) -> AsyncIterator[T]:
        """Yield what a generator yields, each item made in a thread; stopping early closes the generator."""
        self._refuse_a_rush()
        end = object()
        try:
            while (value := await run_sync(next, values, end, limiter=self._limit)) is not end:
                yield cast(T, value)
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(values.close)

    def _refuse_a_rush(self) -> None:
        now = self._limit.statistics()
        if now.borrowed_tokens >= now.total_tokens and now.tasks_waiting >= self._waiting:
            raise NoFreeThread("Too many questions at once; ask again in a minute.")
