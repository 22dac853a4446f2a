"""What it takes until a folder of cables can be asked: reftel, the stock pipeline and txtai in turn.

    python benchmarks/filling.py [CABLES] [--sides reftel,stock,txtai] [--rounds 1] [--avx2] [--keep FOLDER]
                                 [--json FILE]

Each is a process of its own with one thread. Counted are its CPU seconds (on a busy machine those on the clock say
little), its most memory, what it leaves on the disk, and when it has answered the first question: the others when
all is embedded, reftel when the words are indexed. `--keep` leaves what was filled for `starting.py` and
`answering.py`.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from processes import AVX2, SIDES, Spent, disk, script, spent
from results import Row, write

from ingest.samples import SAMPLES

QUESTION = "what did the Minister say about the sanctions?"
STAGES = ("read", "words", "statements", "meaning")


def fill(side: str, cables: Path, folder: Path) -> tuple[Spent, float]:
    """Fill a folder in a process of its own; return what it took, and how many MB it left."""
    folder.mkdir(parents=True)
    return spent(script(side), "fill", cables, folder, QUESTION), disk(folder)


def filled(cables: Path, place: Path, sides: Sequence[str]) -> dict[str, Path]:
    """Return for each side a folder under `place` that it filled, now if it was not before."""
    for side in sides:
        if not (place / side).exists():
            fill(side, cables, place / side)
    return {side: place / side for side in sides}


def measured(cables: Path, place: Path, sides: Sequence[str], rounds: int) -> Iterator[dict[str, object]]:
    """Yield the figures of each fill; who begins changes by the round."""
    for number in range(rounds):
        turn = number % len(sides)
        for side in (*sides[turn:], *sides[:turn]):
            folder = place / side if not number else place / f"{side}-{number}"
            took, left = fill(side, cables, folder)
            wall, cpu = took.moments["asked"]
            figures = {
                "CPU s": took.cpu,
                "s on the clock": took.wall,
                "s to the first question": wall,
                "CPU s to the first question": cpu,
                "MB of memory": took.memory,
                "MB on disk": left,
            }
            known = {stage: took.moments[stage][1] for stage in STAGES if stage in took.moments}
            print(
                f"round {number + 1}  {side:7} {took.cpu:8.1f} CPU s {took.wall:8.1f} s on the clock", flush=True
            )
            yield {"side": side, "round": number, "figures": figures, "stages": known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--sides", default="reftel,stock", help=f"of {', '.join(SIDES)}")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for what is filled, empty or new")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--avx2", action="store_true", help="as on a processor without AVX-512 and bfloat16")
    given = parser.parse_args()
    if given.avx2:
        os.environ.update(AVX2)
    sides = given.sides.split(",")
    with tempfile.TemporaryDirectory() as made:
        runs = list(measured(given.cables, given.keep or Path(made), sides, given.rounds))
    number = len(list(given.cables.glob("*.txt")))
    print(f"{number} cables, median of {given.rounds}; the others as a multiple of {sides[0]}")
    rows: list[Row] = []
    for name in runs[0]["figures"]:
        reported = {side: [run["figures"][name] for run in runs if run["side"] == side] for side in sides}
        medians = {side: median(values) for side, values in reported.items()}
        ratios = "".join(
            f"  {side} {medians[side]:9,.1f} (x{medians[side] / medians[sides[0]]:.2f})" for side in sides[1:]
        )
        print(f"{name:28} {sides[0]} {medians[sides[0]]:9,.1f}{ratios}")
        rows += [
            {"what": name, "side": side, "value": medians[side], "all": reported[side], "cables": number}
            for side in sides
        ]
    rows += [{"what": "stages", "side": run["side"], "cpu": run["stages"]} for run in runs if run["stages"]]
    write(given.json, rows)


if __name__ == "__main__":
    main()
