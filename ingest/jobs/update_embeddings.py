"""Search by meaning, first half: the texts of new cables are embedded, and the catalogue keeps the embeddings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, tee

import numpy as np

from ingest.catalogue.catalogue import Catalogue
from ingest.domain.keys import HEADER, Key, vector_id
from ingest.embedding.embedder import Embedder, Embedding, Window
from ingest.embedding.late_interaction import Projection, projection
from ingest.embedding.stored_embeddings import StoredEmbedding, digest, kept
from ingest.errors import ReftelError
from ingest.jobs.index_step import to_index
from ingest.jobs.workers import Spread
from ingest.progress import News, Progress
from ingest.search.entries import Entry, Listing

_AT_ONCE = 1 << 20  # characters embedded before their tokens are projected: some 400 MB
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


def embed(
    catalogue: Catalogue,
    embedder: Embedder,
    lender: Catalogue | None = None,
    spread: Spread = map,
    wanted: Callable[[], Sequence[str]] = tuple,
) -> Iterator[Progress]:
    """Embed what is new in the catalogue: vectors of whole windows, and of tokens.

    What this library, or `lender`, has embedded before is not embedded again. `wanted` returns, whenever it is
    asked, the cables that are to come next.
    """
    todo = catalogue.ledger.outdated("embeddings")
    if lender and not _lends(lender, catalogue, embedder):
        lender = None
    done, total = 0, sum(todo.values())
    dues = (_due(catalogue, embedder, batch, lender) for batch in _in_turn(todo, wanted))
    for due, embedded, failed in _embed_all(catalogue, embedder, dues, spread):
        ids: dict[str, list[str]] = {cable: [] for cable in due.cables}
        for key, each in due.by.items():
            ids[key.cable] += (vector_id(key, number) for number in range(len(embedded[each].vectors)))
        with catalogue.edit() as edit:
            edit.embeddings.keep(due.cables, due.by, embedded)
            edit.indexes.hold("embeddings", ids, due.revisions)
            edit.count_up("embeddings")
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
    """Some cables to be indexed by meaning: what can be found of them, the digest of each entry's embedding, and
    the embeddings that are stored already."""

    cables: list[str]
    revisions: dict[str, int]
    listings: list[Listing]
    by: dict[Key, str]
    kept: dict[str, StoredEmbedding]

    @property
    def fresh(self) -> dict[str, Entry]:
        """The entries that were never embedded, by digest."""
        entries = (entry for each in self.listings for entry in each.entries)
        return {self.by[entry.key]: entry for entry in entries if self.by[entry.key] not in self.kept}


def _due(catalogue: Catalogue, embedder: Embedder, cables: list[str], lender: Catalogue | None) -> _Due:
    listings = to_index(catalogue, cables, catalogue.statement_store.speakers(cables))
    by = {entry.key: digest(embedder.name, entry) for each in listings for entry in each.entries}
    found = catalogue.embeddings.of(by.values())
    if lender:
        found |= lender.embeddings.of(by.values() - found.keys())
    return _Due(cables, catalogue.ledger.revisions(cables), listings, by, found)


def _embed_all(
    catalogue: Catalogue, embedder: Embedder, dues: Iterator[_Due], spread: Spread
) -> Iterator[tuple[_Due, dict[str, StoredEmbedding], list[News]]]:
    """Yield what is due with the embedding of each of its entries, by digest, and what could not be embedded."""
    onto = catalogue.embeddings.projection(embedder.name)
    if onto is None and embedder.head is not None:  # it was taught what to keep of a token
        onto = embedder.head
        with catalogue.edit() as edit:
            edit.embeddings.keep_projection(embedder.name, onto)
    while onto is None and (due := next(dues, None)):
        # One after another, until the first embeddings of the library settle what all tokens are projected onto.
        ((fresh, onto, failed),) = spread(partial(_embed, embedder, None), [due.fresh])
        if onto is not None:
            with catalogue.edit() as edit:
                edit.embeddings.keep_projection(embedder.name, onto)
        yield due, due.kept | fresh, failed
    coming, ahead = tee(dues)
    embeddings = spread(partial(_embed, embedder, onto), (each.fresh for each in ahead))
    for due, (fresh, _, failed) in zip(coming, embeddings, strict=True):
        yield due, due.kept | fresh, failed


_Windows = tuple[list[Window], list[Embedding]]


def _embed(
    embedder: Embedder, onto: Projection | None, entries: Mapping[str, Entry]
) -> tuple[dict[str, StoredEmbedding], Projection | None, list[News]]:
    """Return an embedding of each of these entries, what tokens are projected onto, and what failed.

    If it is not known what to project onto, that is learnt from the entries.
    """
    found: dict[str, StoredEmbedding] = {}
    failed: list[News] = []
    for some in _shares(entries):
        windows = _embed_windows(embedder, some, failed)
        of_text = [windows[each][1] for each, entry in some.items() if entry.key.ordinal != HEADER]
        if onto is None and of_text:
            onto = projection(chain.from_iterable(of_text))
        found |= {
            each: kept(*windows[each], None if entry.key.ordinal == HEADER else onto)
            for each, entry in some.items()
        }
    return found, onto, failed


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


def _embed_windows(embedder: Embedder, entries: Mapping[str, Entry], failed: list[News]) -> dict[str, _Windows]:
    """Return the windows of each of these entries and their embeddings.

    A text that the model breaks on is embedded as an empty one, which says nothing, and is reported as failed.
    """
    try:
        cut = {each: embedder.windows(entry.context, entry.text) for each, entry in entries.items()}
        embedded = iter(embedder.read([window.text for windows in cut.values() for window in windows]))
        return {each: (windows, list(islice(embedded, len(windows)))) for each, windows in cut.items()}
    except ReftelError:
        raise
    except Exception as error:  # noqa: BLE001 - one odd text must not keep all others from being embedded
        if len(entries) > 1:
            one_by_one = (_embed_windows(embedder, {each: entry}, failed) for each, entry in entries.items())
            return {each: found for one in one_by_one for each, found in one.items()}
        ((digest, entry),) = entries.items()
        empty = embedder.windows("", "")
        found = embedder.read([window.text for window in empty])  # a model that embeds nothing at all raises here
        failed.append(
            News(str(entry.key), "failed", f"it cannot be indexed by meaning ({error!r}); please report this")
        )
        return {digest: (empty, found)}


def _lends(lender: Catalogue, catalogue: Catalogue, embedder: Embedder) -> bool:
    """Return whether another catalogue's tokens are projected like this one's, which follows where it can."""
    theirs, own = (each.embeddings.projection(embedder.name) for each in (lender, catalogue))
    if theirs is None:
        return False
    if own is None:
        with catalogue.edit() as edit:
            edit.embeddings.keep_projection(embedder.name, theirs)
    return own is None or np.array_equal(own, theirs)
