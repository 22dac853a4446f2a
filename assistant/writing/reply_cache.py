"""What a chat model said before, so that the same question about the same passages costs nothing again.

It keeps the model's words and no answer: they are checked against the passages again each time. The key is all
that the model was given, so that a passage that changed, or another prompt, is another question.
"""

import hashlib
import json
import logging
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

from ingest import Library
from ingest.files.read_only import is_read_only

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}\.json")  # nothing of another name is deleted


class Cache:
    """A folder with a file for each reply, of which the `most` that were used last are kept.

    It only saves work: where it cannot be read or written, it holds nothing.
    """

    def __init__(self, folder: Path, most: int = 1_000) -> None:
        self._folder = folder
        self._most = most

    @classmethod
    def of(cls, library: Library) -> Self:
        """Return that of a library, in its own folder."""
        return cls(library.said)

    def get(self, *given: str) -> str | None:
        """Return what was said to this, None where that is not known."""
        path = self._path(given)
        try:
            said = json.loads(path.read_text(encoding="utf-8"))["said"]
            with suppress(OSError):  # in a folder that cannot be written, nothing goes
                os.utime(path)  # what is used stays longest
        except (OSError, ValueError, KeyError, TypeError, RecursionError, MemoryError):
            return None
        return said if isinstance(said, str) else None

    def put(self, said: str, *given: str) -> None:
        """Remember what was said to this, unless the library cannot be written."""
        if is_read_only(self._folder.parent):
            return
        try:
            self._folder.mkdir(exist_ok=True)
            # In one step, for whoever reads it meanwhile.
            handle, name = tempfile.mkstemp(dir=self._folder)
            with open(handle, "w", encoding="utf-8") as file:
                json.dump({"said": said}, file, ensure_ascii=False)
            os.replace(name, self._path(given))
            self._forget_oldest()
        except OSError as error:
            log.warning("An answer could not be kept in %s: %s", self._folder, error.strerror)

    def _path(self, given: tuple[str, ...]) -> Path:
        key = hashlib.sha256(json.dumps(given).encode()).hexdigest()
        return self._folder / f"{key}.json"

    def _forget_oldest(self) -> None:
        used: list[tuple[float, Path]] = []
        for path in [each for each in self._folder.iterdir() if _NAME.fullmatch(each.name)]:
            with suppress(FileNotFoundError):  # another process forgets too
                used.append((path.stat().st_mtime, path))
        for _, path in sorted(used)[: max(len(used) - self._most, 0)]:
            path.unlink(missing_ok=True)
