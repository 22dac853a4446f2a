import numpy as np
import pytest

from ingest.embed import Embedder
from ingest.errors import LibraryError


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


def test_vectors_are_of_unit_length(embedder):
    vectors = embedder.encode(["The Minister doubts it.", "Fish."])
    assert vectors.shape == (2, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_likeness_of_meaning_is_nearness(embedder):
    doubt, sceptic, fish = embedder.encode(
        ["He doubts that sanctions work.", "He is sceptical of the embargo.", "The catch of herring fell."]
    )
    assert doubt @ sceptic > doubt @ fish + 0.2


def test_a_short_paragraph_is_one_window_with_its_context(embedder):
    assert embedder.windows("Fish quotas", "The Minister doubts it.") == ["Fish quotas. The Minister doubts it."]


def test_a_long_paragraph_is_covered_by_windows_that_the_model_reads_whole(embedder):
    words = [f"w{n}" for n in range(400)]
    windows = embedder.windows("Fish quotas", " ".join(words))
    assert len(windows) > 1
    assert all(window.startswith("Fish quotas. ") for window in windows)
    assert set(words) <= {word for window in windows for word in window.split()}
    assert all(len(embedder.model.tokenizer(window)["input_ids"]) <= 256 for window in windows)


def test_neighbouring_windows_overlap(embedder):
    first, second, *_ = embedder.windows("", " ".join(f"w{n}" for n in range(400)))
    assert set(first.split()) & set(second.split())


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(LibraryError, match="cannot be loaded") as error:
        Embedder(str(tmp_path)).encode(["x"])
    assert "\n" not in str(error.value)
