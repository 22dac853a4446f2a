"""A piece of work as a process of its own, and what it took: so none profits from what another has loaded."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIDES = {"reftel": "with_reftel.py", "stock": "stock.py", "txtai": "with_txtai.py"}
MOMENT = re.compile(r"\d+\.\d+$")
# One thread each: a second one of PyTorch waits by spinning, and its waiting would be counted as work.
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# As on a processor that has AVX2 and neither AVX-512 nor bfloat16: told to oneDNN, PyTorch and MKL.
AVX2 = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}
OFFLINE = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took from its start to its end: seconds on the clock and of CPU, and its most memory in MB.

    `moments` tells for each line "NAME CPU" that it said the seconds on the clock and of CPU until then.
    """

    wall: float
    cpu: float
    memory: float
    moments: dict[str, tuple[float, float]]


def spent(*command: str | Path) -> Spent:
    """Run Python with these arguments to its end; raises SystemExit with what it said when it fails."""
    begun = time.perf_counter()
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        env=os.environ | ALONE | OFFLINE | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = [(line.split(), time.perf_counter() - begun) for line in process.stdout]
    _, status, used = os.wait4(process.pid, 0)  # unlike RUSAGE_CHILDREN, of this child alone
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}: {said[-3:]}")
    wall = time.perf_counter() - begun
    moments = {
        words[0]: (round(at, 3), round(float(words[1]), 3))
        for words, at in said
        if len(words) == 2 and MOMENT.match(words[1])
    }
    return Spent(round(wall, 3), round(used.ru_utime + used.ru_stime, 3), round(used.ru_maxrss / 1024, 1), moments)


@contextmanager
def chatting(library: Path, port: int, *serving: str) -> Iterator[tuple[str, int]]:
    """Run `reftel chat` over a library; yields its address and the number of its process.

    `serving`: options of `reftel serve`, which is run in its place. Raises SystemExit where it does not start.
    """
    command = ["serve", *serving] if serving else ["chat", "--no-open"]
    command += ["--port", str(port), "--library", str(library.absolute())]
    run = [sys.executable, "-m", "ui.cli.main", *command]
    server = subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert server.stdout
        if "reftel is running at" not in server.stdout.readline():
            raise SystemExit("The server did not start.")
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(30)


def script(side: str) -> Path:
    """Return the script that does the work of a side: `fill CABLES FOLDER QUESTION` or `ask FOLDER QUESTION`."""
    return Path(__file__).with_name(SIDES[side])


def disk(folder: Path) -> float:
    """Return the MB that lie in a folder."""
    held = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return round(held / 2**20, 2)


def one_core() -> None:
    """Stay on one core, where the system lets one choose: whatever starts threads then starts one."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
