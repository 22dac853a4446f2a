"""In which cables words stand: the word index tells where they may, the texts whether they do."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Row

from ingest.catalogue.database import Database, among, places
from ingest.catalogue.tables import cables, paragraphs
from ingest.domain.keys import HEADER, Key
from ingest.search.phrases import within
from ingest.search.word_index import WordIndex, stems

_MOST = 500  # ids, or places, in one statement
_MANY = 5_000  # of which the whole table is read sooner than a part of it

_TEXTS = sql.select(paragraphs.c.cable, paragraphs.c.ordinal, paragraphs.c.text).where(among(paragraphs))


@dataclass(frozen=True, slots=True)
class Mentions:
    """The cables in which words stand: in their paragraphs, each with the number of them, and in their subjects.

    `headings` are cables in which they stand only over a section.
    """

    paragraphs: Counter[str]
    subjects: frozenset[str]
    headings: frozenset[str] = frozenset()

    @property
    def cables(self) -> frozenset[str]:
        """All of these cables."""
        return self.subjects | self.headings | frozenset(self.paragraphs)


def mentions(database: Database, index: WordIndex, phrases: Iterable[str]) -> Mentions:
    """Return where one of some phrases stands, its words one after the other, by their stems.

    A cable is counted for one paragraph where it is a phrase of several words. Nothing where a phrase has only words
    that no index keeps ("the").
    """
    found: Counter[str] = Counter()
    subjects: set[str] = set()
    headings: set[str] = set()
    for phrase in {tuple(stems(each)) for each in phrases}:
        if not phrase:
            continue
        keys = index.having(phrase, "text")
        body = [key for key in keys if key.ordinal != HEADER]
        stand = Counter(key.cable for key in body) if len(phrase) == 1 else _in_order(database, phrase, body)
        found |= stand
        subjects |= _in_subjects(database, phrase, {key.cable for key in keys if key.ordinal == HEADER})
        rest = {key.cable for key in index.having(phrase, "context")} - stand.keys() - subjects
        headings |= _in_headings(database, phrase, rest)
    return Mentions(found, frozenset(subjects), frozenset(headings - found.keys() - subjects))


def passages(database: Database, index: WordIndex, words: Sequence[Collection[str]]) -> Mentions:
    """Return the paragraphs and subjects in which each of some words stands, in any order, in one of its forms."""
    per_word = []
    for forms in words:
        per_word.append({key for form in forms for key in index.having(stems(form)[:1], "text")})
    keys = set.intersection(*per_word) if per_word else set()
    body = Counter(key.cable for key in keys if key.ordinal != HEADER)
    wanted = [{stem for form in forms for stem in stems(form)[:1]} for forms in words]
    heads = {key.cable for key in keys if key.ordinal == HEADER}
    there = {
        row.id
        for row in _subjects(database, heads)
        if row.subject and (own := set(stems(row.subject))) and all(own & each for each in wanted)
    }
    return Mentions(body, frozenset(there))


def _in_order(database: Database, phrase: Sequence[str], keys: Sequence[Key]) -> Counter[str]:
    """Return the cables in one of whose paragraphs a phrase stands."""
    found: Counter[str] = Counter()
    for batch in chunked(keys, _MOST):
        wanted = [key for key in batch if key.cable not in found]
        for row in database.all(_TEXTS, **places(wanted)) if wanted else ():
            if row.cable not in found and within(phrase, stems(row.text)):
                found[row.cable] = 1
    return found


def _in_subjects(database: Database, phrase: Sequence[str], ids: Collection[str]) -> set[str]:
    rows = _subjects(database, ids)
    return {row.id for row in rows if row.subject and within(phrase, stems(row.subject))}


def _subjects(database: Database, ids: Collection[str]) -> Iterator[Row[Any]]:
    query = sql.select(cables.c.id, cables.c.subject)
    if len(ids) > _MANY:
        yield from (row for row in database.all(query) if row.id in ids)
        return
    for batch in chunked(ids, _MOST):
        yield from database.all(query.where(cables.c.id.in_(batch)))


def _in_headings(database: Database, phrase: Sequence[str], ids: Collection[str]) -> set[str]:
    query = sql.select(paragraphs.c.cable, paragraphs.c.section).where(paragraphs.c.section.is_not(None)).distinct()
    rows = (
        row for batch in chunked(ids, _MOST) for row in database.all(query.where(paragraphs.c.cable.in_(batch)))
    )
    return {row.cable for row in rows if within(phrase, stems(row.section))}
