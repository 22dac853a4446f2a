"""Make `ingest/kinds.json`, the weights by which `ingest/kinds.py` tells said from comment from narration.

    python -m benchmarks.train_kinds ../shared/train/statements.jsonl ../shared/train/cables ../shared/cables

The first argument holds labelled paragraphs, the others are folders of the cables that they come from. Needs
scikit-learn. Prints how well the weights do on folds that they were not made from.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ingest import kinds
from ingest.cable import Cable
from ingest.cast import cast
from ingest.parse import parse_cable
from ingest.speech import Listener

Example = tuple[list[str], str]


def key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def examples(cable: Cable, rows: dict[int, list[dict[str, Any]]]) -> Iterator[list[tuple[list[str], str | None]]]:
    """Yield the labelled paragraphs of a cable as sequences of signs and kind (None where no label fits)."""
    listener, offset = Listener(cast(cable)), 0
    for paragraph in cable.paragraphs:
        readings = listener.read(paragraph, offset)
        offset += len(paragraph.text) + 1
        left = len(cable.paragraphs) - paragraph.ordinal
        labels = {key(row["text"]): row["kind"] for row in rows.get(paragraph.number or 0, [])}
        if not labels:
            continue
        sequence = []
        for reading, signs in zip(readings, kinds.features(paragraph, readings, left=left), strict=True):
            own = key(reading.text)
            kind = labels.get(own) or next((k for t, k in labels.items() if own and (own in t or t in own)), None)
            sequence.append((signs, kind))
        yield sequence


def flattened(sequences: list[list[tuple[list[str], str | None]]]) -> Iterator[Example]:
    for sequence in sequences:
        before = None
        for signs, kind in sequence:
            if kind:
                yield [*signs, *kinds._transition(before, signs)], kind
            before = kind


def fit(sequences: list[list[tuple[list[str], str | None]]], strength: float) -> dict[str, list[float]]:
    pairs = list(flattened(sequences))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(signs, 1.0) for signs, _ in pairs])
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    model.fit(matrix, [kind for _, kind in pairs])
    order = [list(model.classes_).index(kind) for kind in kinds.KINDS]
    weights = np.round(model.coef_[order], 3)
    return {name: list(map(float, weights[:, i])) for i, name in enumerate(vectorizer.get_feature_names_out())}


def main(labels: str, *folders: str) -> None:
    rows: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(dict)
    for line in Path(labels).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["cable"]][row["paragraph"]] = row["sentences"]
    sequences = []
    for name in sorted(rows):
        path = next((p for f in folders if (p := Path(f) / f"{name}.txt").exists()), None)
        if path:
            cable = parse_cable(path.read_text(encoding="utf-8", errors="replace"), name=name)
            sequences.append(list(examples(cable, rows[name])))
    weights = fit([s for cable in sequences for s in cable], strength=0.3)
    target = Path(kinds.__file__).with_suffix(".json")
    lines = [f"  {json.dumps(name)}: {json.dumps(weight)}" for name, weight in sorted(weights.items())]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(weights)} signs weighed, {target} written")


if __name__ == "__main__":
    main(*sys.argv[1:])
