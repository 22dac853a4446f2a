"""The teaching of the embedding model: what is compared, on tensors made up for it, and all of it on the samples."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
losses = pytest.importorskip(
    "benchmarks.teaching.losses", reason="a package of the source comes without the benchmarks"
)

from benchmarks.folds import FOLDS, cable_of, fold
from benchmarks.teaching import __main__ as teaching
from benchmarks.teaching import measuring
from ingest.embedding.embedder import Embedder
from ingest.embedding.models import LAYERS, UNTAUGHT_MODEL
from ingest.samples import SAMPLES

YES, NO = True, False


def read(tokens: list[list[list[float]]]) -> losses.Read:
    """Return texts whose tokens are these unit vectors, all of them words; the first stands for the whole."""
    made = torch.tensor(tokens)
    return losses.Read(made[:, 0], made, torch.ones(made.shape[:2], dtype=torch.bool))


NORTH, EAST, SOUTH = [0.0, 1.0], [1.0, 0.0], [0.0, -1.0]


def test_each_token_of_a_question_finds_its_nearest_in_each_sentence():
    question, paragraphs = read([[NORTH, EAST]]), read([[NORTH, SOUTH], [EAST, SOUTH]])
    sentences = torch.tensor([[0, 1], [2, 2]])
    nearest = losses.nearest_by_sentence(question, paragraphs, sentences, 3)
    assert nearest.tolist() == [[[1.0, -1.0, 0.0], [0.0, 0.0, 1.0]]]
    counts = torch.tensor([[0.25, 0.75]])
    assert losses.weighted(nearest, counts).tolist() == [[0.25, -0.25, 0.75]]


def test_what_is_no_word_is_nobodys_nearest():
    paragraphs = read([[NORTH, SOUTH]])
    silent = losses.Read(paragraphs.vectors, paragraphs.tokens, torch.tensor([[False, True]]))
    assert losses.nearest_by_sentence(read([[NORTH]]), silent, torch.tensor([[0, 0]]), 1).tolist() == [[[-1.0]]]


def test_the_right_one_ahead_costs_little_and_a_row_without_one_nothing():
    scores = torch.tensor([[0.9, 0.1], [0.1, 0.9]])
    right = torch.tensor([[YES, NO], [NO, NO]])
    everything = torch.ones_like(right)
    ahead = losses.cross_entropy(scores, right, everything, 0.1)
    behind = losses.cross_entropy(scores.flip(1), right, everything, 0.1)
    assert ahead < 0.01
    assert behind > 7
    assert losses.cross_entropy(scores, torch.zeros_like(right), everything, 0.1) == 0


def test_what_may_not_be_compared_costs_nothing():
    scores, right = torch.tensor([[0.1, 0.9]]), torch.tensor([[YES, NO]])
    assert losses.cross_entropy(scores, right, torch.tensor([[YES, NO]]), 0.1) == 0


def test_a_question_belongs_to_the_fold_of_its_first_cable():
    answered = {"gold": [{"cable": "10BAKU79"}, {"cable": "09OSLO1"}], "wrong": [{"cable": "07KYIV388"}]}
    assert cable_of(answered) == "10BAKU79"
    assert cable_of(answered | {"gold": []}) == "07KYIV388"
    assert {fold(f"09OSLO{number}") for number in range(50)} == set(range(FOLDS))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """The questions on the samples, with what their answers must say for evidence."""
    rows = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    labelled = [row | {"evidence": ". ".join(chain(*row["facts"]))} for row in rows if row.get("facts")]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, labelled)), encoding="utf-8")
    return path


def test_a_model_is_taught_measured_and_taken(sample_folder: Path, questions: Path, tmp_path: Path, capsys):
    taught = tmp_path / "taught"
    teaching.main([str(sample_folder), str(questions), "--to", str(taught), "--passes", "1"])
    printed = capsys.readouterr().out
    assert re.search(r"^pass 1: loss \d\.\d+, left out 0\.\d+", printed, re.MULTILINE)
    (before,), (after,) = (Embedder(name).read(["fish"]) for name in (UNTAUGHT_MODEL, str(taught)))
    assert 0.9 < before.vector @ after.vector < 0.99999
    assert (taught / LAYERS).stat().st_size < 25_000_000
    measuring.main([str(sample_folder), str(questions)])
    assert re.search(r"^reftel +\d\.\d{3}", capsys.readouterr().out, re.MULTILINE)
