"""How often a password may be guessed: logins are counted, in memory, by name and address."""

import math
import time
from collections.abc import Callable, Iterator
from threading import Lock

from ui.access.origins import network

WINDOW = 15 * 60.0  # seconds in which the failures are counted
BY_NAME = 5  # with one name from one address
BY_ADDRESS = 20  # with whatever names
MOST = 10_000  # counters that are kept, of those that stop somebody and of the others

Key = tuple[str, ...]


class Attempts:
    """Counts logins that failed. An attempt counts from its beginning, so that many at once are no way around.

    A counter that has reached its limit is kept until it ends, whatever else is counted: a flood of other names
    and addresses resets none. An attempt that is refused makes no counter.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[Key, list[float]] = {}  # below their limit, the one heard of longest ago first
        self._stopped: dict[Key, list[float]] = {}
        self._counting = Lock()

    def begin(self, name: str, address: str) -> int:
        """Count an attempt and return 0, or the seconds after which the next one is allowed."""
        now = self._clock()
        with self._counting:
            keys = list(_keys(name, address))
            wait = max(self._wait(key, most, now) for key, most in keys)
            if wait <= 0:
                for key, most in keys:
                    self._count(key, most, now)
        return max(0, math.ceil(wait))

    def _wait(self, key: Key, most: int, now: float) -> float:
        times = self._stopped.get(key) or self._failed.get(key, [])
        return times[-most] + WINDOW - now if len(times) >= most else 0.0

    def _count(self, key: Key, most: int, now: float) -> None:
        before = self._stopped.pop(key, None) or self._failed.pop(key, [])
        times = [*(each for each in before if each > now - WINDOW), now]
        if len(times) >= most and self._has_room_for_stopped(now):
            self._stopped[key] = times
            return
        self._failed[key] = times
        if len(self._failed) > MOST:
            del self._failed[next(iter(self._failed))]

    def _has_room_for_stopped(self, now: float) -> bool:
        """Forget the counters that have ended; to fill the room with others takes longer than they last."""
        if len(self._stopped) >= MOST:
            self._stopped = {
                key: times for key, times in self._stopped.items() if times and times[-1] > now - WINDOW
            }
        return len(self._stopped) < MOST

    def succeeded(self, name: str, address: str) -> None:
        """Take back the attempt; the failures before it still count for the address, which may have one login."""
        with self._counting:
            (pair, _), (alone, _) = _keys(name, address)
            for counters in (self._failed, self._stopped):
                counters.pop(pair, None)
                if times := counters.get(alone):
                    times.pop()


def _keys(name: str, address: str) -> Iterator[tuple[Key, int]]:
    """Yield what an attempt is counted by, and how many are allowed."""
    origin = network(address)
    yield (origin, name), BY_NAME
    yield (origin,), BY_ADDRESS
