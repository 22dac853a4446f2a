"""The second stage of an ingest: word index, speakers, embeddings and their indexes are brought up to date."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import tee
from typing import TYPE_CHECKING

from more_itertools import chunked

from ingest.attribution.attribute import attribute
from ingest.catalogue.catalogue import Catalogue
from ingest.domain.cable import Cable
from ingest.domain.statements import NO_STATEMENTS, Attributed
from ingest.errors import SourceError
from ingest.jobs.index_step import index_step, to_index
from ingest.jobs.update_embeddings import embed
from ingest.jobs.update_scan import index_scan
from ingest.jobs.update_vectors import index_vectors
from ingest.jobs.workers import Spread
from ingest.progress import News, Progress
from ingest.search.word_index import WordIndex

if TYPE_CHECKING:
    from ingest.storage.parts import Parts

_WORDS_BATCH = 2000  # cables in one commit of the word index
_ATTRIBUTION_BATCH = 100  # cables in one transaction


def catch_up(parts: "Parts", lender: Catalogue | None = None, spread: Spread = map) -> Iterator[Progress]:
    """Bring words, embeddings, vectors and scan up to the catalogue; nobody else may be writing.

    What `lender` has embedded is not embedded again. `spread` says where texts are attributed and embedded.
    """
    yield from index_words(parts.catalogue, parts.words)
    yield from attribute_all(parts.catalogue, spread)
    if parts.catalogue.ledger.outdated("embeddings"):
        with parts.catalogue.edit() as edit:
            edit.note("embedder", parts.embedder.name)
        for progress in embed(parts.catalogue, parts.embedder, lender, spread, parts.wanted.take):
            for _ in _follow_embeddings(parts):  # what is embedded is found at once
                pass
            yield progress
    yield from index_meaning(parts)


def index_meaning(parts: "Parts") -> Iterator[Progress]:
    """Bring the scan and the Chroma collection up to the embeddings; nobody else may be writing."""
    yield from _follow_embeddings(parts)
    parts.finish_vectors()


def _follow_embeddings(parts: "Parts") -> Iterator[Progress]:
    yield from index_scan(parts.catalogue, parts.scan)
    if parts.catalogue.ledger.outdated("vectors", after="embeddings"):
        yield from index_vectors(parts.catalogue, parts.vectors, with_texts=parts.with_texts)


def index_words(catalogue: Catalogue, words: WordIndex) -> Iterator[Progress]:
    """Bring the word index up to the catalogue."""
    todo = catalogue.ledger.outdated("words")
    done, total = 0, sum(todo.values())
    for batch in chunked(todo, _WORDS_BATCH):
        revisions = catalogue.ledger.revisions(batch)
        listings = to_index(catalogue, batch)
        keys = {each.cable: [str(entry.key) for entry in each.entries] for each in listings}
        index_step(catalogue, "words", keys, revisions, partial(words.replace, listings))
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
    """Return who says what in a cable, or why that cannot be said."""
    try:
        return attribute(cable)
    except SourceError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - one odd text must not keep a hundred thousand others from being attributed
        return f"its speakers cannot be identified ({error!r}); please report this"
