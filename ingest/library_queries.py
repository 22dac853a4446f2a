"""Queries on an open library: search by words and by meaning, read, count."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.cable_queries import whole_text
from ingest.cached_per_revision import Latest
from ingest.catalogue import named_cables
from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.ledger import IngestRun
from ingest.domain.cable import Paragraph
from ingest.domain.clearance import Clearance
from ingest.domain.filters import EVERYWHERE, FILTERS, Filters
from ingest.domain.keys import Key
from ingest.embedding.embedder import Embedding
from ingest.embedding.late_interaction import Affinity, Projection, Tokens, affinities, fits
from ingest.encounter_queries import EncounterQueries
from ingest.language.letters import folded, spelt_otherwise
from ingest.language.near_words import NearWords
from ingest.search.word_index import stems
from ingest.storage.parts import Parts

T = TypeVar("T")
_COUNTED = {each.name: each.fact for each in FILTERS if each.narrows == "has" and each.fact}
_WORD = re.compile(r"[^\W\d_]+")
_READ = 10  # entries in which it is looked how a word is written
_QUESTIONS = 64  # of which is remembered how the embedding model reads them


@dataclass(frozen=True, slots=True)
class Status:
    """What a library contains.

    `indexed` and `embedded` count the paragraphs indexed by words and by meaning, `heard` those whose speakers are
    identified, `failed` the places that could not be read. `searched_by` says which index answers a search by
    meaning, `collection` is the name of the one in Chroma. `better_embedder` is the taught model where the library
    is built with the untaught one. A run that has neither ended nor is at work was killed.
    """

    folder: Path
    cables: int
    paragraphs: int
    indexed: int
    heard: int
    embedded: int
    first: str | None
    last: str | None
    sample: bool
    samples: int
    embedder: str
    better_embedder: str | None
    searched_by: str
    collection: str
    failed: int
    last_run: IngestRun | None


@dataclass(frozen=True, slots=True)
class WholeText:
    """The paragraphs of a cable in the archive; `here` are those that one may read, by their ordinals in it."""

    cable: str
    paragraphs: Sequence[Paragraph]
    here: Mapping[int, Paragraph]


class Contents(EncounterQueries):
    """The contents of a library. Any thread may query it."""

    def __init__(self, parts: Parts, whole: Catalogue | None = None) -> None:
        """`whole`: the catalogue of the library that this one is a cleared copy of, which has the corrections."""
        super().__init__(parts, whole)
        # What asks for passages and what quotes them read the same question.
        self._read = lru_cache(_QUESTIONS)(lambda embedder, text: embedder.read_questions([text])[0])
        # To count a large archive takes a third of a second: it is done again when the catalogue was written to.
        self._counted = Latest(self._count)
        self._values = {name: Latest(partial(self.catalogue.counts, fact)) for name, fact in _COUNTED.items()}
        self._projected = Latest(lambda: self.catalogue.embeddings.projection(self._parts.embedder.name))
        self._near = Latest(lambda: NearWords(self._parts.words.counts()))

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self._parts.folder

    @property
    def is_read_only(self) -> bool:
        """Whether its folder cannot be written, so that one can only ask."""
        return self._parts.is_read_only

    @property
    def revision(self) -> str:
        """A value that changes when cables are added, changed or removed, and not when they are only indexed."""
        return self.catalogue.ledger.note("revision") or "0"

    @property
    def is_empty(self) -> bool:
        """Whether it contains no cable."""
        return not self.catalogue.count_cables()

    def check_reachable(self) -> None:
        """Raise LibraryError if the catalogue does not answer, for instance if its database is down."""
        self.catalogue.database.stamp()

    def by_words(
        self, query: str, limit: int, where: Filters = EVERYWHERE, cables: Sequence[str] = ()
    ) -> list[tuple[Key, float]]:
        """Return the entries that share words with the query, best first, with their scores.

        Only those of these `cables`, where any are given.
        """
        self._parts.refresh()
        return self._parts.words.search(whole_text(query), limit, where, cables)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """Return how rare each stem is in the texts; one that occurs nowhere is the rarest."""
        return self._parts.words.rarity(stems)

    def frequency(self, stems: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each stem stands; 0 for one that the archive does not have."""
        self._parts.refresh()
        return self._parts.words.frequency(stems)

    @property
    def near_words(self) -> NearWords:
        """The stems of the archive, to be asked which are near a word."""
        self._parts.refresh()
        return self._near.of((self.revision, self._parts.words.count()))

    def printed(self, stem: str) -> list[str]:
        """Return how the words with a stem are written in the entries that have it most, most frequent first."""
        return self.printed_words([stem])[stem]

    def printed_words(self, wanted: Collection[str]) -> dict[str, list[str]]:
        """Return the same of several stems."""
        keys = {stem: self._parts.words.with_stem(stem, _READ) for stem in wanted}
        there = {key for each in keys.values() for key in each}
        paragraphs = self.paragraphs([key for key in there if key.ordinal])
        heads = self.heads({key.cable for key in there})
        found = {}
        for stem, own in keys.items():
            texts = [paragraphs[key].text for key in own if key in paragraphs]
            cables = dict.fromkeys(key.cable for key in own)
            texts += [heads[cable].subject or "" for cable in cables if cable in heads]
            found[stem] = _with_stem(stem, texts)
        return found

    def reading(self, text: str) -> Embedding | None:
        """Return what the embedding model makes of a text, None while nothing is indexed by meaning."""
        self._parts.refresh()
        return self._read(self._parts.embedder, whole_text(text)) if self._parts.has_meaning else None

    def embed(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the unit vector that the embedding model makes of each text."""
        self._parts.refresh()
        return [each.vector for each in self._parts.embedder.read_questions([whole_text(text) for text in texts])]

    def by_meaning(self, query: Embedding, limit: int, where: Filters = EVERYWHERE) -> list[tuple[Key, float]]:
        """Return the entries nearest in meaning to the query, best first, with their cosines."""
        return self._parts.meaning.nearest(query.vector, limit, where)

    @property
    def collection(self) -> str:
        """The name of the Chroma collection: in the folder `vectors`, or on the server."""
        return self._parts.collection

    @property
    def searched_by(self) -> str:
        """Which index answers a search by meaning, in words."""
        return self._parts.search_by_meaning

    def want(self, ids: Collection[str]) -> None:
        """Have a running ingest index these cables by meaning before others."""
        self._parts.wanted.add(ids)

    def affinities(self, query: Embedding, keys: Collection[Key]) -> dict[Key, Affinity]:
        """Return how near the query comes, token by token, to the paragraphs that are indexed by meaning."""
        return self._compared(partial(affinities, query), keys)

    def fits(self, queries: Sequence[Embedding], keys: Collection[Key]) -> dict[Key, list[float]]:
        """Return how well the paragraphs that are indexed by meaning fit each query: 1 is the same."""
        return self._compared(partial(fits, queries), keys)

    def whole_texts(self, ids: Collection[str]) -> Iterator[WholeText]:
        """Yield those of these cables that are here as the archive has them, with what one may read of each.

        Whatever is looked for in them has to be shown from the paragraphs that are `here`, and from nothing else.
        """
        if not self._whole:
            for cable in self.cables(list(ids)):
                yield WholeText(cable.id, cable.paragraphs, {each.ordinal: each for each in cable.paragraphs})
            return
        from ingest.redaction.redact import kept_paragraphs

        clearance = Clearance.parse(self.catalogue.ledger.note("clearance") or "U")
        copies = {each.id: each for each in self.cables(list(ids))}
        for cable in self._whole.cables(list(copies)):
            left = zip(kept_paragraphs(cable, clearance), copies[cable.id].paragraphs, strict=False)
            # Where the two are not as of the same moment, nothing is sure to be the same paragraph.
            here = {there.ordinal: own for there, own in left if there.text == own.text}
            yield WholeText(cable.id, cable.paragraphs, here)

    def paragraphs(self, keys: Collection[Key]) -> dict[Key, Paragraph]:
        """Return the paragraphs that exist."""
        return self.catalogue.paragraphs(keys)

    def counts(self, name: str) -> list[tuple[str, int]]:
        """Return what the filter of this name can be set to, with the number of cables each, most frequent first.

        Raises KeyError for a filter that is compared with no value of a cable.
        """
        return list(self._values[name].of(self.catalogue.database.stamp()))

    def dates(self) -> tuple[str, str] | None:
        """Return the days of the first and the last cable, ISO; a year alone where a cable has no date."""
        return self.catalogue.dates()

    @property
    def last_arrival(self) -> int:
        """The number of the cable that came last, of all in the library: what comes later has a higher one."""
        return (self._whole or self.catalogue).ledger.last_arrival()

    def arrived_after(self, number: int) -> list[str]:
        """Return the cables that came after a number, the first first; of a cleared copy those that it has."""
        return self.present((self._whole or self.catalogue).ledger.arrived_after(number))

    def forgotten(self, ids: Collection[str]) -> list[str]:
        """Return which of these cables no longer exist; of a cleared copy, not in what it was cut from either."""
        there = set(named_cables.present((self._whole or self.catalogue).database, ids, EVERYWHERE))
        return [id for id in dict.fromkeys(ids) if id not in there]

    @property
    def is_settled(self) -> bool:
        """Whether all its cables can be found by words and by meaning, and a cleared copy has all that it may."""
        if self._whole and self.catalogue.ledger.note("indexed") != (self._whole.ledger.note("revision") or "0"):
            return False
        status = self.status()
        return min(status.indexed, status.embedded) >= status.paragraphs

    def months(self) -> list[tuple[str, int]]:
        """Return each month, "2009-03", and the number of its cables, in order.

        It is a year where that is all one knows, "" where one does not know it either.
        """
        return self.catalogue.months()

    def status(self) -> Status:
        """Return what the library holds, how far it is indexed and how the last ingest ended."""
        status = self._counted.of(self.catalogue.database.stamp())
        run = status.last_run
        if run and run.state == "running" and self._parts.is_free():
            return replace(status, last_run=replace(run, state="broken off"))
        return status

    def _compared(
        self,
        how: Callable[[Sequence[Tokens], Projection], list[T]],
        keys: Collection[Key],
    ) -> dict[Key, T]:
        onto = self._projected.of(self.catalogue.database.stamp())
        if onto is None:
            return {}
        found = self.catalogue.embeddings.tokens(keys)
        return dict(zip(found, how(list(found.values()), onto), strict=True))

    def _count(self) -> Status:
        first, last = self.dates() or (None, None)
        ledger, samples = self.catalogue.ledger, self.catalogue.count_samples()
        return Status(
            self.folder,
            self.catalogue.count_cables(),
            self.catalogue.count_paragraphs(),
            ledger.count_held("words"),
            self.catalogue.statement_store.count(),
            ledger.count_held("scan"),
            first,
            last,
            sample=samples > 0,
            samples=samples,
            embedder=self._parts.embedder.name,
            better_embedder=self._parts.better_model,
            searched_by=self.searched_by,
            collection=self.collection,
            failed=ledger.count_failures(),
            last_run=ledger.last_run(),
        )


def _with_stem(stem: str, texts: Iterable[str]) -> list[str]:
    """Return the words of some texts that have a stem, the most frequent first."""
    words = [word for word, _ in Counter(word for text in texts for word in _WORD.findall(text)).most_common()]
    found = [word for word in words if folded(word)[:2] == stem[:2] and stems(word) == [stem]]
    return found or [  # "djordjev" stands for Đorđević, too
        word
        for word in words
        if not word.isascii() and any(stems(other) == [stem] for other in spelt_otherwise(word))
    ]
