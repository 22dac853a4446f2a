"""The third stage: the vector scan is brought up to the embeddings in the catalogue, as soon as they are there."""

from collections.abc import Iterator
from functools import partial

from more_itertools import chunked

from ingest.catalogue.catalogue import Catalogue
from ingest.jobs.index_step import index_step
from ingest.progress import Progress
from ingest.search.vector_scan import VectorScan

_AT_ONCE = 200  # cables in one step


def index_scan(catalogue: Catalogue, scan: VectorScan) -> Iterator[Progress]:
    """Bring the scan up to the cables that are embedded; safe to be killed anywhere, and to repeat."""
    todo = catalogue.ledger.outdated("scan", after="embeddings")
    done, total = 0, sum(todo.values())
    for batch in chunked(todo, _AT_ONCE):
        # Asked before what they tell of: where somebody embeds a cable again meanwhile, it is behind once more.
        revisions = catalogue.ledger.held_revisions("embeddings", batch)
        vectors = catalogue.embeddings.vectors(batch)
        ids: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in vectors:
            ids[id.rpartition("#")[0]].append(id)
        index_step(
            catalogue, "scan", ids, revisions, partial(scan.replace, batch, vectors, catalogue.facts(batch))
        )
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("meaning", done, total, fresh)
