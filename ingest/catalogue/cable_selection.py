"""Lists of cables in SQL: all that meet some conditions, in one query, the earliest first."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue.cable_facts import DATE, matching
from ingest.catalogue.database import Database
from ingest.catalogue.tables import cables, links
from ingest.domain.selection import Period, SelectedCable, Selection
from ingest.language.letters import folded

CountedFact = Literal["tags", "signature", "classified_by"]

_SHOWN = (cables.c.id, DATE.label("written"), cables.c.post, cables.c.subject, cables.c.classification)
_SIGNATURE = cables.c.record["signature"].as_string()
_CLASSIFIED_BY = cables.c.record[("classified_by", "raw")].as_string()
_WORD = re.compile(r"\w+")
_SUFFIXES = {"jr", "sr", "ii", "iii"}
_AT_ONCE = 500  # ids of which more than an index holds is read
_FEW = 5_000  # ids in one statement


def select(database: Database, given: Selection) -> list[SelectedCable]:
    """Return the cables that a selection is of, the earliest first."""
    named: list[tuple[str, Sequence[str], Callable[[Collection[str], Sequence[str]], bool]]] = [
        ("signature", given.signed, _signs),
        ("classified_by", given.classified_by, _is_named),
    ]
    asked = [(column, words, fits) for column, words, fits in named if words]
    query = sql.select(*_SHOWN, _SIGNATURE.label("signature"), _CLASSIFIED_BY.label("classified_by"))
    if not asked:
        query = sql.select(*_SHOWN)
    found: Sequence[Row[Any]] = database.all(query.where(*matching(given.where), *_conditions(given)))
    for column, words, fits in asked:
        found = [row for row in found if fits(set(_words(getattr(row, column) or "")), words)]
    if given.among is not None:
        among = set(given.among)
        found = [row for row in found if row.id in among]
    shown = (SelectedCable(row.id, row.written, row.post, row.subject, row.classification) for row in found)
    return sorted(shown, key=_place)


def values(database: Database, fact: CountedFact, ids: Collection[str]) -> list[tuple[str, ...]]:
    """Return the values of a fact that each of some cables has: none, one or several."""
    stored = {
        "signature": _SIGNATURE,
        "classified_by": cables.c.record[("classified_by", "name")].as_string(),
        "tags": cables.c.record["tags"].as_string(),
    }[fact]
    wanted = set(ids)
    rows = database.all(sql.select(cables.c.id, stored.label("stored")))
    found = (row.stored or "" for row in rows if row.id in wanted)
    if fact == "tags":
        return [tuple(json.loads(each or "[]")) for each in found]
    return [(" ".join(each.split()),) if each else () for each in found]


@dataclass(frozen=True, slots=True)
class TaggedCable:
    """Who sent a cable, when, ISO or "", and under which tags."""

    id: str
    post: str
    date: str
    tags: tuple[str, ...]


def tagged(database: Database, ids: Collection[str]) -> Iterator[TaggedCable]:
    """Yield these cables with their posts, dates and tags, reading no others."""
    stored = cables.c.record["tags"].as_string().label("stored")
    query = sql.select(cables.c.id, cables.c.post, DATE.label("written"), stored)
    for batch in chunked(ids, _AT_ONCE):
        for row in database.all(query.where(cables.c.id.in_(batch))):
            yield TaggedCable(row.id, row.post, row.written or "", tuple(json.loads(row.stored or "[]")))


def _conditions(given: Selection) -> Iterator[sql.ColumnElement[bool]]:
    """Yield the conditions that the database looks at; names it only looks for roughly."""
    if given.posts:
        yield cables.c.post.in_(given.posts)
    if given.periods:
        yield sql.or_(*map(_within, given.periods))
    if given.levels:
        yield cables.c.classification.in_(given.levels)
    for fact in ("tags", "captions"):
        for value in getattr(given, fact):
            yield cables.c.record[fact].as_string().contains(f'"{value}"', autoescape=True)
    for column, words in ((_SIGNATURE, given.signed[-1:]), (_CLASSIFIED_BY, given.classified_by)):
        for word in filter(str.isascii, words):
            yield sql.func.lower(column).contains(word, autoescape=True)
    for id in given.refers_to:
        yield cables.c.id.in_(sql.select(links.c.cable).where(links.c.target == id))
    if given.among is not None and len(given.among) <= _FEW:
        yield cables.c.id.in_(given.among)


def _within(period: Period) -> sql.ColumnElement[bool]:
    since, until = period
    ends = []
    if since:
        ends.append(since <= DATE)
    if until:
        ends.append(sql.func.substr(DATE, 1, len(until)) <= until)
    return sql.and_(sql.true(), *ends)


def _signs(there: Collection[str], words: Sequence[str]) -> bool:
    """Whether somebody of this name signed: a signature is a surname, and rarely more."""
    rest = set(there) - _SUFFIXES - {words[-1]}
    return words[-1] in there and (not rest or set(words) <= set(there))


def _is_named(there: Collection[str], words: Sequence[str]) -> bool:
    return set(words) <= set(there)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _place(cable: SelectedCable) -> tuple[str, str, int, str]:
    return cable.date or "", cable.post, len(cable.id), cable.id  # a shorter number is the smaller one
