"""In which cables words stand: the word index tells where they may, the texts whether they do."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue.database import Database, among, places
from ingest.catalogue.tables import cables, paragraphs
from ingest.domain.keys import HEADER, Key
from ingest.search.phrases import finder
from ingest.search.word_index import WordIndex, stems

_MOST = 500  # ids, or places, in one statement
_MANY = 5_000  # of which the whole table is read sooner than a part of it

_TEXTS = sql.select(paragraphs.c.cable, paragraphs.c.ordinal, paragraphs.c.text).where(among(paragraphs))


def mentions(database: Database, index: WordIndex, phrases: Iterable[str]) -> frozenset[str]:
    """Return the cables in whose texts, subjects or headings one of some phrases stands, word by word by stems.

    None for a phrase that has only words that no index keeps ("the").
    """
    found: set[str] = set()
    for phrase in {tuple(stems(each)) for each in phrases} - {()}:
        keys = index.having(phrase, "text")
        body = [key for key in keys if key.ordinal != HEADER]
        stand = {key.cable for key in body} if len(phrase) == 1 else _in_texts(database, phrase, body)
        stand |= _in_subjects(database, phrase, {key.cable for key in keys if key.ordinal == HEADER} - stand)
        found |= stand
        found |= _in_headings(database, phrase, index.cables_having(phrase, "context") - stand)
    return frozenset(found)


def subjects(database: Database, index: WordIndex, phrases: Iterable[str]) -> frozenset[str]:
    """Return the cables in whose subjects one of some phrases stands."""
    found: set[str] = set()
    for phrase in {tuple(stems(each)) for each in phrases} - {()}:
        heads = {key.cable for key in index.having(phrase, "text") if key.ordinal == HEADER}
        found |= _in_subjects(database, phrase, heads)
    return frozenset(found)


def topics(database: Database, index: WordIndex, words: Sequence[Collection[str]], often: int) -> frozenset[str]:
    """Return the cables of which the subject, or `often` paragraphs, have each of some words in a form given."""
    forms = [{stem for form in each for stem in stems(form)[:1]} for each in words]
    each_in = [{key for stem in each for key in index.having([stem], "text")} for each in forms]
    keys = set.intersection(*each_in) if each_in else set()
    times = Counter(key.cable for key in keys if key.ordinal != HEADER)
    found = {cable for cable, number in times.items() if number >= often}
    heads = {key.cable for key in keys if key.ordinal == HEADER} - found
    for row in _subjects(database, heads):
        own = set(stems(row.subject or ""))
        if all(own & each for each in forms):
            found.add(row.id)
    return frozenset(found)


def _in_texts(database: Database, phrase: Sequence[str], keys: Sequence[Key]) -> set[str]:
    """Return the cables in one of whose paragraphs a phrase stands."""
    stands, found = finder(phrase), set[str]()
    for batch in chunked(keys, _MOST):
        wanted = [key for key in batch if key.cable not in found]
        for row in database.all(_TEXTS, **places(wanted)) if wanted else ():
            if row.cable not in found and stands(row.text):
                found.add(row.cable)
    return found


def _in_subjects(database: Database, phrase: Sequence[str], ids: Collection[str]) -> set[str]:
    stands = finder(phrase)
    return {row.id for row in _subjects(database, ids) if row.subject and stands(row.subject)}


def _subjects(database: Database, ids: Collection[str]) -> Iterator[Row[Any]]:
    query = sql.select(cables.c.id, cables.c.subject)
    if len(ids) > _MANY:
        yield from (row for row in database.all(query) if row.id in ids)
        return
    for batch in chunked(ids, _MOST):
        yield from database.all(query.where(cables.c.id.in_(batch)))


def _in_headings(database: Database, phrase: Sequence[str], ids: Collection[str]) -> set[str]:
    stands = finder(phrase)
    query = (
        sql.select(paragraphs.c.cable, paragraphs.c.section).where(paragraphs.c.section.is_not(None)).distinct()
    )
    rows = (
        row for batch in chunked(ids, _MOST) for row in database.all(query.where(paragraphs.c.cable.in_(batch)))
    )
    return {row.cable for row in rows if stands(row.section)}
