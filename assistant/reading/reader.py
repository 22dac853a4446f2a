"""A small network that reads a question and its best passages together, in plain numpy.

It looks at each token beside what of the question it comes nearest to, at each of the question's tokens beside the
nearest one in each sentence, and at the signs of the sentence; then the sentences look at each other, by
attention. `benchmarks/reading` teaches it with torch, from labelled questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from assistant.reading.alignment import Alignment, Floats

HEADS = 4  # of its attention
WEIGHTS = "reader.safetensors"
_LEAST = 1e-5  # of a variance; as torch has it


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """The network with its weights, by their names."""

    weights: Mapping[str, Floats]

    @classmethod
    def learnt(cls) -> Self:
        """Read the weights that come with reftel."""
        return cls.of(load(files(__package__).joinpath(WEIGHTS).read_bytes()))

    @classmethod
    def of(cls, stored: Mapping[str, NDArray[Any]]) -> Self:
        """Return the reader of weights that are kept in half precision."""
        return cls({name: each.astype(np.float32) for name, each in stored.items()})

    def read(self, given: Alignment) -> Floats:
        """Return the logarithm of how likely each of the S sentences is the one that answers, if any is."""
        scores = self.scores(given)
        found: Floats = scores - np.logaddexp.reduce(scores)
        return found

    def scores(self, given: Alignment) -> Floats:
        """Return the scores by which the sentences compete."""
        rows = self._sentences(given)
        block = 0
        while f"blocks.{block}.looks.weight" in self.weights:
            rows = self._attend(rows, f"blocks.{block}.")
            block += 1
        scores = self._linear(self._normed(rows, "norm"), "score")[:, 0]
        found: Floats = scores + self.weights["trust"] * given.prior
        return found

    def _sentences(self, given: Alignment) -> Floats:
        tokens = self._tokens(given)
        sizes = np.diff(given.starts, append=len(tokens))[:, None].astype(np.float32)
        pairs, shares = self._pairs(given), self._shares(given)
        signs = (given.signs - self.weights["mean"]) / self.weights["scale"]
        seen = np.concatenate(
            [
                np.maximum.reduceat(tokens, given.starts, axis=0),
                np.add.reduceat(tokens, given.starts, axis=0) / sizes,
                np.tensordot(pairs, shares, axes=(1, 0)),
                pairs.max(axis=1),
                signs,
            ],
            axis=1,
        )
        made = _positive(self._linear(seen, "sentence"))
        same = (given.excerpt[1:] == given.excerpt[:-1])[:, None]
        beside = made.copy()
        beside[1:] += same * (made[:-1] @ self.weights["before.weight"].T)
        beside[:-1] += same * (made[1:] @ self.weights["after.weight"].T)
        return beside

    def _tokens(self, given: Alignment) -> Floats:
        """Return each token of the excerpts beside what of the question it looks at."""
        seen = [given.tokens, given.aligned, given.tokens * given.aligned, given.near[:, None]]
        return _positive(self._linear(np.concatenate(seen, axis=1), "token"))

    def _pairs(self, given: Alignment) -> Floats:
        """Return each token of the question beside the nearest one in each sentence, shape (S, Q, width)."""
        asked, near = given.asked, given.tokens[given.nearest]
        width = asked.shape[1]
        weight = self.weights["pair.weight"].T
        seen = np.concatenate([near, near * asked, given.cosines], axis=-1)
        flat = seen.reshape(-1, seen.shape[-1]) @ weight[width:]
        own = asked @ weight[:width] + self.weights["pair.bias"]
        return _positive(flat.reshape(*given.nearest.shape, -1) + own)

    def _shares(self, given: Alignment) -> Floats:
        """Return what each token of the question counts."""
        return _softmax(self._linear(np.column_stack([given.asked, given.counts]), "weigh")[:, 0])

    def _attend(self, rows: Floats, block: str) -> Floats:
        count, width = rows.shape
        parts = self._linear(self._normed(rows, f"{block}first"), f"{block}looks")
        asks, keys, values = parts.reshape(count, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        looks = _softmax(asks @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS)))
        seen = (looks @ values).transpose(1, 0, 2).reshape(count, width)
        rows = rows + self._linear(seen, f"{block}seen")
        wide = _positive(self._linear(self._normed(rows, f"{block}second"), f"{block}wide"))
        return rows + self._linear(wide, f"{block}narrow")

    def _linear(self, rows: Floats, name: str) -> Floats:
        made: Floats = rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return made

    def _normed(self, rows: Floats, name: str) -> Floats:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_LEAST))
        made: Floats = scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return made


@cache
def learnt_reader() -> SentenceReader:
    """Return the reader that comes with reftel, loaded when it is first needed."""
    return SentenceReader.learnt()


def _positive(rows: Floats) -> Floats:
    return np.maximum(rows, 0, out=rows)


def _softmax(rows: Floats) -> Floats:
    raised = np.exp(rows - rows.max(axis=-1, keepdims=True))
    made: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return made
