"""The health of a library: do its parts agree, and is everything found that should be?

What is only not indexed yet is no fault; the next ingest does it.
"""

from collections.abc import Collection, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
from more_itertools import chunked

from ingest.catalogue.ledger import Part
from ingest.domain.clearance import Clearance
from ingest.domain.keys import HEADER, Key, vector_key
from ingest.errors import LibraryDamaged
from ingest.files.lock import PATIENCE
from ingest.jobs.check_catalogue import Damage, damage, mend, some
from ingest.jobs.cleared_copies import bring_up_all, each_copy, make_copy_anew
from ingest.jobs.fill import running
from ingest.jobs.update_indexes import catch_up
from ingest.progress import Progress
from ingest.search.entries import Listing, listing
from ingest.storage.parts import PARTS, Parts

_AT_ONCE = 200  # cables
SAMPLE = 2000  # vectors that are searched for; every one is fetched
_EQUAL = 1e-5  # how far the numbers of a vector may be from those that it was read to be
_MISSES = 0.05  # of the sample: where more are not found, it is the scan that is broken, not a cable in it


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, in plain words, and what mends it: cables to take in again, vectors to drop, or all."""

    part: Part | Literal["catalogue", "cleared"]
    words: str
    cables: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    whole: bool = False
    copy: Clearance | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What a check saw: `faults`, how much was looked at, and how many paragraphs wait to be indexed."""

    faults: tuple[Fault, ...]
    paragraphs: int
    vectors: int
    searched: int
    waiting: int


def check(parts: Parts, *, patience: float = PATIENCE) -> Generator[Progress, None, Health]:
    """Look at everything; nobody may write meanwhile."""
    with parts.writing("check", patience=patience):
        parts.refresh()
        return (yield from _looked_over(parts))


def repair(parts: Parts, *, patience: float = PATIENCE) -> Generator[Progress, None, tuple[Health, Health]]:
    """Mend what is broken, and just that where it is possible, from what was found sound; return the health before
    and after."""
    with parts.writing("repair", patience=patience):
        parts.refresh()
        before, found = yield from _seen(parts)
        if found is None or found.words():
            yield from _mended(parts, found)
        _discard(parts, before)
        strays = [id for fault in before.faults if not fault.whole for id in fault.strays]
        if strays and not any(fault.whole and fault.part == "vectors" for fault in before.faults):
            parts.vectors.remove(strays)
        with suppress(LibraryDamaged):  # by what could not be mended, which the look after this one tells
            yield from catch_up(parts)
            for clearance in dict.fromkeys(fault.copy for fault in before.faults if fault.copy):
                make_copy_anew(parts, clearance)
            yield from bring_up_all(parts)
        return before, (yield from _looked_over(parts))


def _mended(parts: Parts, found: Damage | None) -> Iterator[Progress]:
    if found is None:  # the database could not be read to its end: perhaps it can without its old indexes
        parts.catalogue.integrity.sort_anew()
        found = yield from damage(parts.catalogue)
    with running(parts, []) as run:
        yield from mend(parts.catalogue, found, run)
    if found.projections:
        with parts.catalogue.edit() as edit:
            for part in ("vectors", "scan"):
                edit.indexes.discard(part)


def _discard(parts: Parts, health: Health) -> None:
    for fault in health.faults:
        if fault.part in ("embeddings", *PARTS):
            with parts.catalogue.edit() as edit:
                if fault.whole:
                    edit.indexes.discard(fault.part)
                elif fault.cables:
                    edit.indexes.doubt(fault.part, fault.cables)
    parts.discard()


def _looked_over(parts: Parts) -> Generator[Progress, None, Health]:
    health, _ = yield from _seen(parts)
    return health


def _seen(parts: Parts) -> Generator[Progress, None, tuple[Health, Damage | None]]:
    """Look at everything; without Damage, the catalogue could not be read to its end, and nothing else was."""
    try:
        found = yield from damage(parts.catalogue)
    except LibraryDamaged as error:
        return Health((Fault("catalogue", str(error)),), 0, 0, 0, 0), None
    faults = [Fault("catalogue", words) for words in found.words()]
    everything = parts.catalogue.ids()
    ids = [id for id in everything if id not in found.unsound]
    total = parts.catalogue.count_paragraphs()
    try:
        faults += yield from _words(parts, ids, total)
    except LibraryDamaged as error:
        faults.append(Fault("words", str(error), whole=True))
    lacking = _lacking_embeddings(parts, ids)
    if lacking:
        faults.append(Fault("embeddings", f"cables that lack embeddings: {some(lacking)}", cables=tuple(lacking)))
    ids = [id for id in ids if id not in lacking]
    seen = searched = 0
    try:
        found_faults, seen = yield from _vectors(parts, ids, total)
        faults += found_faults
    except LibraryDamaged as error:
        faults.append(Fault("vectors", str(error), whole=True))
    try:
        found_faults, searched = yield from _scan(parts, ids, total)
        faults += found_faults
    except LibraryDamaged as error:
        faults.append(Fault("scan", str(error), whole=True))
    waiting = max(sum(parts.catalogue.ledger.outdated(part).values()) for part in PARTS)
    for clearance, copy in each_copy(parts):
        wrong = (yield from _looked_over(copy)).faults if copy else (Fault("catalogue", "it cannot be opened"),)
        faults += [
            Fault("cleared", f"copy for {clearance}: {each.part}: {each.words}", copy=clearance) for each in wrong
        ]
    return Health(tuple(faults), total, seen, searched, waiting), found


