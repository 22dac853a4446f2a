"""Whether a right paragraph is among the first found: reftel, the stock pipeline and txtai, with their times.

    OMP_NUM_THREADS=1 python benchmarks/finding.py CABLES QUESTIONS [--sides reftel,stock,txtai] [--keep FOLDER]
                                                   [--json FILE]

QUESTIONS has a JSON object in each line, with the `question` and its `gold`: cables and the numbers of the
paragraphs that answer it. What a side finds is right if it has twelve words in a row of such a paragraph: the
pieces of the others lie across paragraphs. `--keep` is a folder that `filling.py` filled, or that is filled now.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from statistics import median

import stock
import with_reftel
import with_txtai
from filling import filled
from results import write

from ingest import Library

IN_A_ROW = 12  # words
RANKS = (1, 5, 20)
WARMING = 5  # questions
Find = Callable[[str], list[str]]


def finders(folders: dict[str, Path]) -> dict[str, Find]:
    """Return for each side what finds the texts that fit a question, the best first."""
    found: dict[str, Find] = {}
    if "reftel" in folders:
        assistant = with_reftel.opened(folders["reftel"])
        found["reftel"] = lambda question: [each.text for each in assistant.search(question, limit=RANKS[-1])]
    if "stock" in folders:
        store = stock.opened(folders["stock"])
        found["stock"] = lambda question: [
            each.page_content for each in store.similarity_search(question, k=RANKS[-1])
        ]
    if "txtai" in folders:
        index = with_txtai.opened(folders["txtai"])
        found["txtai"] = lambda question: [each["text"] for each in index.search(question, RANKS[-1])]
    return found


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every twelve words in a row of a text; all of its words where it has fewer."""
    words = text.split()
    for start in range(max(1, len(words) - IN_A_ROW + 1)):
        yield tuple(words[start : start + IN_A_ROW])


def asked(library: Library, file: Path) -> list[tuple[str, set[tuple[str, ...]]]]:
    """Return the questions of a file that the cables answer, each with the runs of words that an answer has."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wanted = [(row["question"], {each["cable"]: each["paragraphs"] for each in row["gold"]}) for row in rows]
    ids = sorted({cable for _, gold in wanted for cable in gold})
    texts = {
        (cable.id, paragraph.number): paragraph.text
        for cable in library.catalogue.cables(ids)
        for paragraph in cable.paragraphs
    }
    return [
        (question, right)
        for question, gold in wanted
        if (
            right := {
                run for cable, numbers in gold.items() for number in numbers for run in runs(texts[cable, number])
            }
        )
    ]


def rank(found: Collection[str], right: set[tuple[str, ...]]) -> int:
    """Return at which place the first right text is; one behind the last where none is."""
    places = (place for place, text in enumerate(found, 1) if not right.isdisjoint(runs(text)))
    return next(places, len(found) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument(
        "--sides", default="reftel,stock,txtai", help="reftel, which knows the paragraphs, and others"
    )
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as made:
        folders = filled(given.cables, given.keep or Path(made), given.sides.split(","))
        questions = asked(Library.open(folders["reftel"]), given.questions)
        for side, find in finders(folders).items():
            for question, _ in questions[:WARMING]:
                find(question)
            ranks, walls = [], []
            for question, right in questions:
                begun = time.perf_counter()
                found = find(question)
                walls.append(1000 * (time.perf_counter() - begun))
                ranks.append(rank(found, right))
            rows.append({"side": side, "questions": len(questions), "ms": round(median(walls), 1)})
            rows[-1] |= {f"R@{k}": round(sum(each <= k for each in ranks) / len(ranks), 3) for k in RANKS}
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    write(given.json, rows)


if __name__ == "__main__":
    main()
