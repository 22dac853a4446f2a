"""A library of any size, made of one that was read for real: its cables again and again, each a little otherwise.

What a copy keeps of its cable: length, structure, who speaks where. What is its own: the number, the post, the
day, one word in twenty, exchanged for another of the same length, and vectors and tokens, moved by a little noise.
So it is stored and indexed by reftel itself, by words, in Chroma and in the scan, and only the embedding model,
for which it would take hours, is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

import numpy as np
from more_itertools import chunked
from numpy.typing import NDArray

from ingest import Library
from ingest.domain.cable import Cable
from ingest.domain.documents import Document, Parsed
from ingest.domain.keys import Key, vector_id
from ingest.domain.posts import posts
from ingest.domain.serialization import sha
from ingest.domain.statements import Attributed
from ingest.embedding.embedder import unit
from ingest.embedding.late_interaction import Tokens
from ingest.embedding.stored_embeddings import StoredEmbedding, digest
from ingest.jobs.update_indexes import index_meaning, index_words
from ingest.search.entries import listing
from ingest.storage.parts import Parts

EXCHANGED = 0.05  # of the words
NOISE = 0.012  # of each number of a vector, whose length is 1
AT_ONCE = 400  # cables
RARE = 10_000  # every how many cables one has the tag "RARE"
FIRST, DAYS = date(2000, 1, 1), 4_000  # the days of the cables


@dataclass(frozen=True, slots=True)
class Original:
    """A cable as it was read, with what is known of it."""

    cable: Cable
    attributed: Attributed
    read: dict[Key, StoredEmbedding]


def originals(library: Library) -> list[Original]:
    """Return the cables of a library that are indexed by meaning."""
    catalogue, embedder = library.catalogue, library.status().embedder
    found = []
    for ids in chunked(catalogue.ids(), AT_ONCE):
        cast, speakers = catalogue.statement_store.cast(ids), catalogue.statement_store.speakers(ids)
        for cable in catalogue.cables(ids):
            by = {entry.key: digest(embedder, entry) for entry in listing(cable, speakers).entries}
            kept = catalogue.embeddings.of(by.values())
            said = catalogue.statement_store.statements([Key(cable.id, each.ordinal) for each in cable.paragraphs])
            statements = tuple(each for key in sorted(said) for each in said[key])
            if kept.keys() >= set(by.values()):
                read = {key: kept[each] for key, each in by.items()}
                found.append(Original(cable, Attributed(statements, tuple(cast.get(cable.id, ()))), read))
    return found


class Multiplied:
    """A library in a folder that grows by copies of the cables of another one."""

    def __init__(self, source: Library, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.parts = Parts(folder, source.status().embedder)
        self._source, self._originals = source, originals(source)
        self._words = _by_length(self._originals)
        self._noise, self._draw = np.random.default_rng(0), Random(0)
        self._numbers = count()
        onto = source.catalogue.embeddings.projection(self.parts.embedder.name)
        with self.parts.catalogue.edit() as edit:
            if onto is not None:
                edit.embeddings.keep_projection(self.parts.embedder.name, onto)
            edit.note("embedder", self.parts.embedder.name)

    def grow(self, paragraphs: int) -> None:
        """Add cables until there are so many paragraphs, and index them."""
        catalogue = self.parts.catalogue
        missing = paragraphs - catalogue.count_paragraphs()
        for batch in chunked(self._enough(missing), AT_ONCE):
            self._store(batch)
        for stage in (index_words(catalogue, self.parts.words), index_meaning(self.parts)):
            for _ in stage:
                pass
        self.parts.close()

    def _enough(self, missing: int) -> Iterator[tuple[Original, Cable]]:
        for number in self._numbers:
            if missing <= 0:
                return
            original = self._originals[number % len(self._originals)]
            missing -= len(original.cable.paragraphs)
            yield original, self._copy(original.cable, number)

    def _copy(self, cable: Cable, number: int) -> Cable:
        names = list(posts())
        post = names[number % 200]
        day = FIRST + timedelta(days=self._draw.randrange(DAYS))
        id = f"{day.year % 100:02}{post}{number + 1}"
        return replace(
            cable,
            id=id,
            post=post,
            number=number + 1,
            year=day.year,
            date=day.isoformat(),
            tags=(*cable.tags, "RARE") if number % RARE == 7 else cable.tags,
            paragraphs=tuple(replace(p, cable=id, text=self._varied(p.text)) for p in cable.paragraphs),
        )

    def _varied(self, text: str) -> str:
        def other(word: re.Match[str]) -> str:
            return self._draw.choice(self._words[len(word[0])]) if self._draw.random() < EXCHANGED else word[0]

        return re.sub(r"\b[a-z]{4,}\b", other, text)

    def _store(self, batch: list[tuple[Original, Cable]]) -> None:
        catalogue, embedder = self.parts.catalogue, self.parts.embedder.name
        documents = [Parsed(c.id, Document(c.id, c.raw, cable=c), sha(c.raw), c) for _, c in batch]
        ids = [cable.id for _, cable in batch]
        with catalogue.edit() as edit:
            edit.documents.store(0, documents)
            edit.store_statements({cable.id: original.attributed for original, cable in batch})
        speakers, revisions = catalogue.statement_store.speakers(ids), catalogue.ledger.revisions(ids)
        by, read, held = {}, {}, {}
        for original, cable in batch:
            found = {Key(cable.id, key.ordinal): kept for key, kept in original.read.items()}
            for entry in listing(cable, speakers).entries:
                by[entry.key] = digest(embedder, entry)
                read[by[entry.key]] = self._moved(found[entry.key])
            held[cable.id] = [vector_id(key, n) for key, kept in found.items() for n in range(len(kept.vectors))]
        with catalogue.edit() as edit:
            edit.embeddings.keep(ids, by, read)
            edit.indexes.hold("embeddings", held, revisions)

    def _moved(self, kept: StoredEmbedding) -> StoredEmbedding:
        vectors = unit(kept.vectors + self._noise.normal(0, NOISE, kept.vectors.shape).astype(np.float32))
        moved = kept.tokens.vectors + self._noise.integers(-2, 3, kept.tokens.vectors.shape, dtype=np.int8)
        return StoredEmbedding(vectors, Tokens(kept.tokens.starts, _within(kept.tokens.vectors, moved)))


def _within(before: NDArray[np.int8], after: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return bytes that were moved a little, those that ran over as they were."""
    return np.where(np.abs(after.astype(np.int16) - before) < 8, after, before)


def _by_length(originals: list[Original]) -> dict[int, list[str]]:
    """Return the words in small letters of all cables by their length."""
    found: dict[int, set[str]] = {}
    for original in originals:
        for paragraph in original.cable.paragraphs:
            for word in re.findall(r"\b[a-z]{4,}\b", paragraph.text):
                found.setdefault(len(word), set()).add(word)
    return {length: sorted(words) for length, words in found.items()}
