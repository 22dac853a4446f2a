"""Make the part "right" of `assistant/quoting/answers.json`: how likely what is quoted without a model is right.

    reftel ingest --library LIBRARY train/cables
    python -m benchmarks.calibrate LIBRARY train/questions.jsonl --check 0

The questions are labelled with `gold` paragraphs and the `evidence` in them; some have no answer in the archive.
An answer is right if it quotes a sentence of the evidence from a gold paragraph. A logistic regression over the
signs of `answerable.py` learns that. Run this again when what is found, or which sentences are chosen, changes.

What is printed was measured on questions that the weights were not learnt from, by folds over their cables: how
well the probability tells right from wrong, how far it can be believed, and what each pair of thresholds is worth
to a reader (`score_answers.py`). `--check` is a fold of the cables to measure on, of which nothing is learnt: best
the one that the embedding model was not taught on. `--keep FILE` keeps what was seen of the questions, or takes it
from there.
"""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from assistant.evaluation.score_answers import WORTH, WORTH_UNANSWERABLE
from assistant.question.understand import understand
from assistant.quoting import score_sentences
from assistant.quoting.answerable import SIGNS
from assistant.quoting.choose_sentences import choice
from assistant.retrieval.retrieve import retrieve
from benchmarks.folds import FOLDS, cable_of, fold
from benchmarks.train_answers import STRENGTH, flat
from ingest import Library
from ingest.domain.filters import EVERYWHERE

FOR = frozenset("fit topic words names heard ahead above evidence run alike weakest".split())
AGAINST = frozenset(("off topic", "no number"))
LONG = 20  # characters of a piece of the evidence that stands for all of it
STEPS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)  # thresholds of what is claimed that are printed
LOW_STEPS = (0.0, 0.15, 0.2, 0.25, 0.3, 0.35)  # and of what is shown


def seen(library: Library, rows: Sequence[dict]) -> list[dict]:
    """Return for each question that quotes are chosen for its signs, and whether they are right."""
    found = []
    for row in rows:
        question = understand(row["question"])
        chosen = choice(library, question, retrieve(library, question, EVERYWHERE), EVERYWHERE)
        if chosen.signs:
            gold = {(place["cable"], number) for place in row["gold"] for number in place["paragraphs"]}
            quoted = [each for excerpt in (chosen.extract.headline, *chosen.extract.also) for each in excerpt]
            placed = any((each.passage.cable, each.passage.paragraph) in gold for each in quoted)
            right = placed and tells(" ".join(each.text for each in quoted), row["evidence"])
            found.append({"cable": cable_of(row), "signs": chosen.signs, "known": bool(gold), "right": right})
    return found


def tells(text: str, evidence: str) -> bool:
    """Return whether a text has a sentence of the evidence."""
    told, pieces = flat(text), [flat(piece) for piece in re.split(r"(?<=[.!?])\s+", evidence)]
    return any(len(piece) > LONG and piece in told for piece in pieces) or flat(evidence) in told


