"""Fit what the signs weigh by which reftel ranks paragraphs, on questions that the model was not taught on.

    python -m benchmarks.teaching.fusing LIBRARY QUESTIONS --fold 0

A conditional logit (McFadden, 1974): each question chooses its right paragraph among all that are compared. Prints
the weights beside that of the fit of tokens, which is 1, and how often a right one is among the first k as the
weights in use rank, and as these do: fitted on one half of the cables, measured on the other.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from assistant.question.understand import understand
from assistant.retrieval.retrieve import compare, read, search
from benchmarks.folds import fold
from benchmarks.teaching.examples import Question, labelled
from benchmarks.teaching.measuring import RANKS
from ingest import Library
from ingest.domain.filters import EVERYWHERE

SIGNS = ("fit", "fused", "speaks", "near", "hinted")
PRIOR = 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """The paragraphs that a question is compared with: their signs, shape (n, 5), and which are right."""

    cable: str
    signs: NDArray[np.float64]
    score: NDArray[np.float64]
    right: NDArray[np.bool_]


def choice(library: Library, question: Question) -> Choice:
    """Return among what a question chooses."""
    understood = understand(question.text)
    readings = read(library, understood)
    signs = compare(library, understood, readings, search(library, understood, readings, EVERYWHERE), EVERYWHERE)
    return Choice(
        min(question.gold).cable,
        np.array([astuple(each) for each in signs.values()], dtype=float).reshape(-1, len(SIGNS)),
        np.array([each.score for each in signs.values()]),
        np.array([key in question.gold for key in signs], dtype=bool),
    )


def fit(choices: Sequence[Choice]) -> NDArray[np.float64]:
    """Return the weights under which the right choices are likeliest."""
    known = [each for each in choices if each.right.any()]

    def unlikely(weights: NDArray[np.float64]) -> float:
        total = PRIOR * float(weights @ weights)
        for each in known:
            scores = each.signs @ weights
            total += logsumexp(scores) - logsumexp(scores[each.right])
        return total

    return minimize(unlikely, np.array([20.0, 10.0, 0.5, 0.0, 4.0])).x


def found(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> list[bool]:
    """Return for each of RANKS whether a right one is among so many."""
    order = right[np.argsort(-scores, kind="stable")]
    return [bool(order[:rank].any()) for rank in RANKS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument(
        "--embedder", help="the model that the library is built with, where reftel does not bring it"
    )
    given = parser.parse_args()
    library = Library.open(given.library, embedder=given.embedder)
    asked = [each for each in labelled(library, given.questions) if fold(min(each.gold).cable) == given.fold]
    choices = [choice(library, each) for each in asked]
    halves = [[each for each in choices if fold(each.cable, "half") % 2 == half] for half in (0, 1)]
    before = [found(each.score, each.right) for each in choices]
    after = []
    for half in (0, 1):
        weights = fit(halves[1 - half])
        after += [found(each.signs @ weights, each.right) for each in halves[half]]
    print("as in use", np.round(np.mean(before, axis=0), 3), f"of {len(before)}")
    print("fitted   ", np.round(np.mean(after, axis=0), 3), f"of {len(after)}")
    weights = fit(choices)
    print("weights  ", dict(zip(SIGNS, np.round(weights / weights[0], 3).tolist(), strict=True)))


if __name__ == "__main__":
    main()
