"""Cables that somebody names by their ids: which are there, which are numbered next to one, which refer to one."""

from collections.abc import Collection
from typing import NamedTuple

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


class LinkedCables(NamedTuple):
    """What a cable refers to, or what refers to it: the first of them, and how many there are."""

    ids: tuple[str, ...]
    number: int


def linked(database: Database, ids: Collection[str], limit: int, *, back: bool) -> dict[str, LinkedCables]:
    """Return for each of some cables what it refers to, in its order; `back`: what refers to it, earliest first.

    At most `limit` for each. Cables that have none are left out; neither they nor what is found need exist.
    """
    own, other = (links.c.target, links.c.cable) if back else (links.c.cable, links.c.target)
    order = (DATE.nulls_first(), cables.c.id) if back else (links.c.place,)
    place = sql.func.row_number().over(partition_by=own, order_by=order).label("rank")
    number = sql.func.count().over(partition_by=own).label("number")
    query = sql.select(own.label("own"), other.label("other"), place, number)
    if back:
        query = query.join(cables, cables.c.id == links.c.cable)
    numbered = query.where(database.is_one_of(own, ids), own != other).subquery()
    first = sql.select(numbered).where(numbered.c.rank <= limit).order_by(numbered.c.own, numbered.c.rank)
    found: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for row in database.all(first):
        found.setdefault(row.own, []).append(row.other)
        numbers[row.own] = row.number
    return {id: LinkedCables(tuple(others), numbers[id]) for id, others in found.items()}


def referring(database: Database, id: str, where: Filters) -> list[str]:
    """Return the cables that refer to a cable, the earliest first; it need not exist."""
    citing = sql.select(links.c.cable).where(links.c.target == id)
    query = sql.select(cables.c.id).where(cables.c.id.in_(citing), *matching(where))
    return [row.id for row in database.all(query.order_by(DATE.nulls_first(), cables.c.id))]
