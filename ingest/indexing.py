"""The second stage: word index, statements and vectors are brought up to the catalogue.

A part is written first and noted as held afterwards, and writing it twice does no harm, so that a process that is
killed in between only does a few cables again.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ingest.catalogue import Catalogue, batches
from ingest.embed import Embedder, Reading, Window
from ingest.entries import HEADER, NOBODY, Key, Listing, listing, vector_id
from ingest.progress import Progress
from ingest.statements import hear
from ingest.tokens import Tokens, projection, tokens
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
    """Bring the vectors up to the catalogue, those of whole windows and those of tokens."""
    todo = catalogue.ledger.outdated("vectors")
    done, total = 0, sum(todo.values())
    for batch in batches(todo, _MEANING_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = _listings(catalogue, batch, catalogue.testimony.speakers(batch))
        cut = {
            entry.key: embedder.windows(entry.context, entry.text) for each in listings for entry in each.entries
        }
        read = iter(embedder.read([window.text for windows in cut.values() for window in windows]))
        readings = {key: list(islice(read, len(windows))) for key, windows in cut.items()}
        embedded = {
            vector_id(key, number): reading.vector
            for key, found in readings.items()
            for number, reading in enumerate(found)
        }
        kept = _tokens(catalogue, embedder, cut, readings)
        before = catalogue.ledger.held_ids("vectors", batch)
        after: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in embedded:
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
            edit.keep_tokens(batch, kept)
            edit.hold("vectors", after, revisions)
            edit.count_up("vectors")
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("meaning", done, total, fresh)


def _tokens(
    catalogue: Catalogue,
    embedder: Embedder,
    cut: Mapping[Key, Sequence[Window]],
    readings: Mapping[Key, Sequence[Reading]],
) -> dict[Key, Tokens]:
    """Return the tokens of the paragraphs; the first ones of a library tell onto what all are projected."""
    keys = [key for key in cut if key.ordinal != HEADER]
    if not keys:
        return {}
    onto = catalogue.projection(embedder.name)
    if onto is None:
        onto = projection(reading for key in keys for reading in readings[key])
        with catalogue.edit() as edit:
            edit.keep_projection(embedder.name, onto)
    return {key: tokens(cut[key], readings[key], onto) for key in keys}


def _listings(
    catalogue: Catalogue, ids: list[str], speakers: Mapping[Key, Sequence[str]] = NOBODY
) -> list[Listing]:
    """Return what the indexes should hold of these cables, which is nothing for those that are gone."""
    there = {cable.id: listing(cable, speakers) for cable in catalogue.cables(ids, whole=False)}
    return [there.get(id, Listing(id)) for id in ids]
