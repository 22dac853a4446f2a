"""Cleared copies: for each clearance that is asked for, a library beside the whole one that never held more.

A copy is derived from the catalogue as the word index is, and is brought up to it under the same lock. Three
numbers tell how far it is: the catalogue counts every change of its cables as a revision; as of which one a copy
stands is noted in the catalogue and in the copy, which differ where one of them was put back from a backup; and
the copy notes up to which one its own indexes are done.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from more_itertools import chunked

from ingest.domain.cable import Cable
from ingest.domain.clearance import Clearance
from ingest.domain.documents import Document, Parsed
from ingest.domain.pages import Page
from ingest.domain.serialization import sha
from ingest.errors import LibraryDamaged
from ingest.files.enclosure import remove
from ingest.files.lock import PATIENCE
from ingest.jobs.obsolete_parts import make_anew_outgrown
from ingest.jobs.update_indexes import catch_up
from ingest.progress import Progress
from ingest.redaction.blank_memory import blank_memory
from ingest.redaction.redact import RULES, redacted
from ingest.storage.parts import PARTS, Parts

_AT_ONCE = 200  # cables
_FOLDER = "cleared"
_NO_RUN = 0  # a copy keeps no book of what was read


def copies(parts: Parts) -> Iterator[Clearance]:
    """Yield the clearances for which there are copies."""
    for folder in sorted((parts.folder / _FOLDER).glob("*/catalogue.sqlite")):
        yield Clearance.parse(folder.parent.name.replace("+", "/"))


def cleared(parts: Parts, clearance: Clearance, *, patience: float = PATIENCE) -> Parts:
    """Return the copy for a clearance, made if there is none and updated if it is out of date.

    While somebody else is writing, one that only lacks what is new is returned as it is; where it holds what was
    removed or changed, the writer is waited for. So it is where the catalogue is shared, as who serves it brings
    copies up beside. Raises LibraryBusy after `patience` seconds, LibraryError where the library is a copy itself.
    """
    if ready := usable(parts, clearance):
        return ready
    with parts.writing_here("clearance", patience=patience):
        for _ in bring_up(parts, clearance):
            pass
    return _copy(parts, clearance)


def usable(parts: Parts, clearance: Clearance) -> Parts | None:
    """Return the copy for a clearance where `cleared` returns it as it is, None where it has work to do first.

    Raises LibraryError where the library is a copy itself.
    """
    parts.refuse_copy()
    parts.refresh()
    copy = _copy(parts, clearance)
    if _is_level(parts, copy, clearance):
        return copy
    others_write = parts.is_shared or not parts.is_free()
    return copy if others_write and _is_harmless(parts, copy, clearance) else None


def each_copy(parts: Parts) -> Iterator[tuple[Clearance, Parts | None]]:
    """Yield the existing copies, None for one that is too damaged to be opened."""
    for clearance in copies(parts):
        try:
            yield clearance, _copy(parts, clearance)
        except LibraryDamaged:
            yield clearance, None


def make_copy_anew(parts: Parts, clearance: Clearance) -> None:
    """Discard a damaged copy and make it again; nobody else may be writing."""
    parts.forget_copy(_folder(parts, clearance))
    remove(_folder(parts, clearance), within=parts.folder)
    for _ in bring_up(parts, clearance):
        pass


def bring_up_all(parts: Parts) -> Iterator[Progress]:
    """Bring every copy up to the catalogue; nobody else may be writing."""
    for clearance in copies(parts):
        yield from bring_up(parts, clearance)


def bring_up(parts: Parts, clearance: Clearance) -> Iterator[Progress]:
    """Bring one copy up to the catalogue, its cables first; nobody else may be writing."""
    copy = _copy(parts, clearance)
    if _is_level(parts, copy, clearance):
        return
    with copy.writing_here("clearance"):
        copy.prepare()
        if not _has_model(parts, copy):
            copy.discard_all(read_anew=True)
        now = _revision(parts)
        yield from _cut(parts, copy, clearance, _as_of(parts, copy, clearance))
        with copy.catalogue.edit() as edit:
            edit.note("as of", now)
            edit.note("redaction", str(RULES))
        with parts.catalogue.edit() as edit:
            edit.note(f"copy {clearance}", now)
        with blank_memory():
            for progress in catch_up(copy, lender=parts.catalogue):
                yield replace(progress, stage="cleared")
        with copy.catalogue.edit() as edit:
            edit.note("indexed", now)


def make_anew(parts: Parts, *, read_anew: bool) -> Iterator[Progress]:
    """Rebuild the indexes of every copy, like those of the library; nobody else may be writing."""
    for clearance in copies(parts):
        copy = _copy(parts, clearance)
        with copy.catalogue.edit() as edit:
            edit.note("indexed", None)
        copy.discard_all(read_anew=read_anew)
        yield from bring_up(parts, clearance)


def _copy(parts: Parts, clearance: Clearance) -> Parts:
    copy = parts.copy(_folder(parts, clearance))
    make_anew_outgrown(copy)
    if copy.catalogue.ledger.note("clearance") is None:
        with copy.catalogue.edit() as edit:
            edit.note("clearance", str(clearance))
            for part in PARTS:  # where its catalogue was lost, its indexes may hold what it must not
                edit.indexes.discard(part)
    return copy


def _folder(parts: Parts, clearance: Clearance) -> Path:
    return parts.folder / _FOLDER / str(clearance).replace("/", "+")


def _revision(parts: Parts) -> str:
    return parts.catalogue.ledger.note("revision") or "0"


def _as_of(parts: Parts, copy: Parts, clearance: Clearance) -> int:
    """Return as of which revision of the library a copy stands, 0 where that cannot be relied on."""
    ledger = copy.catalogue.ledger
    revision = ledger.note("as of")
    agreed = revision == parts.catalogue.ledger.note(f"copy {clearance}") and ledger.note("redaction") == str(
        RULES
    )
    return int(revision) if revision and agreed else 0


def _is_level(parts: Parts, copy: Parts, clearance: Clearance) -> bool:
    now = _revision(parts)
    is_noted = copy.catalogue.ledger.note("indexed") == now and _has_model(parts, copy)
    return is_noted and str(_as_of(parts, copy, clearance)) == now


def _is_harmless(parts: Parts, copy: Parts, clearance: Clearance) -> bool:
    """Return whether a copy that is behind holds nothing that was removed or changed since."""
    as_of = _as_of(parts, copy, clearance)
    there = set(copy.catalogue.ids())
    return (
        as_of > 0
        and _has_model(parts, copy)
        and there.isdisjoint(parts.catalogue.ledger.changed_since(as_of))
        and there.issubset(parts.catalogue.ids())
        and not any(map(copy.catalogue.ledger.is_stale, PARTS))
    )


def _has_model(parts: Parts, copy: Parts) -> bool:
    return copy.catalogue.ledger.note("embedder") in (None, parts.embedder.name)


def _cut(parts: Parts, copy: Parts, clearance: Clearance, as_of: int) -> Iterator[Progress]:
    """Bring the cables of a copy, which were right as of a revision, up to the catalogue."""
    there = set(copy.catalogue.ids())
    todo = [*there.difference(parts.catalogue.ids()), *parts.catalogue.ledger.changed_since(as_of)]
    if not there.isdisjoint(todo):
        copy.unsay()  # it may tell of what goes now
    done = 0
    for batch in chunked(todo, _AT_ONCE):
        wholes = list(parts.catalogue.cables(batch))
        pages = parts.catalogue.pages([cable.id for cable in wholes])
        left: dict[str, Cable] = {}
        for cable in wholes:
            if (rest := redacted(cable, clearance)) is not cable:
                pages.pop(cable.id, None)  # they would tell how much is hidden
            if rest:
                left[cable.id] = rest
        with copy.catalogue.edit() as edit:
            for id in there.intersection(batch) - left.keys():
                edit.documents.forget_cable(id)
            edit.documents.store(_NO_RUN, [_parsed(cable, pages.get(cable.id, ())) for cable in left.values()])
        done += len(batch)
        yield Progress("cleared", done, len(todo), sum(len(cable.paragraphs) for cable in left.values()))


def _parsed(cable: Cable, pages: tuple[Page, ...]) -> Parsed:
    """Return a cable as the only document of itself: a copy does not know where anything came from."""
    return Parsed(cable.id, Document(cable.id, cable.raw, cable=cable, pages=pages), sha(cable.raw), cable)