def probabilities(signs: np.ndarray, right: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return for each question the probability that those of the other folds give it."""
    found = np.zeros(len(right))
    for k in range(FOLDS):
        bias, slopes = fit(signs[folds != k], right[folds != k])
        found[folds == k] = likelihood(signs[folds == k], bias, slopes)
    return found


def fit(signs: np.ndarray, right: np.ndarray) -> tuple[float, np.ndarray]:
    """Return bias and weights of a logistic regression in which no sign speaks against what it is a sign of.

    Free of that, one sign makes up for another that is much like it, and a short question gets odd probabilities.
    """
    mean, scale = signs.mean(axis=0), signs.std(axis=0)
    scale[scale == 0] = 1  # of a sign that all questions share
    even, sides = (signs - mean) / scale, np.where(right, 1.0, -1.0)

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        margins = even @ at[1:] + at[0]
        total = np.logaddexp(0, -sides * margins).sum() + (at[1:] ** 2).sum() / (2 * STRENGTH)
        off = 1 / (1 + np.exp(-margins)) - right
        return float(total), np.concatenate([[off.sum()], even.T @ off + at[1:] / STRENGTH])

    bounds = [(0.0, None) if name in FOR else (None, 0.0) if name in AGAINST else (None, None) for name in SIGNS]
    found = minimize(loss, np.zeros(len(SIGNS) + 1), jac=True, bounds=[(None, None), *bounds], method="L-BFGS-B")
    slopes = found.x[1:] / scale
    return float(found.x[0] - slopes @ mean), slopes


def likelihood(signs: np.ndarray, bias: float, slopes: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(signs @ slopes + bias)))


def worth(sure: np.ndarray, right: np.ndarray, known: np.ndarray, answered: float, excerpts: float) -> np.ndarray:
    """Return what each answer is worth to a reader with these thresholds."""
    outcomes = np.where(sure >= answered, "answered", np.where(sure >= excerpts, "excerpts", "refused"))
    return np.array(
        [
            WORTH[outcome, bool(ok and outcome != "refused")] if has else WORTH_UNANSWERABLE[outcome]
            for outcome, ok, has in zip(outcomes.tolist(), right.tolist(), known.tolist(), strict=True)
        ]
    )


def report(name: str, sure: np.ndarray, right: np.ndarray, known: np.ndarray) -> None:
    """Print how well the probability tells right from wrong, how far it can be believed, and what it is worth."""
    tenths = np.minimum((sure * 10).astype(int), 9)
    off = sum(abs(sure[tenths == k].sum() - right[tenths == k].sum()) for k in range(10)) / len(sure)
    print(f"{name}: {len(right)} questions, {np.mean(right):.3f} right, area under the curve", end=" ")
    print(f"{roc_auc_score(right, sure):.3f}, expected calibration error {off:.3f}")
    print("| said | questions | mean | right |\n|---|---|---|---|")
    for k in range(10):
        if (own := tenths == k).any():
            mean, share = sure[own].mean(), right[own].mean()
            print(f"| {k / 10:.1f} to {(k + 1) / 10:.1f} | {own.sum()} | {mean:.3f} | {share:.3f} |")
    print("| claims from | shows from | worth | claims | claims right | found | refused | false refusal |")
    print("|---|---|---|---|---|---|---|---|")
    for high in STEPS:
        for low in LOW_STEPS if high in STEPS[2:4] else LOW_STEPS[3:4]:
            claims, shown = sure >= high, sure >= low
            print(
                f"| {high} | {low} | {worth(sure, right, known, high, low).mean():.3f} | {claims.mean():.3f} "
                f"| {right[claims].mean():.3f} | {right[known & shown].sum() / known.sum():.3f} "
                f"| {np.mean(~claims[~known]):.3f} | {np.mean(~shown[known]):.3f} |"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--embedder", help="the model of the library, where reftel does not bring it")
    parser.add_argument("--check", type=int, help="measure on the cables of this fold too")
    parser.add_argument("--limit", type=int, help="questions to ask, in the order of the file")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(arguments)
    rows = [json.loads(line) for line in given.labels.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["type"] != "meta"][: given.limit]
    if given.keep and given.keep.exists():
        found = json.loads(given.keep.read_text(encoding="utf-8"))
    else:
        found = seen(Library.open(given.library, embedder=given.embedder), rows)
        if given.keep:
            given.keep.write_text(json.dumps(found), encoding="utf-8")
    signs, right, known = (np.array([each[name] for each in found]) for name in ("signs", "right", "known"))
    place = np.array([fold(each["cable"]) for each in found])
    learnt = place != given.check
    folds = np.array([fold(each["cable"], "right") for each in found])
    sure = probabilities(signs[learnt], right[learnt], folds[learnt])
    report("by folds", sure, right[learnt], known[learnt])
    bias, slopes = fit(signs[learnt], right[learnt])
    if (checked := ~learnt).any():
        report("checked", likelihood(signs[checked], bias, slopes), right[checked], known[checked])
    store({"bias": bias} | dict(zip(SIGNS, slopes.tolist(), strict=True)))


def store(weights: dict[str, float]) -> None:
    """Put the weights into the file of what was learnt, beside the others."""
    target = Path(score_sentences.__file__).with_name("answers.json")
    learnt = json.loads(target.read_text(encoding="utf-8"))
    learnt["right"] = {name: round(float(each), 4) for name, each in weights.items()}
    target.write_text(json.dumps(learnt, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
