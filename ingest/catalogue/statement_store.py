"""Who says what, as the catalogue stores it: statements, the people of each cable, and where they speak."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sql
from more_itertools import chunked
from sqlalchemy.engine import Connection, Row

from ingest.catalogue.cable_facts import matching
from ingest.catalogue.database import Database, among, named, places
from ingest.catalogue.seals import sealed, sound
from ingest.catalogue.tables import cables, encounters, people, statements, voices
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.statements import RULES, Attributed, Person, Statement
from ingest.language.name_spelling import sounds

_AT_ONCE = 500  # cables named in one statement
# What every question asks.
STATEMENTS = sql.select(statements).where(among(statements))
_PEOPLE = sql.select(people).where(named(people.c.cable), people.c.said > 0).order_by(people.c.name)


class StatementStore:
    """Reads the statements of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outdated(self) -> dict[str, int]:
        """Return the cables still to be attributed by the present rules, with the number of their paragraphs."""
        query = sql.select(cables.c.id, cables.c.paragraphs).where(cables.c.heard != RULES)
        return {
            row.id: row.paragraphs for row in self._database.all(query.order_by(cables.c.revision, cables.c.id))
        }

    def statements(self, keys: Collection[Key]) -> dict[Key, list[Statement]]:
        """Return the statements of the paragraphs whose speakers are identified."""
        return by_paragraph(
            sound(self._database.all(STATEMENTS, **places(keys)), "statements", self._database.name)
        )

    def speakers(self, ids: Collection[str]) -> dict[Key, list[str]]:
        """Return who speaks in the paragraphs of these cables, with office: "Anar Baro, Foreign Minister"."""
        offices = self.offices(ids)
        query = sql.select(voices.c.cable, voices.c.ordinal, voices.c.speaker).distinct()
        found: dict[Key, list[str]] = {}
        for row in self._database.all(
            query.where(voices.c.cable.in_(ids)).order_by(voices.c.cable, voices.c.ordinal, voices.c.speaker)
        ):
            office = offices.get((row.cable, row.speaker))
            found.setdefault(Key(row.cable, row.ordinal), []).append(
                f"{row.speaker}, {office}" if office else row.speaker
            )
        return found

    def offices(self, ids: Collection[str]) -> dict[tuple[str, str], str]:
        """Return the offices that these cables give their speakers, by cable and name."""
        rows = sound(self._database.all(_PEOPLE, ids=list(ids)), "people", self._database.name)
        offices = (
            ((row.cable, row.name), next((title for title in row.titles if title not in row.name), None))
            for row in rows
        )
        return {who: office for who, office in offices if office}

    def spoken_by(self, name: str, where: Filters = EVERYWHERE) -> dict[Key, list[str]]:
        """Return where people speak whose names share a word with `name`, however it is spelt."""
        found: dict[Key, list[str]] = {}
        query = (
            sql.select(voices)
            .join(cables, cables.c.id == voices.c.cable)
            .where(voices.c.word.in_(sounds(name)), *matching(where))
            .order_by(voices.c.cable, voices.c.ordinal, voices.c.speaker)
        )
        for row in sound(self._database.all(query), "voices", self._database.name):
            speakers = found.setdefault(Key(row.cable, row.ordinal), [])
            if row.speaker not in speakers:  # by another word of the name
                speakers.append(row.speaker)
        return found

    def people(self, *, met: bool = False) -> Iterator[tuple[str, Person, int]]:
        """Yield everybody who speaks in a cable, with its id and the number of its sentences that are theirs; with
        `met` also those who are only met there, with 0."""
        query = sql.select(people).order_by(people.c.cable, people.c.name)
        rows = self._database.all(query if met else query.where(people.c.said > 0))
        for row in sound(rows, "people", self._database.name):
            yield row.cable, Person(row.name, tuple(row.titles), tuple(row.spellings)), row.said

    def spoken_under(self, names: Collection[tuple[str, str]], where: Filters = EVERYWHERE) -> set[Key]:
        """Return the paragraphs in which somebody speaks under these names, given by cable and name."""
        own, found = set(names), set[Key]()
        query = sql.select(voices).join(cables, cables.c.id == voices.c.cable).where(*matching(where))
        for batch in chunked(sorted({cable for cable, _ in own}), _AT_ONCE):
            rows = self._database.all(query.where(voices.c.cable.in_(batch)))
            for row in sound(rows, "voices", self._database.name):
                if (row.cable, row.speaker) in own:
                    found.add(Key(row.cable, row.ordinal))
        # A name too short for a sound ("Lula") has no row there.
        silent = sorted({cable for cable, _ in own} - {key.cable for key in found})
        spoken = sql.select(statements).join(cables, cables.c.id == statements.c.cable).where(*matching(where))
        for batch in chunked(silent, _AT_ONCE):
            rows = self._database.all(spoken.where(statements.c.cable.in_(batch)))
            said = by_paragraph(sound(rows, "statements", self._database.name))
            found |= {key for key, each in said.items() if any((key.cable, one.speaker) in own for one in each)}
        return found

    def said(self, ids: Collection[str]) -> dict[tuple[str, str], int]:
        """Return how many sentences are whose in these cables, by cable and name."""
        query = sql.select(people.c.cable, people.c.name, people.c.said).where(people.c.said > 0)
        found: dict[tuple[str, str], int] = {}
        for batch in chunked(ids, _AT_ONCE):
            rows = self._database.all(query.where(people.c.cable.in_(batch)))
            found |= {(row.cable, row.name): row.said for row in rows}
        return found

    def dates(self) -> dict[str, str]:
        """Return the dates of the cables that have one."""
        query = sql.select(cables.c.id, cables.c.date).where(cables.c.date.is_not(None))
        return {row.id: row.date for row in self._database.all(query)}

    def cast(self, ids: Collection[str]) -> dict[str, list[Person]]:
        """Return who speaks in each of these cables."""
        found: dict[str, list[Person]] = {}
        for row in sound(self._database.all(_PEOPLE, ids=list(ids)), "people", self._database.name):
            person = Person(row.name, tuple(row.titles), tuple(row.spellings))
            found.setdefault(row.cable, []).append(person)
        return found

    def count(self) -> int:
        """Return the number of paragraphs of which it is known who speaks in them."""
        query = sql.select(sql.func.coalesce(sql.func.sum(cables.c.paragraphs), 0))
        return int(self._database.one(query.where(cables.c.heard == RULES)))


