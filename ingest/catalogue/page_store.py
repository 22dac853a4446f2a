"""The pages of documents in the catalogue: stored with the document, read by the cable that it makes."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from ingest.catalogue.database import Database, named
from ingest.catalogue.seals import broken, sealed, select_sealed, sound
from ingest.catalogue.tables import cables, documents, pages
from ingest.domain.pages import Page

_OF_CABLES = (
    select_sealed(pages)
    .add_columns(cables.c.id.label("cable"))
    .join(cables, cables.c.document == pages.c.document)
    .where(named(cables.c.id))
    .order_by(pages.c.document, pages.c.start, pages.c.number)
)


def of_cables(database: Database, ids: Collection[str]) -> dict[str, tuple[Page, ...]]:
    """Return the pages of the texts that answer for these cables, in order; a cable without pages is left out.

    Raises LibraryDamaged where one is not as it was stored.
    """
    found: dict[str, list[Page]] = {}
    for row in sound(database.all(_OF_CABLES, ids=list(ids)), pages.name, database.name):
        found.setdefault(row.cable, []).append(Page(row.number, row.start, row.confidence))
    return {cable: tuple(each) for cable, each in found.items()}


def broken_pages(database: Database) -> Iterator[tuple[int, str]]:
    """Yield the documents with pages that are not as they were stored, each with its cable."""
    query = select_sealed(pages).add_columns(documents.c.cable)
    query = query.outerjoin(documents, documents.c.id == pages.c.document)
    for row in broken(pages.name, database.each(query, pages)):
        yield row.document, str(row.cable)


def store(connection: Connection, found: Mapping[str, Sequence[Page]]) -> None:
    """Store the pages of documents, given by the places of these, instead of those that they had."""
    wanted = documents.c.place.in_(found)
    connection.execute(sql.delete(pages).where(pages.c.document.in_(sql.select(documents.c.id).where(wanted))))
    if not any(found.values()):
        return
    rows = [
        {"document": row.id, "number": page.number, "start": page.start, "confidence": _plain(page.confidence)}
        for row in connection.execute(sql.select(documents.c.id, documents.c.place).where(wanted)).all()
        for page in found[row.place]
    ]
    connection.execute(sql.insert(pages), sealed(pages.name, rows))


def forget(connection: Connection, ids: Collection[int]) -> None:
    """Delete the pages of these documents."""
    connection.execute(sql.delete(pages).where(pages.c.document.in_(ids)))


def _plain(confidence: float | None) -> float | None:
    return None if confidence is None else float(confidence)  # an integer would come back as another value
