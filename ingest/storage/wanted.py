"""What questions came upon while it was not yet indexed by meaning, so that it is indexed next.

A file in the library's folder, to which those who ask add lines, without waiting for whoever writes. What two
processes do to it at the same moment may be lost: then a cable is only indexed when it is its turn.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class Wanted:
    """The cables that are wanted in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "wanted"

    def add(self, ids: Iterable[str]) -> None:
        """Note that these cables are wanted; where the folder cannot be written to, nothing is."""
        with suppress(OSError), self._file.open("a", encoding="utf-8") as file:
            file.write("".join(f"{id}\n" for id in ids))

    def take(self) -> list[str]:
        """Return what is wanted, the first first, and forget it."""
        taken = self._file.with_suffix(".taken")
        try:
            self._file.replace(taken)
            ids = taken.read_text(encoding="utf-8").splitlines()
            taken.unlink()
        except (OSError, UnicodeDecodeError):  # nothing was ever wanted, or what is there is not ours
            return []
        return list(dict.fromkeys(ids))
