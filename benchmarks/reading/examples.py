"""What the reader learns from: labelled questions with what reftel finds for them, looked up once and kept."""

import json
import pickle
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.question.understand import understand
from assistant.quoting import choose_sentences
from assistant.quoting.read_passages import LIKELY, excerpts
from assistant.reading.alignment import Alignment, Excerpt, align
from assistant.retrieval.retrieve import retrieve
from benchmarks.folds import cable_of, fold
from benchmarks.train_answers import flat, is_evidence
from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.domain.keys import Key
from ingest.embedding.late_interaction import Tokens

MEASURED = 0  # the fold whose questions are only measured


@dataclass(frozen=True, slots=True)
class Example:
    """A question that has an answer, and what was found for it.

    `asked` are its tokens and `counts` what each counts, `passages` the key of each one with the spans of its
    sentences. Of all these sentences `signs` are the signs, `evident` says which answer, and `tempting` which
    stand in a paragraph that only seems to.
    """

    id: str
    cable: str
    asked: NDArray[np.float16]
    counts: NDArray[np.float32]
    passages: list[tuple[Key, list[tuple[int, int]]]]
    signs: NDArray[np.float32]
    evident: NDArray[np.bool_]
    tempting: NDArray[np.bool_]

    @property
    def fold(self) -> int:
        """Which fold its cable is in."""
        return fold(self.cable)

    @property
    def teaches(self) -> bool:
        """Whether some of its sentences answer and some do not."""
        return bool(self.evident.any() and not self.evident.all())


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples, and the tokens of all their passages."""

    examples: list[Example]
    tokens: dict[Key, Tokens]

    def aligned(self, example: Example, kept: NDArray[np.int64] | slice = slice(None)) -> Alignment:
        """Return an example as the reader gets it, with these tokens of the question."""
        made, first = [], 0
        for key, spans in example.passages:
            signs = example.signs[first : first + len(spans)]
            made.append(Excerpt(self.tokens[key], spans, signs, signs[:, LIKELY]))
            first += len(spans)
        return align(example.asked[kept].astype(np.float32), example.counts[kept], made)

    def keep(self, path: Path) -> None:
        """Write all to a file."""
        path.write_bytes(pickle.dumps((self.examples, self.tokens)))

    @classmethod
    def kept(cls, path: Path) -> "Examples":
        """Read them from a file that `keep` wrote."""
        return cls(*pickle.loads(path.read_bytes()))


def collect(library: Library, labels: Path) -> Examples:
    """Look up the questions of a file that are labelled with an answer."""
    tokens: dict[Key, Tokens] = {}
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    found = [_example(library, row, tokens) for row in rows if row["type"] != "meta" and row["gold"]]
    return Examples([each for each in found if each], tokens)


def _example(library: Library, row: dict[str, Any], tokens: dict[Key, Tokens]) -> Example | None:
    """Return the example of a labelled question, and add the tokens of what was found to `tokens`.

    None where nothing was found that the reader could read.
    """
    question = understand(row["question"])
    passages = retrieve(library, question, EVERYWHERE)
    looks, ranked = choose_sentences.rank(library, question.asked, passages, question.who)
    read, sentences = excerpts(looks, ranked, question)
    if not read:
        return None
    near = {Key(each.passage.cable, each.passage.ordinal): each.affinity for each in looks if each.affinity}
    tokens |= {key: Tokens(each.starts, each.vectors) for key, each in near.items() if key not in tokens}
    gold, wrong = _paragraphs(row["gold"]), _paragraphs(row.get("wrong") or ())
    places = [(each.passage.cable, each.passage.paragraph) for each in sentences]
    pieces = [flat(piece) for piece in re.split(r"(?<=[.!?])\s", row["evidence"])]
    evident = [
        place in gold and is_evidence(flat(each.text), pieces)
        for place, each in zip(places, sentences, strict=True)
    ]
    keys = list(dict.fromkeys(Key(each.passage.cable, each.passage.ordinal) for each in sentences))
    return Example(
        id=row["id"],
        cable=cable_of(row),
        asked=next(iter(near.values())).asked.astype(np.float16),
        counts=choose_sentences.counted(library, question),
        passages=[(key, list(each.spans)) for key, each in zip(keys, read, strict=True)],
        signs=np.concatenate([each.signs for each in read]),
        evident=np.array(evident, dtype=bool),
        tempting=np.array([place in wrong for place in places], dtype=bool),
    )


def _paragraphs(labelled: Any) -> set[tuple[str, int]]:
    return {(place["cable"], number) for place in labelled for number in place["paragraphs"]}