def _words(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, list[Fault]]:
    parts.words.compare()
    outdated = parts.catalogue.ledger.outdated("words")
    known = done = 0
    wrong: list[str] = []
    for each in _listings(parts, ids):
        held = parts.words.count_of(each.cable)
        known += held
        complete = held == len(each.entries) and all(parts.words.finds(entry) for entry in each.entries)
        if each.cable not in outdated and not complete:
            wrong.append(each.cable)
        done += len(each.entries) - 1
        yield Progress("check words", done, total, len(each.entries) - 1)
    known += sum(parts.words.count_of(id) for id in _others(parts, outdated, ids))
    faults = []
    if wrong:
        faults.append(
            Fault("words", f"cables that are not found by all their words: {some(wrong)}", cables=tuple(wrong))
        )
    if strays := parts.words.count() - known:
        faults.append(Fault("words", f"entries of the word index that belong to no cable: {strays}", whole=True))
    return faults


def _lacking_embeddings(parts: Parts, ids: list[str]) -> list[str]:
    """Return the cables of which an entry has not the vectors and tokens that the catalogue should keep of it."""
    ledger, catalogue = parts.catalogue.ledger, parts.catalogue
    outdated = ledger.outdated("embeddings")
    lacking: list[str] = []
    for batch in chunked((id for id in ids if id not in outdated), _AT_ONCE):
        held = ledger.held_ids("embeddings", batch)
        kept, tokens = catalogue.embeddings.vectors(batch).keys(), catalogue.embeddings.count_tokens(batch)
        paragraphs: dict[str, set[Key]] = {id: {Key(id, HEADER)} for id in batch}
        for key in catalogue.keys(batch):
            paragraphs[key.cable].add(key)
        for id in batch:
            wanted = held.get(id, [])
            whole = kept >= set(wanted) and {vector_key(each) for each in wanted} == paragraphs[id]
            if not whole or tokens.get(id, 0) != len(paragraphs[id]) - 1:
                lacking.append(id)
    return lacking


def _vectors(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, tuple[list[Fault], int]]:
    parts.vectors.probe()
    ledger = parts.catalogue.ledger
    outdated = ledger.outdated("vectors")
    strays = set(parts.vectors.ids())
    seen = done = 0
    lacking: list[str] = []
    for batch in chunked(ids, _AT_ONCE):
        wanted = ledger.held_ids("vectors", batch)
        strays.difference_update(chain(*wanted.values()))
        current = [id for id in batch if id not in outdated]
        embedded = parts.catalogue.embeddings.vectors(current)
        for id in current:
            found = parts.vectors.fetch(wanted.get(id, []))
            same = all(
                each in embedded and np.allclose(vector, embedded[each], atol=_EQUAL)
                for each, vector in found.items()
            )
            if not same or found.keys() != {each for each in embedded if vector_key(each).cable == id}:
                lacking.append(id)
            seen += len(found)
        fresh = len(parts.catalogue.keys(batch))
        done += fresh
        yield Progress("check meaning", done, total, fresh)
    strays.difference_update(chain(*ledger.held_ids("vectors", _others(parts, outdated, ids)).values()))
    faults = []
    if lacking:
        faults.append(Fault("vectors", f"cables that lack vectors: {some(lacking)}", cables=tuple(lacking)))
    if strays:
        words = f"vectors that belong to no cable: {len(strays)}"
        faults.append(Fault("vectors", words, strays=tuple(sorted(strays))))
    return faults, seen


def _scan(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, tuple[list[Fault], int]]:
    parts.scan.compare()
    ledger = parts.catalogue.ledger
    outdated = ledger.outdated("scan")
    there = set(parts.scan.ids())
    stride = max(1, len(there) // SAMPLE)
    strays = there.copy()
    seen = searched = done = 0
    lacking: list[str] = []
    missed: list[str] = []
    for batch in chunked(ids, _AT_ONCE):
        for held in ledger.held_ids("scan", batch).values():
            strays.difference_update(held)
        current = [id for id in batch if id not in outdated]
        wanted = parts.catalogue.embeddings.vectors(current)
        lacking += dict.fromkeys(vector_key(id).cable for id in wanted if id not in there)
        for place, (id, vector) in enumerate(wanted.items(), start=seen):
            if id in there and place % stride == 0:
                searched += 1
                if not parts.scan.finds(id, vector, parts.catalogue.embeddings.vectors_of):
                    missed.append(vector_key(id).cable)
        seen += len(wanted)
        fresh = len(parts.catalogue.keys(current))
        done += fresh
        yield Progress("check scan", done, total, fresh)
    strays.difference_update(chain(*ledger.held_ids("scan", _others(parts, outdated, ids)).values()))
    faults = []
    if lacking:
        faults.append(Fault("scan", f"cables that a search misses: {some(lacking)}", cables=tuple(lacking)))
    if missed:
        words = f"vectors that a search for them does not find: {len(missed)} of {searched}"
        whole = len(missed) > _MISSES * searched
        faults.append(Fault("scan", words, cables=tuple(dict.fromkeys(missed)), whole=whole))
    if strays:
        faults.append(Fault("scan", f"vectors in the scan that belong to no cable: {len(strays)}", whole=True))
    return faults, searched


def _others(parts: Parts, outdated: Collection[str], ids: Collection[str]) -> list[str]:
    """Return the cables that a part may hold besides these."""
    return list({*outdated, *parts.catalogue.ids()} - set(ids))


def _listings(parts: Parts, ids: list[str]) -> Iterator[Listing]:
    for batch in chunked(ids, _AT_ONCE):
        yield from (listing(cable) for cable in parts.catalogue.cables(batch, whole=False))
