"""Whenever an ingest is killed, the next one goes on from there: nothing is lost, doubled or not found.

REFTEL_KILLS sets the number of kills (default 5).
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sql
from quick import done, write

from ingest import Library
from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.tables import held
from ingest.embedding.embedder import Embedder
from ingest.storage.parts import Parts

KILLS = int(os.environ.get("REFTEL_KILLS", "5"))
CABLES = 12
ROOT = Path(__file__).parents[3]


def test_a_killed_ingest_is_gone_on_with(tmp_path):
    folder, cables, embedder = tmp_path / "library", tmp_path / "cables", Embedder()
    chance = random.Random(7)
    for number in range(1, CABLES + 1):
        write(cables, number, f"First{number} was said.", "And a second paragraph.")
    folder.mkdir()
    completed(folder, cables, embedder)
    killed = 0
    for turn in range(KILLS):
        for number in chance.sample(range(1, CABLES + 1), 4):
            write(
                cables, number, *(f"Turn{turn} of cable{number}, paragraph{each}." for each in range(turn % 3 + 1))
            )
        write(cables, 100 + turn, f"Turn{turn} is new.")
        killed += ingest_and_kill(folder, cables, MOMENTS[turn % len(MOMENTS)], chance)
        completed(folder, cables, embedder)
    print(f"{killed} of {KILLS} were killed before they ended")
    assert killed > KILLS / 2


def completed(folder: Path, cables: Path, embedder: Embedder) -> None:
    """Let an ingest run to its end, and hold what the library then has against the files."""
    parts = Parts(folder, None)
    parts.embedder = embedder
    library = Library(parts)
    done(library.ingest([cables]))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in cables.iterdir()}
    assert {each.id: each.raw for each in library.cables(library.catalogue.ids())} == texts
    status = library.status()
    assert status.paragraphs == status.indexed == status.embedded
    health = done(library.check())
    assert (health.faults, health.waiting) == ((), 0)
    assert health.vectors == health.searched == status.paragraphs + status.cables  # each text fits one window
    library.close()


# When to kill: at most so many seconds after something has come about, as the catalogue shows.


def is_started(catalogue: Catalogue) -> object:
    return None


def run_entered(catalogue: Catalogue) -> object:
    return catalogue.ledger.last_run().id


def words_indexed(catalogue: Catalogue) -> object:
    return catalogue.ledger.note("words")


def vectors_doubtful(catalogue: Catalogue) -> object:
    """What changes when vectors are about to be written: some are noted as held, perhaps."""
    with catalogue.database.begin() as connection:
        return connection.scalar(
            sql.select(sql.func.count()).where(held.c.part == "vectors", held.c.revision == 0)
        )


def vectors_held(catalogue: Catalogue) -> object:
    """What changes when the scan is about to be written."""
    return catalogue.ledger.note("vectors")


MOMENTS: list[tuple[Callable[[Catalogue], object], float]] = [
    (is_started, 1.5),
    (run_entered, 0.15),
    (words_indexed, 6.0),
    (vectors_doubtful, 0.05),
    (vectors_held, 0.03),
]


def ingest_and_kill(
    folder: Path, cables: Path, moment: tuple[Callable[[Catalogue], object], float], chance: random.Random
) -> bool:
    """Start a real ingest and kill it at a chance moment; return whether it was still at work."""
    shows, longest = moment
    catalogue = Catalogue(folder / "catalogue.sqlite")
    before = shows(catalogue)
    command = [sys.executable, "-m", "ui.cli.main", "ingest", str(cables), "--library", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and shows is not is_started and shows(catalogue) == before:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, longest))
    process.kill()
    catalogue.close()
    return process.wait(60) == -9
