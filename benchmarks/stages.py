"""What each stage of an ingest, and an answer, spends its time on.

    OMP_NUM_THREADS=1 python benchmarks/stages.py [CABLES] [--questions 40] [--json FILE]

Each stage is run on one core. Every few milliseconds of CPU it is looked at who is at work: a module of reftel or
a library. What is written in C, numpy and Python's own modules count as whoever called them, so that SQLAlchemy's
share holds SQLite's where it reads rows. cProfile would make Python look several times as dear as it is. The stage
*meaning* begins with the loading of the model, a second. Only on Unix.
"""

import argparse
import re
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import with_reftel
from answering import questions
from processes import one_core
from results import write

from assistant import Assistant
from ingest import Library
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


@dataclass
class Part:
    """The CPU seconds that a part of the work took, and those of each owner."""

    seconds: float = 0.0
    owners: Counter[str] = field(default_factory=Counter)


def profiled(steps: Iterable[str]) -> dict[str, Part]:
    """Take some steps, each of which tells when it is done what it was part of; return the parts."""
    parts: dict[str, Part] = {}
    owners: Counter[str] = Counter()
    begun = last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        owners[owner(frame)] += now - last  # which is longer than EVERY after a long call of C
        last = now

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        for name in steps:
            part = parts.setdefault(name, Part())
            part.seconds += (now := time.process_time()) - begun
            part.owners.update(owners)
            owners.clear()
            begun = now
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return parts


def answers(assistant: Assistant, asked: Sequence[str]) -> Iterator[str]:
    for question in asked:
        assistant.ask(question)
        yield "answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    one_core()
    with tempfile.TemporaryDirectory() as made:
        library = Library.open(Path(made))
        parts = profiled(progress.stage for progress in library.ingest([given.cables]))
        assistant = with_reftel.opened(Path(made))
        first, *asked = questions(library, given.questions + 1)
        assistant.ask(first)  # loads what the others find loaded
        parts |= profiled(answers(assistant, asked))
        paragraphs = library.status().paragraphs
        assistant.library.close()
        library.close()
    rows = []
    for name, part in parts.items():
        number, unit = (len(asked), "an answer") if name == "answer" else (paragraphs, "a paragraph")
        print(f"{name:12}{part.seconds:8.2f} CPU s, {1000 * part.seconds / number:7.2f} ms {unit}")
        shares = {each: round(own / part.seconds, 3) for each, own in part.owners.most_common(MOST)}
        for each, share in shares.items():
            print(f"    {share:4.0%}  {each}")
        rows.append({"what": name, "seconds": round(part.seconds, 2), "of": number, "shares": shares})
    write(given.json, rows)


if __name__ == "__main__":
    main()
