"""What the model is taught by: three comparisons of each question with all paragraphs of a lesson.

- The one vector of a question with those of the paragraphs: cross-entropy over in-batch negatives (Henderson
  et al., 2017, as in sentence-transformers' MultipleNegativesRankingLoss).
- Every token of the question with its nearest of each paragraph, in the dimensions that are kept for tokens: the
  same over MaxSim (ColBERT, Khattab and Zaharia, SIGIR 2020).
- Every token of the question with its nearest of each sentence, and the paragraph's own MaxSim: the same over all
  sentences of the lesson, of which those that are evidence are right.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

VECTOR_TEMPERATURE, TOKEN_TEMPERATURE, SENTENCE_TEMPERATURE = 0.05, 0.03, 0.03
_NEVER = -1e4  # a logit that counts for nothing


@dataclass(frozen=True, slots=True)
class Read:
    """What the model made of some texts: unit vectors (n, d), unit tokens (n, t, h), which tokens are words."""

    vectors: Tensor
    tokens: Tensor
    words: Tensor


def vector_scores(questions: Read, paragraphs: Read) -> Tensor:
    """Return the cosines of questions (rows) and paragraphs."""
    return questions.vectors @ paragraphs.vectors.T


def nearest_by_sentence(questions: Read, paragraphs: Read, sentence: Tensor, count: int) -> Tensor:
    """Return for each question and each of its tokens the nearest token in each sentence: (q, t, sentences).

    `sentence` says for each token of the paragraphs, (n, t), in which of `count` sentences it stands, the last of
    which is for tokens that stand in none.
    """
    flat = paragraphs.tokens.reshape(-1, paragraphs.tokens.shape[-1])
    keep = paragraphs.words.reshape(-1)
    cosines = questions.tokens @ flat[keep].T  # (q, t, words)
    place = sentence.reshape(-1)[keep].expand_as(cosines)
    empty = cosines.new_full((*cosines.shape[:2], count), -1.0)
    return empty.scatter_reduce(2, place, cosines, "amax")


def weighted(nearest: Tensor, counts: Tensor) -> Tensor:
    """Return the mean over the tokens of each question, (q, n), by what each token counts, (q, t)."""
    return torch.einsum("qtn,qt->qn", nearest, counts)


def cross_entropy(scores: Tensor, right: Tensor, allowed: Tensor, temperature: float) -> Tensor:
    """Return how unlikely the right ones are among those allowed, in the mean over rows that have a right one."""
    logits = (scores / temperature).masked_fill(~(allowed | right), _NEVER)
    rows = right.any(dim=1)
    of_right = torch.logsumexp(logits.masked_fill(~right, _NEVER)[rows], dim=1)
    return (torch.logsumexp(logits[rows], dim=1) - of_right).mean() if rows.any() else scores.sum() * 0


def unit(tensor: Tensor) -> Tensor:
    """Return vectors, the last axis, at length one."""
    return normalize(tensor, dim=-1)
