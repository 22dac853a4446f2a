"""What a library's folder holds is the library's own: nothing that is read, written or deleted in it leads out.

A folder may come from somebody else, and a link in it would have us write to, or delete, what is the user's own.
The folder itself may be a link: that is for its user to say.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import LibraryError

_FOLDERS = frozenset({"words", "vectors", "scan", "cleared", "answers", "brought"})
# The beginnings of the names of files: SQLite puts `-wal` and the like behind, and drafts have more behind too.
_FILES = ("catalogue.sqlite", "notebook.sqlite", "writing.", "wanted", "identity", "spent-")


def refuse_ways_out(library: Path) -> None:
    """Raise LibraryError where a part of a library is a link, or anything but a file or a folder.

    What else may lie in the folder is left alone, as reftel never touches it.
    """
    for entry in _entries(library):
        is_plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
        if not is_plain and os.path.lexists(entry.path):  # it may just have gone
            what = "a link, which may lead anywhere" if entry.is_symlink() else "neither a file nor a folder"
            raise LibraryError(f"{entry.path} is {what}: a library contains only files and folders, so remove it.")


def remove(folder: Path, within: Path) -> None:
    """Delete a folder with all that is in it, as far as that can be; not where a link leads to it.

    `within`: a folder above it, up to which there may be no link.
    """
    inner = folder.relative_to(within)
    if Path(os.path.realpath(folder)) == Path(os.path.realpath(within), inner):
        shutil.rmtree(folder, ignore_errors=True)


def _entries(library: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in the parts of a library, the parts first; links are not followed."""
    todo = [entry for entry in _listed(library) if _is_part(entry.name.casefold())]
    while todo:
        entry = todo.pop()
        yield entry
        if entry.is_dir(follow_symlinks=False):
            todo.extend(_listed(entry.path))


def _is_part(name: str) -> bool:
    return name in _FOLDERS or name.startswith(_FILES)


def _listed(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # another process has just removed it, or none may look into it: nor can we write there
        return []
