"""The limit that the hardware sets: how many operations a second one thread does in a product of two matrices.

    python benchmarks/product_rate.py

CPU seconds are counted, and the best of some products, since whatever disturbs one only makes it slower.
"""

import time
from collections.abc import Callable

import numpy as np
import torch

SIZE = 1536  # as wide as the widest layer of the embedding model
TIMES = 7


def rate(multiply: Callable[[], object]) -> float:
    """Return the operations a second of a product of two SIZE x SIZE matrices."""
    multiply()
    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        multiply()
        taken.append(time.process_time() - before)
    return 2 * SIZE**3 / min(taken)


def rates() -> dict[str, float]:
    """Return what this machine does in float32 and in bfloat16, by whichever library does more of it."""
    torch.set_num_threads(1)
    one = np.random.default_rng(0).normal(size=(SIZE, SIZE)).astype(np.float32)
    single = torch.from_numpy(one)
    half = single.bfloat16()
    return {
        "float32": max(rate(lambda: one @ one), rate(lambda: single @ single)),
        "bfloat16": rate(lambda: half @ half),
    }


def operations(hidden: int, inner: int, layers: int, length: int) -> int:
    """Return the operations that an encoder does for a text of `length` tokens, in its products alone.

    Of each token: four products with a hidden x hidden matrix, two with a hidden x inner one; and attention, which
    compares it with every token and adds them all up.
    """
    token = 2 * (4 * hidden * hidden + 2 * hidden * inner) + 2 * 2 * length * hidden
    return layers * length * token


def main() -> None:

    for kind, found in rates().items():
        print(f"{found / 1e9:8.0f} GFLOP a CPU second in {kind}")


if __name__ == "__main__":
    main()
