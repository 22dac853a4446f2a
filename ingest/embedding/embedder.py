"""Texts to vectors, whole and token by token, with a sentence-transformers model that is on this machine."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import models
from ingest.embedding.models import DEFAULT_MODEL
from ingest.embedding.openvino_engine import Engine, cached, export
from ingest.errors import EmbedderMismatch, LibraryError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding, Tokenizer

MINILM_TOKENS = 256  # of a text that the packaged model was made to read at once
MOST_CONTEXT = 48  # tokens of subject and section in front of each window
_OWN_TOKENS = 2  # that a model of this kind puts around a text
OVERLAP = 32  # tokens that neighbouring windows of a long paragraph share
_LONGEST_NAME = 100  # characters of a model's name that are told
FOR_A_GPU = 64  # texts; for less, as for a question, PyTorch takes longer to load than it saves


@dataclass(frozen=True, slots=True)
class Embedding:
    """What the model makes of a text: `vector` of the whole, shape (d,), and `tokens`, shape (n, d), all unit;
    `spans`, shape (n, 2), says where each token stands in the text. Tokens that are mere marks are left out.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text, from `start` on, as the model reads it: behind `lead` characters of context."""

    text: str
    lead: int
    start: int


class Embedder:
    """A sentence-transformers model; its weights are loaded when the first text comes."""

    def __init__(self, name: str = DEFAULT_MODEL, *, is_claimed: bool = False) -> None:
        """`name`: the default model, or any name or folder that sentence-transformers knows.

        `is_claimed`: only a library says so, which may come from anybody: then only what reftel brings is loaded.
        """
        self.name = name
        self._is_refused = is_claimed and not models.is_packaged(name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as a name: where that arrives the model there is loaded, once, and must have the same weights."""
        return _arrived, (self.name, self.weights)

    @cached_property
    def weights(self) -> str:
        """The hash of the weights; of another model than those that reftel brings also of how it splits texts."""
        self._refuse_claim()
        return models.weights(self.name) or models.weights_of(self.model)

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model, which one that was exported need not be; raises LibraryError when it cannot be had, or
        nobody but a library named it."""
        self._refuse_claim()
        return models.load(self.name)

    @cached_property
    def head(self) -> NDArray[np.float32] | None:
        """What the model was taught to take tokens to fewer dimensions by, shape (d, k); None where it was not."""
        self._refuse_claim()
        return models.head(self.name)

    @cached_property
    def _is_minilm(self) -> bool:
        self._refuse_claim()
        return models.is_minilm(self.name)

    def _refuse_claim(self) -> None:
        if self._is_refused:
            raise LibraryError(
                f"The library says that it was built with the embedding model {self.name[:_LONGEST_NAME]!r}; that "
                "is loaded only if you name it yourself: set REFTEL_EMBEDDER, or `embedder` in reftel.toml."
            )

    @cached_property
    def engine(self) -> Engine | None:
        """MiniLM, exported and ready to run; None for any other model, and where that cannot be."""
        if not self._is_minilm:
            return None
        exported = cached(self.weights)
        try:
            if not exported.exists() and not export(self.model, exported):
                return None
            return Engine(exported, keep=True)
        except (OSError, RuntimeError):  # no place to keep it, or a file that broke: the model itself will do
            with suppress(OSError):
                exported.unlink(missing_ok=True)
            return None

    def load(self) -> None:
        """Load the weights; raises LibraryError when they cannot be had."""
        _ = self.engine or self.model

    def read(self, texts: Sequence[str]) -> list[Embedding]:
        """Return what the model makes of each text; of many at once by PyTorch where there is a GPU."""
        encoded = [self._tokenized(text) for text in texts]
        engine = None if len(texts) >= FOR_A_GPU and gpu() else self.engine
        made = engine.run([each.ids for each in encoded]) if engine else self._made(texts)
        return [
            _reading(text, *each) for text, *each in zip(texts, encoded, *zip(*made, strict=True), strict=True)
        ]

    def read_questions(self, texts: Sequence[str]) -> list[Embedding]:
        """Return what the model makes of each question, in front of which its configuration may want a prompt."""
        prompt = self._prompts[0]
        read = self.read([prompt + text for text in texts])
        return [_behind(len(prompt), each) for each in read] if prompt else read

    def _made(self, texts: Sequence[str]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Return vector and tokens of each text as sentence-transformers makes them."""
        made: Any = self.model.encode(list(texts), prompt="", output_value=None, show_progress_bar=False)
        return [
            (
                each["sentence_embedding"].float().cpu().numpy(),
                # Without those that fill up a text beside longer ones.
                each["token_embeddings"][each["attention_mask"].bool()].float().cpu().numpy(),
            )
            for each in made
        ]

    def windows(self, context: str, text: str) -> list[Window]:
        """Return `text` with its `context` in front, cut into overlapping windows that the model reads whole.

        The model cuts off what is longer than its window (256 tokens here), and a fifth of all paragraphs is.
        """
        prompt, lead = self._prompts[1], self._offsets(context)[:MOST_CONTEXT]
        front = prompt + (f"{context[: lead[-1][1]]}. " if lead else "")
        words = self._offsets(text)
        before = len(lead) + 1 + len(self._offsets(prompt))  # with the full stop behind the context
        room = self._most_tokens - _OWN_TOKENS - before
        if len(words) <= room:
            return [Window(front + text, len(front), 0)]
        starts = range(0, len(words) - OVERLAP, room - OVERLAP)
        cuts = ((words[start][0], words[min(start + room, len(words)) - 1][1]) for start in starts)
        return [Window(front + text[start:end], len(front), start) for start, end in cuts]

    @cached_property
    def _prompts(self) -> tuple[str, str]:
        """What the model's own configuration puts in front of a question, and of a text to be searched."""
        if self._is_minilm:
            return "", ""
        prompts = self.model.prompts
        return prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""

    @cached_property
    def _most_tokens(self) -> int:
        """How many tokens of a text the model reads, its own two among them."""
        if self._is_minilm:
            return MINILM_TOKENS
        return int(self.model.max_seq_length or MINILM_TOKENS)

    @cached_property
    def _reading_tokenizer(self) -> "Tokenizer":
        """The model's tokenizer as it reads texts: cut to its window."""
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(self._most_tokens)
        return tokenizer

    @cached_property
    def _splitting_tokenizer(self) -> "Tokenizer":
        """The model's tokenizer as it only splits texts, however long; a question needs none."""
        return self._tokenizer()

    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        if self._is_minilm:
            source = models.tokenizer_file().read_text(encoding="utf-8")
        else:
            source = self.model.tokenizer.backend_tokenizer.to_str()
        tokenizer = Tokenizer.from_str(source)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def _tokenized(self, text: str) -> "Encoding":
        return self._reading_tokenizer.encode(text)

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        return self._splitting_tokenizer.encode(text, add_special_tokens=False).offsets


