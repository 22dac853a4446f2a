"""Files that cables were read from and that are not there any more; what was read stays until it is forgotten."""

import os
import re
from collections.abc import Iterable
from pathlib import PurePath

from ingest.sources.folder_walk import place_of
from ingest.storage.parts import Parts

# A character of a name that `place_of` shows as an escape.
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


def missing_files(parts: Parts, within: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the files, only those at or beneath the places `within` if these are given, that do not exist.

    A catalogue that other machines share names files of theirs: of it, only what is asked for by place is looked
    at. What was sent to a server is not kept as a file, so it is not missed.
    """
    if parts.catalogue.ledger.note("clearance"):  # a copy was not read from files
        return ()
    if within is None:
        places = [] if parts.is_shared else parts.catalogue.ledger.origins()
    else:
        places = _origins_within(parts, set(within))
    sent = re.compile(re.escape(place_of(parts.folder.absolute())) + r"/brought/|/brought/[^/]+/[^/]+$")
    return tuple(each for each in places if _is_missing(each) and not sent.search(each))


def _origins_within(parts: Parts, places: set[str]) -> list[str]:
    """Return the files that cables were read from, only those at or beneath some absolute places."""
    if not places:
        return []
    origins = parts.catalogue.ledger.origins(os.path.commonpath(places))
    return [each for each in origins if not places.isdisjoint((each, *map(str, PurePath(each).parents)))]


def _is_missing(place: str) -> bool:
    """Tell whether there is certainly no file of that name; where nobody lets us look, there may be one."""
    written = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), place)
    return not any(_may_exist(name) for name in {place, written})


def _may_exist(name: str) -> bool:
    try:
        os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):  # a folder above it that we may not look into, or no name of a file
        return True
    return True
