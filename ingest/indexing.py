"""The second stage: word index, statements and vectors are brought up to the catalogue.

What a part will hold is noted as expected, then it is written, then that is noted as held, and writing it twice
does no harm. So a process that is killed in between only does a few cables again, and of a cable that is forgotten
then nothing is left behind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, tee
from typing import TYPE_CHECKING

import numpy as np

from ingest.cable import Cable
from ingest.catalogue import Catalogue, batches
from ingest.crew import Spread
from ingest.embed import Embedder
from ingest.entries import HEADER, NOBODY, Entry, Key, Listing, listing, vector_id
from ingest.progress import Progress
from ingest.readings import Kept, digest, kept
from ingest.scanning import index_scan
from ingest.statements import Heard, hear
from ingest.tokens import Projection, projection
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.parts import Parts
    from ingest.vectors import Vectors

_WORDS_BATCH = 2000  # cables in one commit of the word index
_HEARING_BATCH = 100  # cables heard in one transaction
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


def catch_up(parts: "Parts", lender: Catalogue | None = None, spread: Spread = map) -> Iterator[Progress]:
    """Bring words, vectors and scan up to the catalogue; nobody else may be writing.

    What `lender` has read by meaning is not read again. `spread` says where texts are heard and read.
    """
    yield from index_words(parts.catalogue, parts.words)
    yield from hear_all(parts.catalogue, spread)
    if parts.catalogue.ledger.outdated("vectors"):
        with parts.catalogue.edit() as edit:
            edit.note("embedder", parts.embedder.name)
        for progress in index_meaning(
            parts.catalogue, parts.vectors, parts.embedder, lender, spread, parts.wanted.take
        ):
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


def hear_all(catalogue: Catalogue, spread: Spread = map) -> Iterator[Progress]:
    """Find out who says what in the cables of which that is not known yet."""
    todo = catalogue.testimony.outdated()
    done, total = 0, sum(todo.values())
    coming, ahead = tee(batches(todo, _HEARING_BATCH))
    cables = (list(catalogue.cables(batch, whole=False)) for batch in ahead)
    for batch, heard in zip(coming, spread(_heard, cables), strict=True):
        with catalogue.edit() as edit:
            edit.hear(heard)
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("statements", done, total, fresh)


def _heard(cables: Iterable[Cable]) -> dict[str, Heard]:
    return {cable.id: hear(cable) for cable in cables}


def index_meaning(
    catalogue: Catalogue,
    vectors: "Vectors",
    embedder: Embedder,
    lender: Catalogue | None = None,
    spread: Spread = map,
    wanted: Callable[[], Sequence[str]] = tuple,
) -> Iterator[Progress]:
    """Bring the vectors up to the catalogue, those of whole windows and those of tokens.

    What this library, or `lender`, has read before is not read again. `wanted` tells, whenever it is asked, which
    cables are to come next.
    """
    todo = catalogue.ledger.outdated("vectors")
    if lender and not _lends(lender, catalogue, embedder):
        lender = None
    done, total = 0, sum(todo.values())
    dues = (_due(catalogue, embedder, batch, lender) for batch in _in_turn(todo, wanted))
    for due, read in _read_all(catalogue, embedder, dues, spread):
        embedded = {
            vector_id(key, number): vector
            for key, reading in due.by.items()
            for number, vector in enumerate(read[reading].vectors)
        }
        before = catalogue.ledger.held_ids("vectors", due.cables)
        after: dict[str, list[str]] = {cable: [] for cable in due.cables}
        for id in embedded:
            after[id.rpartition("#")[0]].append(id)
        with catalogue.edit() as edit:
            edit.expect("vectors", after)
        # All of it, also what comes again: a vector that Chroma writes over another one is not always found after
        # (of 130 so written, one was out of reach in 4 of 20 openings; of 130 removed and added, none).
        vectors.remove([id for ids in before.values() for id in ids])
        vectors.add(embedded, {each.cable: each.facts for each in due.listings})
        with catalogue.edit() as edit:
            edit.keep_readings(due.cables, due.by, read)
            edit.hold("vectors", after, due.revisions)
            edit.count_up("vectors")
        fresh = sum(todo[cable] for cable in due.cables)
        done += fresh
        yield Progress("meaning", done, total, fresh)


def _in_turn(todo: Iterable[str], wanted: Callable[[], Sequence[str]]) -> Iterator[list[str]]:
    """Yield cables by the batch: before each one those that are wanted by then, and else as they come."""
    left, first = dict.fromkeys(todo), dict[str, None]()
    while left:
        first |= dict.fromkeys(wanted())
        batch = list(islice((id for id in first if id in left), _MEANING_BATCH)) or list(
            islice(left, _MEANING_BATCH)
        )
        for id in batch:
            del left[id]
        yield batch


@dataclass(frozen=True, slots=True)
class _Due:
    """Some cables to be indexed by meaning: what is to be found of them, the digest of each entry's reading, and
    those of the readings that there are."""

    cables: list[str]
    revisions: dict[str, int]
    listings: list[Listing]
    by: dict[Key, str]
    kept: dict[str, Kept]

    @property
    def fresh(self) -> dict[str, Entry]:
        """The entries that were never read, by digest."""
        entries = (entry for each in self.listings for entry in each.entries)
        return {self.by[entry.key]: entry for entry in entries if self.by[entry.key] not in self.kept}


def _due(catalogue: Catalogue, embedder: Embedder, cables: list[str], lender: Catalogue | None) -> _Due:
    listings = _listings(catalogue, cables, catalogue.testimony.speakers(cables))
    by = {entry.key: digest(embedder.name, entry) for each in listings for entry in each.entries}
    found = catalogue.readings(by.values())
    if lender:
        found |= lender.readings(by.values() - found.keys())
    return _Due(cables, catalogue.ledger.revisions(cables), listings, by, found)


def _read_all(
    catalogue: Catalogue, embedder: Embedder, dues: Iterator[_Due], spread: Spread
) -> Iterator[tuple[_Due, dict[str, Kept]]]:
    """Yield what is due with a reading of each of its entries, by digest."""
    onto = catalogue.projection(embedder.name)
    while onto is None and (due := next(dues, None)):
        # One after another, until the first readings of the library tell what all tokens are projected onto.
        ((read, onto),) = spread(partial(_read, embedder, None), [due.fresh])
        if onto is not None:
            with catalogue.edit() as edit:
                edit.keep_projection(embedder.name, onto)
        yield due, due.kept | read
    coming, ahead = tee(dues)
    readings = spread(partial(_read, embedder, onto), (each.fresh for each in ahead))
    for due, (read, _) in zip(coming, readings, strict=True):
        yield due, due.kept | read


def _read(
    embedder: Embedder, onto: Projection | None, entries: Mapping[str, Entry]
) -> tuple[dict[str, Kept], Projection | None]:
    """Return a reading of each of these entries, and what tokens are projected onto; they tell if it is None."""
    cut = {each: embedder.windows(entry.context, entry.text) for each, entry in entries.items()}
    read = iter(embedder.read([window.text for windows in cut.values() for window in windows]) if cut else ())
    readings = {each: list(islice(read, len(windows))) for each, windows in cut.items()}
    of_text = [readings[each] for each, entry in entries.items() if entry.key.ordinal != HEADER]
    if onto is None and of_text:
        onto = projection(chain.from_iterable(of_text))
    return {
        each: kept(cut[each], readings[each], None if entry.key.ordinal == HEADER else onto)
        for each, entry in entries.items()
    }, onto


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
