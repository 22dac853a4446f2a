"""The third stage as well: the Chroma collection is brought up to the embeddings in the catalogue."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from more_itertools import chunked
from numpy.typing import NDArray

from ingest.catalogue.catalogue import Catalogue
from ingest.domain.cable import Paragraph
from ingest.domain.keys import HEADER, Key
from ingest.jobs.index_step import index_step
from ingest.progress import Progress
from ingest.search.chroma_metadata import Metadata, metadata
from ingest.search.chroma_store import ChromaStore
from ingest.search.entries import header_text

_AT_ONCE = 200  # cables in one step


def index_vectors(catalogue: Catalogue, vectors: ChromaStore, *, with_texts: bool) -> Iterator[Progress]:
    """Bring the collection up to the cables that are embedded; safe to be killed anywhere, and to repeat.

    `with_texts`: the collection keeps the texts too.
    """
    todo = catalogue.ledger.outdated("vectors", after="embeddings")
    done, total = 0, sum(todo.values())
    for batch in chunked(todo, _AT_ONCE):
        revisions = catalogue.ledger.held_revisions("embeddings", batch)
        embedded = catalogue.embeddings.vectors(batch)
        described, texts = _described(catalogue, batch)
        before = catalogue.ledger.held_ids("vectors", batch)
        after: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in embedded:
            after[id.rpartition("#")[0]].append(id)
        write = partial(_replace, vectors, before, embedded, described, texts if with_texts else None)
        index_step(catalogue, "vectors", after, revisions, write)
        fresh = sum(todo[cable] for cable in batch)
        done += fresh
        yield Progress("meaning", done, total, fresh)


def _replace(
    vectors: ChromaStore,
    before: Mapping[str, Sequence[str]],
    embedded: Mapping[str, NDArray[np.float32]],
    described: Mapping[Key, Metadata],
    texts: Mapping[Key, str] | None,
) -> None:
    """Write vectors in the place of those that these cables had before.

    All of them are removed first, also those that come again: a vector that Chroma writes over another one is not
    always found after. Of 130 so written, one was out of reach in 4 of 20 openings; of 130 removed and then added,
    none.
    """
    vectors.remove([id for ids in before.values() for id in ids])
    vectors.add(embedded, described, texts)


def _described(catalogue: Catalogue, ids: list[str]) -> tuple[dict[Key, Metadata], dict[Key, str]]:
    """Return the metadata and the text of each entry of these cables."""
    speakers = catalogue.statement_store.speakers(ids)
    said: dict[Key, Metadata] = {}
    texts: dict[Key, str] = {}
    for cable in catalogue.cables(ids, whole=False):
        of: tuple[Paragraph | None, ...] = (None, *cable.paragraphs)
        for paragraph in of:
            key = Key(cable.id, paragraph.ordinal if paragraph else HEADER)
            said[key] = metadata(cable, paragraph, speakers.get(key, ()))
            texts[key] = paragraph.text if paragraph else header_text(cable)
    return said, texts
