"""Where a library lies."""

from pathlib import Path

from platformdirs import user_data_path


def library_folder(given: str | Path | None) -> Path:
    """Return the folder that is named so; the user's own library where none is."""
    return Path(given).expanduser() if given else user_data_path("reftel", appauthor=False)
