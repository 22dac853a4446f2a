"""The third stage: what a search by meaning reads is brought up to the vectors, as soon as they are there.

The vectors come from what the catalogue keeps of the readings, so that neither the model nor Chroma is needed.
"""

from collections.abc import Iterator
from functools import partial

from more_itertools import chunked

from ingest.catalogue.catalogue import Catalogue
from ingest.jobs.index_step import index_step
from ingest.progress import Progress
from ingest.search.vector_scan import VectorScan

_AT_ONCE = 200  # cables in one step


def index_scan(catalogue: Catalogue, scan: VectorScan) -> Iterator[Progress]:
    """Bring the scan up to the cables that are held as vectors; safe to be killed anywhere, and to repeat."""
    todo = catalogue.ledger.outdated("scan", after="vectors")
    done, total = 0, sum(todo.values())
    for batch in chunked(todo, _AT_ONCE):
        # Asked before what they tell of: where somebody embeds a cable again meanwhile, it is behind once more.
        revisions = catalogue.ledger.held_revisions("vectors", batch)
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
