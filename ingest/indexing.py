"""The second stage: word index, statements and vectors are brought up to the catalogue.

A part is written first and noted as held afterwards, and writing it twice does no harm, so that a process that is
killed in between only does a few cables again.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.catalogue import Catalogue, batches
from ingest.embed import Embedder
from ingest.entries import Listing, listing, vector_id
from ingest.progress import Progress
from ingest.statements import hear
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.vectors import Vectors

_WORDS_BATCH = 2000  # cables in one commit of the word index
_HEARING_BATCH = 100  # cables heard in one transaction
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


def index_words(catalogue: Catalogue, words: Words) -> Iterator[Progress]:
    """Bring the word index up to the catalogue."""
    todo = catalogue.ledger.outdated("words")
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _WORDS_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = _listings(catalogue, batch)
        words.replace(listings)
        with catalogue.edit() as edit:
            keys = {each.cable: [str(entry.key) for entry in each.entries] for each in listings}
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


def index_meaning(catalogue: Catalogue, vectors: "Vectors", embedder: Embedder) -> Iterator[Progress]:
    """Bring the vectors up to the catalogue."""
    todo = catalogue.ledger.outdated("vectors")
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _MEANING_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = _listings(catalogue, batch)
        texts = {
            vector_id(entry.key, window): text
            for each in listings
            for entry in each.entries
            for window, text in enumerate(embedder.windows(entry.context, entry.text))
        }
        embedded = dict(zip(texts, embedder.encode(list(texts.values())), strict=True)) if texts else {}
        before = catalogue.ledger.held_ids("vectors", batch)
        after: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in texts:
            after[id.rpartition("#")[0]].append(id)
        # Noted before it is done: whatever a kill leaves behind in Chroma, its ids are known to the next run.
        with catalogue.edit() as edit:
            perhaps = {cable: list(dict.fromkeys([*before.get(cable, ()), *after[cable]])) for cable in batch}
            edit.hold("vectors", perhaps, {})
        # All of it, also what comes again: a vector that Chroma writes over another one is not always found after
        # (of 130 so written, one was out of reach in 4 of 20 openings; of 130 removed and added, none).
        vectors.remove([id for ids in before.values() for id in ids])
        vectors.add(embedded, {each.cable: each.facts for each in listings})
        with catalogue.edit() as edit:
            edit.hold("vectors", after, revisions)
            edit.count_up("vectors")
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("meaning", done, total, fresh)


def _listings(catalogue: Catalogue, ids: list[str]) -> list[Listing]:
    """Return what the indexes should hold of these cables, which is nothing for those that are gone."""
    there = {cable.id: listing(cable) for cable in catalogue.cables(ids, whole=False)}
    return [there.get(id, Listing(id)) for id in ids]
