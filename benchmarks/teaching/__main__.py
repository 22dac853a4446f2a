"""Teach the embedding model from labelled questions.

    reftel ingest --library LIBRARY --embedder all-MiniLM-L6-v2 CABLES
    python -m benchmarks.teaching LIBRARY QUESTIONS --to FOLDER [--without FOLD] [--passes 2]

Writes into FOLDER what was taught; `reftel reindex --embedder FOLDER` then takes it. With --without, the cables of
one of five folds are left out, so that the model can be measured on them. What only comes close to an answer is
looked up with the library as it is, which takes minutes: --tempting keeps it in a file. Runs on a GPU where there
is one.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import torch
from safetensors.torch import save_file

from benchmarks.folds import fold
from benchmarks.teaching.examples import Corpus, Question, labelled, with_temptations
from benchmarks.teaching.training import Taught, device, judging, teach
from ingest import Library
from ingest.domain.keys import Key
from ingest.embedding.embedder import Embedder
from ingest.embedding.models import HEAD, LAYERS, UNTAUGHT_MODEL

JUDGED = 120  # left-out questions by which the best pass is told


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--without", type=int, metavar="FOLD")
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--most", type=int, help="questions, for a learning curve")
    parser.add_argument("--tempting", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    library = Library.open(given.library)
    questions = tempted(library, labelled(library, given.questions), given.tempting)
    known = [each for each in questions if fold(cable(each)) != given.without]
    Random(0).shuffle(known)
    judges = {cable(each) for each in known if fold(cable(each), "judge") == fold(cable(each), "too") == 0}
    judged = [each for each in known if cable(each) in judges][:JUDGED] or known[:JUDGED]
    lessons = [each for each in known if cable(each) not in judges][: given.most]
    print(f"{len(lessons)} questions are taught, {len(judged)} judge", flush=True)
    corpus = Corpus(library, Embedder(UNTAUGHT_MODEL))
    onto = library.catalogue.embeddings.projection(library.status().embedder)
    bert = Embedder(UNTAUGHT_MODEL).model[0].auto_model.to(device())
    taught = Taught(bert, torch.nn.Parameter(torch.tensor(onto).to(device())))
    for line in teach(taught, corpus, lessons, judging(corpus, judged), passes=given.passes):
        print(line, flush=True)
    keep(taught, given.to)


def cable(question: Question) -> str:
    """Return the cable that a question is about."""
    return min(question.gold).cable


def tempted(library: Library, questions: Sequence[Question], kept: Path | None) -> list[Question]:
    """Return questions with what only comes close, from the file that keeps it if there is one."""
    if kept and kept.exists():
        close = json.loads(kept.read_text(encoding="utf-8"))
        return [replace(each, tempting=tuple(Key(*key) for key in close[each.id])) for each in questions]
    found = list(with_temptations(library, questions))
    if kept:
        close = {each.id: [(key.cable, key.ordinal) for key in each.tempting] for each in found}
        kept.write_text(json.dumps(close), encoding="utf-8")
    return found


def keep(taught: Taught, folder: Path) -> None:
    """Write what was taught, in half precision: all but the embeddings of words, which come with the package."""
    folder.mkdir(parents=True, exist_ok=True)
    states = {
        name: weight.detach().half().cpu().contiguous()
        for name, weight in taught.bert.named_parameters()
        if weight.requires_grad
    }
    save_file(states | {HEAD: taught.head.detach().half().cpu().contiguous()}, folder / LAYERS)


if __name__ == "__main__":
    main()
