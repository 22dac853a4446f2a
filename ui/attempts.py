"""How often a password may be guessed: logins are counted, in memory, by name and address."""

import ipaddress
import math
import time
from collections.abc import Callable, Iterator
from threading import Lock

WINDOW = 15 * 60.0  # seconds in which the failures are counted
BY_NAME = 5  # with one name from one address
BY_ADDRESS = 20  # with whatever names
_MOST = 10_000  # keys that are remembered

Key = tuple[str, ...]


class Attempts:
    """Counts logins that failed. An attempt counts from its beginning, so that many at once are no way around."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[Key, list[float]] = {}
        self._counting = Lock()

    def begin(self, name: str, address: str) -> int:
        """Count an attempt and return 0, or the seconds after which the next one is allowed."""
        now = self._clock()
        with self._counting:
            wait = 0.0
            for key, most in _keys(name, address):
                times = self._failed[key] = [each for each in self._failed.pop(key, []) if each > now - WINDOW]
                if len(times) >= most:
                    wait = max(wait, times[-most] + WINDOW - now)
            if not wait:
                for key, _ in _keys(name, address):
                    self._failed[key].append(now)
            while len(self._failed) > _MOST:
                del self._failed[next(iter(self._failed))]  # of which nothing was heard longest
        return math.ceil(wait)

    def succeeded(self, name: str, address: str) -> None:
        """Take back the attempt; the failures before it still count for the address, which may have one login."""
        with self._counting:
            (pair, _), (alone, _) = _keys(name, address)
            self._failed.pop(pair, None)
            if times := self._failed.get(alone):
                times.pop()


def _keys(name: str, address: str) -> Iterator[tuple[Key, int]]:
    """Yield what an attempt is counted by, and how many are allowed; of IPv6, anybody has a whole network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        parsed = None
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        address = str(ipaddress.ip_network((parsed, 64), strict=False))
    yield (address, name), BY_NAME
    yield (address,), BY_ADDRESS