def by_paragraph(rows: Sequence[Row[Any]]) -> dict[Key, list[Statement]]:
    """Return the statements in rows of `STATEMENTS`."""
    return {
        Key(row.cable, row.ordinal): [Statement(row.ordinal, *sentence) for sentence in row.sentences]
        for row in rows
    }


def store(connection: Connection, attributed: Mapping[str, Attributed]) -> None:
    """Store who says what in these cables, in place of what was stored before."""
    clear(connection, attributed)
    said = [(id, each) for id, found in attributed.items() for each in found.statements]
    sentences: dict[Key, list[tuple[object, ...]]] = {}
    for id, each in said:
        row = (each.start, each.end, each.kind, each.speaker, each.sure, each.possibly)
        sentences.setdefault(Key(id, each.ordinal), []).append(row)
    met = {(id, name) for id, found in attributed.items() for each in found.encounters for name in each.people}
    counts = Counter((id, each.speaker) for id, each in said if each.speaker)
    spoken = dict.fromkeys((id, each.ordinal, each.speaker) for id, each in said if each.speaker)
    rows = {
        statements: [{"cable": k.cable, "ordinal": k.ordinal, "sentences": each} for k, each in sentences.items()],
        voices: [
            {"word": word, "cable": id, "ordinal": ordinal, "speaker": speaker}
            for id, ordinal, speaker in spoken
            for word in sorted(sounds(speaker))
        ],
        people: [
            {
                "cable": id,
                "name": each.name,
                "titles": each.titles,
                "spellings": each.spellings,
                "said": counts[id, each.name],
            }
            for id, found in attributed.items()
            for each in found.people
            if counts[id, each.name] or (id, each.name) in met
        ],
        encounters: [
            {**asdict(each), "cable": id, "is_post": int(each.is_post)}
            for id, found in attributed.items()
            for each in found.encounters
        ],
    }
    for table, values in rows.items():
        if values:
            connection.execute(sql.insert(table), sealed(table.name, values))
    connection.execute(sql.update(cables).where(cables.c.id.in_(attributed)).values(heard=RULES))


def clear(connection: Connection, ids: Collection[str]) -> None:
    """Delete who says what in these cables."""
    for table in (statements, voices, people, encounters):
        connection.execute(sql.delete(table).where(table.c.cable.in_(ids)))
