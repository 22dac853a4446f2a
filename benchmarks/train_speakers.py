"""Make `ingest/attribution/speakers.json`, by which `tagger.py` tells who says what.

    python -m benchmarks.train_speakers train/statements.jsonl train/cables
    python -m benchmarks.train_speakers --folds ...      # learns from four fifths, five times, and scores the rest

The first argument holds labelled paragraphs, the others are folders of the cables that they come from. Needs
scipy. It takes half a minute of one processor, `--folds` four. The same input makes the same file.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from benchmarks.speaker_labels import Label, LabelledCable, Score, labelled_cables, same_speaker
from ingest.attribution import tagger
from ingest.attribution.observations import Observation
from ingest.attribution.scene import MOST_CANDIDATES
from ingest.attribution.tagger import IMPOSSIBLE, KINDS, NAMED, TRANSITIONS, Weights

STATES = NAMED + MOST_CANDIDATES
# Variances of the priors on the weights, found by folds over the cables: little hangs on them.
SIGN, WORD, CANDIDATE, TRANSITION = 0.1, 0.015, 0.1, 1.0
RARE, RARE_WORD = 4, 8  # what is seen in fewer units is left out
STEPS = 60
FOLDS = 5
SURENESS = (0.0, 0.4, 0.45, 0.48, 0.5, 0.6, 0.7, 0.8, 0.9)

Run = list[tuple[Observation, list[Label | None]]]  # units that follow each other


def runs(cable: LabelledCable) -> list[Run]:
    """Return the labelled paragraphs of a cable, each with the one before it, in unbroken runs."""
    pairs = list(zip(cable.observed, cable.labels, strict=True))
    labelled = {each.unit.paragraph.ordinal for each, labels in pairs if any(labels)}
    found: list[Run] = []
    last = -1
    for i, (each, labels) in enumerate(pairs):
        if {each.unit.paragraph.ordinal, each.unit.paragraph.ordinal + 1} & labelled:
            if i != last + 1 or not found:
                found.append([])
            found[-1].append((each, labels))
            last = i
    return found


class Problem:
    """Runs of units as matrices: which signs each unit and candidate shows, which states the labels allow."""

    def __init__(self, cables: Sequence[LabelledCable]) -> None:
        ordered = sorted((run for cable in cables for run in runs(cable)), key=lambda run: -len(run))
        units = [pair for run in ordered for pair in run]
        signs = Counter(sign for each, _ in units for sign in each.signs)
        of_candidates = Counter(s for each, _ in units for signs in each.candidates.values() for s in set(signs))
        self.signs = sorted(s for s, n in signs.items() if n >= (RARE_WORD if _is_word(s) else RARE))
        self.candidate = sorted(sign for sign, n in of_candidates.items() if n >= RARE)
        self.shown = _matrix([each.signs for each, _ in units], self.signs)
        blank: tuple[tuple[str, ...], ...] = ((),) * MOST_CANDIDATES
        rows = [row for each, _ in units for row in [*each.candidates.values(), *blank][:MOST_CANDIDATES]]
        self.shown_of_candidates = _matrix(rows, self.candidate)
        self.possible = np.array([_possible(each) for each, _ in units])
        self.allowed = np.array([_allowed(each, labels) for each, labels in units])
        lengths = np.array([len(run) for run in ordered])
        self.starts, self.ends = np.cumsum(lengths) - lengths, np.cumsum(lengths) - 1
        self.run = np.repeat(np.arange(len(ordered)), lengths)
        self.steps = [self.starts[: np.searchsorted(-lengths, -t)] + t for t in range(max(lengths))]
        self.transitions = np.zeros((len(units), STATES, STATES), dtype=np.int32)
        for start, run in zip(self.starts, ordered, strict=True):
            for t in range(1, len(run)):
                found = tagger.transitions(run[t - 1][0], run[t][0])
                self.transitions[start + t, : found.shape[0], : found.shape[1]] = found

    def fit(self) -> Weights:
        """Return the weights that make the labels likeliest, given Gaussian priors."""
        n, kinds = len(self.signs), len(KINDS)
        variance = np.concatenate(
            [
                np.repeat([WORD if _is_word(sign) else SIGN for sign in self.signs], kinds),
                np.full(len(self.candidate), CANDIDATE),
                np.full(TRANSITIONS, TRANSITION),
            ]
        )
        parts = n * kinds, n * kinds + len(self.candidate)
        back, back_of_candidates = self.shown.T.tocsr(), self.shown_of_candidates.T.tocsr()

        def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
            of_kinds, of_candidates, steps = np.split(values, parts)
            by_kind = self.shown @ of_kinds.reshape(n, kinds)
            named = (self.shown_of_candidates @ of_candidates).reshape(-1, MOST_CANDIDATES) + by_kind[:, 2:]
            scores = np.hstack([by_kind, named]) + self.possible
            moves = steps[self.transitions]
            free, states, pairs = self._marginals(scores, moves)
            held, held_states, held_pairs = self._marginals(scores + self.allowed, moves)
            excess = states - held_states
            kind_excess = np.column_stack([excess[:, 0], excess[:, 1], excess[:, 2:].sum(axis=1)])
            slope = np.concatenate(
                [
                    (back @ kind_excess).ravel(),
                    back_of_candidates @ excess[:, NAMED:].ravel(),
                    pairs - held_pairs,
                ]
            )
            return free - held + float(values @ (values / variance)) / 2, slope + values / variance

        found = minimize(loss, np.zeros(len(variance)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
        of_kinds, of_candidates, steps = np.split(np.round(found, 3) + 0.0, parts)
        return Weights(
            {s: row for s, row in zip(self.signs, of_kinds.reshape(n, kinds).tolist(), strict=True) if any(row)},
            {sign: weight for sign, weight in zip(self.candidate, of_candidates.tolist(), strict=True) if weight},
            steps,
        )

    def _marginals(self, scores: np.ndarray, moves: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the log of the summed weight of all readings, and how much states and transitions share in it."""
        forward, backward = scores.copy(), np.zeros_like(scores)
        for at in self.steps[1:]:
            forward[at] += log_sum(forward[at - 1][:, :, None] + moves[at], axis=1)
        for at in reversed(self.steps[1:]):
            backward[at - 1] = log_sum(moves[at] + (scores[at] + backward[at])[:, None, :], axis=2)
        total = log_sum(forward[self.ends], axis=1)
        states = np.exp(forward + backward - total[self.run][:, None])
        later = np.setdiff1d(np.arange(len(scores)), self.starts)
        both = forward[later - 1][:, :, None] + moves[later] + (scores[later] + backward[later])[:, None, :]
        shares = np.exp(both - total[self.run][later][:, None, None])
        pairs = np.bincount(self.transitions[later].ravel(), weights=shares.ravel(), minlength=TRANSITIONS)
        return float(total.sum()), states, pairs


