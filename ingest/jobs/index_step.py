"""One step of bringing an index up to the catalogue: what it should contain, and how that is written."""

from collections.abc import Callable, Mapping, Sequence

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.ledger import Part
from ingest.catalogue.writer import Edit
from ingest.domain.keys import NOBODY, Key
from ingest.search.entries import Listing, listing


def index_step(
    catalogue: Catalogue,
    part: Part,
    ids: Mapping[str, list[str]],
    revisions: Mapping[str, int],
    write: Callable[[], None],
    *,
    keep: Callable[[Edit], None] | None = None,
) -> None:
    """Write some cables into an index, under these ids, as of these revisions.

    What the index will contain is noted as expected; then it is written; then that is noted as done, together with
    what `keep` stores. So a process that is killed in between only does a few cables again, and nothing is left
    behind of a cable that is forgotten then. Readers reopen the index when its count goes up.
    """
    with catalogue.edit() as edit:
        edit.indexes.expect(part, ids)
    write()
    with catalogue.edit() as edit:
        if keep:
            keep(edit)
        edit.indexes.hold(part, ids, revisions)
        edit.count_up(part)


def to_index(
    catalogue: Catalogue, ids: list[str], speakers: Mapping[Key, Sequence[str]] = NOBODY
) -> list[Listing]:
    """Return what the indexes should contain of these cables, which is nothing for those that are gone."""
    there = {cable.id: listing(cable, speakers) for cable in catalogue.cables(ids, whole=False)}
    return [there.get(id, Listing(id)) for id in ids]
