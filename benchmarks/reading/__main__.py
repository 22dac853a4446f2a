"""Teach the reader again, from labelled questions.

    python -m benchmarks.reading collect LIBRARY QUESTIONS CACHE
    python -m benchmarks.reading teach CACHE --to FOLDER
    python -m benchmarks.reading measure CACHE --with FOLDER

`collect` looks up the questions that have an answer, 50 ms of processor time each. `teach` writes
`reader.safetensors`, for `assistant/reading/`; it never learns from the cables of fold 0, on which `measure`
measures it. The same input gives the same weights.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.numpy import load_file, save_file

from assistant.reading.reader import WEIGHTS, SentenceReader
from benchmarks.reading.examples import MEASURED, Examples, collect
from benchmarks.reading.measuring import by_signs, figures
from benchmarks.reading.network import Network
from benchmarks.reading.training import SEED, teach
from ingest import Library


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    does = parser.add_subparsers(dest="does", required=True)
    collects, teaches, measures = (does.add_parser(name) for name in ("collect", "teach", "measure"))
    collects.add_argument("library", type=Path)
    collects.add_argument("questions", type=Path)
    collects.add_argument("--embedder", help="that the library is built with, where reftel does not bring it")
    for each in (collects, teaches, measures):
        each.add_argument("cache", type=Path)
    teaches.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    teaches.add_argument("--passes", type=int, default=3)
    teaches.add_argument("--most", type=int, help="questions, for a learning curve")
    teaches.add_argument("--width", type=int, default=64)
    teaches.add_argument("--blocks", type=int, default=2)
    measures.add_argument("--with", dest="learnt", type=Path, required=True, metavar="FOLDER")
    given = parser.parse_args(arguments)
    if given.does == "collect":
        collect(Library.open(given.library, embedder=given.embedder), given.questions).keep(given.cache)
    elif given.does == "teach":
        _teach(Examples.kept(given.cache), given)
    else:
        _measure(Examples.kept(given.cache), given.learnt)


def _teach(known: Examples, given: argparse.Namespace) -> None:
    lessons = [each for each in known.examples if each.fold != MEASURED and each.teaches][: given.most]
    print(f"{len(lessons)} questions are taught", flush=True)
    torch.manual_seed(SEED)
    network = Network(lessons[0].asked.shape[1], lessons[0].signs.shape[1], given.width, given.blocks)
    for line in teach(network, known, lessons, passes=given.passes):
        print(line, flush=True)
    given.to.mkdir(parents=True, exist_ok=True)
    save_file({name: each.half().numpy() for name, each in network.state_dict().items()}, given.to / WEIGHTS)


def _measure(known: Examples, learnt: Path) -> None:
    measured = [each for each in known.examples if each.fold == MEASURED]
    reader = SentenceReader.of(load_file(learnt / WEIGHTS))
    print("by the signs", *figures(measured, by_signs), sep="\n")
    print("by the reader", *figures(measured, lambda each: reader.read(known.aligned(each))), sep="\n")


if __name__ == "__main__":
    torch.set_num_threads(1)  # its batches are too small to share
    main()
