"""The facts of cables in SQL: what filters are compared with, and how many cables have each value."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sql

from ingest.catalogue.database import Database
from ingest.catalogue.tables import cables
from ingest.domain.filters import SEVERAL, Filters

# An undated cable still has its year.
DATE = sql.func.coalesce(cables.c.date, cables.c.record["year"].as_string())


def matching(where: Filters) -> Iterator[sql.ColumnElement[bool]]:
    """Yield the conditions that filters make on a cable; who speaks in it is none of them."""
    if where.since:
        yield where.since <= DATE
    if where.until:
        yield sql.func.substr(DATE, 1, len(where.until)) <= where.until
    if where.among:
        yield cables.c.id.in_(where.among)
    if where.besides:
        yield cables.c.id.not_in(where.besides)
    for fact, value in where.values():
        if fact in SEVERAL:
            yield _stored(fact).contains(f'"{value}"', autoescape=True)
        else:
            yield _stored(fact) == value


def counts(database: Database, fact: str) -> list[tuple[str, int]]:
    """Return each value of a fact and the number of the cables that have it, the most frequent first."""
    stored, number = _stored(fact), sql.func.count().label("number")
    found: Counter[str] = Counter()
    for row in database.all(
        sql.select(stored.label("stored"), number).where(stored.is_not(None)).group_by(stored)
    ):
        found.update(dict.fromkeys(json.loads(row.stored) if fact in SEVERAL else [row.stored], row.number))
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def _stored(fact: str) -> sql.ColumnElement[Any]:
    """Return where a fact is kept: a column, or an entry of the record; several values as a list in JSON."""
    return cables.c[fact] if fact in cables.c else cables.c.record[fact].as_string()
