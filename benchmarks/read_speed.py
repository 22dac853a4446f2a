"""How fast cables are read, stored and indexed by words, on one core and without embedding.

    python benchmarks/read_speed.py [--cables 2000] [--profile]

Makes its own input, the sample cables under other numbers, in a temporary folder. CPU seconds are counted, not
those on the wall, so that a busy machine does not spoil the figures.
"""

import argparse
import cProfile
import pstats
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from ingest.catalogue.catalogue import Catalogue
from ingest.jobs.read_files import read
from ingest.jobs.update_indexes import index_words
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.search.word_index import WordIndex


def renumbered() -> Iterator[tuple[str, str]]:
    """Yield names and texts of ever more cables: the samples, each time under numbers not used before."""
    samples = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.txt"))]
    for turn in count(1):
        for name, text in samples:
            year, post, number = re.fullmatch(r"(\d\d)([A-Z]+)(\d+)", name).groups()
            other = 20_000 + turn  # six digits at most, as in true ids
            yield f"{year}{post}{other}", re.sub(rf"\b0*{number}\b", f"{other:06d}", text, count=1)


def make(folder: Path, number: int) -> None:
    for name, text in islice(renumbered(), number):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def cpu_seconds(work: Iterator[object]) -> float:
    before = time.process_time()
    for _ in work:
        pass
    return time.process_time() - before


def measure(folder: Path, number: int) -> None:
    cables, library = folder / "cables", folder / "library"
    cables.mkdir()
    library.mkdir()
    make(cables, number)
    catalogue, words = Catalogue(library / "catalogue.sqlite"), WordIndex(library / "words")
    with catalogue.edit() as edit:
        run = edit.begin_run("now", [str(cables)], {})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = cpu_seconds(read(catalogue, [cables], run))
    indexing = cpu_seconds(index_words(catalogue, words))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    again = cpu_seconds(read(catalogue, [cables], run))
    parsing = cpu_seconds(
        parse_cable(path.read_text(encoding="utf-8"), name=path.stem) for path in cables.iterdir()
    )
    paragraphs = catalogue.count_paragraphs()
    disk = sum(path.stat().st_size for path in library.rglob("*") if path.is_file())
    print(f"{catalogue.count_cables():,} cables, {paragraphs:,} paragraphs")
    print(f"read and stored      {paragraphs / reading:8,.0f} paragraphs a CPU second")
    print(f"  of it parsed       {paragraphs / parsing:8,.0f}  ({parsing / reading:.0%} of the time)")
    print(f"indexed by words     {paragraphs / indexing:8,.0f}")
    print(f"both                 {paragraphs / (reading + indexing):8,.0f}")
    print(f"both, less parsing   {paragraphs / (reading + indexing - parsing):8,.0f}")
    print(f"unchanged, read again {number / again:7,.0f} files a CPU second")
    print(f"memory               {before / 1024:,.0f} MB before, {peak / 1024:,.0f} MB at the peak")
    print(f"disk                 {disk / 2**20:,.0f} MB, {disk / paragraphs:,.0f} bytes a paragraph")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cables", type=int, default=2000)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    given = parser.parse_args()
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory() as folder:
        if given.profile:
            profile.runcall(measure, Path(folder), given.cables)
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        else:
            measure(Path(folder), given.cables)


if __name__ == "__main__":
    main()
