"""Folders that cannot be written, as on a DVD, a share or a volume of a container: who only asks needs no more."""

import os
from pathlib import Path

from ingest.errors import LibraryError


def is_read_only(folder: Path) -> bool:
    """Tell whether a folder is there and we cannot write to it."""
    return folder.is_dir() and not can_write(folder)


def can_write(place: Path) -> bool:
    """Tell whether we may write to a file or a folder, and its file system lets anybody."""
    return os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def not_writable(folder: Path, reason: str | None = None) -> LibraryError:
    """Return the error for what would have to write to such a folder."""
    why = f" ({reason})" if reason else ""
    return LibraryError(
        f"The folder {folder} cannot be written{why}, so one can only ask: for this, copy the library to a folder "
        "that you can write to."
    )
