"""What each stage of an ingest, and an answer, spends its time on.

    OMP_NUM_THREADS=1 python benchmarks/stages.py [CABLES] [--questions 40] [--json FILE]

Each stage is run on one core. Every few milliseconds of CPU it is looked at who is at work: a module of reftel or
a library. What is written in C, numpy and Python's own modules count as whoever called them, so that SQLAlchemy's
share holds SQLite's where it reads rows. cProfile would make Python look several times as dear as it is. Only on
Unix.
"""

import argparse
import re
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import with_reftel
from answering import questions
from processes import one_core
from results import write

from ingest import Library
from ingest.indexing import hear_all, index_meaning, index_words
from ingest.parse import parse_cable
from ingest.reading import read
from ingest.samples import SAMPLES

MOST = 8  # of the owners that are told
EVERY = 0.002  # seconds of CPU between two looks


def owner(frame: FrameType | None) -> str:
    """Return whose code is at work in a frame."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if frame.f_code.co_name in ("do_execute", "do_executemany", "do_commit"):
            return "SQLite"
        if path.parent.name in ("ingest", "assistant", "sources", "claims"):
            return f"{path.parent.name}/{path.name}"
        package = re.search(r"site-packages/([^/.]+)", str(path))
        if package and package[1] != "numpy":
            return package[1]
        frame = frame.f_back
    return "Python"


def profiled(work: Callable[[], object]) -> tuple[float, Counter[str]]:
    """Return the CPU seconds that a piece of work takes, and those of each owner."""
    owners: Counter[str] = Counter()
    begun = last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        if frame is not None:
            owners[owner(frame)] += now - last  # which is longer than EVERY after a long call of C
        last = now

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun, owners


def stages(cables: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """Return the stages of an ingest, to be run in this order, each to its end."""
    library = Library.open(folder)
    parts = library._parts
    parts.prepare()
    parts.embedder.load()  # that a model is loaded is no matter of a stage
    with parts.catalogue.edit() as edit:
        edit.note("embedder", parts.embedder.name)
        run = edit.begin_run("now", [str(cables)], {})
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(cables.glob("*.txt"))]
    parse_cable(texts[0])  # nor that the tables of the parser are
    return {
        "parsing alone": lambda: [parse_cable(text) for text in texts],
        "read": lambda: list(read(parts.catalogue, [cables], run)),
        "words": lambda: list(index_words(parts.catalogue, parts.words)),
        "statements": lambda: list(hear_all(parts.catalogue)),
        "meaning": lambda: list(index_meaning(parts.catalogue, parts.vectors, parts.embedder)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = []
    one_core()

    def told(name: str, work: Callable[[], object], number: int, unit: str) -> None:
        seconds, owners = profiled(work)
        print(f"{name:16}{seconds:8.2f} CPU s, {1000 * seconds / number:7.2f} ms {unit}")
        shares = {each: round(own / seconds, 3) for each, own in owners.most_common(MOST)}
        for each, share in shares.items():
            print(f"    {share:4.0%}  {each}")
        rows.append({"what": name, "seconds": round(seconds, 2), "of": number, "shares": shares})

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        run = stages(given.cables, folder)
        library = Library.open(folder)
        for name, work in run.items():
            work_of = library.status().paragraphs or len(list(given.cables.glob("*.txt")))
            told(name, work, work_of, "a paragraph" if library.status().paragraphs else "a cable")
        assistant = with_reftel.opened(folder)
        first, *asked = questions(library, given.questions + 1)
        assistant.ask(first)
        told("answer", lambda: [assistant.ask(question) for question in asked], len(asked), "an answer")
        assistant.library.close()
        library.close()
    write(given.json, rows)


if __name__ == "__main__":
    main()
