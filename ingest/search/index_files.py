"""The files of embedded Chroma's index, by sums (CRC-32) that its writer takes when it is done.

Chroma reads them unchecked, and some damage makes it end the process. While somebody writes there are no sums, nor
where a writer was killed: then nobody should read. Chroma's own database, `chroma.sqlite3`, is left out, since
whoever opens it writes to it.
"""

import json
from pathlib import Path

from ingest.search.file_checksums import file_sum

State = tuple[int, int]
SERVED: State = (0, 0)  # of what a server keeps

_FILE = "sums.json"
_WRITTEN = "index_metadata.pickle"  # is written last


class IndexFiles:
    """The files below a folder of Chroma's, and their sums in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def state(self) -> State | None:
        """What is another one after each time that somebody wrote; None while there are no sums."""
        try:
            found = (self._folder / _FILE).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def forget(self) -> None:
        """Remove the sums: somebody is about to write."""
        (self._folder / _FILE).unlink(missing_ok=True)

    def take(self) -> None:
        """Note the sums: whoever was writing is done."""
        sums = {str(path.relative_to(self._folder)): file_sum(path) for path in self._paths()}
        draft = self._folder / f"{_FILE}.new"
        draft.write_text(json.dumps(sums), encoding="utf-8")
        draft.replace(self._folder / _FILE)

    def compare(self) -> None:
        """Raise ValueError where a file is not as it was written; where there are no sums nobody can tell."""
        try:
            sums = json.loads((self._folder / _FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        there = {str(path.relative_to(self._folder)): path for path in self._paths()}
        if not isinstance(sums, dict) or sums.keys() != there.keys():
            raise ValueError("files have come or gone")
        for name, path in there.items():
            if file_sum(path) != sums[name]:
                raise ValueError(f"{name} is not as it was written")

    def _paths(self) -> list[Path]:
        """Return the files that count: before Chroma has first written its index, they hold nothing."""
        written = (each.parent for each in self._folder.glob(f"*/{_WRITTEN}"))
        return sorted(path for folder in written for path in folder.iterdir() if path.is_file())
