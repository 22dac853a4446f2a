"""How much it helps to have a model rewrite follow-up questions: where the labelled paragraphs are found.

    PYTHONPATH=. python benchmarks/rewriting.py LIBRARY CONVERSATIONS [--rewrites tests/support/rewrites.jsonl]

CONVERSATIONS holds labelled conversations (README, "Measuring it on your own archive"). A scripted model on this
machine says the rewrite that a good model would, and then fails to write, so that both ways answer with quotes and
differ in the question alone. The rewrites are by somebody who knew the right answers before each question,
and had seen reftel's own: an upper bound of what a model gains.
"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant import Assistant, Turn
from assistant.evaluation.batch import conversations
from assistant.evaluation.labelled_questions import labelled
from assistant.evaluation.score_answers import DEPTHS
from ingest import Library
from tests.support.model_server import Reply, ScriptedModel, serving

REWRITES = Path(__file__).parents[1] / "tests" / "support" / "rewrites.jsonl"


def rewrites(path: Path) -> dict[str, str]:
    """Return the rewritten questions by the ids of their turns."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {f"{line['id']}.{line['turn']}": line["rewrite"] for line in lines}


def ranks(
    assistant: Assistant, file: Path, rewritten: Mapping[str, str], model: ScriptedModel | None = None
) -> Iterator[tuple[str, int | None]]:
    """Yield for each follow-up with a labelled paragraph where the first of these is found, from 1; None: nowhere.

    With a `model`, the assistant's own, that says the rewrites.
    """
    for entries in conversations(file.read_text(encoding="utf-8").splitlines(), str(file)):
        labels = labelled(entries)
        turns: tuple[Turn, ...] = ()
        for entry in entries:
            if model:
                model.will_say(*([rewritten[entry.id]] if turns else []), Reply(""))
            answer = assistant.ask(entry.question or "", turns)
            if turns and (places := labels[entry.id].places):
                found = [(each.cable, each.paragraph) for each in answer.passages]
                at = [number for number, place in enumerate(found, start=1) if place in places]
                yield entry.id, min(at, default=None)
            turns = (*turns, *answer.turns())


def recall(found: Mapping[str, int | None]) -> dict[str, float]:
    """Return the share of the follow-ups whose paragraph is among the first 1, 5 and 20."""
    return {
        name: sum(bool(rank) and rank <= depth for rank in found.values()) / len(found) for name, depth in DEPTHS
    }


def compare(library: Library, file: Path, rewritten: Mapping[str, str]) -> dict[str, dict[str, int | None]]:
    """Return the ranks without a model and with one that rewrites."""
    with serving() as model:
        os.environ |= {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "none"}
        writer = Assistant(library, model="openai:scripted")
        return {
            "without a model": dict(ranks(Assistant(library), file, rewritten)),
            "rewritten": dict(ranks(writer, file, rewritten, model)),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library")
    parser.add_argument("conversations", type=Path)
    parser.add_argument("--rewrites", type=Path, default=REWRITES)
    given = parser.parse_args()
    found = compare(Library.open(given.library), given.conversations, rewrites(given.rewrites))
    for way, each in found.items():
        figures = "   ".join(f"{name} {share:.3f}" for name, share in recall(each).items())
        print(f"{way:16} {figures}   of {len(each)} follow-ups")
    before, after = found.values()
    for id in before:
        if before[id] != after[id]:
            print(f"{id}: {before[id] or 'not found'} -> {after[id] or 'not found'}")


if __name__ == "__main__":
    main()
