"""The default embedding model as OpenVINO runs it: more than twice as fast as PyTorch on a processor with
bfloat16, and loaded in a second, where PyTorch and sentence-transformers take six.

sentence-transformers stays the reference: at the first use the model is exported from it, once on a machine, and
the export is kept only if it gives the same vectors.
"""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha1
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from ingest.files.private_folder import make_private

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TOKENS = 1024  # in one batch, padding included: what the caches of a core hold
_STEP = 8  # lengths are padded to multiples of this, since each new shape costs a compilation
_SAME = 0.999  # the least cosine of an exported and a reference vector (bfloat16 gives 0.99998 in the mean)
_ATTENTION = "eager"  # spelled out, which OpenVINO makes one operation of, as it does not of the fused form
_PROBES = ("The Minister doubts it.", "fish", "He said that " + "nobody wanted a war and " * 20)
_LOADING = Lock()  # or two threads would each have a core


class Engine:
    """An exported model, ready to run."""

    def __init__(self, exported: Path, *, keep: bool = False) -> None:
        """Compile the model for this processor, which takes bfloat16 where it is fast.

        `keep`: what is compiled is kept beside the export, so that the next process loads it five times as fast.
        All cores are used, or as many as OMP_NUM_THREADS says, which holds for other models too: where several
        processes share a machine, each should have its own.
        """
        options: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if (threads := os.environ.get("OMP_NUM_THREADS", "")).isdigit():
            # Bound to cores, every process would take the same ones.
            options |= {"INFERENCE_NUM_THREADS": int(threads), "ENABLE_CPU_PINNING": False}
        with _LOADING:
            core = _core()
        if keep and os.access(exported.parent, os.W_OK):
            options["CACHE_DIR"] = str(exported.parent / f"compiled-{_processor_id(core)}")
        self._model: Any = core.compile_model(str(exported), "CPU", options)
        self._running = Lock()  # one inference at a time uses the model's buffers

    def run(self, texts: Sequence[Sequence[int]]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Return for each text, given as token ids, its unit vector and the vectors of its tokens."""
        found: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        for batch in _batches(texts):
            length = _padded(len(texts[batch[-1]]))
            ids = np.zeros((len(batch), length), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, place in enumerate(batch):
                ids[row, : len(texts[place])] = texts[place]
                mask[row, : len(texts[place])] = 1
            with self._running:
                vectors, tokens = self._model({"ids": ids, "mask": mask}).values()
                for row, place in enumerate(batch):
                    found[place] = vectors[row].copy(), tokens[row, : len(texts[place])].copy()
        return [found[place] for place in range(len(texts))]


@cache
def _core() -> Any:
    """Return OpenVINO without its model converter, which is not needed and reports to its maker when imported.

    OpenVINO does without where that is not installed, so from now on it counts as not installed in this process.
    There is one core for as long as the process lives. It gives the thread that first uses it a stack for signals
    and frees that when it is itself freed, in whatever thread; the next signal then ends the process.
    """
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]  # what `import` takes for missing
    import openvino

    return openvino.Core()


def _processor_id(core: Any) -> str:
    """Return what stands for this processor in a name: what is compiled for one does not suit every other."""
    return sha1(core.get_property("CPU", "FULL_DEVICE_NAME").encode(), usedforsecurity=False).hexdigest()[:12]


def processor() -> tuple[str, bool]:
    """Return the processor's name, and whether it is fast in bfloat16, as OpenVINO sees them."""
    with _LOADING:
        core = _core()
    return str(core.get_property("CPU", "FULL_DEVICE_NAME")), "BF16" in core.get_property(
        "CPU", "OPTIMIZATION_CAPABILITIES"
    )


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the places of texts that are read together: of like length, the shortest first."""
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place])):
        if batch and _padded(len(texts[place])) * (len(batch) + 1) > _TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def cached(key: str) -> Path:
    """Return where the export of the model with these weights is kept, whether it is there or not."""
    return user_cache_path("reftel", appauthor=False) / "models" / f"{key[:16]}-{_ATTENTION}.onnx"


def export(model: "SentenceTransformer", target: Path) -> bool:
    """Export a BERT with mean pooling to an ONNX file; return whether it gives the same vectors as the model.

    The file appears whole or not at all, whoever else makes it at the same time.
    """
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert: Any = model[0].auto_model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            tokens = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), tokens

    make_private(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    made = Path(name)
    try:
        example = torch.ones((2, _STEP), dtype=torch.int64)
        axes = {0: "texts", 1: "tokens"}
        with _attending(model[0].auto_model), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of branches that the example does not take
            torch.onnx.export(
                Pooled().eval(),
                (example, example),
                name,
                input_names=["ids", "mask"],
                output_names=["vector", "tokens"],
                dynamic_axes={"ids": axes, "mask": axes, "vector": {0: "texts"}, "tokens": axes},
                dynamo=False,
            )
        if not _same(model, made):
            return False
        made.replace(target)
        return True
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def _attending(bert: Any) -> Iterator[None]:
    """Have a model compute attention in the way that is exported, for the time being."""
    usual = bert.config._attn_implementation
    bert.set_attn_implementation(_ATTENTION)
    try:
        yield
    finally:
        bert.set_attn_implementation(usual)


def _same(model: "SentenceTransformer", exported: Path) -> bool:
    reference = model.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    ids = [
        model.tokenizer(text, truncation=True, max_length=model.max_seq_length)["input_ids"] for text in _PROBES
    ]
    vectors = np.stack([vector for vector, _ in Engine(exported).run(ids)])
    return bool((np.einsum("ij,ij->i", reference, vectors) >= _SAME).all())
