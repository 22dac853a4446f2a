"""The work on a library that writes: filling it, forgetting, rebuilding its derived parts.

Each piece of work keeps other writers out, yields its progress and may be interrupted anywhere.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.writer import Edit
from ingest.domain.documents import Failure, PassedOver
from ingest.domain.posts import cable_id
from ingest.domain.serialization import PARSER
from ingest.embedding.embedder import Embedder
from ingest.errors import LibraryError, SourceError
from ingest.files.enclosure import refuse_ways_out
from ingest.files.lock import PATIENCE
from ingest.jobs.cleared_copies import bring_up_all, make_anew
from ingest.jobs.missing_files import missing_files
from ingest.jobs.read_files import read
from ingest.jobs.update_indexes import catch_up
from ingest.jobs.workers import connected_workers
from ingest.progress import News, Outcome, Progress
from ingest.sources.csv_columns import Columns
from ingest.sources.folder_walk import files, place_of
from ingest.sources.formats import suffix_of
from ingest.storage.parts import Parts
from ingest.version import installed

_DOCUMENTS = "documents"  # the note that texts which are no cables are taken
READ: tuple[Outcome, ...] = ("added", "replaced", "duplicate")


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, or with `dry_run` would do: cables by outcome, and each failure with its reason.

    `remarks` are on cables that were read, but perhaps not as they should be. `passed_over` counts the files that
    are not read by their suffixes ("" for none). `missing` are files that were read before from the same places
    and do not exist any more; what was read from them is still in the library.
    """

    counts: dict[str, int]
    failures: tuple[News, ...]
    dry_run: bool = False
    remarks: tuple[News, ...] = ()
    passed_over: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def is_fruitless(self) -> bool:
        """Whether there was something to read and no cable came of it."""
        return bool(self.failures or self.passed_over) and not any(
            number for outcome, number in self.counts.items() if outcome not in ("failed", "dropped")
        )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed, and the inputs that may still hold it: reading them again brings it back."""

    places: int
    inputs: tuple[str, ...]


def ingest(
    parts: Parts,
    paths: Iterable[str | Path],
    *,
    patience: float = PATIENCE,
    workers: str | None = None,
    columns: Columns | None = None,
    within: Iterable[str | Path] = (),
    documents: bool | None = None,
) -> Generator[Progress, None, IngestReport]:
    """Read inputs, then bring words, vectors and cleared copies up to the catalogue; return the report.

    `workers` is the address of a scheduler whose workers parse, hear and embed. `columns` says what the columns of
    a table hold (`ingest.sources.csv_columns.given_columns`). `within` are the folders that paths lie in where
    these are what changed there: they are read as a folder is, and may be gone. `documents`: whether texts that
    are no cables are taken too; the library remembers it, and None leaves it as it is. Raises SourceError when
    another path is not there, WorkersError when the workers cannot be had.
    """
    parts.refuse_copy()
    folders = [absolute(folder) for folder in within]
    inputs = [absolute(path) for path in paths] if folders else _inputs(paths)
    walk = partial(_found, folders, parts.folder)
    with connected_workers(workers, patience) as spread, parts.writing("ingest", patience=patience):
        parts.prepare()
        if documents is not None:
            with parts.catalogue.edit() as edit:
                edit.note(_DOCUMENTS, "taken" if documents else None)
        taken = takes_documents(parts.catalogue)
        with running(parts, [place_of(path) for path in folders or inputs]) as run:
            reading = read(parts.catalogue, inputs, run, spread, columns, walk, documents=taken)
            report = yield from _reported(reading, dry_run=False)
            indexed = yield from _reported(catch_up(parts, spread=spread), dry_run=False)
            yield from bring_up_all(parts)
        missing = missing_files(parts, map(place_of, inputs))
    return replace(report, failures=report.failures + indexed.failures, missing=missing)


def takes_documents(catalogue: Catalogue) -> bool:
    """Return whether texts that are no cables are read into a library too, as documents."""
    return catalogue.ledger.note(_DOCUMENTS) is not None


def preview(
    place: Path | str,
    paths: Iterable[str | Path],
    columns: Columns | None = None,
    documents: bool | None = None,
) -> Generator[Progress, None, IngestReport]:
    """Read inputs and return the report of what an ingest would do; nothing is written, no catalogue made.

    `place`: the catalogue's file, or the URL of its database, which has to hold one.
    """
    if isinstance(place, Path):
        refuse_ways_out(place.parent)
    catalogue = Catalogue(place if isinstance(place, str) or place.exists() else None)
    inputs = _inputs(paths)
    taken = takes_documents(catalogue) if documents is None else documents
    walk = partial(files, apart=place.parent if isinstance(place, Path) else None)
    reading = read(catalogue, inputs, None, columns=columns, walk=walk, documents=taken)
    report = yield from _reported(reading, dry_run=True)
    catalogue.close()
    return report


def forget(parts: Parts, what: str, *, patience: float = PATIENCE) -> Generator[Progress, None, Forgotten]:
    """Remove a cable by its id, or everything that came from a file or folder.

    What another file holds of a cable answers again; what a chat model said is forgotten too, as it may tell of
    what is removed. Raises LibraryError when nothing came from there.
    """
    parts.refuse_copy()
    with parts.writing("forget", patience=patience):
        parts.prepare()
        places, origins = parts.catalogue.write(partial(_forget, parts, what))
        yield from catch_up(parts)
        yield from bring_up_all(parts)
    return Forgotten(len(places), tuple(origins))


def _forget(parts: Parts, what: str, edit: Edit) -> tuple[list[str], list[str]]:
    """Remove a cable, or what came from a file or folder; return what `DocumentWriter.forget_cable` does."""
    id = cable_id(what) or what
    if parts.catalogue.ledger.holders([id]):
        places, origins = edit.documents.forget_cable(id)
    else:
        places, origins = edit.documents.forget_input(place_of(absolute(what))), []
    if not places:
        raise LibraryError(
            f"The library contains no cable {what!r} and nothing from a file or folder of that name."
        )
    # Before the catalogue has forgotten: whoever is killed in between can forget once more.
    parts.unsay()
    return places, origins


def reindex(
    parts: Parts, embedder: str | None = None, *, patience: float = PATIENCE
) -> Generator[Progress, None, None]:
    """Rebuild words and vectors from the catalogue, with another embedding model if one is named.

    Texts are read again only by another model: what a model made of them is kept. A library of the untaught model,
    for which nobody names one, turns to the taught one.
    """
    parts.refuse_copy()
    with parts.writing("reindex", patience=patience):
        embedder = embedder or parts.better_model
        if embedder:
            parts.embedder = Embedder(embedder)
            parts.embedder.read([""])  # a model that cannot be had must not cost the vectors of the old one
        parts.discard_all(read_anew=embedder is not None)
        yield from catch_up(parts)
        yield from make_anew(parts, read_anew=embedder is not None)


def absolute(path: str | Path) -> Path:
    """Return a path under which an input is known wherever it is named from; links are left as they are."""
    return Path(os.path.abspath(Path(path).expanduser()))


def _found(
    folders: list[Path], apart: Path, path: Path, *, documents: bool
) -> Iterator[Path | Failure | PassedOver]:
    """Yield the files at a path, which may be one of some folders or lie in it."""
    home = next((folder for folder in folders if path.is_relative_to(folder)), None)
    return files(path, within=home, apart=apart, documents=documents)


def _inputs(paths: Iterable[str | Path]) -> list[Path]:
    inputs = [(path, absolute(path)) for path in paths]
    for path, place in inputs:
        if not os.path.lexists(place):
            raise SourceError(f"There is no file or folder {path}.")
    return [place for _, place in inputs]


def versions(parts: Parts) -> dict[str, str]:
    """Return the versions that what is read and found depends on: of reftel, its parser and the embedder."""
    return {"reftel": installed(), "parser": str(PARSER), "embedder": parts.embedder.name}


@contextmanager
def running(parts: Parts, paths: list[str]) -> Iterator[int]:
    """Enter a run in the book, and how it ended; yields its number."""
    with parts.catalogue.edit() as edit:
        run = edit.begin_run(_now(), paths, versions(parts))
    state = "broken off"
    try:
        yield run
        state = "finished"
    finally:
        with parts.catalogue.edit() as edit:
            edit.end_run(run, _now(), state)


def _reported(stage: Iterator[Progress], *, dry_run: bool) -> Generator[Progress, None, IngestReport]:
    counts: Counter[str] = Counter()
    passed_over: Counter[str] = Counter()
    failures: list[News] = []
    remarks: list[News] = []
    for progress in stage:
        for news in progress.news:
            if news.outcome == "passed over":
                passed_over[suffix_of(news.place)] += 1
            else:
                counts[news.outcome] += news.cables
        failures += (news for news in progress.news if news.outcome == "failed")
        remarks += (news for news in progress.news if news.outcome in READ and news.reason)
        yield progress
    return IngestReport(dict(counts), tuple(failures), dry_run, tuple(remarks), dict(passed_over))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
