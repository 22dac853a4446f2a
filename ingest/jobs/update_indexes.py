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
from more_itertools import chunked

from ingest.attribution.attribute import NO_STATEMENTS, Attributed, attribute
from ingest.catalogue.catalogue import Catalogue
from ingest.domain.cable import Cable
from ingest.domain.keys import HEADER, NOBODY, Key, vector_id
from ingest.embedding.embedder import Embedder, Embedding, Window
from ingest.embedding.late_interaction import Projection, projection
from ingest.embedding.stored_embeddings import StoredEmbedding, digest, kept
from ingest.errors import ReftelError, SourceError
from ingest.jobs.update_scan import index_scan
from ingest.jobs.workers import Spread
from ingest.progress import News, Progress
from ingest.search.entries import Entry, Listing, listing
from ingest.search.word_index import WordIndex

if TYPE_CHECKING:
    from ingest.search.chroma_store import ChromaStore
    from ingest.storage.parts import Parts

_WORDS_BATCH = 2000  # cables in one commit of the word index
_ATTRIBUTION_BATCH = 100  # cables heard in one transaction
_AT_ONCE = 1 << 20  # characters read by meaning before their tokens are projected: some 400 MB
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


def catch_up(parts: "Parts", lender: Catalogue | None = None, spread: Spread = map) -> Iterator[Progress]:
    """Bring words, vectors and scan up to the catalogue; nobody else may be writing.

    What `lender` has read by meaning is not read again. `spread` says where texts are heard and read.
    """
    yield from index_words(parts.catalogue, parts.words)
    yield from attribute_all(parts.catalogue, spread)
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


def index_words(catalogue: Catalogue, words: WordIndex) -> Iterator[Progress]:
    """Bring the word index up to the catalogue."""
    todo = catalogue.ledger.outdated("words")
    done, total = 0, sum(todo.values())
    for batch in chunked(todo, _WORDS_BATCH):
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


def attribute_all(catalogue: Catalogue, spread: Spread = map) -> Iterator[Progress]:
    """Find out who says what in the cables of which that is not known yet."""
    todo = catalogue.statement_store.outdated()
    done, total = 0, sum(todo.values())
    coming, ahead = tee(chunked(todo, _ATTRIBUTION_BATCH))
    cables = (list(catalogue.cables(batch, whole=False)) for batch in ahead)
    for batch, attributed in zip(coming, spread(_attributed, cables), strict=True):
        with catalogue.edit() as edit:
            edit.store_statements(
                {id: each if isinstance(each, Attributed) else NO_STATEMENTS for id, each in attributed.items()}
            )
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        news = tuple(News(id, "failed", each) for id, each in attributed.items() if isinstance(each, str))
        yield Progress("statements", done, total, fresh, news)


def _attributed(cables: Iterable[Cable]) -> dict[str, Attributed | str]:
    return {cable.id: _attributed_cable(cable) for cable in cables}


def _attributed_cable(cable: Cable) -> Attributed | str:
    """Return what a cable lets be heard, or why nothing is."""
    try:
        return attribute(cable)
    except SourceError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - one odd text must not keep a hundred thousand others unheard
        return f"its speakers cannot be identified ({error!r}); please report this"


def index_meaning(
    catalogue: Catalogue,
    vectors: "ChromaStore",
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
    for due, read, failed in _read_all(catalogue, embedder, dues, spread):
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
        yield Progress("meaning", done, total, fresh, tuple(failed))


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
    kept: dict[str, StoredEmbedding]

    @property
    def fresh(self) -> dict[str, Entry]:
        """The entries that were never read, by digest."""
        entries = (entry for each in self.listings for entry in each.entries)
        return {self.by[entry.key]: entry for entry in entries if self.by[entry.key] not in self.kept}


def _due(catalogue: Catalogue, embedder: Embedder, cables: list[str], lender: Catalogue | None) -> _Due:
    listings = _listings(catalogue, cables, catalogue.statement_store.speakers(cables))
    by = {entry.key: digest(embedder.name, entry) for each in listings for entry in each.entries}
    found = catalogue.readings(by.values())
    if lender:
        found |= lender.readings(by.values() - found.keys())
    return _Due(cables, catalogue.ledger.revisions(cables), listings, by, found)


def _read_all(
    catalogue: Catalogue, embedder: Embedder, dues: Iterator[_Due], spread: Spread
) -> Iterator[tuple[_Due, dict[str, StoredEmbedding], list[News]]]:
    """Yield what is due with a reading of each of its entries, by digest, and what could not be read."""
    onto = catalogue.projection(embedder.name)
    while onto is None and (due := next(dues, None)):
        # One after another, until the first readings of the library tell what all tokens are projected onto.
        ((read, onto, failed),) = spread(partial(_read, embedder, None), [due.fresh])
        if onto is not None:
            with catalogue.edit() as edit:
                edit.keep_projection(embedder.name, onto)
        yield due, due.kept | read, failed
    coming, ahead = tee(dues)
    readings = spread(partial(_read, embedder, onto), (each.fresh for each in ahead))
    for due, (read, _, failed) in zip(coming, readings, strict=True):
        yield due, due.kept | read, failed


_Windows = tuple[list[Window], list[Embedding]]


def _read(
    embedder: Embedder, onto: Projection | None, entries: Mapping[str, Entry]
) -> tuple[dict[str, StoredEmbedding], Projection | None, list[News]]:
    """Return a reading of each of these entries, what tokens are projected onto, and what could not be read.

    The entries tell what to project onto if it is None.
    """
    read: dict[str, StoredEmbedding] = {}
    failed: list[News] = []
    for some in _shares(entries):
        readings = _windows_read(embedder, some, failed)
        of_text = [readings[each][1] for each, entry in some.items() if entry.key.ordinal != HEADER]
        if onto is None and of_text:
            onto = projection(chain.from_iterable(of_text))
        read |= {
            each: kept(*readings[each], None if entry.key.ordinal == HEADER else onto)
            for each, entry in some.items()
        }
    return read, onto, failed


def _shares(entries: Mapping[str, Entry]) -> Iterator[dict[str, Entry]]:
    """Yield these entries so many at a time that the tokens of all their windows can be held in memory."""
    share: dict[str, Entry] = {}
    length = 0
    for each, entry in entries.items():
        if share and length + len(entry.text) > _AT_ONCE:
            yield share
            share, length = {}, 0
        share[each] = entry
        length += len(entry.text)
    if share:
        yield share


def _windows_read(embedder: Embedder, entries: Mapping[str, Entry], failed: list[News]) -> dict[str, _Windows]:
    """Return the windows of each of these entries and their readings.

    A text that the model breaks on is read as an empty one, which says nothing, and is told as failed.
    """
    try:
        cut = {each: embedder.windows(entry.context, entry.text) for each, entry in entries.items()}
        read = iter(embedder.read([window.text for windows in cut.values() for window in windows]))
        return {each: (windows, list(islice(read, len(windows)))) for each, windows in cut.items()}
    except ReftelError:
        raise
    except Exception as error:  # noqa: BLE001 - one odd text must not keep all others from being embedded
        if len(entries) > 1:
            one_by_one = (_windows_read(embedder, {each: entry}, failed) for each, entry in entries.items())
            return {each: found for one in one_by_one for each, found in one.items()}
        ((digest, entry),) = entries.items()
        empty = embedder.windows("", "")
        found = embedder.read([window.text for window in empty])  # a model that reads nothing at all is told so
        failed.append(
            News(str(entry.key), "failed", f"its meaning cannot be indexed ({error!r}); please report this")
        )
        return {digest: (empty, found)}


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
