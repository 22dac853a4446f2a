"""How well a library's embedding model finds what answers labelled questions, by cables that it was not taught on.

    python -m benchmarks.teaching.measuring LIBRARY QUESTIONS [--fold 0] [--json FILE]

R@k: a right paragraph is among the first k, as the one vector of each paragraph ranks all of the archive, as
tokens rank what reftel finds, and as reftel ranks as a whole. Sentence: the first sentence that reftel would quote
answers, and some sentence of the passages that it looks at does.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import numpy as np
from more_itertools import chunked

from assistant.question.understand import understand
from assistant.quoting import choose_sentences
from assistant.retrieval.retrieve import fuse, retrieve
from benchmarks.folds import fold
from benchmarks.teaching.examples import Question, labelled
from benchmarks.train_answers import flat, is_evidence
from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.domain.keys import HEADER, Key, vector_key

RANKS = (1, 5, 20)
DEPTH = 60


class Vectors:
    """The one vector of every paragraph of a library, of long ones several."""

    def __init__(self, library: Library) -> None:
        keys: list[Key] = []
        parts = []
        for ids in chunked(library.catalogue.ids(), 400):
            found = library.catalogue.embeddings.vectors(ids)
            keys += map(vector_key, found)
            parts.append(np.stack(list(found.values())))
        body = [place for place, key in enumerate(keys) if key.ordinal != HEADER]
        self._keys = [keys[place] for place in body]
        self._vectors = np.concatenate(parts)[body]

    def ranked(self, vector: np.ndarray, limit: int) -> list[Key]:
        """Return the nearest paragraphs."""
        found: dict[Key, None] = {}
        for place in np.argsort(-(self._vectors @ vector)):
            found[self._keys[place]] = None
            if len(found) == limit:
                break
        return list(found)


def found_at(ranked: Sequence[Key], gold: frozenset[Key]) -> list[bool]:
    """Return for each of RANKS whether a right one is among so many."""
    return [bool(gold & set(ranked[:rank])) for rank in RANKS]


def measure(library: Library, vectors: Vectors, question: Question) -> dict[str, list[bool]]:
    """Return what is found of one question."""
    read = library.reading(question.text)
    assert read is not None
    ranking = [library.by_words(question.text, DEPTH, EVERYWHERE), library.by_meaning(read, DEPTH, EVERYWHERE)]
    fused = [key for key in fuse(*([key for key, _ in each] for each in ranking)) if key.ordinal != HEADER]
    fits = library.fits([read], fused[:DEPTH])
    by_tokens = sorted(fits, key=lambda key: -fits[key][0])
    understood = understand(question.text)
    passages = retrieve(library, understood, EVERYWHERE)
    _, ranked = choose_sentences.rank(library, understood.asked, passages, understood.who)
    right = [
        Key(each.passage.cable, each.passage.ordinal) in question.gold
        and is_evidence(flat(each.text), question.evidence)
        for each in ranked
    ]
    return {
        "vector": found_at(vectors.ranked(read.vector, RANKS[-1]), question.gold),
        "tokens": found_at(by_tokens, question.gold),
        "reftel": found_at([Key(each.cable, each.ordinal) for each in passages], question.gold),
        "sentence": [right[0] if right else False, any(right)],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--most", type=int)
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--embedder", help="the model that the library is built with, where reftel does not bring it"
    )
    given = parser.parse_args(arguments)
    library = Library.open(given.library, embedder=given.embedder)
    asked = labelled(library, given.questions)
    if given.fold is not None:
        asked = [each for each in asked if fold(min(each.gold).cable) == given.fold]
    vectors = Vectors(library)
    rows = [measure(library, vectors, each) for each in asked[: given.most]]
    for name in rows[0]:
        shares = [mean(column) for column in zip(*(row[name] for row in rows), strict=True)]
        print(f"{name:9} {'  '.join(f'{share:.3f}' for share in shares)}   of {len(rows)}")
    if given.json:
        lines = [json.dumps({"id": each.id, **row}) for each, row in zip(asked, rows, strict=False)]
        given.json.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
