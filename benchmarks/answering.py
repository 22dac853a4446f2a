"""A warm answer of reftel, with quotes and sources, beside the bare search of the stock pipeline.

    OMP_NUM_THREADS=1 python benchmarks/answering.py [CABLES] [--questions 60] [--keep FOLDER] [--json FILE]

Both are held open in one process and asked the same questions in turn. Each question is asked once, since reftel
remembers how it has read one. A stock answer would only begin where its search ends: it hands over pieces of text.
`--keep` is a folder that `filling.py` filled, or that is filled now.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import stock
import with_reftel
from filling import filled
from results import write

from ingest import Library
from ingest.samples import SAMPLES


def questions(library: Library, number: int) -> list[str]:
    """Return different questions, made of who speaks in the library and what its cables are about."""
    names = [each.name for each in library.people()]
    subjects = [head.subject for head in library.heads(sorted({key.cable for key in every(library)})).values()]
    about = [subject.lower() for subject in subjects if subject]
    asked = [f"what did {name} say about {about[place % len(about)]}?" for place, name in enumerate(names)]
    asked += [f"what do cables tell of {subject}?" for subject in about]
    chosen = np.random.default_rng(0).permutation(sorted(set(asked)))
    return [str(question) for question in chosen[:number]]


def every(library: Library) -> list:
    """Return every key of a library's paragraphs."""
    return list(library.keys([cable.id for cable in library.catalogue.cables(None, whole=False)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()


if __name__ == "__main__":
    main()
