"""Make `ingest/attribution/kinds.json`, by which `statement_kinds.py` tells said from comment from narration.

    python -m benchmarks.train_kinds ../shared/train/statements.jsonl ../shared/{train/cables,cables,parse}

The first argument holds labelled paragraphs, the others are folders of the cables that they come from. Needs
scipy. It takes some ten seconds, and the same input makes the same file.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from ingest.attribution import statement_kinds
from ingest.attribution.cast import cast
from ingest.attribution.speaker_tracking import SpeakerTracker, TrackedSentence
from ingest.domain.cable import Cable
from ingest.parsing.parser import parse_cable

# Each sentence's signs and its kind, or None where no label fits, or MISTAKEN.
Sequences = list[list[tuple[list[str], str | None]]]
Rows = dict[int, list[dict[str, Any]]]
STRENGTH = 0.2  # variance of the prior on the weights; found by folds over the cables
RARE = 3  # a sign seen in fewer sentences is left out
IMPOSSIBLE = -1e4
MISTAKEN = "said by another"  # better left without a speaker than with the wrong one: any kind but `said`


def key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def labelled(cable: Cable, rows: Rows) -> Iterator[list[tuple[list[str], str | None]]]:
    """Yield the labelled paragraphs of a cable as sequences."""
    listener, offset = SpeakerTracker(cast(cable)), 0
    for paragraph in cable.paragraphs:
        readings = listener.read(paragraph, offset)
        offset += len(paragraph.text) + 1
        labels = {key(row["text"]): row for row in rows.get(paragraph.number or 0, [])}
        if not labels:
            continue
        left = len(cable.paragraphs) - paragraph.ordinal
        yield [
            (signs, kind_of(reading, labels))
            for reading, signs in zip(
                readings, statement_kinds.features(paragraph, readings, left=left), strict=True
            )
        ]


def kind_of(reading: TrackedSentence, labels: dict[str, dict[str, Any]]) -> str | None:
    """Return the kind that the labels ask for, MISTAKEN if it is `said` but the reading has the wrong speaker."""
    own = key(reading.text)
    label = labels.get(own) or next((row for t, row in labels.items() if own and (own in t or t in own)), None)
    if label is None:
        return None
    if label["kind"] != "said" or same_speaker(label["speaker"], reading.speaker or ""):
        return str(label["kind"])
    return MISTAKEN


def same_speaker(one: str, other: str) -> bool:
    """Whether one name is part of the other, or both end in one surname."""
    short, long = sorted((key(one).split(), key(other).split()), key=len)
    return bool(short) and (set(short) <= set(long) or short[-1] == long[-1])


def fit(sequences: Sequences, *, strength: float = STRENGTH) -> statement_kinds.KindWeights:
    """Return the weights that make the labels likeliest, with a Gaussian prior."""
    sequences = [sequence for sequence in sequences if sequence]
    counts: dict[str, int] = defaultdict(int)
    for sequence in sequences:
        for signs, _ in sequence:
            for sign in set(signs):
                counts[sign] += 1
    names = sorted(sign for sign, count in counts.items() if count >= RARE)
    column = {name: i for i, name in enumerate(names)}
    longest, size, n = max(map(len, sequences)), len(statement_kinds.KINDS), len(names)
    shown = np.zeros((len(sequences), longest, n), dtype=np.float32)
    exists = np.zeros((len(sequences), longest), dtype=bool)
    allowed = np.zeros((len(sequences), longest, size))
    for i, sequence in enumerate(sequences):
        for t, (signs, kind) in enumerate(sequence):
            exists[i, t] = True
            shown[i, t, [column[sign] for sign in signs if sign in column]] = 1
            if kind == MISTAKEN:
                allowed[i, t, statement_kinds.KINDS.index("said")] = IMPOSSIBLE
            elif kind:
                allowed[i, t] = IMPOSSIBLE
                allowed[i, t, statement_kinds.KINDS.index(kind)] = 0  # type: ignore[arg-type]
    flat = shown.reshape(-1, n)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, after = values[: n * size].reshape(n, size), values[n * size :].reshape(size, size)
        scores = (flat @ weights.astype(np.float32)).reshape(len(sequences), longest, size).astype(float)
        free, free_kinds, free_pairs = marginals(scores, after, exists)
        held, held_kinds, held_pairs = marginals(scores + allowed, after, exists)
        slope = flat.T @ (free_kinds - held_kinds).reshape(-1, size)
        gradient = np.concatenate([slope.ravel(), (free_pairs - held_pairs).ravel()])
        return free - held + values @ values / (2 * strength), gradient + values / strength

    found = minimize(
        loss, np.zeros(n * size + size * size), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x
    weights = np.round(found, 3) + 0.0
    return statement_kinds.KindWeights(
        signs=dict(zip(names, weights[: n * size].reshape(n, size).tolist(), strict=True)),
        after=weights[n * size :].reshape(size, size).tolist(),
    )


def marginals(scores: np.ndarray, after: np.ndarray, exists: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the log of the summed weight of all labellings, and how much kinds and pairs of kinds share in it."""
    longest = scores.shape[1]
    forward, backward = scores.copy(), np.zeros_like(scores)
    for t in range(1, longest):
        forward[:, t] += logsumexp(forward[:, t - 1, :, None] + after, axis=1)
        forward[:, t] = np.where(exists[:, t, None], forward[:, t], forward[:, t - 1])
    for t in range(longest - 2, -1, -1):
        arriving = logsumexp(after + (scores[:, t + 1] + backward[:, t + 1])[:, None, :], axis=2)
        backward[:, t] = np.where(exists[:, t + 1, None], arriving, 0)
    total = logsumexp(forward[:, -1], axis=1)
    shares = np.exp(forward + backward - total[:, None, None]) * exists[:, :, None]
    pairs = np.zeros_like(after)
    for t in range(longest - 1):
        both = forward[:, t, :, None] + after + (scores[:, t + 1] + backward[:, t + 1])[:, None, :]
        pairs += (np.exp(both - total[:, None, None]) * exists[:, t + 1, None, None]).sum(axis=0)
    return float(total.sum()), shares, pairs


def read_labels(path: Path) -> dict[str, Rows]:
    rows: dict[str, Rows] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["cable"]][row["paragraph"]] = row["sentences"]
    return rows


def main(labels: str, *folders: str) -> None:
    sequences: Sequences = []
    for name, rows in sorted(read_labels(Path(labels)).items()):
        if path := next((p for folder in folders if (p := Path(folder) / f"{name}.txt").exists()), None):
            text = path.read_text(encoding="utf-8", errors="replace")
            sequences += labelled(parse_cable(text, name=name), rows)
    write(fit(sequences), Path(statement_kinds.__file__).with_name("kinds.json"))


def write(weights: statement_kinds.KindWeights, target: Path) -> None:
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(weight)}" for name, weight in weights.signs.items())
    target.write_text(f'{{"after": {json.dumps(weights.after)},\n"signs": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{len(weights.signs)} signs weighed, {target} written")


if __name__ == "__main__":
    main(*sys.argv[1:])
