"""The learning of the weights, on questions and signs made up for it."""

import json

import numpy as np
import pytest

train = pytest.importorskip(
    "benchmarks.train_answers", reason="a package of the source comes without the benchmarks"
)

LONG = "the ferry lay in the harbor for years"


@pytest.mark.parametrize(
    ("sentence", "pieces", "evident"),
    [
        ("nobody paid for it", ["nobody paid for it and he knew"], True),
        (f"he said that {LONG} or more", [LONG], True),
        ("nobody paid for it he knew", ["nobody paid for it", "he knew"], True),  # two sentences of the label
        ("he said that it sank", ["it sank"], False),  # what is short stands anywhere
        ("it sank", ["it sank in may"], False),
        ("the dam was never built", [LONG], False),
    ],
)
def test_a_sentence_is_evidence_if_it_holds_the_label_or_stands_in_it(sentence, pieces, evident):
    assert train.is_evidence(sentence, pieces) is evident


def test_texts_are_compared_by_their_words_alone():
    assert train.flat(" “The ferry” -- \n sank!") == "the ferry sank"


def made_up(scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Signs of which the first tells the label, and the second nothing."""
    signs = np.array([[place / 10 * scale, place % 2] for place in range(20)])
    return signs, np.arange(20) >= 10


def test_what_is_fitted_tells_the_labels_apart():
    signs, labels = made_up()
    bias, slopes = train.fit(signs, labels)
    assert ((signs @ slopes + bias > 0) == labels).all()
    assert slopes[0] > 10 * abs(slopes[1])


def test_the_scale_of_a_sign_does_not_matter():
    (small, labels), (large, _) = made_up(), made_up(scale=1000)
    (bias, slopes), (again, others) = train.fit(small, labels), train.fit(large, labels)
    assert small @ slopes + bias == pytest.approx(large @ others + again, abs=1e-3)


def test_an_example_that_weighs_more_counts_more():
    signs, labels = made_up()
    even, _ = train.fit(signs, labels)
    strict, _ = train.fit(signs, labels, np.where(labels, 1.0, 6.0))
    assert strict < even


def test_the_weights_are_stored_by_name_and_rounded(tmp_path):
    target = tmp_path / "answers.json"
    train.store(target, {"bias": -1.00004, "first": 0.5}, {"bias": 2.0, "fit": 1.0})
    assert json.loads(target.read_text()) == {
        "sentence": {"bias": -1.0, "first": 0.5},
        "answerable": {"bias": 2.0, "fit": 1.0},
    }
