"""Where a library lies, and who may look into its folder."""

import os
from pathlib import Path

from platformdirs import user_data_path

_OTHERS_ENTER = 0o001


def library_folder(given: str | Path | None) -> Path:
    """Return the folder that is named so; the user's own library where none is."""
    return Path(given).expanduser() if given else user_data_path("reftel", appauthor=False)


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may look into; one that is there stays as it is, as a team may share it.

    Raises OSError where it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)  # which means something where there are users in the sense of POSIX
    except FileExistsError:
        if not folder.is_dir():
            raise


def is_open_to_all(folder: Path) -> bool:
    """Return whether every user of this machine may come to what lies in a folder; False where none can tell."""
    place = Path(os.path.realpath(folder))
    try:
        return os.name == "posix" and all(each.stat().st_mode & _OTHERS_ENTER for each in (place, *place.parents))
    except OSError:  # a folder above it that we may not look at ourselves
        return False
