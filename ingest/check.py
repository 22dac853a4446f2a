"""The health of a library: do its parts agree, and is everything found that should be?

What is only not indexed yet is no fault; the next ingest does it.
"""

import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np

from ingest.catalogue import batches
from ingest.entries import Listing, listing, vector_key
from ingest.errors import LibraryDamaged
from ingest.indexing import catch_up
from ingest.ledger import Part
from ingest.lock import PATIENCE, writing
from ingest.parts import PARTS, Parts
from ingest.progress import Progress

_AT_ONCE = 200  # cables
_PROBE_SECONDS = 600.0  # a killed load of 90,000 vectors took half a minute to open
SAMPLE = 2000  # vectors that are searched for; every one is fetched
_MISSES = 0.05  # of the sample: where more are not found, it is the scan that is broken, not a cable in it


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, in plain words, and what mends it: cables to take in again, vectors to drop, or all."""

    part: Part | Literal["catalogue"]
    words: str
    cables: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    whole: bool = False


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
    with writing(parts.folder, "check", patience=patience):
        parts.refresh()
        return (yield from _looked_over(parts))


def repair(parts: Parts, *, patience: float = PATIENCE) -> Generator[Progress, None, tuple[Health, Health]]:
    """Mend what can be derived again, just what is broken where that is possible; return the health before
    and after."""
    with writing(parts.folder, "repair", patience=patience):
        parts.refresh()
        before = yield from _looked_over(parts)
        for fault in before.faults:
            if fault.part == "catalogue":
                continue
            with parts.catalogue.edit() as edit:
                if fault.whole:
                    edit.discard(fault.part)
                elif fault.cables:
                    edit.doubt(fault.part, fault.cables)
        parts.discard()
        strays = [id for fault in before.faults if not fault.whole for id in fault.strays]
        if strays and not any(fault.whole and fault.part == "vectors" for fault in before.faults):
            parts.vectors.remove(strays)
        yield from catch_up(parts)
        return before, (yield from _looked_over(parts))


def _looked_over(parts: Parts) -> Generator[Progress, None, Health]:
    faults = [Fault("catalogue", words) for words in parts.catalogue.faults()]
    ids = parts.catalogue.ids()
    total = parts.catalogue.count_paragraphs()
    try:
        faults += yield from _words(parts, ids, total)
    except LibraryDamaged as error:
        faults.append(Fault("words", str(error), whole=True))
    seen = searched = 0
    try:
        found, seen = yield from _vectors(parts, ids, total)
        faults += found
    except LibraryDamaged as error:
        faults.append(Fault("vectors", str(error), whole=True))
    try:
        found, searched = yield from _scan(parts, ids, total)
        faults += found
    except LibraryDamaged as error:
        faults.append(Fault("scan", str(error), whole=True))
    waiting = max(sum(parts.catalogue.ledger.outdated(part).values()) for part in PARTS)
    return Health(tuple(faults), total, seen, searched, waiting)


def _words(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, list[Fault]]:
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
    known += sum(parts.words.count_of(id) for id in set(outdated) - set(ids))
    faults = []
    if wrong:
        faults.append(
            Fault("words", f"cables that are not found by all of their words: {_some(wrong)}", cables=tuple(wrong))
        )
    if strays := parts.words.count() - known:
        faults.append(Fault("words", f"entries of the word index that belong to no cable: {strays}", whole=True))
    return faults


def _vectors(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, tuple[list[Fault], int]]:
    _probe(parts)
    ledger = parts.catalogue.ledger
    outdated = ledger.outdated("vectors")
    strays = set(parts.vectors.ids())
    seen = done = 0
    lacking: list[str] = []
    for each in _listings(parts, ids):
        wanted = ledger.held_ids("vectors", [each.cable]).get(each.cable, [])
        strays.difference_update(wanted)
        if each.cable in outdated:
            continue
        found = parts.vectors.fetch(wanted)
        unit = all(abs(float(np.linalg.norm(vector)) - 1) < 0.01 for vector in found.values())
        entries = {entry.key for entry in each.entries}
        read = parts.catalogue.vectors([each.cable])
        kept = parts.catalogue.count_tokens([each.cable]).get(each.cable, 0)
        whole = len(found) == len(wanted) and read.keys() == set(wanted) and kept == len(each.entries) - 1
        if not unit or not whole or {vector_key(id) for id in wanted} != entries:
            lacking.append(each.cable)
        seen += len(found)
        done += len(each.entries) - 1
        yield Progress("check meaning", done, total, len(each.entries) - 1)
    strays.difference_update(chain(*ledger.held_ids("vectors", list(set(outdated) - set(ids))).values()))
    faults = []
    if lacking:
        faults.append(Fault("vectors", f"cables that lack vectors: {_some(lacking)}", cables=tuple(lacking)))
    if strays:
        words = f"vectors that belong to no cable: {len(strays)}"
        faults.append(Fault("vectors", words, strays=tuple(sorted(strays))))
    return faults, seen


def _scan(parts: Parts, ids: list[str], total: int) -> Generator[Progress, None, tuple[list[Fault], int]]:
    ledger = parts.catalogue.ledger
    outdated = ledger.outdated("scan")
    there = set(parts.scan.ids())
    stride = max(1, len(there) // SAMPLE)
    strays = there.copy()
    seen = searched = done = 0
    lacking: list[str] = []
    missed: list[str] = []
    for batch in batches(ids, _AT_ONCE):
        for held in ledger.held_ids("scan", batch).values():
            strays.difference_update(held)
        current = [id for id in batch if id not in outdated]
        wanted = parts.catalogue.vectors(current)
        lacking += dict.fromkeys(vector_key(id).cable for id in wanted if id not in there)
        for place, (id, vector) in enumerate(wanted.items(), start=seen):
            if id in there and place % stride == 0:
                searched += 1
                if not parts.scan.finds(id, vector):
                    missed.append(vector_key(id).cable)
        seen += len(wanted)
        fresh = len(parts.catalogue.keys(current))
        done += fresh
        yield Progress("check scan", done, total, fresh)
    strays.difference_update(chain(*ledger.held_ids("scan", list(set(outdated) - set(ids))).values()))
    faults = []
    if lacking:
        faults.append(Fault("scan", f"cables that a search lacks: {_some(lacking)}", cables=tuple(lacking)))
    if missed:
        words = f"vectors that a search for themselves does not find: {len(missed)} of {searched}"
        whole = len(missed) > _MISSES * searched
        faults.append(Fault("scan", words, cables=tuple(dict.fromkeys(missed)), whole=whole))
    if strays:
        faults.append(Fault("scan", f"vectors of a search that belong to no cable: {len(strays)}", whole=True))
    return faults, searched


def _listings(parts: Parts, ids: list[str]) -> Iterator[Listing]:
    for batch in batches(ids, _AT_ONCE):
        yield from (listing(cable) for cable in parts.catalogue.cables(batch, whole=False))


def _probe(parts: Parts) -> None:
    """Open the vectors in a process of their own first: over some damage Chroma takes its process with it."""
    code = "import sys; sys.path[:] = sys.argv[2:]; from ingest.vectors import probe; probe(sys.argv[1])"
    command = [sys.executable, "-c", code, str(parts.folder / "vectors"), *sys.path]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PROBE_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise LibraryDamaged("the vectors cannot be opened and searched") from error


def _some(cables: list[str]) -> str:
    return f"{len(cables)} ({', '.join(cables[:3])}{', ...' if len(cables) > 3 else ''})"
