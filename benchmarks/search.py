"""How long a search by meaning takes, filtered and not, and how much it finds: the Chroma collection and the scan.

    OMP_NUM_THREADS=1 python benchmarks/search.py LIBRARY [--questions 100] [--json FILE]

LIBRARY may be one that `growth.py --keep` has multiplied. Questions are about who speaks in it and what its cables
are about. Both indexes are asked as an answer asks them, for 60 entries, whichever the rule would have; the first
20 of what they find are compared with those of a comparison with every vector. At last whole answers that rest on
Chroma are compared with answers that rest on that comparison.
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

from assistant import Assistant
from ingest import Library
from ingest.domain.filters import EVERYWHERE, Facts, Filters, first_day, last_day
from ingest.domain.keys import Key, vector_key

ASKED = 60  # entries
COMPARED = 20
Found = list[tuple[Key, float]]
Search = Callable[[NDArray[np.float32], int, Filters], Found]


class Exact:
    """Every vector of a library, compared one by one."""

    def __init__(self, library: Library) -> None:
        self._keys: list[Key] = []
        parts: list[NDArray[np.float32]] = []
        self._facts: dict[str, Facts] = {}
        for ids in chunked(library.catalogue.ids(), 400):
            found = library.catalogue.embeddings.vectors(ids)
            self._keys += map(vector_key, found)
            parts.append(np.stack(list(found.values())))
            self._facts |= library.catalogue.facts(ids)
        self._vectors = np.concatenate(parts)
        self._through = {EVERYWHERE: np.arange(len(self._keys))}

    def __len__(self) -> int:
        return len(self._keys)

    def nearest(self, vector: NDArray[np.float32], limit: int, where: Filters) -> Found:
        """Return the nearest entries of those that a filter lets through, best first, with their cosines."""
        if where not in self._through:
            passing = {id for id, facts in self._facts.items() if _passes(facts, where)}
            self._through[where] = np.flatnonzero([key.cable in passing for key in self._keys])
        rows = self._through[where]
        cosines = self._vectors[rows] @ vector if where else self._vectors @ vector
        best: dict[Key, float] = {}
        for place in np.argsort(-cosines).tolist():
            best.setdefault(self._keys[rows[place]], float(cosines[place]))
            if len(best) == limit:
                break
        return list(best.items())


def _passes(facts: Facts, where: Filters) -> bool:
    day = facts.day or 0
    in_time = (not where.since or day >= first_day(where.since)) and (
        not where.until or 0 < day <= last_day(where.until)
    )
    return in_time and all(value in facts.values(fact) for fact, value in where.values())


def agreement(found: Found, nearest: Found) -> float:
    """Return how many of the first of the nearest are among the first that were found; 1 where there are none."""
    first, wanted = ({key for key, _ in each[:COMPARED]} for each in (found, nearest))
    return len(first & wanted) / len(wanted) if wanted else 1.0


def equal_answers(library: Library, asked: list[str], exact: Exact) -> int:
    """Return how many questions are answered the same whether Chroma searches or every vector is compared."""
    assistant, meaning = Assistant(library), library._parts.meaning
    equal = 0
    for question in asked:
        by_chroma = assistant.ask(question)
        meaning.nearest = exact.nearest
        by_comparison = assistant.ask(question)
        del meaning.nearest
        equal += (by_chroma.text, by_chroma.citations) == (by_comparison.text, by_comparison.citations)
    return equal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    library = Library.open(given.library)
    exact = Exact(library)
    texts = questions(library, given.questions)
    asked, parts = library.embed(texts), library._parts
    indexes: dict[str, Search] = {
        "chroma": parts.vectors.search,
        "scan": lambda *given: parts.scan.search(*given, library.catalogue.embeddings.vectors_of),
    }
    rows: list[dict[str, object]] = []
    for filtered, where in filters(library).items():
        wanted = [exact.nearest(vector, COMPARED, where) for vector in asked]
        for name, search in indexes.items():
            search(asked[0], ASKED, where)  # reads what is to be read once
            costs, shares = [], []
            for vector, nearest in zip(asked, wanted, strict=True):
                begun = time.process_time()
                found = search(vector, ASKED, where)
                costs.append(1000 * (time.process_time() - begun))
                shares.append(agreement(found, nearest))
            row = {"vectors": len(exact), "index": name, "filter": filtered}
            row |= {
                "cpu ms p50": median(costs),
                "cpu ms p95": quantiles(costs, n=20)[-1],
                "agreement": mean(shares),
            }
            rows.append(row)
            times = f"{row['cpu ms p50']:8.2f} ms  p95 {row['cpu ms p95']:8.2f} ms"
            print(f"{len(exact):9,}  {name:7} {filtered:>7}  {times}  agrees {row['agreement']:.4f}", flush=True)
    equal = equal_answers(library, texts, exact)
    print(f"{len(exact):9,}  answers that are equal: {equal} of {len(texts)}")
    rows.append({"vectors": len(exact), "questions": len(texts), "equal answers": equal})
    write(given.json, rows)


if __name__ == "__main__":
    main()
