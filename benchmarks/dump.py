"""Whether a full dump fits: a CSV file of N cables is read and indexed by words, then asked, without embedding.

    python benchmarks/dump.py [--cables 5000] [--folder DIR] [--profile]

The cables are the samples under other numbers and with some words exchanged, in the eight columns of the dump.
"""

import argparse
import cProfile
import pstats
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from read_speed import renumbered

from ingest.catalogue.catalogue import Catalogue
from ingest.domain.filters import EVERYWHERE
from ingest.jobs.read_files import read
from ingest.jobs.update_indexes import index_words
from ingest.progress import Progress
from ingest.samples import SAMPLES
from ingest.search.word_index import WordIndex

QUESTIONS = (
    "What did the Foreign Ministry say about sanctions on Iran?",
    "Who asked for more grain, and what would it cost?",
    "fisheries quota mackerel",
)
EXCHANGED = 0.05  # of the words
SAMPLE_WORDS = sorted(
    {word for path in SAMPLES.glob("*.txt") for word in path.read_text().split() if word.islower()}
)


def varied(text: str, random: Random) -> str:
    """Exchange some of the words in small letters for others; lines and fields stay as they are."""
    return " ".join(
        random.choice(SAMPLE_WORDS) if word.islower() and random.random() < EXCHANGED else word
        for word in text.split(" ")
    )


def rows(number: int) -> Iterator[str]:
    """Yield the rows of a dump, with a backslash before each quote and at the end of a line here and there."""
    random = Random(0)
    for row, (name, text) in enumerate(islice(renumbered(), number), start=1):
        notice, header, body = text.split("\n\n", 2)
        fields = (str(row), "2/4/2010 13:05", name, "", "", "", f"{notice}\n\n{header}", varied(body, random))
        quoted = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
        yield ",".join(f'"{field}"' for field in quoted) + "\n"


def timed(stage: Iterator[Progress], name: str) -> tuple[float, float]:
    """Run a stage to its end, saying how far it is; return its seconds on the wall and on the CPU."""
    begun, cpu, reported = time.perf_counter(), time.process_time(), time.perf_counter()
    for progress in stage:
        if time.perf_counter() - reported > 30:
            reported = time.perf_counter()
            print(f"  {name}: {progress.done / progress.total:.0%} after {reported - begun:,.0f} s", flush=True)
    return time.perf_counter() - begun, time.process_time() - cpu


def peak() -> float:
    """Return the most memory held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, number: int) -> None:
    dump, library = folder / "cables.csv", folder / "library"
    library.mkdir()
    with dump.open("w", encoding="utf-8") as file:
        file.writelines(rows(number))
    print(f"dump                 {dump.stat().st_size / 2**20:,.0f} MB", flush=True)
    catalogue, words = Catalogue(library / "catalogue.sqlite"), WordIndex(library / "words")
    with catalogue.edit() as edit:
        run = edit.begin_run("now", [str(dump)], {})
    reading, reading_cpu = timed(read(catalogue, [dump], run), "read")
    paragraphs = catalogue.count_paragraphs()
    print(f"cables               {catalogue.count_cables():,}, failures {catalogue.ledger.count_failures():,}")
    print(f"paragraphs           {paragraphs:,}")
    print(f"reading              {reading:,.1f} s, {reading_cpu:,.1f} of the CPU; {peak():,.0f} MB", flush=True)
    indexing, indexing_cpu = timed(index_words(catalogue, words), "words")
    print(f"words                {indexing:,.1f} s, {indexing_cpu:,.1f} of the CPU; {peak():,.0f} MB")
    print(f"both                 {paragraphs / (reading + indexing):,.0f} paragraphs a second, ", end="")
    print(f"{paragraphs / (reading_cpu + indexing_cpu):,.0f} a CPU second")
    for question in QUESTIONS:
        begun = time.perf_counter()
        hits = words.search(question, 10, EVERYWHERE)
        print(f"asked                {(time.perf_counter() - begun) * 1000:,.1f} ms, {len(hits)} hits: {question}")
    for part in sorted(library.iterdir()):
        held = sum(file.stat().st_size for file in [part, *part.rglob("*")] if file.is_file())
        print(f"disk                 {held / 2**20:,.1f} MB {part.name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cables", type=int, default=5000)
    parser.add_argument(
        "--folder", type=Path, help="where the dump and the library are made, and removed afterwards"
    )
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    given = parser.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        if given.profile:
            profile.runcall(measure, Path(folder), given.cables)
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        else:
            measure(Path(folder), given.cables)


if __name__ == "__main__":
    main()
