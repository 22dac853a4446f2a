"""Parts of a library in the format of an earlier version: they are rebuilt.

The migration of the catalogue that goes with the new format notes them as outgrown, and the note stays until they
are made; so whoever opens the library next goes on where a process was killed. Vectors are rebuilt by those who
live on, which will search them: of a large library that takes minutes.
"""

import logging
from itertools import chain

from ingest.catalogue.ledger import Index
from ingest.storage.parts import Parts

_log = logging.getLogger(__name__)


def make_anew_outgrown(parts: Parts) -> None:
    """Rebuild the parts noted as outgrown, from the catalogue alone; raises LibraryBusy as every writer does."""
    if not _outgrown(parts):
        return
    from ingest.jobs.update_indexes import index_meaning, index_words
    from ingest.jobs.update_scan import index_scan

    with parts.writing("upgrading the indexes"):
        due = _outgrown(parts)  # another process may have done it meanwhile
        if not due:
            return
        _log.warning("Rebuilding the indexes of the library, whose format has changed ...")
        with parts.catalogue.edit() as edit:
            for part in due:
                edit.indexes.discard(part)
        parts.prepare()
        by_meaning = index_meaning(parts) if "vectors" in due else index_scan(parts.catalogue, parts.scan)
        for _ in chain(index_words(parts.catalogue, parts.words), by_meaning):
            pass
        with parts.catalogue.edit() as edit:
            for part in due:
                edit.note(f"outgrown {part}", None)


def _outgrown(parts: Parts) -> list[Index]:
    read: tuple[Index, ...] = ("words", "scan")
    if parts.lives_on and not parts.is_read_only:  # where nobody can write, Chroma does not search
        read = (*read, "vectors")
    return [part for part in read if parts.catalogue.ledger.note(f"outgrown {part}")]
