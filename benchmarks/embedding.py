"""How fast paragraphs are embedded: as reftel does it, and as sentence-transformers does by default, in turn.

    OMP_NUM_THREADS=1 python benchmarks/embedding.py [--rounds 3] [FOLDER]

Reads the sample cables, or the cables of a folder. CPU seconds are counted, so that a busy machine does not spoil
the figures; with one thread they are seconds of one core.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from ingest.embed import Embedder
from ingest.entries import listing
from ingest.parse import parse_cable
from ingest.samples import SAMPLES


def texts(folder: Path, embedder: Embedder) -> list[str]:
    """Return the windows that the cables of a folder are read in."""
    cables = (
        parse_cable(path.read_text(encoding="utf-8", errors="replace"), name=path.stem)
        for path in sorted(folder.glob("*.txt"))
    )
    entries = [entry for cable in cables for entry in listing(cable).entries]
    return [window.text for entry in entries for window in embedder.windows(entry.context, entry.text)]


def timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    before = time.process_time()
    made = work()
    return time.process_time() - before, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    embedder = Embedder()
    read = texts(given.folder, embedder)

    def ours() -> np.ndarray:
        return np.stack([reading.vector for reading in embedder.read(read)])

    def stock() -> np.ndarray:
        return np.asarray(embedder.model.encode(read, normalize_embeddings=True, show_progress_bar=False))

    runs = {"reftel": ours, "sentence-transformers": stock}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    vectors = {}
    for work in runs.values():
        work()  # loads, exports, compiles
    for _ in range(given.rounds):
        for name, work in runs.items():
            spent, vectors[name] = timed(work)
            seconds[name].append(spent)
    for name, spent in seconds.items():
        print(f"{name:22s} {len(read) / median(spent):6.1f} windows a CPU second")
    ratio = median(seconds["sentence-transformers"]) / median(seconds["reftel"])
    cosines = np.einsum("ij,ij->i", *vectors.values())
    print(f"{'ratio':22s} {ratio:6.2f}")
    print(f"{'cosine':22s} mean {cosines.mean():.5f}, least {cosines.min():.5f}, of {len(read)} windows")


if __name__ == "__main__":
    main()
