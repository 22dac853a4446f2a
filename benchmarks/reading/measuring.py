"""How well sentences are ordered: by their weighed signs, and by the reader."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.quoting.extract import BEHIND, FAR_BEHIND
from assistant.quoting.read_passages import LIKELY
from benchmarks.reading.examples import Example

Odds = Callable[[Example], NDArray[np.float32]]  # the log odds of each sentence of an example


def figures(examples: Sequence[Example], odds: Odds) -> list[str]:
    """Return in words how such odds order the sentences for questions, all of which have an answer."""
    known = [(each, odds(each)) for each in examples]
    first = np.mean([each.evident[given.argmax()] for each, given in known])
    tempted = np.mean([each.tempting[given.argmax()] for each, given in known])
    lines = [
        f"  answering sentence first of {len(known)} questions  {first:.3f}",
        f"  first from a paragraph marked as wrong  {tempted:.3f}",
    ]
    for behind in (BEHIND, FAR_BEHIND):
        near = [(each.evident, given >= given.max() - behind) for each, given in known]
        kept = np.mean([evident[which].any() for evident, which in near])
        count = np.mean([which.sum() for _, which in near])
        lines.append(f"  within {behind} of the likeliest  {count:.1f} sentences, one answers for {kept:.3f}")
    return lines


def by_signs(example: Example) -> NDArray[np.float32]:
    """Return the log odds that the weighed signs alone give the sentences of an example."""
    return example.signs[:, LIKELY]
