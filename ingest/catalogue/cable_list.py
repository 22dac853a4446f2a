"""Long lists of cables in SQL: the database counts, sorts and cuts them, and hands over one page."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Row

from ingest.catalogue.cable_facts import DATE, matching
from ingest.catalogue.database import Database
from ingest.catalogue.tables import cables, voices
from ingest.domain.filters import Filters
from ingest.domain.levels import LEVELS
from ingest.domain.posts import NOW
from ingest.domain.selection import SelectedCable, SortedBy
from ingest.language.name_spelling import sounds

_SHOWN = (cables.c.id, DATE.label("written"), cables.c.post, cables.c.subject, cables.c.classification)
_BY_NUMBER = (cables.c.post, sql.func.length(cables.c.id), cables.c.id)  # a shorter number is the smaller one
_RANKS = {each.cable: each.rank for each in reversed(LEVELS)}  # a class of two levels counts as the lower
_LEVEL = sql.case(
    *((cables.c.classification.startswith(name), rank) for name, rank in _RANKS.items()),
    else_=max(_RANKS.values()) + 1,
)
# An id has two digits of its year; what is no such id has none.
_DIGITS = sql.func.substr(cables.c.id, 1, 2)
_YEAR = sql.case(
    (_DIGITS.between("00", f"{NOW % 100:02}"), sql.literal("20") + _DIGITS),
    (_DIGITS.between("00", "99"), sql.literal("19") + _DIGITS),
)
_DAY = sql.func.coalesce(cables.c.date, _YEAR)
# Only of what the index `cables_listed` has: so none of the texts is read to sort an archive.
_KEYS: dict[SortedBy, tuple[sql.ColumnElement[Any], ...]] = {
    "date": (_DAY,),
    "id": (_YEAR,),
    "post": (cables.c.post, _DAY),
    "subject": (sql.func.lower(sql.func.trim(cables.c.subject)), _DAY),
    "classification": (_LEVEL, cables.c.classification, _DAY),
}


def count(database: Database, where: Filters, among: Collection[str] | None) -> int:
    """Return how many cables meet the filters; with `among`, of these alone."""
    conditions = _conditions(database, where, among)
    return int(database.one(sql.select(sql.func.count()).select_from(cables).where(*conditions)))


def by_post(database: Database, where: Filters, among: Collection[str] | None) -> list[tuple[str, int]]:
    """Return the posts of the cables that meet the filters, each with their number, the most frequent first."""
    number = sql.func.count().label("number")
    query = sql.select(cables.c.post, number).where(*_conditions(database, where, among)).group_by(cables.c.post)
    return [(row.post, row.number) for row in database.all(query.order_by(number.desc(), cables.c.post))]


def page(
    database: Database,
    where: Filters,
    among: Collection[str] | None,
    by: SortedBy,
    *,
    descending: bool,
    start: int,
    limit: int,
) -> list[SelectedCable]:
    """Return `limit` of these cables, from `start` on, in an order that is the same each time."""
    query = sorted_ids(database, where, among, by, descending=descending)
    ids = [row.id for row in database.all(query.offset(start).limit(limit))]
    rows = {row.id: row for row in database.all(sql.select(*_SHOWN).where(cables.c.id.in_(ids)))}
    return [_shown(rows[id]) for id in ids if id in rows]


def each(
    database: Database, where: Filters, among: Collection[str] | None, by: SortedBy, *, descending: bool
) -> Iterator[SelectedCable]:
    """Yield all of these cables in that order, few of which are in memory at a time."""
    query = sql.select(*_SHOWN).where(*_conditions(database, where, among))
    yield from map(_shown, database.stream(query.order_by(*_order(database, by, descending=descending))))


def sorted_ids(
    database: Database, where: Filters, among: Collection[str] | None, by: SortedBy, *, descending: bool
) -> sql.Select[Any]:
    """Return the query for the ids of these cables in that order."""
    query = sql.select(cables.c.id).where(*_conditions(database, where, among))
    return query.order_by(*_order(database, by, descending=descending))


def _order(database: Database, by: SortedBy, *, descending: bool) -> list[sql.ColumnElement[Any]]:
    keys = (*_KEYS[by], *_BY_NUMBER)
    if by == "date" and not database.one(sql.select(cables.c.id).where(cables.c.date.is_(None)).limit(1)):
        keys = (cables.c.date, *_BY_NUMBER)  # an index has them in this order already
    return [key.desc().nulls_last() if descending else key.asc().nulls_first() for key in keys]


def _conditions(
    database: Database, where: Filters, among: Collection[str] | None
) -> Iterator[sql.ColumnElement[bool]]:
    yield from matching(where)
    if where.person:
        speaking = sql.select(voices.c.cable).where(voices.c.word.in_(sounds(where.person)))
        yield cables.c.id.in_(speaking)
    if among is not None:
        yield database.is_one_of(cables.c.id, among)


def _shown(row: Row[Any]) -> SelectedCable:
    return SelectedCable(row.id, row.written, row.post, row.subject, row.classification)
