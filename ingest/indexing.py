"""The second stage: word index, statements and vectors are brought up to the catalogue.

What a part will hold is noted as expected, then it is written, then that is noted as held, and writing it twice
does no harm. So a process that is killed in between only does a few cables again, and of a cable that is forgotten
then nothing is left behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from ingest.catalogue import Catalogue, batches
from ingest.embed import Embedder, Reading
from ingest.entries import HEADER, NOBODY, Entry, Key, Listing, listing, vector_id
from ingest.progress import Progress
from ingest.readings import Kept, digest, kept
from ingest.scanning import index_scan
from ingest.statements import hear
from ingest.tokens import Projection, projection
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.parts import Parts
    from ingest.vectors import Vectors

_WORDS_BATCH = 2000  # cables in one commit of the word index
_HEARING_BATCH = 100  # cables heard in one transaction
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


def catch_up(parts: "Parts", lender: Catalogue | None = None) -> Iterator[Progress]:
    """Bring words, vectors and scan up to the catalogue; nobody else may be writing.

    What `lender` has read by meaning is not read again.
    """
    yield from index_words(parts.catalogue, parts.words)
    yield from hear_all(parts.catalogue)
    if parts.catalogue.ledger.outdated("vectors"):
        with parts.catalogue.edit() as edit:
            edit.note("embedder", parts.embedder.name)
        for progress in index_meaning(parts.catalogue, parts.vectors, parts.embedder, lender):
            for _ in index_scan(parts.catalogue, parts.scan):  # what is embedded is found at once
                pass
            yield progress
    yield from index_scan(parts.catalogue, parts.scan)


def index_words(catalogue: Catalogue, words: Words) -> Iterator[Progress]:
    """Bring the word index up to the catalogue."""
    todo = catalogue.ledger.outdated("words")
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _WORDS_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = _listings(catalogue, batch)
        keys = {each.cable: [str(entry.key) for entry in each.entries] for each in listings}
        with catalogue.edit() as edit:
            edit.expect("words", keys)
        words.replace(listings)
        with catalogue.edit() as edit:
            edit.hold("words", keys, revisions)
            edit.count_up("words")
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("words", done, total, fresh)


def hear_all(catalogue: Catalogue) -> Iterator[Progress]:
    """Find out who says what in the cables of which that is not known yet."""
    todo = catalogue.testimony.outdated()
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _HEARING_BATCH):
        heard = {cable.id: hear(cable) for cable in catalogue.cables(batch, whole=False)}
        with catalogue.edit() as edit:
            edit.hear(heard)
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("statements", done, total, fresh)


def index_meaning(
    catalogue: Catalogue, vectors: "Vectors", embedder: Embedder, lender: Catalogue | None = None
) -> Iterator[Progress]:
    """Bring the vectors up to the catalogue, those of whole windows and those of tokens.

    What this library, or `lender`, has read before is not read again.
    """
    todo = catalogue.ledger.outdated("vectors")
    if lender and not _lends(lender, catalogue, embedder):
        lender = None
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _MEANING_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = _listings(catalogue, batch, catalogue.testimony.speakers(batch))
        entries = [entry for each in listings for entry in each.entries]
        by = {entry.key: digest(embedder.name, entry) for entry in entries}
        read = _readings(catalogue, embedder, {by[entry.key]: entry for entry in entries}, lender)
        embedded = {
            vector_id(key, number): vector
            for key, reading in by.items()
            for number, vector in enumerate(read[reading].vectors)
        }
        before = catalogue.ledger.held_ids("vectors", batch)
        after: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in embedded:
            after[id.rpartition("#")[0]].append(id)
        with catalogue.edit() as edit:
            edit.expect("vectors", after)
        # All of it, also what comes again: a vector that Chroma writes over another one is not always found after
        # (of 130 so written, one was out of reach in 4 of 20 openings; of 130 removed and added, none).
        vectors.remove([id for ids in before.values() for id in ids])
        vectors.add(embedded, {each.cable: each.facts for each in listings})
        with catalogue.edit() as edit:
            edit.keep_readings(batch, by, read)
            edit.hold("vectors", after, revisions)
            edit.count_up("vectors")
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("meaning", done, total, fresh)


def _readings(
    catalogue: Catalogue, embedder: Embedder, entries: Mapping[str, Entry], lender: Catalogue | None
) -> dict[str, Kept]:
    """Return a reading of each of these entries, by digest: one that is kept or lent, or else a new one."""
    found = catalogue.readings(entries)
    if lender:
        found |= lender.readings(entries.keys() - found.keys())
    fresh = {each: entry for each, entry in entries.items() if each not in found}
    cut = {each: embedder.windows(entry.context, entry.text) for each, entry in fresh.items()}
    read = iter(embedder.read([window.text for windows in cut.values() for window in windows]) if cut else ())
    readings = {each: list(islice(read, len(windows))) for each, windows in cut.items()}
    of_text = (readings[each] for each, entry in fresh.items() if entry.key.ordinal != HEADER)
    onto = _projection(catalogue, embedder, chain.from_iterable(of_text))
    for each, entry in fresh.items():
        found[each] = kept(cut[each], readings[each], None if entry.key.ordinal == HEADER else onto)
    return found


def _projection(catalogue: Catalogue, embedder: Embedder, readings: Iterator[Reading]) -> Projection | None:
    """Return what tokens are projected onto, which the first readings of a library tell; None before those."""
    onto = catalogue.projection(embedder.name)
    first = next(readings, None)
    if onto is None and first is not None:
        onto = projection([first, *readings])
        with catalogue.edit() as edit:
            edit.keep_projection(embedder.name, onto)
    return onto


def _lends(lender: Catalogue, catalogue: Catalogue, embedder: Embedder) -> bool:
    """Return whether another catalogue's tokens are projected like this one's, which follows where it can."""
    theirs, own = (each.projection(embedder.name) for each in (lender, catalogue))
    if theirs is None:
        return False
    if own is None:
        with catalogue.edit() as edit:
            edit.keep_projection(embedder.name, theirs)
    return own is None or np.array_equal(own, theirs)


def _listings(
    catalogue: Catalogue, ids: list[str], speakers: Mapping[Key, Sequence[str]] = NOBODY
) -> list[Listing]:
    """Return what the indexes should hold of these cables, which is nothing for those that are gone."""
    there = {cable.id: listing(cable, speakers) for cable in catalogue.cables(ids, whole=False)}
    return [there.get(id, Listing(id)) for id in ids]
