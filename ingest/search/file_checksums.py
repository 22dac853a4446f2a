"""What the files of the word index are, by sums (CRC-32) that its writer takes after each commit.

tantivy writes a file once, under a name of its own, and then leaves it or removes it; only its list of files is
written again.
"""

import json
import zlib
from pathlib import Path

_BLOCK = 1 << 20
_FILE = "sums.json"
_LIST = "meta.json"


class FileChecksums:
    """The sums of the files in a folder. Raises ValueError where a file has changed since it was written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()

    def take(self) -> None:
        """Add the files that have come, and forget those that have gone; for the writer alone."""
        there = {each.name: each for each in self._folder.iterdir() if _is_fixed(each)}
        known = {name: value for name, value in self._read().items() if name in there}
        fresh = {name: file_sum(path) for name, path in there.items() if name not in known}
        sums = known | fresh | {_LIST: file_sum(self._folder / _LIST)}
        draft = self._folder / f"{_FILE}.new"
        draft.write_text(json.dumps(sums), encoding="utf-8")
        draft.replace(self._folder / _FILE)
        self._seen |= fresh.keys()

    def compare(self) -> None:
        """Look at those files that were not looked at before."""
        for name, value in self._read().items():
            path = self._folder / name
            if name == _LIST or name in self._seen or not path.exists():  # another commit may have removed it
                continue
            _compare(path, value)
            self._seen.add(name)

    def compare_all(self) -> None:
        """Look at all files, the list of them too, which may be another as soon as somebody writes."""
        for name, value in self._read().items():
            _compare(self._folder / name, value)

    def _read(self) -> dict[str, int]:
        try:
            sums: dict[str, int] = json.loads((self._folder / _FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        if not isinstance(sums, dict):
            raise ValueError(f"{_FILE} contains no checksums")
        return sums


def _is_fixed(path: Path) -> bool:
    name = path.name
    return not name.startswith((".", _FILE)) and name != _LIST and not name.endswith((".lock", ".new"))


def _compare(path: Path, value: int) -> None:
    if file_sum(path) != value:
        raise ValueError(f"{path.name} has changed since it was written")


def file_sum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            value = zlib.crc32(block, value)
    return value
