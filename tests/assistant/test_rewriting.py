"""Follow-ups that a model rewrites are found no worse than those that the rules complete. All of it is invented."""

import json
from pathlib import Path

import pytest

from assistant import Assistant
from benchmarks.rewriting import REWRITES, ranks, recall, rewrites

CONVERSATION = {
    "id": "c",
    "turns": [
        {
            "question": "what did Huseynli say about Russia?",
            "gold": [{"cable": "10BAKU79", "paragraphs": [2, 5]}],
        },
        {"question": "and about the harm to ordinary people?", "gold": [{"cable": "10BAKU79", "paragraphs": [5]}]},
        {"question": "who is his boss?", "gold": [{"cable": "10BAKU79", "paragraphs": [1]}]},
    ],
}
REWRITTEN = {
    "c.2": "What did Elchin Huseynli say about the harm that sanctions do to ordinary Iranians?",
    "c.3": "To whom does Elchin Huseynli report?",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "conversations.jsonl"
    path.write_text(json.dumps(CONVERSATION), encoding="utf-8")
    return path


def test_a_rewritten_follow_up_is_found_no_worse(library, assistant, model, file):
    without = dict(ranks(assistant, file, REWRITTEN))
    rewritten = dict(ranks(Assistant(library, model="openai:scripted"), file, REWRITTEN, model))
    assert list(without) == list(rewritten) == ["c.2", "c.3"]
    assert recall(rewritten)["R@5"] >= recall(without)["R@5"]
    assert recall(rewritten)["R@5"] == 1
    assert any("Last question: who is his boss?" in prompt for prompt in model.prompts)


def test_what_was_found_is_counted_by_its_depth():
    assert recall({"a": 1, "b": 5, "c": 6, "d": None}) == {"R@1": 0.25, "R@5": 0.5, "R@20": 0.75}


def test_there_is_a_rewrite_for_every_labelled_follow_up(shared):
    lines = (shared / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    turns = {
        f"{each['id']}.{turn}" for each in map(json.loads, lines) for turn in range(2, len(each["turns"]) + 1)
    }
    assert set(rewrites(REWRITES)) == turns
