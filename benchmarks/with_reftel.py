"""What reftel does with a folder of cables: read, index by words (from then on it answers), hear, embed.

python benchmarks/with_reftel.py fill CABLES FOLDER QUESTION
python benchmarks/with_reftel.py ask FOLDER QUESTION
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from assistant import Assistant
from ingest import Library
from ingest.embedding.openvino_engine import _core


def fill(cables: Path, folder: Path, question: str) -> Iterator[str]:
    """Fill a library and ask it as soon as it can be; yields each moment that is measured, with the CPU seconds
    until then.
    """
    library = Library.open(folder)
    for progress in library.ingest([cables]):
        if progress.done < progress.total:
            continue
        yield f"{progress.stage} {process_time()}"
        if progress.stage == "words":
            asking = Library.open(folder)  # as another process would: this one is busy writing
            assert Assistant(asking).ask(question).passages
            asking.close()
            yield f"asked {process_time()}"
    library.close()


def opened(folder: Path) -> Assistant:
    """Return an assistant over a library that was filled."""
    return Assistant(Library.open(folder))


def main(task: str, *given: str) -> None:
    if "ONEDNN_MAX_CPU_ISA" in os.environ:  # OpenVINO itself would still choose bfloat16
        _core().set_property("CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    if task == "fill":
        cables, folder, question = given
        for moment in fill(Path(cables), Path(folder), question):
            print(moment, flush=True)
    else:
        folder, question = given
        print(opened(Path(folder)).ask(question).text)


if __name__ == "__main__":
    main(*sys.argv[1:])
