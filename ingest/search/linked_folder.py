"""An index in a folder that cannot be written: even to read, tantivy locks a file beside those of the index."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import LibraryError


class LinkedFolder:
    """A private folder with links to the files of another one, gone with this object."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError where there is no place for it."""
        self._folder = folder.resolve()
        try:
            self._own = TemporaryDirectory(prefix="reftel-words-")
            self.path = Path(self._own.name)
            self.refresh()
        except OSError as error:
            raise LibraryError(
                f"The folder {folder} cannot be written, and there is no other for temporary files "
                f"({error.strerror}): set TMPDIR to one that can be."
            ) from error

    def refresh(self) -> None:
        """Link what has come since."""
        for each in self._folder.iterdir():
            link = self.path / each.name
            if os.path.lexists(link) or each.suffix == ".lock":
                continue
            try:
                link.symlink_to(each)
            except OSError:  # a system that allows nobody links
                shutil.copyfile(each, link)
