"""A warm answer of reftel, with quotes and sources, and its search, beside the bare search of the stock pipeline.

    OMP_NUM_THREADS=1 python benchmarks/answering.py [CABLES] [--questions 60] [--paragraphs N] [--keep FOLDER]
                                                     [--json FILE]

Both are held open in one process and asked in turn. No question is asked of reftel twice, as it remembers how it
has read one. A stock answer would only begin where its search ends: it hands over pieces of text.
`--keep` is a folder that `filling.py` filled, or that is filled now. With `--paragraphs` both are multiplied until
reftel has that many (`multiplied.py`).
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import stock
import with_reftel
from filling import filled
from more_itertools import chunked
from multiplied import Multiplied
from results import write

from ingest import Library
from ingest.samples import SAMPLES


def questions(library: Library, number: int) -> list[str]:
    """Return different questions, made of who speaks in the library and what its cables are about."""
    heads = library.heads(library.catalogue.ids())
    subjects = [head.subject.lower() for _, head in sorted(heads.items()) if head.subject]
    asked = [f"what do cables tell of {subject}?" for subject in subjects]
    for place, speaker in enumerate(library.people()):
        asked.append(f"what did {speaker.name} say about {subjects[place % len(subjects)]}?")
    chosen = np.random.default_rng(0).permutation(sorted(set(asked)))[:number]
    return [str(question) for question in chosen]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds on the clock and of CPU that a piece of work takes."""
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)


def multiplied(folders: dict[str, Path], place: Path, paragraphs: int) -> dict[str, Path]:
    """Return folders like these with so many paragraphs, and as many times the pieces."""
    source = Library.open(folders["reftel"])
    Multiplied(source, place / "reftel").grow(paragraphs)
    stock.multiply(folders["stock"], place / "stock", round(paragraphs / source.status().paragraphs))
    source.close()
    return {side: place / side for side in folders}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--paragraphs", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folders = filled(given.cables, given.keep or Path(made), ("reftel", "stock"))
        if given.paragraphs:
            folders = multiplied(folders, Path(made) / "multiplied", given.paragraphs)
        assistant, store = with_reftel.opened(folders["reftel"]), stock.opened(folders["stock"])
        first, *asked = questions(assistant.library, 2 * given.questions + 1)
        ways: dict[str, Callable[[str], object]] = {
            "stock, a search": store.similarity_search,
            "reftel, an answer": assistant.ask,
            "reftel, a search": assistant.search,
        }
        for way in ways.values():
            way(first)  # loads what the others find loaded
        took = {name: [] for name in ways}
        for question, other in chunked(asked, 2, strict=True):
            for (name, way), text in zip(ways.items(), (question, question, other), strict=True):
                took[name].append(timed(lambda way=way, text=text: way(text)))
        assistant.library.close()
    print(f"{given.questions} questions; milliseconds{'p50':>9}{'p95':>9}{'CPU p50':>9}")
    rows = []
    for name, each in took.items():
        (wall, cpu), p95 = np.median(each, axis=0), np.quantile(each, 0.95, axis=0)[0]
        print(f"{name:27}{wall:9.1f}{p95:9.1f}{cpu:9.1f}")
        figures = {"p50": wall, "p95": p95, "cpu_p50": cpu}
        rows.append({"what": name} | {figure: round(float(value), 2) for figure, value in figures.items()})
    for row in rows[1:]:
        print(f"{row['what'] + ' / stock':27}{row['p50'] / rows[0]['p50']:9.2f}")
    write(given.json, rows)


if __name__ == "__main__":
    main()
