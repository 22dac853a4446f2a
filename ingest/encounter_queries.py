"""Queries on who met whom in a library: of everybody, of one person, of two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from more_itertools import chunked

from ingest.attribution.acquaintances import Acquaintances, EncounterRow, Pair, pairs
from ingest.attribution.people import Individual, called_among, join
from ingest.cached_per_revision import Latest
from ingest.catalogue.catalogue import Catalogue
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.posts import parts
from ingest.domain.statements import Encounter
from ingest.people_queries import PeopleQueries
from ingest.storage.parts import Parts

_AT_ONCE = 100  # encounters whose paragraphs are read


@dataclass(frozen=True, slots=True)
class FoundEncounter:
    """An encounter, the cable that tells of it, and that cable's date."""

    cable: str
    date: str | None
    what: Encounter


class EncounterQueries(PeopleQueries):
    """Who met whom in a library. Any thread may query it."""

    def __init__(self, parts: Parts, whole: Catalogue | None = None) -> None:
        """`whole`: the catalogue of the library that this one is a cleared copy of, which has the corrections."""
        super().__init__(parts, whole)
        # Like the people: seconds for a large archive, when it was written to.
        self._known = Latest(self._acquaintances)
        self._pairs = Latest(lambda: self._counted_pairs(EVERYWHERE))

    def who_met(self, name: str, cable: str | None = None) -> list[Individual]:
        """Return who has that name, as `called` does, among those who met somebody, or else among all.

        With `cable`, only those who are in it.
        """
        people = self._acquainted.people
        met = {each for pair in self.pairs() for each in ((pair.one,) if pair.is_post else (pair.one, pair.other))}
        acquainted = [each for each in people if each.name in met]
        return called_among(acquainted, name, cable) or called_among(people, name, cable)

    def pairs(self, where: Filters = EVERYWHERE) -> list[Pair]:
        """Return who met whom, those of most sentences first, in the cables that the filters leave."""
        if where == EVERYWHERE:
            return self._pairs.of(self._stamp())
        return self._counted_pairs(where)

    def met_by(self, person: Individual, where: Filters = EVERYWHERE) -> list[Pair]:
        """Return whom a person met, as `other` of each pair, those of most sentences first."""
        known, found = self._acquainted, self.encounters(person, where=where)
        rows = [(each.cable, each.what.one, each.what.other, each.what.is_post) for each in found]
        counted = pairs(rows, known, {each.cable: _post(each.cable) for each in found})
        return [
            each if each.one == person.name else replace(each, one=each.other, other=each.one) for each in counted
        ]

    def encounters(
        self,
        person: Individual | None = None,
        other: Individual | str | None = None,
        *,
        where: Filters = EVERYWHERE,
    ) -> list[FoundEncounter]:
        """Return the encounters of a person, or all, the latest first.

        `other` leaves those with another person, or with officers of a post, given by its canonical name.
        """
        known = self._acquainted
        store = self.catalogue.encounter_store
        if person is None:
            rows = store.everywhere(where)
        else:
            mine = known.places(person)
            rows = store.of_cables({cable for cable, _ in mine}, where)
        found = [
            FoundEncounter(cable, date, what)
            for cable, date, what in rows
            if person is None or _is_between(known, cable, what, person, other)
        ]
        return sorted(found, key=lambda each: (each.date or "", each.cable, -each.what.ordinal), reverse=True)

    def encounter_rows(self, found: Sequence[FoundEncounter]) -> Iterator[EncounterRow]:
        """Yield encounters with their sentences, as they stand in the paragraphs."""
        known = self._acquainted
        for batch in chunked(found, _AT_ONCE):
            yield from self._rows(batch, known)

    def _rows(self, found: Sequence[FoundEncounter], known: Acquaintances) -> Iterator[EncounterRow]:
        texts = self.catalogue.paragraphs({Key(each.cable, each.what.ordinal) for each in found})
        for each in found:
            paragraph, what = texts.get(Key(each.cable, each.what.ordinal)), each.what
            if paragraph is None or what.end > len(paragraph.text):
                continue  # it was changed meanwhile
            sender = parts(each.cable)
            yield EncounterRow(
                one=known.name(each.cable, what.one),
                other=what.other if what.is_post else known.name(each.cable, what.other),
                is_post=what.is_post,
                kind=what.kind,
                text=" ".join(paragraph.text[what.start : what.end].split()),
                date=each.date,
                post=sender.post if sender else None,
                cable=each.cable,
                paragraph=paragraph.number,
                ordinal=what.ordinal,
                marking="/".join(filter(None, (paragraph.level, *paragraph.caveats))) or None,
                start=what.start,
                end=what.end,
            )

    @property
    def _acquainted(self) -> Acquaintances:
        return self._known.of(self._stamp())

    def _acquaintances(self) -> Acquaintances:
        store = self.catalogue.statement_store
        corrections = (self._whole or self.catalogue).corrections.all()
        people = store.people(met=True)
        return Acquaintances(
            self.people(), join(people, store.dates(), corrections, new_names=self._whole is None)
        )

    def _counted_pairs(self, where: Filters) -> list[Pair]:
        found = list(self.catalogue.encounter_store.names(where))
        return pairs(found, self._acquainted, {cable: _post(cable) for cable, *_ in found})


def _post(cable: str) -> str:
    sender = parts(cable)
    return sender.post if sender else cable


def _is_between(
    known: Acquaintances, cable: str, what: Encounter, person: Individual, other: Individual | str | None
) -> bool:
    one = known.by_place.get((cable, what.one))
    second = None if what.is_post else known.by_place.get((cable, what.other))
    if person is one:
        rest, name = second, what.other
    elif person is second:
        rest, name = one, what.one
    else:
        return False
    if other is None:
        return True
    if isinstance(other, Individual):
        return rest is other
    if what.is_post:
        return other == _post(cable)
    return rest is None and name == other
