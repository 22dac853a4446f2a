"""The picture of a page that OCR read, drawn from the file that it was read from, to be compared with the text."""

import hashlib
import os
from pathlib import Path
from threading import BoundedSemaphore

from ingest.catalogue.catalogue import Catalogue
from ingest.sources.recognise import BEGINNING, signature
from ingest.sources.scans.engine import PageFailed, PageProcess, can_draw
from ingest.sources.source import opened

LARGEST = 256 << 20  # bytes, of a file that is hashed for a picture
_AT_ONCE = BoundedSemaphore(2)
_PATIENCE = 30.0  # seconds to wait for one's turn


def has_pictures(catalogue: Catalogue, cable: str) -> bool:
    """Return whether the pages of a cable can be drawn: OCR read some, and their file seems to be still there."""
    file = _file(catalogue, cable)
    return file is not None and can_draw() and file[0].is_file()


def page_picture(catalogue: Catalogue, cable: str, number: int) -> bytes | None:
    """Return the picture of a page of a cable as JPEG.

    None where OCR did not read the page, its file is gone or has changed since, or it cannot be drawn now.
    """
    pages = catalogue.pages([cable]).get(cable, ())
    read = any(page.number == number and page.confidence is not None for page in pages)
    file = _file(catalogue, cable) if read and can_draw() else None
    if file is None or not _AT_ONCE.acquire(timeout=_PATIENCE):
        return None
    path, sha = file
    try:
        with opened(path) as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST:
                return None
            kind = signature(stream.peek(BEGINNING)) or ".tif"
            if hashlib.file_digest(stream, "sha256").hexdigest() != sha:
                return None
            return PageProcess("picture", stream, kind, number).result()
    except (OSError, PageFailed):
        return None
    finally:
        _AT_ONCE.release()


def _file(catalogue: Catalogue, cable: str) -> tuple[Path, str] | None:
    """Return the file that a cable was read from, and its hash then; None where it lay in an archive."""
    found = catalogue.ledger.origin(cable)
    if found is None:
        return None
    place, input, sha = found
    return (Path(input), sha) if place == input or place.startswith(f"{input}, cable ") else None
