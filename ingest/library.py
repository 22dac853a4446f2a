"""A library on disk: the catalogue and the two indexes derived from it, as one thing to ask and to fill."""

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from platformdirs import user_data_path

from ingest.cable import Cable, Paragraph
from ingest.catalogue import Catalogue, Head, Part
from ingest.embed import DEFAULT_MODEL, Embedder
from ingest.entries import EVERYWHERE, Key, Where
from ingest.errors import EmbedderMismatch, LibraryBusy, LibraryError
from ingest.pipeline import News, Progress, index_meaning, index_words, read
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds; `indexed` and `embedded` count the paragraphs found by words and by meaning."""

    folder: Path
    cables: int
    paragraphs: int
    indexed: int
    embedded: int
    first: str | None
    last: str | None
    sample: bool


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: documents by outcome, and each failure with its reason."""

    counts: dict[str, int]
    failures: tuple[News, ...]


class Library:
    """An open library; `open` makes one where there is none. Any thread may ask; `ingest` locks out others."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self.catalogue = Catalogue(folder / "catalogue.sqlite")
        self._check_embedder()
        self.words = Words(folder / "words")
        self._seen = {part: self.catalogue.note(part) for part in ("words", "vectors")}

    @classmethod
    def open(cls, folder: str | Path | None = None, *, embedder: str = DEFAULT_MODEL) -> Self:
        """Open the library in `folder` (default: the user's data folder), making it where there is none.

        Raises LibraryError when the folder cannot be one, EmbedderMismatch when it was built with another
        embedding model.
        """
        place = Path(folder).expanduser() if folder else default_folder()
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{place} cannot be made a library: {error.strerror}.") from error
        return cls(place, Embedder(embedder))

    def close(self) -> None:
        """Let go of the files."""
        self.catalogue.close()
        if "vectors" in self.__dict__:
            self.vectors.close()

    @cached_property
    def vectors(self) -> "Vectors":
        """The vector index; opened when first needed, since Chroma takes a second to import."""
        from ingest.vectors import Vectors

        return Vectors(self.folder / "vectors")

    # Filling

    def ingest(self, paths: Iterable[str | Path]) -> Generator[Progress, None, IngestReport]:
        """Read files and folders, then index them by words and by meaning; yield progress, return the report.

        Raises LibraryBusy when another process is at it.
        """
        counts: Counter[str] = Counter()
        failures: list[News] = []
        with self._writing():
            for progress in read(self.catalogue, [Path(path) for path in paths]):
                counts.update(news.outcome for news in progress.news)
                failures += [news for news in progress.news if news.outcome == "failed"]
                yield progress
            yield from index_words(self.catalogue, self.words)
            if self.catalogue.outdated("vectors"):
                with self.catalogue.edit() as edit:
                    edit.note("embedder", self.embedder.name)
                yield from index_meaning(self.catalogue, self.vectors, self.embedder)
        return IngestReport(dict(counts), tuple(failures))

    def _writing(self) -> FileLock:
        lock = FileLock(self.folder / "writing.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise LibraryBusy(f"Another process is writing to {self.folder}; try again when it is done.") from None
        return lock

    # Asking

    def by_words(self, query: str, limit: int, where: Where = EVERYWHERE) -> list[tuple[Key, float]]:
        """Return the entries that share words with the query, best first, with their scores."""
        self._refresh()
        return self.words.search(query, limit, where)

    def by_meaning(self, query: str, limit: int, where: Where = EVERYWHERE) -> list[tuple[Key, float]]:
        """Return the entries nearest in meaning to the query, best first, with their cosines."""
        self._refresh()
        if self._seen["vectors"] is None:  # nothing was ever embedded: do not load the model for it
            return []
        return self.vectors.search(self.embedder.encode([query])[0], limit, where)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """Return one unit vector a text, or None while nothing of the library is indexed by meaning."""
        return None if self._seen["vectors"] is None else self.embedder.encode(texts)

    def cable(self, id: str) -> Cable | None:
        """Return a cable by its canonical id."""
        return next(self.catalogue.cables([id]), None)

    def cables(self, ids: Sequence[str]) -> list[Cable]:
        """Return those of these cables that there are, in the order given."""
        return list(self.catalogue.cables(ids))

    def paragraphs(self, keys: Collection[Key]) -> dict[Key, Paragraph]:
        """Return those of these paragraphs that there are."""
        return self.catalogue.paragraphs(keys)

    def heads(self, ids: Collection[str]) -> dict[str, Head]:
        """Return date, origin, subject and classification of those of these cables that there are."""
        return self.catalogue.heads(ids)

    def posts(self) -> list[tuple[str, int]]:
        """Return each post and the number of its cables, the busiest first."""
        return self.catalogue.posts()

    def dates(self) -> tuple[str, str] | None:
        """Return the days of the first and the last dated cable, ISO."""
        return self.catalogue.dates()

    def status(self) -> Status:
        """Return what the library holds and how far it is indexed."""
        first, last = self.dates() or (None, None)
        return Status(
            self.folder,
            self.catalogue.count_cables(),
            self.catalogue.count_paragraphs(),
            self.catalogue.count_held("words"),
            self.catalogue.count_held("vectors"),
            first,
            last,
            sample=any(notice.startswith("This is sample text") for notice in self.catalogue.notices()),
        )

    def _refresh(self) -> None:
        """See what another process has written since we last looked."""
        if self._changed("words"):
            self.words.refresh()
        if self._changed("vectors") and "vectors" in self.__dict__:
            self.vectors.refresh()

    def _changed(self, part: Part) -> bool:
        before, self._seen[part] = self._seen[part], self.catalogue.note(part)
        return before != self._seen[part]

    def _check_embedder(self) -> None:
        built = self.catalogue.note("embedder")
        if built is not None and built != self.embedder.name:
            raise EmbedderMismatch(
                f"{self.folder} was built with the embedding model {built!r}, not {self.embedder.name!r}: "
                "open it with that one, or ingest into a new folder."
            )


def default_folder() -> Path:
    """Return the folder of the user's own library."""
    return user_data_path("reftel", appauthor=False)
