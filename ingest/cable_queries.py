"""Queries on the cables of a library: one by its id, those beside it, and all that meet some conditions."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.catalogue import cable_list, cable_selection, mentions, named_cables
from ingest.catalogue.cable_selection import CountedFact, TaggedCable
from ingest.catalogue.catalogue import CableSummary, Catalogue
from ingest.catalogue.database import HALF_A_CHARACTER
from ingest.catalogue.named_cables import LinkedCables
from ingest.domain.cable import Cable
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.pages import Page
from ingest.domain.posts import CableId
from ingest.domain.selection import CableList, SelectedCable, Selection
from ingest.errors import LibraryError
from ingest.parsing.versions import Version, differences
from ingest.search.word_index import stems
from ingest.storage.parts import Parts

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_MOST_PHRASES = 16  # of a pasted page the first are looked for
_LENGTHS = 64  # of lists, remembered while one leafs through them
_MENTIONS = 4  # sets of all cables that mention some words, each of which may be the whole archive


class CableQueries:
    """The cables of a library. Any thread may query it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._mentioning = lru_cache(_MENTIONS)(lambda words, state: self._all_mentioned(words))
        self._length = lru_cache(_LENGTHS)(lambda given, state: self._counted_list(given))

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

    def pages(self, ids: Collection[str]) -> dict[str, tuple[Page, ...]]:
        """Return the pages of the files that these cables stand in; a cable whose file has none is left out."""
        return self.catalogue.pages(ids)

    def keys(self, ids: Collection[str]) -> list[Key]:
        """Return the paragraphs of these cables, in order."""
        return self.catalogue.keys(ids)

    def how_many(self, where: Filters) -> int:
        """Return how many cables filters leave."""
        return len(self.catalogue.ids_by_date(where))

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

    def linked(self, ids: Collection[str], limit: int, *, back: bool = False) -> dict[str, LinkedCables]:
        """Return for each of some cables what it refers to, or with `back` what refers to it, `limit` each."""
        return named_cables.linked(self.catalogue.database, ids, limit, back=back)

    def select(self, given: Selection) -> list[SelectedCable]:
        """Return all cables that a selection is of, the earliest first."""
        if not given.where.person:
            return cable_selection.select(self.catalogue.database, given)
        speaks = {key.cable for key in self.catalogue.statement_store.spoken_by(given.where.person, given.where)}
        return [each for each in cable_selection.select(self.catalogue.database, given) if each.id in speaks]

    def list_length(self, given: CableList) -> int:
        """Return how many cables a list has."""
        return self._length(replace(given, by="date", descending=False), self.catalogue.database.stamp())

    def list_posts(self, given: CableList) -> list[tuple[str, int]]:
        """Return the posts that sent the cables of a list, each with their number, the most frequent first."""
        return cable_list.by_post(self.catalogue.database, given.where, self._among(given))

    def list_page(self, given: CableList, start: int, limit: int) -> list[SelectedCable]:
        """Return some cables of a list in its order, from `start` on."""
        return cable_list.page(
            self.catalogue.database,
            given.where,
            self._among(given),
            given.by,
            descending=given.descending,
            start=start,
            limit=limit,
        )

    def listed(self, given: CableList) -> Iterator[SelectedCable]:
        """Yield all cables of a list in its order; few of them are in memory at a time."""
        among = self._among(given)
        yield from cable_list.each(
            self.catalogue.database, given.where, among, given.by, descending=given.descending
        )

    def _counted_list(self, given: CableList) -> int:
        return cable_list.count(self.catalogue.database, given.where, self._among(given))

    def _among(self, given: CableList) -> Collection[str] | None:
        """Return the cables of which alone a list may be; None for any."""
        if not given.words.strip():
            return given.among
        mentioning: frozenset[str] = self._mentioning(given.words, self.catalogue.database.stamp())
        return mentioning if given.among is None else mentioning.intersection(given.among)

    def _all_mentioned(self, words: str) -> frozenset[str]:
        """Return the cables that mention each word, and each phrase in quotes, in any form of the words."""
        phrases = [quoted or word for quoted, word in _PHRASE.findall(words)][:_MOST_PHRASES]
        each_in = [self.mentioning([phrase]) for phrase in phrases if stems(whole_text(phrase))]
        return frozenset.intersection(*each_in) if each_in else frozenset()

    def values(self, fact: CountedFact, ids: Collection[str]) -> list[tuple[str, ...]]:
        """Return the tags of each of these cables, or who signed or classified it: one value, several or none."""
        return cable_selection.values(self.catalogue.database, fact, ids)

    def tagged(self, ids: Collection[str]) -> list[TaggedCable]:
        """Return these cables with their posts, dates and tags, as far as they exist."""
        return list(cable_selection.tagged(self.catalogue.database, ids))

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
        return [version for version, _ in self._other_versions(id)]

    def other_texts(self, id: str) -> list[Cable]:
        """Return those other texts of a cable themselves, in the same order; a cleared copy knows none."""
        return [text for _, text in self._other_versions(id)]

    def _other_versions(self, id: str) -> Iterator[tuple[Version, Cable]]:
        cable = self.cable(id)
        if cable is None or self.catalogue.ledger.note("clearance"):
            return
        for place, other in self.catalogue.versions(id):
            if found := differences(cable, other):
                yield Version(place, found), other


def whole_text(text: str) -> str:
    """Return a text that is asked for; raises LibraryError where it has half a character, as no index does."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LibraryError(HALF_A_CHARACTER) from error
    return text
