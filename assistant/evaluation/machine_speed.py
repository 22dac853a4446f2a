"""How fast this machine reads, embeds and answers, measured in a few seconds with the sample cables."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Self

from assistant.assistant import Assistant
from ingest.domain.selection import CableList
from ingest.embedding.openvino_engine import processor
from ingest.jobs.fill import preview
from ingest.progress import Progress
from ingest.samples import SAMPLES

# How long a paragraph of the samples is beside one of published cables: 126 and 228 tokens in the mean (of 1,688
# paragraphs), the subject and heading among them.
SHARE = 126 / 228
PARAGRAPHS = 10.5  # of a published cable
QUESTIONS = 20
PATIENCE = 5.0  # seconds for which a folder is looked at, to say how much there is in it


@dataclass(frozen=True, slots=True)
class MachineSpeed:
    """`processor`: its name; `bfloat16`: whether it multiplies in that form, which makes embedding twice as fast.

    `read`, `attributed` and `embedded` are paragraphs a second, as long as those of published cables: read and
    indexed by words, told who speaks in them, indexed by meaning. `answer` is the median of an answer without a
    model, `start` the time from calling `reftel ask` to what it prints, both in seconds.
    """

    processor: str
    bfloat16: bool
    cores: int
    read: float
    attributed: float
    embedded: float
    answer: float
    start: float

    @property
    def cables_an_hour(self) -> float:
        """How many cables of usual length are made searchable by words and meaning in an hour."""
        return 3600 / (PARAGRAPHS * (1 / self.read + 1 / self.attributed + 1 / self.embedded))

    @classmethod
    def measure(cls) -> Self:
        """Measure with the sample cables, in a library of its own that is removed afterwards."""
        name, bfloat16 = processor()
        with TemporaryDirectory(prefix="reftel-bench-") as folder:
            assistant = Assistant.open(folder)
            assistant.embeddings.embed_query("ready")  # loads the model; its first use on a machine exports it
            seconds = _stages(assistant.library.ingest([SAMPLES]))
            paragraphs = assistant.library.status().paragraphs * SHARE
            answers = _answers(assistant)
            assistant.library.close()
            return cls(
                name,
                bfloat16,
                os.cpu_count() or 1,
                read=paragraphs / (seconds["read"] + seconds["words"]),
                attributed=paragraphs / seconds["statements"],
                embedded=paragraphs / seconds["meaning"],
                answer=median(answers),
                start=_start(folder),
            )

    def seconds(self, paragraphs: float) -> tuple[float, float]:
        """Return after how many seconds so many paragraphs can be searched by words, and by meaning as well."""
        words = paragraphs / self.read
        return words, words + paragraphs / self.attributed + paragraphs / self.embedded


def paragraphs_in(paths: Iterable[str | Path]) -> float:
    """Return how many paragraphs files and folders have; of what takes too long to read, by its size in bytes."""
    found, until = 0, time.monotonic() + PATIENCE
    with (
        TemporaryDirectory(prefix="reftel-bench-") as folder,
        closing(preview(Path(folder, "none"), paths)) as stages,
    ):
        for progress in stages:
            found += progress.paragraphs
            if time.monotonic() > until and progress.done:
                return found * progress.total / progress.done
    return found


def _stages(work: Iterable[Progress]) -> dict[str, float]:
    """Return how many seconds each stage of a piece of work took."""
    spent: dict[str, float] = {}
    before = time.perf_counter()
    for progress in work:
        now = time.perf_counter()
        spent[progress.stage] = spent.get(progress.stage, 0.0) + now - before
        before = now
    return spent


def _answers(assistant: Assistant) -> list[float]:
    """Return how many seconds each of some questions takes, about the subjects of cables."""
    spent = []
    for cable in assistant.library.list_page(CableList(), start=0, limit=QUESTIONS):
        before = time.perf_counter()
        assistant.ask(f"what is said about {cable.subject}")
        spent.append(time.perf_counter() - before)
    return spent


def _start(folder: str) -> float:
    """Return how many seconds `reftel ask` takes from its call to its end, files being in the system's cache."""
    command = [
        sys.executable,
        "-m",
        "ui.cli.main",
        "ask",
        "--library",
        folder,
        "what did Huseynli say about Russia",
    ]
    spent = []
    for _ in range(2):  # the first reads the files
        before = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        spent.append(time.perf_counter() - before)
    return min(spent)
