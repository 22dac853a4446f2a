"""A stream that is unpacked while it is read, and stops where its limits are passed."""

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from ingest.sources.limits import RATIO, SMALL, Budget
from ingest.sources.source import Unreadable

DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
)
DAMAGED = "is damaged or truncated"
TOO_LARGE = "is larger than reftel reads from one input; unpack it and ingest the parts that matter instead"
UNPACKS_TOO_FAR = f"unpacks to more than {RATIO} times its size, as no text does; refused"


class Metered(io.RawIOBase):
    """A stream that stops where its limits are passed, and tells damage in words.

    `allowance` is what may still be read of it, `packed` tells how large that was before it was unpacked.
    """

    def __init__(
        self,
        inner: IO[bytes] | io.RawIOBase | gzip.GzipFile,
        budget: Budget,
        *,
        allowance: int,
        packed: Callable[[], int] | None = None,
    ) -> None:
        self._inner, self._budget, self._packed = inner, budget, packed
        self._done = 0
        self.allowance = allowance

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def tell(self) -> int:
        """Return how much was read of it."""
        return self._done

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what comes next; `Unreadable` where it is damaged or too much."""
        try:
            data = self._inner.read(len(buffer)) or b""
        except DAMAGE as error:
            raise Unreadable(DAMAGED) from error
        self._done += len(data)
        self._budget.size -= len(data)
        self.allowance -= len(data)
        if self._packed and self._done > SMALL and self._done > RATIO * self._packed():
            raise Unreadable(UNPACKS_TOO_FAR)
        if self._budget.size < 0 or self.allowance < 0:
            raise Unreadable(TOO_LARGE)
        buffer[: len(data)] = data
        return len(data)
