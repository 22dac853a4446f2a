"""The network that `assistant/reading/reader.py` runs, as torch teaches it: the same weights by the same names."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from assistant.reading.alignment import Alignment
from assistant.reading.reader import HEADS


class Network(nn.Module):
    """Reads questions beside excerpts."""

    def __init__(self, dimensions: int, signs: int, width: int, blocks: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(signs))
        self.register_buffer("scale", torch.ones(signs))
        self.token = nn.Linear(3 * dimensions + 1, width)
        self.pair = nn.Linear(3 * dimensions + 3, width)
        self.weigh = nn.Linear(dimensions + 1, 1)
        self.sentence = nn.Linear(4 * width + signs, width)
        self.before = nn.Linear(width, width, bias=False)
        self.after = nn.Linear(width, width, bias=False)
        self.blocks = nn.ModuleList(Block(width, dropout) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.score = nn.Linear(width, 1)
        self.trust = nn.Parameter(torch.tensor([0.7]))  # in what the signs alone say
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch: Sequence[Alignment]) -> list[Tensor]:
        """Return for some questions the scores by which the sentences of each compete."""
        lengths = [len(each.starts) for each in batch]
        seen = self._seen(batch)
        signs = (torch.from_numpy(np.concatenate([each.signs for each in batch])) - self.mean) / self.scale
        made = F.relu(self.sentence(self.dropout(torch.cat([seen, signs], 1))))
        rows = made + self.before(_shifted(made, batch, 1)) + self.after(_shifted(made, batch, -1))
        padded = nn.utils.rnn.pad_sequence(rows.split(lengths), batch_first=True)
        there = torch.arange(padded.shape[1])[None] < torch.tensor(lengths)[:, None]
        for block in self.blocks:
            padded = block(padded, there)
        scores = self.score(self.norm(padded))[..., 0]
        return [
            own[: len(each.prior)] + self.trust * torch.from_numpy(each.prior)
            for own, each in zip(scores, batch, strict=True)
        ]

    def _seen(self, batch: Sequence[Alignment]) -> Tensor:
        """Return what there is to see in the tokens of each sentence."""
        tokens = F.relu(self.token(torch.from_numpy(np.concatenate([_token_features(each) for each in batch]))))
        sizes = torch.from_numpy(np.concatenate([_sizes(each) for each in batch]))
        largest = torch.segment_reduce(tokens, "max", lengths=sizes, axis=0, unsafe=True)
        mean = torch.segment_reduce(tokens, "mean", lengths=sizes, axis=0, unsafe=True)
        pairs = F.relu(self.pair(torch.from_numpy(np.concatenate([_pair_features(each) for each in batch]))))
        weighed, strongest = [], []
        for each, flat in zip(batch, pairs.split([each.nearest.size for each in batch]), strict=True):
            own = flat.view(*each.nearest.shape, -1)
            asked = torch.from_numpy(np.column_stack([each.asked, each.counts]))
            shares = torch.softmax(self.weigh(asked)[:, 0], 0)
            weighed.append(torch.einsum("q,sqd->sd", shares, own))
            strongest.append(own.amax(1))
        return torch.cat([largest, mean, torch.cat(weighed), torch.cat(strongest)], 1)


class Block(nn.Module):
    """Each sentence looks at all others."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.first = nn.LayerNorm(width)
        self.looks = nn.Linear(width, 3 * width)
        self.seen = nn.Linear(width, width)
        self.second = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, given: Tensor, there: Tensor) -> Tensor:
        """Return all of a batch (b, n, width), of which only those count that are `there` (b, n)."""
        batch, count, width = given.shape
        parts = self.looks(self.first(given)).view(batch, count, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(*parts, attn_mask=there[:, None, None])
        given = given + self.dropout(self.seen(seen.transpose(1, 2).reshape(batch, count, width)))
        return given + self.dropout(self.narrow(F.relu(self.wide(self.second(given)))))


def _token_features(each: Alignment) -> np.ndarray:
    return np.concatenate([each.tokens, each.aligned, each.tokens * each.aligned, each.near[:, None]], axis=1)


def _pair_features(each: Alignment) -> np.ndarray:
    asked = np.broadcast_to(each.asked, (*each.nearest.shape, each.asked.shape[1]))
    near = each.tokens[each.nearest]
    return np.concatenate([asked, near, asked * near, each.cosines], axis=-1).reshape(
        asked.shape[0] * asked.shape[1], -1
    )


def _sizes(each: Alignment) -> np.ndarray:
    return np.diff(each.starts, append=len(each.tokens))


def _shifted(rows: Tensor, batch: Sequence[Alignment], by: int) -> Tensor:
    """Return for each sentence the one before it (by 1) or after it (by -1) in its excerpt, or zeros."""
    firsts = np.cumsum([0, *(each.excerpt[-1] + 1 for each in batch[:-1])])
    place = np.concatenate([each.excerpt + first for each, first in zip(batch, firsts, strict=True)])
    same = torch.from_numpy(np.roll(place, by) == place)
    same[0 if by > 0 else -1] = False
    return torch.roll(rows, by, 0) * same[:, None]
