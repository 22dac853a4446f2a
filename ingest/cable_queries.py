"""Queries on the cables of a library: one by its id, those beside it, and all that meet some conditions."""

from collections.abc import Collection, Iterable, Sequence

from ingest.catalogue import cable_selection, mentions, named_cables
from ingest.catalogue.cable_selection import CountedFact
from ingest.catalogue.catalogue import CableSummary, Catalogue
from ingest.catalogue.database import HALF_A_CHARACTER
from ingest.domain.cable import Cable
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.posts import CableId
from ingest.domain.selection import SelectedCable, Selection
from ingest.errors import LibraryError
from ingest.parsing.versions import Version, differences
from ingest.storage.parts import Parts


class CableQueries:
    """The cables of a library. Any thread may query it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, from which everything else is derived."""
        return self._parts.catalogue

    def cable(self, id: str) -> Cable | None:
        """Return a cable by its canonical id."""
        return next(self.catalogue.cables([id]), None)

    def cables(self, ids: Sequence[str]) -> list[Cable]:
        """Return the cables that exist, in the order given."""
        return list(self.catalogue.cables(ids))

    def keys(self, ids: Collection[str]) -> list[Key]:
        """Return the paragraphs of these cables, in order."""
        return self.catalogue.keys(ids)

    def heads(self, ids: Collection[str]) -> dict[str, CableSummary]:
        """Return date, origin, subject and classification of the cables that exist."""
        return self.catalogue.heads(ids)

    def references(self, id: str) -> tuple[list[CableSummary | str], list[CableSummary | str]]:
        """Return what a cable refers to and what refers to it: summaries of cables, or ids of those not here."""
        to, by = self.catalogue.refers_to(id), self.catalogue.referred_by(id)
        heads = self.heads({*to, *by})
        return [heads.get(each, each) for each in to], [heads.get(each, each) for each in by]

    def present(self, ids: Collection[str], where: Filters = EVERYWHERE) -> list[str]:
        """Return which of these cables are here and meet the filters, in the order given."""
        return named_cables.present(self.catalogue.database, ids, where)

    def numbered_near(self, id: CableId, limit: int, where: Filters = EVERYWHERE) -> list[str]:
        """Return the cables of the same post and year whose numbers are nearest to that of `id`."""
        return named_cables.nearest(self.catalogue.database, id, limit, where)

    def referring(self, id: str, where: Filters = EVERYWHERE) -> list[str]:
        """Return the cables that refer to a cable, the earliest first; that one need not be here."""
        return named_cables.referring(self.catalogue.database, id, where)

    def select(self, given: Selection) -> list[SelectedCable]:
        """Return all cables that a selection is of, the earliest first."""
        if not given.where.person:
            return cable_selection.select(self.catalogue.database, given)
        speaks = {key.cable for key in self.catalogue.statement_store.spoken_by(given.where.person, given.where)}
        return [each for each in cable_selection.select(self.catalogue.database, given) if each.id in speaks]

    def values(self, fact: CountedFact, ids: Collection[str]) -> list[tuple[str, ...]]:
        """Return the tags of each of these cables, or who signed or classified it: one value, several or none."""
        return cable_selection.values(self.catalogue.database, fact, ids)

    def mentioning(self, phrases: Iterable[str]) -> frozenset[str]:
        """Return all cables in which one of some phrases stands, by the stems of its words in their order."""
        self._parts.refresh()
        return mentions.mentions(self.catalogue.database, self._parts.words, map(whole_text, phrases))

    def titled(self, phrases: Iterable[str]) -> frozenset[str]:
        """Return all cables in whose subject one of some phrases stands."""
        self._parts.refresh()
        return mentions.subjects(self.catalogue.database, self._parts.words, map(whole_text, phrases))

    def about(self, words: Sequence[Collection[str]], often: int) -> frozenset[str]:
        """Return all cables whose subject, or `often` of whose paragraphs, have each of some words in a form."""
        self._parts.refresh()
        return mentions.topics(self.catalogue.database, self._parts.words, words, often)

    def files(self, id: str) -> list[str]:
        """Return where a cable was read from: files, or places in them. Readers of a team are not to see these."""
        ledger = self.catalogue.ledger
        return [] if ledger.note("clearance") else ledger.holders([id]).get(id, [])  # a copy knows none

    def other_versions(self, id: str) -> list[Version]:
        """Return what other texts of a cable have different from the one that answers.

        Where they were read, readers of a team are not to see. A cleared copy knows none: they might show what it
        must not.
        """
        cable = self.cable(id)
        if cable is None or self.catalogue.ledger.note("clearance"):
            return []
        compared = ((place, differences(cable, other)) for place, other in self.catalogue.versions(id))
        return [Version(place, found) for place, found in compared if found]


def whole_text(text: str) -> str:
    """Return a text that is asked for; raises LibraryError where it has half a character, as no index does."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LibraryError(HALF_A_CHARACTER) from error
    return text
