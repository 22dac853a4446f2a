"""How near a question comes to a paragraph and to its sentences, token by token."""

import numpy as np
import pytest
from quick import QuickEmbedder

from ingest.embedding.embedder import Embedder
from ingest.embedding.late_interaction import CONTEXT, DIMENSIONS, affinities, fits, projection, tokens

EMBEDDER = QuickEmbedder()  # a vector for each word, the same wherever it stands


def kept(context, text, onto):
    windows = EMBEDDER.windows(context, text)
    return tokens(windows, EMBEDDER.read([window.text for window in windows]), onto)


@pytest.fixture(scope="module")
def onto():
    return projection(EMBEDDER.read(["fish and grain", "the border stays closed", "nobody wants a war"]))


def near(question, *paragraphs):
    return affinities(EMBEDDER.read([question])[0], paragraphs, WIDE)


WIDE = np.eye(384, DIMENSIONS, dtype=np.float32)


def test_a_paragraph_with_all_words_of_the_question_fits_wholly():
    both, one, none = near(
        "closed border", *(kept("", text, WIDE) for text in ("border closed", "border", "fish"))
    )
    assert both.whole() == pytest.approx(1, abs=0.02)
    assert both.whole() > one.whole() > none.whole()


def test_several_questions_are_compared_at_once_as_each_is_alone():
    questions = EMBEDDER.read(["closed border", "...", "fish"])  # the second one has no tokens
    paragraphs = [kept("", text, WIDE) for text in ("The border is closed.", "--", "Fish is dear.")]
    alone = [[each.whole() for each in affinities(question, paragraphs[::2], WIDE)] for question in questions]
    first, empty, last = fits(questions, paragraphs, WIDE)
    assert empty == [0, 0, 0]
    assert np.transpose([first, last]) == pytest.approx(np.array(alone), abs=1e-6)
    assert fits(questions[1:2], paragraphs, WIDE) == [[0], [0], [0]]
    assert fits([], paragraphs, WIDE) == [[], [], []]
    assert fits(questions, [], WIDE) == []


def test_the_context_counts_for_the_whole_but_stands_in_no_part_of_the_text():
    (affinity,) = near("border", kept("The border", "Fish is dear. Grain is cheap.", WIDE))
    assert affinity.whole() == pytest.approx(1, abs=0.02)
    assert affinity.best(0, 29).mean() < 0.9
    assert list(affinity.starts[:2]) == [CONTEXT, CONTEXT]


def test_each_sentence_is_measured_by_its_own_tokens():
    text = "Fish is dear. The border is closed."
    (affinity,) = near("border closed", kept("", text, WIDE))
    assert affinity.best(14, len(text)) == pytest.approx([1, 1], abs=0.02)
    assert affinity.best(0, 14).max() < 0.9


def test_a_stretch_without_tokens_fits_nothing():
    (affinity,) = near("border", kept("", "Fish -- grain", WIDE))
    assert list(affinity.best(5, 7)) == [0]


def test_what_windows_share_is_kept_once():
    real = Embedder()
    text = " ".join(f"{n}" for n in range(1, 400))
    windows = real.windows("Numbers", text)
    read = real.read([window.text for window in windows])
    found = tokens(windows, read, projection(read))
    inside = found.starts[found.starts != CONTEXT]
    assert len(windows) > 1
    assert list(inside) == sorted(set(inside))
    assert "399".endswith(text[inside[-1] :])  # a number is several tokens


def test_few_directions_tell_most_of_the_tokens(onto):
    assert onto.shape == (384, DIMENSIONS)
    words = EMBEDDER.read(["fish and grain"])[0].tokens
    assert np.linalg.norm(words @ onto, axis=1) == pytest.approx([1, 1, 1], abs=0.01)
