"""How fast paragraphs are embedded: as reftel does it, and as sentence-transformers does by default, in turn.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/embedding.py [--rounds 3] [--json FILE] [FOLDER]

Reads the sample cables, or the cables of a folder. CPU seconds are counted, so that a busy machine does not spoil
the figures; with one thread they are seconds of one core. Beside them stands what the processor does in a product
of two matrices, and how much of that each route reaches: only the operations of the model's own products on
tokens that are there are counted, not those on padding, and reftel's must be of bfloat16 for its share to hold.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from processes import one_core
from product_rate import operations, rates
from results import Row, write

from ingest.embedding.embedder import MINILM_TOKENS, Embedder
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.search.entries import listing


def texts(folder: Path, embedder: Embedder) -> list[str]:
    """Return the windows that the cables of a folder are read in."""
    cables = (
        parse_cable(path.read_text(encoding="utf-8", errors="replace"), name=path.stem)
        for path in sorted(folder.glob("*.txt"))
    )
    entries = [entry for cable in cables for entry in listing(cable).entries]
    return [window.text for entry in entries for window in embedder.windows(entry.context, entry.text)]


def needed(embedder: Embedder, read: list[str]) -> int:
    """Return the operations that the model does for some texts, each cut where the model cuts it."""
    model = embedder.model
    config = model[0].auto_model.config
    lengths = [len(ids) for ids in model.tokenizer(read, truncation=True, max_length=MINILM_TOKENS)["input_ids"]]
    sizes = config.hidden_size, config.intermediate_size, config.num_hidden_layers
    return sum(operations(*sizes, length) for length in lengths)


def precision(embedder: Embedder) -> str:
    """Return which numbers reftel's engine computes with."""
    if embedder.engine is None:
        return "float32"
    chosen = embedder.engine._model.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    return "bfloat16" if chosen == "bf16" else "float32"


def timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    before = time.process_time()
    made = work()
    return time.process_time() - before, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    one_core()
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
    products, operated = rates(), needed(embedder, read)
    limits = {"reftel": products[precision(embedder)], "sentence-transformers": products["float32"]}
    rows: list[Row] = [
        {"what": f"product in {each}", "gflops": round(rate / 1e9, 1)} for each, rate in products.items()
    ]
    for name, spent in seconds.items():
        speed, reached = len(read) / median(spent), operated / median(spent)
        share = reached / limits[name]
        print(
            f"{name:22s} {speed:6.1f} windows a CPU second, {reached / 1e9:5.0f} GFLOP, {share:.0%} of the limit"
        )
        rows.append(
            {"what": name, "windows": round(speed, 1), "gflops": round(reached / 1e9, 1), "share": round(share, 3)}
        )
    ratio = median(seconds["sentence-transformers"]) / median(seconds["reftel"])
    cosines = np.einsum("ij,ij->i", *vectors.values())
    for each, rate in products.items():
        print(f"{each:22s} {rate / 1e9:6.0f} GFLOP a CPU second in a product of matrices")
    print(f"{'ratio':22s} {ratio:6.2f}")
    print(f"{'cosine':22s} mean {cosines.mean():.5f}, least {cosines.min():.5f}, of {len(read)} windows")
    rows.append(
        {"what": "ratio", "value": round(ratio, 2), "cosine": float(cosines.mean()), "least": float(cosines.min())}
    )
    write(given.json, rows)


if __name__ == "__main__":
    main()
