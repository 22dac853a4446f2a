"""What is reckoned from a library and kept until the library is another."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A value as of a stamp. Any thread may ask; it is made once a stamp, however many ask at the same time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._making = Lock()
        self._held: tuple[object, T] | None = None

    def of(self, stamp: object) -> T:
        """Return the value as of a stamp, which is another whenever the value may be another."""
        if (held := self._held) and held[0] == stamp:
            return held[1]
        with self._making:
            if (held := self._held) and held[0] == stamp:
                return held[1]
            value = self._make()
            self._held = stamp, value
            return value
