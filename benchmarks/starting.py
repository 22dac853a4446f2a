"""How long one waits when nothing is loaded: a cold `reftel ask`, and the first search of the stock pipeline.

    python benchmarks/starting.py [CABLES] [--sides reftel,stock,txtai] [--rounds 6] [--keep FOLDER] [--json FILE]

From the start of the process to its end, in turn, the median of the rounds; the first of several rounds, which
also fills the disk's cache, is not counted. `reftel --help` stands beside. `--keep` is a folder that `filling.py`
filled, or that is filled now.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from filling import QUESTION, filled
from processes import SIDES, Spent, script, spent
from results import write

from ingest.samples import SAMPLES


def commands(folders: dict[str, Path]) -> dict[str, tuple[str | Path, ...]]:
    """Return what is run, by name."""
    own = {
        "reftel --help": ("-m", "ui.cli.main", "--help"),
        "reftel ask": ("-m", "ui.cli.main", "ask", QUESTION, "--library", folders["reftel"]),
    }
    return own | {
        f"{side}, first search": (script(side), "ask", folder, QUESTION)
        for side, folder in folders.items()
        if side != "reftel"
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--sides", default="reftel,stock", help=f"reftel, and of {', '.join(SIDES)}")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    counted = max(given.rounds - 1, 1)
    with tempfile.TemporaryDirectory() as made:
        run = commands(filled(given.cables, given.keep or Path(made), given.sides.split(",")))
        rounds = [{name: spent(*command) for name, command in run.items()} for _ in range(given.rounds)]
    print(f"median of {counted}{'s on the clock':>25}{'CPU s':>10}{'MB':>10}")
    rows = []
    for name in run:
        took: list[Spent] = [each[name] for each in rounds[-counted:]]
        walls, cpus = [each.wall for each in took], [each.cpu for each in took]
        memory = median(each.memory for each in took)
        print(f"{name:22}{median(walls):12.2f}{median(cpus):10.2f}{memory:10.0f}")
        rows.append({"what": name, "wall": median(walls), "cpu": median(cpus), "memory": memory, "all": walls})
    write(given.json, rows)


if __name__ == "__main__":
    main()
