"""Teaching the reader: which of the sentences answers."""

import time
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import torch
from torch import Tensor

from benchmarks.reading.examples import Example, Examples
from benchmarks.reading.network import Network

SEED = 0
BATCH = 16
RATE = 2e-3
WARM = 0.1  # of the steps, in which the rate rises
DECAY = 0.02
FORGOTTEN = 0.15  # of the tokens of a question, others each time, so that none is relied on
# How far it is to count on any other sentence. The embedding model knows the questions that teach the reader, and
# finds their answers more surely than it will find others.
DOUBT = 0.1


def loss(scores: Tensor, example: Example) -> Tensor:
    """Return how unlikely it was that one of the evident sentences is first, or, with some doubt, any at all."""
    right = torch.logsumexp(scores[torch.from_numpy(example.evident)], 0)
    return torch.logsumexp(scores, 0) - (1 - DOUBT) * right - DOUBT * scores.mean()


def batches(examples: Sequence[Example], draw: Random) -> Iterator[list[Example]]:
    """Yield all examples once, those of about the same size together."""
    order = draw.sample(examples, len(examples))
    for first in range(0, len(order), BATCH * 20):
        some = sorted(order[first : first + BATCH * 20], key=lambda each: len(each.evident))
        groups = [some[place : place + BATCH] for place in range(0, len(some), BATCH)]
        yield from draw.sample(groups, len(groups))


def teach(network: Network, given: Examples, lessons: Sequence[Example], *, passes: int) -> Iterator[str]:
    """Teach the network and yield a line for each pass."""
    draw, drop = Random(SEED), np.random.default_rng(SEED)
    signs = np.concatenate([each.signs for each in lessons])
    network.mean.copy_(torch.from_numpy(signs.mean(axis=0)))
    network.scale.copy_(torch.from_numpy(np.maximum(signs.std(axis=0), 1e-2)))
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = passes * sum(1 for _ in batches(lessons, Random(0)))
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=WARM)
    network.train()
    for number in range(passes):
        begun, total = time.time(), 0.0
        for some in batches(lessons, draw):
            scores = network([given.aligned(each, kept=_kept(each, drop)) for each in some])
            lost = torch.stack([loss(a, b) for a, b in zip(scores, some, strict=True)]).mean()
            optimizer.zero_grad()
            lost.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            total += float(lost.detach()) * len(some)
        yield f"pass {number + 1}: loss {total / len(lessons):.3f}, {time.time() - begun:.0f} s"
    network.eval()


def _kept(example: Example, draw: np.random.Generator) -> np.ndarray:
    """Return which tokens of a question are shown this time, at least one."""
    kept = draw.random(len(example.counts)) >= FORGOTTEN
    kept[draw.integers(len(kept))] = True
    return np.flatnonzero(kept)
