"""How reftel does as an archive grows: a warm answer, filtered and not, memory and disk at several sizes.

    OMP_NUM_THREADS=1 python benchmarks/growth.py LIBRARY [--sizes 1000,13000,100000,500000] [--keep FOLDER]
                                                          [--questions 40] [--json FILE]

The cables of LIBRARY are multiplied (`multiplied.py`). At each size a process of its own opens the library,
answers some questions to warm up, and then others under each filter; another one is `reftel chat`, asked through
`POST /api/ask`. With `--keep` the library stays in a folder, and grows on from there.
"""

import argparse
import json
import os
import resource
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles

from multiplied import DAYS, FIRST, Multiplied
from processes import chatting
from results import write

from assistant import Assistant
from assistant.answering import Asked
from ingest import Library
from ingest.domain.filters import EVERYWHERE, Filters

WARMING = 5  # questions
FILTERS = 5
Row = dict[str, object]


def filters(library: Library) -> dict[str, Filters]:
    """Return filters by the share of the cables that they let through."""

    def until(share: float) -> str:
        return (FIRST + timedelta(days=round(DAYS * share) - 1)).isoformat()

    return {
        "no filter": EVERYWHERE,
        "50%": Filters(until=until(0.5)),
        "2.5%": Filters(until=until(0.025)),
        "0.5%": Filters(origin=library.counts("origin")[0][0]),
        "0.01%": Filters(tag="RARE"),
    }


def questions(library: Library, number: int) -> list[str]:
    """Return questions about who speaks in a library and what its cables are about."""
    draw = Random(0)
    names = [each.name for each in library.people()[:200]]
    subjects = [head.subject.lower() for head in library.heads(library.catalogue.ids()).values() if head.subject]
    about = [" ".join(draw.sample(words, 2)) for each in subjects if len(words := each.split()) > 3]
    asked = [
        f"what did {draw.choice(names)} say about {each}?" if place % 2 and names else f"what is told of {each}?"
        for place, each in enumerate(about)
    ]
    return draw.sample(sorted(set(asked)), min(number, len(set(asked))))


def answered(folder: Path, asked: list[str]) -> list[Row]:
    """Answer questions in this process; return how long each filter takes, and the memory that it came to."""
    assistant = Assistant.open(folder)
    library = assistant.library
    for question in asked[:WARMING]:
        assistant.ask(question)
    found: list[Row] = []
    named = filters(library)
    for place, (name, where) in enumerate(named.items()):
        walls, cpus = [], []
        for question in asked[WARMING + place :: len(named)]:  # others each time, as how one is read is remembered
            wall, cpu = time.perf_counter(), time.process_time()
            for _ in assistant.answers(Asked(question, where=where)):
                pass
            cpus.append(1000 * (time.process_time() - cpu))
            walls.append(1000 * (time.perf_counter() - wall))
        found += [
            {"what": "answer ms p50", "filter": name, "value": median(walls)},
            {"what": "answer ms p95", "filter": name, "value": quantiles(walls, n=20)[-1]},
            {"what": "answer cpu ms p50", "filter": name, "value": median(cpus)},
        ]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*found, {"what": "memory MB asking", "value": most}]


def served(folder: Path, asked: list[str], port: int) -> list[Row]:
    """Ask the questions of a server over the library; return its memory and how long its answers take."""
    walls = []
    with chatting(folder, port) as (address, process):
        for question in asked:
            body = json.dumps({"question": question}).encode()
            request = urllib.request.Request(f"{address}/api/ask", body, {"content-type": "application/json"})
            begun = time.perf_counter()
            with urllib.request.urlopen(request) as reply:
                reply.read()
            walls.append(1000 * (time.perf_counter() - begun))
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return [
        {"what": "memory MB serving", "value": int(status.partition("VmHWM:")[2].split()[0]) / 1024},
        {"what": "answer ms p50 served", "value": median(walls[WARMING:])},
    ]


def stored(folder: Path) -> Iterator[Row]:
    """Yield the MB of each part of a library."""
    for part in sorted(folder.iterdir()):
        files = part.rglob("*") if part.is_dir() else [part]
        size = sum(file.stat().st_size for file in files if file.is_file()) / 2**20
        if size >= 1:
            yield {"what": f"disk MB {part.name}", "value": size}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--sizes", default="1000,13000,100000,500000", help="paragraphs")
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--port", type=int, default=7897)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    source = Library.open(given.library)
    asked = questions(source, given.questions * FILTERS + WARMING)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        growing = Multiplied(source, folder)
        for size in map(int, given.sizes.split(",")):
            begun = time.process_time()
            growing.grow(size)
            found: list[Row] = [{"what": "cpu s multiplying", "value": time.process_time() - begun}]
            # Processes of their own, so that none profits from, nor pays for, what another has loaded.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                found += alone.submit(answered, folder, asked).result()
            found += served(folder, asked[: given.questions + WARMING], given.port)
            found += stored(folder)
            for row in found:
                rows.append({"paragraphs": size, **row, "value": round(float(str(row["value"])), 2)})
                print(
                    f"{size:9,}  {row['what']:24} {row.get('filter', ''):>9}  {rows[-1]['value']:>12,}", flush=True
                )
            write(given.json, rows)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