def log_sum(values: np.ndarray, axis: int) -> np.ndarray:
    """The logarithm of a sum of exponentials, faster than scipy's, which allows for infinities."""
    top = values.max(axis=axis, keepdims=True)
    return np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)


def _is_word(sign: str) -> bool:
    return sign.startswith(("w:", "section:"))


def _matrix(rows: Sequence[Sequence[str]], names: Sequence[str]) -> sparse.csr_matrix:
    """Return which of the named signs each row shows."""
    column = {name: i for i, name in enumerate(names)}
    found = [[column[sign] for sign in row if sign in column] for row in rows]
    pointers = np.cumsum([0, *map(len, found)])
    indices = np.array([i for row in found for i in row], dtype=np.int32)
    return sparse.csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(names)))


def _possible(observation: Observation) -> np.ndarray:
    """Zero for each state that a unit can have."""
    return np.where(np.arange(STATES) < NAMED + len(observation.candidates), 0.0, IMPOSSIBLE)


def _allowed(observation: Observation, labels: Sequence[Label | None]) -> np.ndarray:
    """Zero for each state that the commonest label of a unit's sentences allows; all states without a label."""
    counts = Counter(label for label in labels if label)
    if not counts:
        return np.zeros(STATES)
    allowed = np.full(STATES, IMPOSSIBLE)
    for label in (label for label, n in counts.items() if n == max(counts.values())):
        if label.kind != "said":
            allowed[KINDS.index(label.kind)] = 0  # type: ignore[arg-type]
            continue
        named = [same_speaker(label.speaker or "", name) for name in observation.candidates]
        allowed[[NAMED + i for i, same in enumerate(named) if same] or [KINDS.index("said")]] = 0
    return allowed


def fold(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def folds(labels: Path, folders: Sequence[Path]) -> None:
    """Print how well each fifth of the cables is told by what the others teach."""
    cables = list(labelled_cables(labels, folders))
    capitals = list(labelled_cables(labels, folders, capitals=True))
    scores = {(sure, which): Score() for which in ("as written", "in capitals") for sure in SURENESS}
    for held in range(FOLDS):
        learnt = Problem([cable for cable in cables if fold(cable.name) != held]).fit()
        for which, those in (("as written", cables), ("in capitals", capitals)):
            for cable in those:
                if fold(cable.name) == held:
                    rows = tagger.probabilities(cable.observed, learnt)
                    for sure in SURENESS:
                        scores[sure, which].add(cable, tagger.likeliest(cable.observed, rows, sure=sure))
    for (sure, which), score in scores.items():
        print(f"{which}, at least {sure:.2f} sure: {score}")


def write(learnt: Weights, target: Path) -> None:
    """Write weights, a sign a line."""
    signs = ",\n".join(f"  {json.dumps(sign)}: {json.dumps(row)}" for sign, row in learnt.signs.items())
    candidate = ",\n".join(f"  {json.dumps(sign)}: {weight}" for sign, weight in learnt.candidate.items())
    transitions = json.dumps(learnt.transitions.tolist())
    text = f'"transitions": {transitions},\n"candidate": {{\n{candidate}\n}},\n"signs": {{\n{signs}\n}}'
    target.write_text(f"{{{text}}}\n", encoding="utf-8")
    print(
        f"{len(learnt.signs)} signs of units and {len(learnt.candidate)} of candidates weighed, {target} written"
    )


def main(*arguments: str) -> None:
    labels, *folders = (Path(argument) for argument in arguments if argument != "--folds")
    if "--folds" in arguments:
        folds(labels, folders)
    else:
        learnt = Problem(list(labelled_cables(labels, folders))).fit()
        write(learnt, Path(tagger.__file__).with_name("speakers.json"))


if __name__ == "__main__":
    main(*sys.argv[1:])
