"""Files that are nobody's but their owner's."""

import os
import tempfile
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write a file in one step that nobody but its owner may read."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")  # made with mode 0600
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
