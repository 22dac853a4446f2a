"""How long a search by meaning takes, filtered and not, and how much it finds: reftel's scan, and Chroma's own.

    OMP_NUM_THREADS=1 python benchmarks/search.py LIBRARY [--sizes 13000,100000,500000] [--chroma 100000]

The vectors of a library are multiplied: each new one lies between two of them, with a little noise. Questions lie
half-way between two others. Recall is of the ten nearest, against a comparison with every vector. Chroma, which
takes long to fill, is asked the same up to the size given.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import chromadb
import numpy as np
from more_itertools import chunked
from numpy.typing import NDArray

from ingest import Library
from ingest.domain.filters import EVERYWHERE, Facts, Filters
from ingest.search.vector_scan import VectorScan

QUESTIONS = 40
AT_ONCE = 5_000
# One post each for the days of a span, so that the share that a filter lets through is known.
FILTERS = {
    "none": EVERYWHERE,
    "50%": Filters(since="1500", until="1999"),
    "2.5%": Filters(since="1000", until="1024"),
    "0.5%": Filters(origin="P5"),
    "0.01%": Filters(tag="T1"),
}
CONDITIONS: dict[str, dict[str, Any] | None] = {
    "none": None,
    "50%": {"$and": [{"day": {"$gte": 15000101}}, {"day": {"$lte": 19991231}}]},
    "2.5%": {"$and": [{"day": {"$gte": 10000101}}, {"day": {"$lte": 10241231}}]},
    "0.5%": {"post": "P5"},
    "0.01%": {"tags": {"$contains": "T1"}},
}


def multiplied(some: NDArray[np.float32], count: int) -> Iterator[NDArray[np.float32]]:
    """Yield `count` unit vectors, some thousand at a time."""
    random = np.random.default_rng(1)
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        one, other = some[random.integers(0, len(some), (2, size))]
        share = random.uniform(0.15, 0.6, (size, 1))
        mixed = one * (1 - share) + other * share + random.normal(0, 0.012, one.shape)
        yield (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)


def facts(number: int) -> Facts:
    """Return what entry n can be filtered by: a year of 1000 to 1999, one of 200 posts, a tag that is rare."""
    year = 1000 + number % 1000
    return Facts(year * 10_000 + 101, f"P{number % 200}", ("T1",) if number % 10_000 == 7 else ("T0",))


def allowed(count: int, filtered: str) -> NDArray[np.bool_]:
    number = np.arange(count)
    year = 1000 + number % 1000
    return {
        "none": np.ones(count, dtype=bool),
        "50%": year >= 1500,
        "2.5%": year < 1025,
        "0.5%": number % 200 == 5,
        "0.01%": number % 10_000 == 7,
    }[filtered]


def reported(name: str, ask: Callable[[NDArray[np.float32], str], list[int]], vectors, questions) -> None:
    """Print how long each filter takes and how much of what is nearest is found."""
    for filtered in FILTERS:
        through = np.flatnonzero(allowed(len(vectors), filtered))
        seconds, found, there = [], 0, 0
        for question in questions:
            cosines = vectors[through].astype(np.float32) @ question if len(through) <= 50_000 else None
            if cosines is None:
                cosines = np.concatenate(
                    [vectors[part].astype(np.float32) @ question for part in np.array_split(through, 20)]
                )
            nearest = set(through[np.argsort(-cosines)[:10]].tolist())
            before = time.process_time()
            got = ask(question, filtered)
            seconds.append(time.process_time() - before)
            found, there = found + len(nearest & set(got)), there + len(nearest)
        print(
            f"{len(vectors):9,}  {name:7} {filtered:>7}  {1000 * median(seconds):8.2f} ms"
            f"  p95 {1000 * float(np.quantile(seconds, 0.95)):8.2f} ms  recall {found / there:.4f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--sizes", default="13000,100000,500000")
    parser.add_argument("--chroma", type=int, default=100_000, help="the largest size that Chroma is asked at")
    given = parser.parse_args()
    library = Library.open(given.library)
    catalogue = library.catalogue
    some = np.stack(
        [vector for ids in chunked(catalogue.ids(), 200) for vector in catalogue.embeddings.vectors(ids).values()]
    )
    random = np.random.default_rng(2)
    pairs = some[random.integers(0, len(some), (2, QUESTIONS))].sum(axis=0)
    questions = (pairs / np.linalg.norm(pairs, axis=1, keepdims=True)).astype(np.float32)
    for size in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            scan = VectorScan(Path(folder) / "scan")
            vectors = np.empty((size, some.shape[1]), dtype=np.float16)
            start = 0
            for batch in multiplied(some, size):
                numbers = range(start, start + len(batch))
                vectors[start : start + len(batch)] = batch
                scan.replace(
                    [],
                    {f"C{number}#1.0": vector for number, vector in zip(numbers, batch, strict=True)},
                    {f"C{number}": facts(number) for number in numbers},
                )
                start += len(batch)
            scan.search(questions[0], 10, EVERYWHERE)  # reads the columns

            def by_scan(question: NDArray[np.float32], filtered: str, scan: VectorScan = scan) -> list[int]:
                return [int(key.cable[1:]) for key, _ in scan.search(question, 10, FILTERS[filtered])]

            reported("scan", by_scan, vectors, questions)
            if size <= given.chroma:
                reported("chroma", chroma(Path(folder) / "chroma", vectors), vectors, questions)


def chroma(folder: Path, vectors: NDArray[np.float16]) -> Callable[[NDArray[np.float32], str], list[int]]:
    """Fill an embedded Chroma with the vectors; return what asks it."""
    client = chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    entries = client.create_collection(
        "entries", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    for start in range(0, len(vectors), AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, len(vectors)))
        metadatas = [{"day": f.day, "post": f.post, "tags": list(f.tags)} for f in map(facts, numbers)]
        entries.add(
            ids=[str(number) for number in numbers],
            embeddings=vectors[start : start + len(numbers)].astype(np.float32),
            metadatas=metadatas,
        )

    def ask(question: NDArray[np.float32], filtered: str) -> list[int]:
        found = entries.query(
            query_embeddings=question[np.newaxis, :],
            n_results=10,
            where=CONDITIONS[filtered],
            include=["distances"],
        )
        return [int(id) for id in found["ids"][0]]

    return ask


if __name__ == "__main__":
    main()
