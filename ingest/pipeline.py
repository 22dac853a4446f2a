"""Two stages, each of which can be broken off anywhere and goes on where it was: read, then embed.

`read` brings texts into the catalogue; `index_words` and `index_meaning` bring the derived parts up to it.
Each yields `Progress`. A derived part is written first and noted as held afterwards, and writing it twice
does no harm, so that a process killed in between only does a few cables again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.cable import Document
from ingest.catalogue import Catalogue, batches
from ingest.edit import Outcome, Parsed
from ingest.embed import Embedder, sha256
from ingest.entries import Listing, listing, vector_id
from ingest.errors import SourceError
from ingest.parse import parse_cable
from ingest.record import sha, to_json
from ingest.sources import Failure, documents, files, place_of
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.vectors import Vectors

_READ_BATCH = 200  # documents in one transaction
_WORDS_BATCH = 2000  # cables in one commit of the word index
_MEANING_BATCH = 48  # cables embedded before they are noted: what a kill may cost, half a minute of one core


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `done` of `total` inputs (read) or cables (words, meaning)."""

    stage: Literal["read", "words", "meaning"]
    done: int
    total: int
    news: tuple["News", ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What became of one document, or why it failed."""

    place: str
    outcome: Outcome | Literal["failed"]
    reason: str | None = None


def read(catalogue: Catalogue, paths: Iterable[Path]) -> Iterator[Progress]:
    """Read files and folders into the catalogue; what has not changed since is passed over."""
    inputs = [item for path in paths for item in files(path)]
    for done, path in enumerate(inputs, start=1):
        yield Progress("read", done, len(inputs), tuple(_read_input(catalogue, path)))


def _read_input(catalogue: Catalogue, item: Path | Failure) -> Iterator[News]:
    if isinstance(item, Failure):
        yield News(item.place, "failed", item.reason)
        return
    name = place_of(item)
    try:
        content = sha256(item)
    except OSError as error:
        yield News(name, "failed", f"cannot be opened: {error.strerror}")
        return
    if catalogue.read_before(name) == content:
        yield News(name, "unchanged")
        return
    places: set[str] = set()
    reason: str | None = None
    for batch in batches(documents(item), _READ_BATCH):
        fresh: list[Parsed] = []
        known = catalogue.known([each.place for each in batch if isinstance(each, Document)])
        for each in batch:
            parsed = _parse(each)
            if isinstance(parsed, Failure):
                reason = parsed.reason
                yield News(parsed.place, "failed", parsed.reason)
                continue
            places.add(parsed.document.place)
            if known.get(parsed.document.place) == parsed.sha:
                yield News(parsed.document.place, "unchanged")
            else:
                fresh.append(parsed)
        with catalogue.edit() as edit:
            for parsed, outcome in zip(fresh, edit.store(name, fresh), strict=True):
                yield News(parsed.document.place, outcome)
    with catalogue.edit() as edit:
        edit.finish(name, content, places, reason)


def _parse(item: Document | Failure) -> Parsed | Failure:
    if isinstance(item, Failure):
        return item
    if item.cable:
        return Parsed(item, sha(json.dumps(to_json(item.cable))), item.cable)
    try:
        return Parsed(item, sha(item.text), parse_cable(item.text, name=item.name, page=item.page))
    except SourceError as error:
        return Failure(item.place, str(error))


def index_words(catalogue: Catalogue, words: Words) -> Iterator[Progress]:
    """Bring the word index up to the catalogue."""
    todo = catalogue.outdated("words")
    done = 0
    for batch in batches(todo, _WORDS_BATCH):
        revisions = catalogue.revisions(batch)
        listings = _listings(catalogue, batch)
        words.replace(listings)
        with catalogue.edit() as edit:
            edit.hold("words", {each.cable: _keys(each) for each in listings}, revisions)
            edit.count_up("words")
        done += len(batch)
        yield Progress("words", done, len(todo))


def index_meaning(catalogue: Catalogue, vectors: "Vectors", embedder: Embedder) -> Iterator[Progress]:
    """Bring the vectors up to the catalogue."""
    todo = catalogue.outdated("vectors")
    done = 0
    for batch in batches(todo, _MEANING_BATCH):
        revisions = catalogue.revisions(batch)
        listings = _listings(catalogue, batch)
        texts = {
            vector_id(entry.key, window): text
            for each in listings
            for entry in each.entries
            for window, text in enumerate(embedder.windows(entry.context, entry.text))
        }
        embedded = dict(zip(texts, embedder.encode(list(texts.values())), strict=True))
        before = catalogue.held_ids("vectors", batch)
        after: dict[str, list[str]] = {cable: [] for cable in batch}
        for id in texts:
            after[id.rpartition("#")[0]].append(id)
        # Noted before it is done: whatever a kill leaves behind in Chroma, its ids are known to the next run.
        with catalogue.edit() as edit:
            edit.hold("vectors", {cable: [*before.get(cable, ()), *after[cable]] for cable in batch}, {})
        stale = [id for ids in before.values() for id in ids if id not in texts]
        vectors.remove(stale)
        vectors.add(embedded, {each.cable: each.facts for each in listings})
        with catalogue.edit() as edit:
            edit.hold("vectors", after, revisions)
            edit.count_up("vectors")
        done += len(batch)
        yield Progress("meaning", done, len(todo))


def _listings(catalogue: Catalogue, ids: list[str]) -> list[Listing]:
    """Return what the indexes should hold of these cables, which is nothing for those that are gone."""
    there = {cable.id: listing(cable) for cable in catalogue.cables(ids)}
    return [there.get(id, Listing(id)) for id in ids]


def _keys(listing: Listing) -> list[str]:
    return [str(entry.key) for entry in listing.entries]