@cache
def gpu() -> bool:
    """Return whether PyTorch can compute on an NVIDIA GPU, which is asked of it only where there is a driver."""
    if not Path("/proc/driver/nvidia/version").exists():
        return False
    import torch

    return torch.cuda.is_available()


@cache
def _arrived(name: str, weights: str) -> Embedder:
    embedder = Embedder(name)
    if embedder.weights != weights:
        raise EmbedderMismatch(f"The embedding model {name!r} has different weights there.")
    return embedder


def _reading(
    text: str, encoded: "Encoding", vector: NDArray[np.float32], tokens: NDArray[np.float32]
) -> Embedding:
    words = np.array(
        [
            not special and any(map(str.isalnum, text[start:end]))
            for special, (start, end) in zip(encoded.special_tokens_mask, encoded.offsets, strict=True)
        ],
        dtype=bool,
    )
    spans = np.array(encoded.offsets, dtype=np.int32).reshape(-1, 2)
    return Embedding(unit(vector), unit(tokens[words]), spans[words])


def _behind(length: int, read: Embedding) -> Embedding:
    """Return an embedding without the tokens of a prompt of this length in front of the text."""
    own = read.spans[:, 0] >= length
    return replace(read, tokens=read.tokens[own], spans=read.spans[own] - length)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors, the last axis, at length one; those of length zero stay."""
    scaled: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled
