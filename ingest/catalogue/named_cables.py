"""Cables that somebody names by their ids: which are there, which are numbered next to one, which refer to one."""

from collections.abc import Collection

import sqlalchemy as sql

from ingest.catalogue.cable_facts import DATE, matching
from ingest.catalogue.database import Database
from ingest.catalogue.tables import cables, links
from ingest.domain.filters import Filters
from ingest.domain.posts import CableId


def present(database: Database, ids: Collection[str], where: Filters) -> list[str]:
    """Return which of these cables exist and meet the filters, in the order given."""
    query = sql.select(cables.c.id).where(database.is_one_of(cables.c.id, ids), *matching(where))
    there = {row.id for row in database.all(query)}
    return [id for id in dict.fromkeys(ids) if id in there]


def nearest(database: Database, id: CableId, limit: int, where: Filters) -> list[str]:
    """Return the cables of the same post and year whose numbers are nearest to that of `id`, without itself."""
    number = cables.c.record["number"].as_integer()
    query = (
        sql.select(cables.c.id)
        .where(
            cables.c.post == id.post,
            cables.c.record["year"].as_integer() == id.year,
            cables.c.id != str(id),
            *matching(where),
        )
        .order_by(sql.func.abs(number - id.number), cables.c.id)
        .limit(limit)
    )
    return [row.id for row in database.all(query)]


def referring(database: Database, id: str, where: Filters) -> list[str]:
    """Return the cables that refer to a cable, the earliest first; it need not exist."""
    citing = sql.select(links.c.cable).where(links.c.target == id)
    query = sql.select(cables.c.id).where(cables.c.id.in_(citing), *matching(where))
    return [row.id for row in database.all(query.order_by(DATE.nulls_first(), cables.c.id))]
