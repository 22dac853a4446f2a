"""What `ChromaStore.probe` does, without the second that it takes to load Chroma each time.

A folder is still opened in a process of its own: this one has loaded Chroma, and parts in two for each folder.

    python tests/support/probing.py

reads folders, a line each, and prints how each of these processes ended.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Lock

from ingest.errors import LibraryDamaged
from ingest.search.chroma_store import ChromaStore, look


class Prober:
    """Takes the place of `ChromaStore.probe`; the process starts with the first folder."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asking = Lock()

    def probe(self, store: ChromaStore) -> None:
        """Raise LibraryDamaged where the vectors cannot be opened."""
        if isinstance(store._place, Path) and self._ended(store._place) != "0":
            raise LibraryDamaged("the vectors cannot be opened and searched")

    def close(self) -> None:
        if self._process:
            self._process.communicate()

    def _ended(self, folder: Path) -> str:
        with self._asking:
            if not self._process:
                self._process = subprocess.Popen(
                    [sys.executable, __file__],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                )
            print(folder.absolute(), file=self._process.stdin, flush=True)
            return self._process.stdout.readline().strip()


def main() -> None:
    import chromadb.api.rust  # noqa: F401  # which the first client would load

    for line in sys.stdin:
        if not (child := os.fork()):
            look(line.removesuffix("\n"))
            os._exit(0)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
