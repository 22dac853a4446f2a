"""How long a search by meaning takes, filtered and not, and how much it finds: the Chroma collection and the scan.

    OMP_NUM_THREADS=1 python benchmarks/search.py LIBRARY [--questions 100] [--json FILE]

LIBRARY may be one that `growth.py --keep` has multiplied. Questions are about who speaks in it and what its cables
are about. Both indexes are asked as an answer asks them, for 60 entries, whichever the rule would have; the first
20 of what they find are compared with those of a comparison with every vector.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median, quantiles

import numpy as np
from growth import filters, questions
from more_itertools import chunked
from numpy.typing import NDArray
from results import write

from ingest import Library
from ingest.domain.filters import Facts, Filters, first_day, last_day
from ingest.domain.keys import Key, vector_key
from ingest.search.vector_scan import VectorScan

ASKED = 60  # entries
COMPARED = 20
Found = list[tuple[Key, float]]


class Exact:
    """Every vector of a library, compared one by one."""

    def __init__(self, library: Library) -> None:
        keys: list[Key] = []
        parts: list[NDArray[np.float32]] = []
        self._facts: dict[str, Facts] = {}
        for ids in chunked(library.catalogue.ids(), 400):
            found = library.catalogue.embeddings.vectors(ids)
            keys += map(vector_key, found)
            parts.append(np.stack(list(found.values())))
            self._facts |= library.catalogue.facts(ids)
        self._keys, self._vectors = keys, np.concatenate(parts)

    def __len__(self) -> int:
        return len(self._keys)

    def nearest(self, vector: NDArray[np.float32], where: Filters) -> list[Key]:
        """Return the nearest entries of those that a filter lets through, best first."""
        cosines = self._vectors @ vector
        best: dict[Key, None] = {}
        for row in np.argsort(-cosines).tolist():
            if _passes(self._facts[self._keys[row].cable], where):
                best.setdefault(self._keys[row])
            if len(best) == COMPARED:
                break
        return list(best)


def _passes(facts: Facts, where: Filters) -> bool:
    day = facts.day or 0
    in_time = (not where.since or day >= first_day(where.since)) and (
        not where.until or 0 < day <= last_day(where.until)
    )
    return in_time and all(value in facts.values(fact) for fact, value in where.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    library = Library.open(given.library)
    exact = Exact(library)
    asked = library.embed(questions(library, given.questions))
    parts = library._parts
    scan: VectorScan = parts.scan
    indexes: dict[str, Callable[[NDArray[np.float32], Filters], Found]] = {
        "chroma": lambda vector, where: parts.vectors.search(vector, ASKED, where),
        "scan": lambda vector, where: scan.search(vector, ASKED, where, library.catalogue.embeddings.vectors_of),
    }
    rows = []
    for filtered, where in filters(library).items():
        wanted = [exact.nearest(vector, where) for vector in asked]
        for name, search in indexes.items():
            search(asked[0], where)  # reads what is to be read once
            costs, shares = [], []
            for vector, nearest in zip(asked, wanted, strict=True):
                begun = time.process_time()
                found = search(vector, where)
                costs.append(1000 * (time.process_time() - begun))
                shared = {key for key, _ in found[:COMPARED]}.intersection(nearest)
                shares.append(len(shared) / len(nearest) if nearest else 1.0)
            row = {
                "vectors": len(exact),
                "index": name,
                "filter": filtered,
                "cpu ms p50": median(costs),
                "cpu ms p95": quantiles(costs, n=20)[-1],
                "agreement": mean(shares),
            }
            rows.append(row)
            times = f"{row['cpu ms p50']:8.2f} ms  p95 {row['cpu ms p95']:8.2f} ms"
            print(f"{len(exact):9,}  {name:7} {filtered:>7}  {times}  agrees {row['agreement']:.4f}", flush=True)
    if given.json:
        write(given.json, rows)


if __name__ == "__main__":
    main()
