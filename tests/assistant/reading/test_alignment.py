"""A question laid beside excerpts, whose tokens are made by hand: which is nearest to which, and where each stands."""

import numpy as np
import pytest

from assistant.reading.alignment import Alignment, Excerpt, align
from ingest.embedding.late_interaction import CONTEXT, Tokens

NORTH, EAST, SOUTH, WEST = ([0, 127], [127, 0], [0, -127], [-127, 0])
SIGNS = [0.5, 1.0]


def excerpt(starts: list[int], vectors: list[list[int]], *spans: tuple[int, int]) -> Excerpt:
    tokens = Tokens(np.array(starts, dtype=np.int32), np.array(vectors, dtype=np.int8))
    signs = np.array([SIGNS] * len(spans), dtype=np.float32)
    return Excerpt(tokens, spans, signs, signs[:, 0])


@pytest.fixture
def alignment() -> Alignment:
    """Of a question that goes north and east: an excerpt of two sentences with east in front, and one of one."""
    asked, counts = np.eye(2, dtype=np.float32)[::-1], np.array([0.75, 0.25], dtype=np.float32)
    first = excerpt([CONTEXT, 0, 5, 10], [EAST, SOUTH, NORTH, WEST], (0, 9), (10, 20))
    return align(asked, counts, [first, excerpt([0, 4, 30], [SOUTH, SOUTH, EAST], (0, 8))])


def test_the_sentences_stand_side_by_side(alignment: Alignment):
    assert alignment.starts.tolist() == [0, 2, 3]
    assert alignment.excerpt.tolist() == [0, 0, 1]
    assert alignment.tokens.tolist() == [[0, -1], [0, 1], [-1, 0], [0, -1], [0, -1]]  # no context, nothing between
    assert alignment.signs.tolist() == [SIGNS] * 3


def test_each_word_of_the_question_finds_its_nearest_in_each_sentence(alignment: Alignment):
    assert alignment.nearest.tolist() == [[1, 0], [2, 2], [3, 3]]  # the first of several that come as near
    assert alignment.cosines[:, :, 0].tolist() == [[1, 0], [0, -1], [-1, 0]]


def test_what_stands_in_front_counts_for_its_excerpt(alignment: Alignment):
    assert alignment.cosines[:, :, 1].tolist() == [[1, 1], [1, 1], [0, 1]]
    assert alignment.cosines[:, :, 2].tolist() == [[1, 1]] * 3


def test_each_token_looks_at_what_of_the_question_it_comes_nearest_to(alignment: Alignment):
    assert alignment.near.tolist() == [0, 1, 0, 0, 0]
    assert alignment.aligned[1] == pytest.approx([0, 1], abs=1e-4)


def test_a_sentence_in_which_no_token_stands_takes_the_next_one():
    asked, counts = np.eye(2, dtype=np.float32), np.ones(2, dtype=np.float32)
    found = align(asked, counts, [excerpt([0, 5], [NORTH, EAST], (0, 5), (7, 9), (20, 30))])
    assert found.starts.tolist() == [0, 1, 2]
    assert found.tokens.tolist() == [[0, 1], [1, 0], [1, 0]]
