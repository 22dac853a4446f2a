"""What each reader has spent today, in tokens, on models that run elsewhere; and whether there is any left."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from ingest.errors import ModelError

_FILE = "spent-"  # and the day; `enclosure.py` knows it as a part of a library
_ONE_QUESTION = 10_000  # tokens that a question under way is taken to cost until it has been answered


class Spending:
    """A limit for each reader and day, kept over a restart in a file of the library's folder. Any thread may ask.

    A question that has begun is answered to its end, so that a reader may go beyond the limit by one of them.
    """

    def __init__(self, folder: Path, limit: int, today: Callable[[], date] = date.today) -> None:
        self.limit = limit
        self._folder = folder
        self._today = today
        self._lock = Lock()
        self._day: date | None = None
        self._spent: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()

    def of(self, reader: str) -> "ReaderSpending":
        """Return what one reader may spend."""
        return ReaderSpending(self, hashlib.sha256(reader.encode()).hexdigest()[:32])

    def spent(self, reader: str) -> int:
        """Return how many tokens a reader has spent today."""
        with self._lock:
            self._turn_over()
            return self._spent[reader]

    def begin(self, reader: str) -> None:
        """Take note of a question that is about to be sent; raises ModelError where the reader has no more."""
        with self._lock:
            self._turn_over()
            if self._spent[reader] + _ONE_QUESTION * self._under_way[reader] >= self.limit:
                raise ModelError(
                    f"Each reader has {self.limit:,} tokens a day for models that run elsewhere, and yours are "
                    "used up: choose another model, or ask again tomorrow."
                )
            self._under_way[reader] += 1

    def end(self, reader: str, tokens: int) -> None:
        """Take note of what a question has cost."""
        with self._lock:
            self._turn_over()
            self._under_way[reader] = max(0, self._under_way[reader] - 1)
            self._spent[reader] += tokens
            with suppress(OSError):  # in a folder that cannot be written it is known until reftel stops
                line = f"{reader} {tokens}\n".encode()
                handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    os.write(handle, line)
                finally:
                    os.close(handle)

    @property
    def _file(self) -> Path:
        return self._folder / f"{_FILE}{self._day}.txt"

    def _turn_over(self) -> None:
        """Begin a day with what the file has of it, and with none of the days before."""
        if self._day == (today := self._today()):
            return
        self._day, self._spent = today, Counter()
        with suppress(OSError, UnicodeDecodeError):
            for old in self._folder.glob(f"{_FILE}*.txt"):
                if old != self._file:
                    old.unlink(missing_ok=True)
            for line in self._file.read_text(encoding="ascii").splitlines():
                reader, _, tokens = line.partition(" ")
                self._spent[reader] += int(tokens) if tokens.isdecimal() and tokens.isascii() else 0


@dataclass(frozen=True, slots=True)
class ReaderSpending:
    """What one reader spends: the allowance of a model."""

    spending: Spending
    reader: str

    @property
    def spent(self) -> int:
        """How many tokens that are today."""
        return self.spending.spent(self.reader)

    def begin(self) -> None:
        """Raise ModelError where there is nothing left."""
        self.spending.begin(self.reader)

    def end(self, tokens: int) -> None:
        """Take note of what was spent."""
        self.spending.end(self.reader, tokens)
