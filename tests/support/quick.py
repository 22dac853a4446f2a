"""Tiny invented cables and an embedder that costs nothing, for tests of how a library is filled and kept."""

import hashlib
import re
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.embedding.embedder import Embedder, Embedding, Window, unit
from ingest.progress import Progress
from ingest.storage.parts import Parts


def text(number: int, *paragraphs: str) -> str:
    """Return the text of 10OSLO<number>, with a paragraph of its own where none is given."""
    bodies = paragraphs or (f"Wordnumber{number} was what the Minister said.",)
    numbered = "\n\n".join(f"{place}. (C) {body}" for place, body in enumerate(bodies, start=1))
    return (
        f"P 041305Z FEB 10\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 2359\n\n"
        f"C O N F I D E N T I A L OSLO {number:06d}\n\nSIPDIS\n\nE.O. 12958: DECL: 02/11/2020\n"
        f"TAGS: PREL, NO\nSUBJECT: MATTER {number}\n\n{numbered}\n\nSTORM\n"
    )


def write(folder: Path, number: int, *paragraphs: str) -> Path:
    """Write 10OSLO<number> into a folder and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / f"10OSLO{number}.txt"
    path.write_text(text(number, *paragraphs), encoding="utf-8")
    return path


def library_of_two(folder: Path) -> Path:
    """Return a closed library of 10OSLO1 and 10OSLO2, which were read from the folder `cables` beside it."""
    for number in (1, 2):
        write(folder / "cables", number)
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    library.close()
    return folder / "library"


class QuickEmbedder(Embedder):
    """Gives each text a vector of its own, in the dimension of the real model and in no time."""

    def load(self) -> None:
        pass

    def read(self, texts: Sequence[str]) -> list[Embedding]:
        return [self._of(text) for text in texts]

    def windows(self, context: str, text: str) -> list[Window]:
        return [Window(f"{context}. {text}", len(context) + 2, 0)]

    def _of(self, text: str) -> Embedding:
        words = list(re.finditer(r"\w+", text))
        spans = np.array([word.span() for word in words], dtype=np.int32).reshape(-1, 2)
        tokens = np.array([vector(word[0]) for word in words], dtype=np.float32).reshape(-1, 384)
        return Embedding(vector(text), tokens, spans)


def vector(text: str) -> NDArray[np.float32]:
    """Return the vector that the quick embedder gives a text."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return unit(np.random.default_rng(seed).normal(size=384).astype(np.float32))


def quick_library(folder: Path, database: str | None = None) -> Library:
    """Open a library with the quick embedder; its catalogue may lie in a database."""
    folder.mkdir(exist_ok=True)
    parts = Parts(folder, None, database)
    parts.embedder = QuickEmbedder()
    return Library(parts)


def done(stages: Generator[Progress, None, object]) -> object:
    """Run a piece of work to its end and return its report."""
    while True:
        try:
            next(stages)
        except StopIteration as end:
            return end.value


def found(library: Library, query: str) -> list[str]:
    """Return the cables that a search by words finds, best first."""
    return list(dict.fromkeys(key.cable for key, _ in library.by_words(query, 10, EVERYWHERE)))
