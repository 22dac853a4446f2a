"""A page that is only a picture, as OCR read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The text of a page, counted from 1, and how sure the engine is of it, from 0 to 1.

    `sha` is the hash of the file, `engine` the name and the version of what read it: what was read of the same
    file by the same engine need not be read again. A blank page has no text. `of` is how many pages of the file
    are read so.
    """

    sha: str
    number: int
    engine: str
    text: str
    confidence: float
    of: int = 1


# Given the hash of a file and the name of an engine: the pages that are kept of it, by their numbers.
KeptPages = Callable[[str, str], Mapping[int, ScannedPage]]


def none_kept(sha: str, engine: str) -> Mapping[int, ScannedPage]:
    """Return that no page is kept."""
    return {}
