"""Following a shared catalogue: what lies in this folder is brought up to what others write, beside all else.

No question waits for it: until it is done, what is found is what this folder held before, and what is told of it
stands in the catalogue as it is.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from ingest.catalogue.ledger import Index
from ingest.errors import CatalogueDamaged, LibraryBusy, LibraryDamaged, ReftelError
from ingest.jobs.cleared_copies import bring_up_all
from ingest.jobs.update_indexes import index_meaning, index_words
from ingest.jobs.update_scan import index_scan
from ingest.progress import Progress
from ingest.storage.parts import Parts

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two looks
_MEANING: tuple[Index, ...] = ("scan", "vectors")


@contextmanager
def following(parts: Parts, every: float = EVERY) -> Iterator[None]:
    """Follow in a thread of its own, where the catalogue is shared at all, until one is done."""
    if not parts.is_shared:
        yield
        return
    done = Event()
    thread = Thread(target=_follow, args=(parts, done, every), name="following")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def follow(parts: Parts) -> Iterator[Progress]:
    """Bring this folder up to date with the catalogue, and rebuild what is broken in it.

    Raises LibraryBusy where another process is writing to the folder.
    """
    with parts.writing_here("following", patience=0):
        parts.refresh()
        _turn_to(parts, parts.embedder.name)
        parts.prepare()
        try:
            yield from _index(parts)
        except CatalogueDamaged:  # from which nothing should be rebuilt
            raise
        except LibraryDamaged as error:
            log.warning("%s Rebuilding it.", error)
            _discard(parts, parts.own)
            yield from _index(parts)
        yield from bring_up_all(parts)


def _index(parts: Parts) -> Iterator[Progress]:
    yield from index_words(parts.catalogue, parts.words)
    yield from index_meaning(parts) if "vectors" in parts.own else index_scan(parts.catalogue, parts.scan)


def _follow(parts: Parts, done: Event, every: float) -> None:
    seen, reported = None, ""
    while not done.is_set():
        try:
            stamp = parts.catalogue.database.stamp()
            if stamp != seen:
                for _ in follow(parts):
                    if done.is_set():
                        return
                seen = stamp
            reported = ""
        except LibraryBusy:
            pass
        except ReftelError as error:
            if str(error) != reported:
                reported = str(error)
                log.warning("Changes by other processes are not followed: %s", reported)
        except Exception:  # whatever it is, it must not be the last look
            log.exception("Changes by other processes are not followed")
        done.wait(every)


def _turn_to(parts: Parts, model: str) -> None:
    """Throw away the indexes that hold vectors of another model than the library is embedded by now."""
    for part in set(parts.own).intersection(_MEANING):
        of = parts.catalogue.ledger.note(f"{part} of")
        if of != model:
            if of is not None:
                _discard(parts, (part,))
            with parts.catalogue.edit() as edit:
                edit.note(f"{part} of", model)


def _discard(parts: Parts, broken: tuple[Index, ...]) -> None:
    with parts.catalogue.edit() as edit:
        for part in broken:
            edit.indexes.discard(part)
    parts.discard()
