"""The catalogue held against its own hashes, and mended from what still has the right one.

A text that is not as it was read is read again from its file, where that is there and has not changed since; what
was made of a sound text is made of it again. Whatever is neither is told and left.
"""

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from more_itertools import chunked

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.writer import Edit
from ingest.domain.serialization import PARSER, sha
from ingest.errors import LibraryDamaged
from ingest.jobs.read_files import read
from ingest.progress import Progress
from ingest.sources.source import opened

_AT_ONCE = 200  # cables
_OF_CABLES = ("cables", "paragraphs", "links")
_OF_SPEAKERS = ("statements", "voices", "people", "encounters")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is not as it was stored: texts, by document, with their cables, and their pages; cables of which
    something else is not; those whose speakers are not; readings, by digest; and what the database finds wrong
    itself."""

    database: tuple[str, ...]
    texts: dict[int, str]  # the cable of each
    pages: dict[int, str]
    cables: tuple[str, ...]
    speakers: tuple[str, ...]
    readings: tuple[str, ...]
    projections: bool
    corrections: tuple[int, ...] = ()  # of the people, by number

    @property
    def unsound(self) -> set[str]:
        """The cables that cannot be read as they were."""
        return {*self.texts.values(), *self.cables}

    def words(self) -> list[str]:
        """Return what is wrong, a line each."""
        lists: tuple[tuple[Sequence[str], str], ...] = (
            (sorted(set(self.texts.values())), "cables whose text has changed since it was read"),
            (sorted(set(self.pages.values())), "cables whose pages have changed since they were stored"),
            (self.cables, "cables that have changed since they were stored"),
            (self.speakers, "cables whose speakers have changed since they were stored"),
            (self.readings, "embeddings of texts that have changed since they were stored"),
            (tuple(map(str, self.corrections)), "corrections of people that have changed since they were made"),
            (("all",) * self.projections, "the projection of the embeddings has changed since it was stored"),
        )
        return [*self.database, *(f"{words}: {some(found)}" for found, words in lists if found)]


def damage(catalogue: Catalogue) -> Generator[Progress, None, Damage]:
    """Look at every text and every row that is sealed."""
    database = tuple(catalogue.integrity.faults())
    texts = dict(catalogue.integrity.changed_texts())
    pages = dict(catalogue.integrity.broken_pages())
    broken = {table: catalogue.integrity.broken_cables(table) for table in (*_OF_CABLES, *_OF_SPEAKERS)}
    lost = catalogue.integrity.broken_embeddings()
    cables = {id for table in _OF_CABLES for id in broken[table]}
    speakers = {id for table in _OF_SPEAKERS for id in broken[table]}
    ids, total, done = catalogue.ids(), catalogue.count_paragraphs(), 0
    for batch in chunked([id for id in ids if id not in cables], _AT_ONCE):
        answered = set(texts.values())
        for id, digest in catalogue.integrity.digests([id for id in batch if id not in answered], PARSER).items():
            try:
                (cable,) = catalogue.cables([id])
                sound = sha(repr(cable)) == digest
            except (LibraryDamaged, ValueError, TypeError, KeyError):  # whatever a changed byte makes of it
                sound = False
            if not sound:
                cables.add(id)
        fresh = len(catalogue.keys(batch))
        done += fresh
        yield Progress("check texts", done, total, fresh)
    return Damage(
        database,
        texts,
        pages,
        tuple(sorted(cables)),
        tuple(sorted(speakers)),
        tuple(lost),
        catalogue.integrity.broken_projections(),
        tuple(catalogue.corrections.damaged()),
    )


def mend(catalogue: Catalogue, found: Damage, run: int) -> Iterator[Progress]:
    """Mend what can be mended from what is sound; the derived parts of it are brought up after."""
    if found.database:
        catalogue.integrity.sort_anew()
    doubted = {**found.texts, **found.pages}
    sources, rest = _sources(catalogue, doubted)
    catalogue.write(partial(_drop, sources, doubted, [id for id in rest if id in found.texts]))
    if sources:
        yield from read(catalogue, sources, run)
    lost = dict(catalogue.integrity.broken_pages())
    catalogue.write(lambda edit: edit.documents.forget_pages(lost))
    unsound = set(dict(catalogue.integrity.changed_texts()).values())
    again = {*found.cables, *catalogue.integrity.missing()} - unsound
    catalogue.write(partial(_make_again, found, sorted(again)))


def _drop(sources: Sequence[Path], texts: Mapping[int, str], rest: Sequence[int], edit: Edit) -> None:
    """Have these files read again, and drop the other texts whose cables have further texts."""
    for path in sources:
        edit.documents.doubt_input(str(path), [id for id in texts if id not in rest])
    edit.documents.drop_spare(rest)


def _make_again(found: Damage, cables: Sequence[str], edit: Edit) -> None:
    """Make these cables again from their texts, and have made again what else is damaged."""
    edit.documents.parse_again(cables)
    edit.attribute_again(found.speakers)
    edit.remove_corrections(found.corrections)  # nothing tells what they were
    if found.projections:
        edit.embeddings.forget()
    edit.embeddings.embed_again(found.readings)


def _sources(catalogue: Catalogue, texts: dict[int, str]) -> tuple[list[Path], list[int]]:
    """Return the files that still hold these texts as they were, and the texts of which there is none."""
    whole: dict[str, bool] = {}
    rest: list[int] = []
    for document, input, recorded in catalogue.integrity.origins(texts):
        if input not in whole:
            whole[input] = recorded is not None and _hash(Path(input)) == recorded
        if not whole[input]:
            rest.append(document)
    return [Path(input) for input, is_whole in whole.items() if is_whole], rest


def _hash(path: Path) -> str | None:
    try:
        with opened(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def some(names: Sequence[str]) -> str:
    """Return how many there are, and which are the first."""
    return f"{len(names)} ({', '.join(names[:3])}{', ...' if len(names) > 3 else ''})"
