"""The reader: as torch taught it, so numpy runs it; and what it says of few sentences and of many."""

from importlib.resources import files

import numpy as np
import pytest

from assistant.quoting.read_passages import READ_SIGNS
from assistant.reading.alignment import Alignment, Excerpt, align
from assistant.reading.reader import WEIGHTS, SentenceReader, learnt_reader
from ingest.embedding.late_interaction import DIMENSIONS, Tokens

DRAWN = np.random.default_rng(0)


def drawn(*sentences: int, words: int = 5) -> Alignment:
    """A question of so many words beside excerpts of so many sentences, all of them drawn by lot."""
    asked = DRAWN.normal(size=(words, DIMENSIONS)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    excerpts = []
    for count in sentences:
        vectors = DRAWN.integers(-30, 30, (count * 4, DIMENSIONS)).astype(np.int8)
        tokens = Tokens(np.arange(0, count * 4, dtype=np.int32), vectors)
        signs = DRAWN.normal(size=(count, len(READ_SIGNS))).astype(np.float32)
        spans = [(place * 4, place * 4 + 4) for place in range(count)]
        excerpts.append(Excerpt(tokens, spans, signs, signs[:, 0]))
    return align(asked, np.full(words, 1 / words, dtype=np.float32), excerpts)


def test_numpy_reads_as_torch_does():
    torch = pytest.importorskip("torch")
    network = pytest.importorskip(
        "benchmarks.reading.network", reason="a package of the source comes without the benchmarks"
    )
    torch.manual_seed(0)
    taught = network.Network(DIMENSIONS, len(READ_SIGNS), 16, 2).eval()
    given = [drawn(3, 1, 2), drawn(1, words=1), drawn(2, 2, 2, 2, 2, 2, 2, 2)]
    with torch.no_grad():
        expected = taught(given)
    mine = SentenceReader({name: each.numpy() for name, each in taught.state_dict().items()})
    for each, scores in zip(given, expected, strict=True):
        assert mine.scores(each) == pytest.approx(scores.numpy(), abs=1e-4)


def test_the_sentences_share_one_likelihood():
    assert np.exp(learnt_reader().read(drawn(2, 3, 1))).sum() == pytest.approx(1, abs=1e-4)


def test_any_number_of_sentences_is_read():
    for given in (drawn(1), drawn(24), drawn(*[3] * 8)):
        found = learnt_reader().read(given)
        assert found.shape == given.starts.shape
        assert np.isfinite(found).all()


def test_what_was_learnt_is_small():
    assert len(files("assistant.reading").joinpath(WEIGHTS).read_bytes()) < 5_000_000
