"""Queries on the people of a library: who speaks, what each says, and what a curator has corrected of them."""

from collections.abc import Collection, Iterator

from more_itertools import chunked

from ingest.attribution.people import Individual, called_among, join, sounding, visible
from ingest.attribution.people_corrections import Correction
from ingest.attribution.statement_rows import Names, StatementRow, speakers, statement_rows
from ingest.cable_queries import CableQueries
from ingest.cached_per_revision import Latest
from ingest.catalogue.catalogue import Catalogue
from ingest.domain.cable import Paragraph
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.statements import SAID, Person, Statement, StatementKind
from ingest.jobs.correct_people import Corrections
from ingest.storage.parts import Parts

_CABLES_AT_ONCE = 100  # whose statements are read


class PeopleQueries(CableQueries):
    """The people of a library, and what they say. Any thread may query it."""

    def __init__(self, parts: Parts, whole: Catalogue | None = None) -> None:
        """`whole`: the catalogue of the library that this one is a cleared copy of, which has the corrections."""
        super().__init__(parts)
        self._whole = whole
        # To join the spellings of a large archive takes seconds: it is done again when a catalogue was written to.
        self._joined = Latest(self._join)

    @property
    def is_cleared_copy(self) -> bool:
        """Whether it was cut out of another library for a clearance."""
        return self._whole is not None

    def attributed_paragraphs(self, keys: Collection[Key]) -> dict[Key, tuple[Paragraph, list[Statement]]]:
        """Return the paragraphs that exist, each with its statements, as far as they are known."""
        return self.catalogue.attributed_paragraphs(keys)

    def spoken_by(self, name: str, where: Filters = EVERYWHERE) -> dict[Key, list[str]]:
        """Return the paragraphs in which somebody speaks whose name shares a word with `name`, and who."""
        return self.catalogue.statement_store.spoken_by(name, where)

    def statements(self, keys: Collection[Key]) -> dict[Key, list[Statement]]:
        """Return the statements of these paragraphs, as far as they are known."""
        return self.catalogue.statement_store.statements(keys)

    def offices(self, ids: Collection[str]) -> dict[tuple[str, str], str]:
        """Return the offices that these cables give their speakers, by cable and name."""
        return self.catalogue.statement_store.offices(ids)

    def cast(self, ids: Collection[str]) -> dict[str, list[Person]]:
        """Return who speaks in each of these cables, with offices and spellings as that cable has them."""
        return self.catalogue.statement_store.cast(ids)

    def people(self, name: str | None = None) -> list[Individual]:
        """Return who speaks in the cables, most sentences first; only those of that name if one is given."""
        found = self._joined.of(self._stamp())
        chosen = found if name is None else sounding(found, name)
        return sorted(chosen, key=lambda each: (-each.said, -len(each.cables), each.name))

    def called(self, name: str, cable: str | None = None) -> list[Individual]:
        """Return who has exactly that name, or else that spelling of one, or else one that sounds like it; in that
        cable, if one is given."""
        return called_among(self.people(), name, cable)

    def spoken_by_person(self, person: Individual, where: Filters = EVERYWHERE) -> set[Key]:
        """Return the paragraphs in which somebody speaks, in the cables that the filters leave."""
        return self.catalogue.statement_store.spoken_under(person.named, where)

    def said_in(self, person: Individual) -> dict[str, int]:
        """Return how many sentences are somebody's, by cable."""
        own = set(person.named)
        said = self.catalogue.statement_store.said(person.cables)
        found: dict[str, int] = {}
        for (cable, name), number in said.items():
            if (cable, name) in own:
                found[cable] = found.get(cable, 0) + number
        return found

    @property
    def corrections(self) -> Corrections:
        """What a curator has corrected of the people; it joins, splits, renames and undoes."""
        return Corrections(self._parts, self.called, self._corrections)

    def statements_of(
        self,
        people: Collection[Individual] | None = None,
        where: Filters = EVERYWHERE,
        *,
        kinds: Collection[StatementKind] = SAID,
        within: Collection[Key] | None = None,
        unsure: bool = False,
    ) -> Iterator[StatementRow]:
        """Yield what is said in the cables, sentence by sentence, the earliest cable first.

        Only what these `people` say, in cables that `where` leaves (its `person` is left to `people`), in the
        paragraphs `within`; None leaves each open. `unsure` adds the sentences that they possibly say. Some cables
        are in memory at a time.
        """
        names = {place: each.name for each in self.people() for place in each.named}
        own = {place: each.name for each in people for place in each.named} if people is not None else None
        ids = self.catalogue.ids_by_date(where)
        if own is not None:
            cables = {cable for cable, _ in own}
            ids = [id for id in ids if id in cables]
        if within is not None:
            cables = {key.cable for key in within}
            ids = [id for id in ids if id in cables]
        for batch in chunked(ids, _CABLES_AT_ONCE):
            keys = [key for key in self.keys(batch) if within is None or key in within]
            heads, cast = self.heads(batch), self.cast(batch)
            for key, (paragraph, said) in sorted(
                self.attributed_paragraphs(keys).items(), key=lambda found: (batch.index(found[0].cable), found[0])
            ):
                chosen = [
                    each
                    for each in said
                    if (each.kind in kinds and _is_of(own, key.cable, each.speaker))
                    or (unsure and each.possibly and _is_of(own, key.cable, each.possibly))
                ]
                if key.cable in heads:  # it may be forgotten meanwhile
                    date, present = heads[key.cable].date, cast.get(key.cable, [])
                    yield from statement_rows(paragraph, chosen, date=date, people=present, names=names)

    def _stamp(self) -> tuple[object, ...]:
        """What is another once the people may be others."""
        return self.catalogue.database.stamp(), self._whole and self._whole.database.stamp()

    def _join(self) -> list[Individual]:
        store = self.catalogue.statement_store
        corrections = (self._whole or self.catalogue).corrections.all()
        return join(store.people(), store.dates(), corrections, new_names=self._whole is None)

    def _corrections(self) -> list[Correction]:
        """The corrections that may be shown: to who may not see all, those that change something in their copy."""
        if self._whole is None:
            return self.catalogue.corrections.all()
        store = self.catalogue.statement_store
        return visible(store.people(), store.dates(), self._whole.corrections.all())


def _is_of(own: Names | None, cable: str, speaker: str | None) -> bool:
    """Whether a speaker is one of these people; anybody is, and nobody, where there are none."""
    return own is None or bool(speaker and speakers(cable, speaker, own))
