"""How the server does while many people ask at once.

    python benchmarks/users.py [--users 50] [--paragraphs 100000] [--seconds 40] [--pause 5] [--window 0.5]
    python benchmarks/users.py --cables FOLDER --ingest --window 0.5 --users 200 --seconds 60

Fills a library, starts `reftel chat` over it as a process of its own, and has each user ask a question every
`pause` seconds (half to one and a half times that) through `POST /api/ask`, none before the last is answered.
One more client asks `/healthz` every tenth of a second. All of it stays on this machine, on 127.0.0.1.

`--window` is the share of the users who ask in the chat window instead: each sends what a browser does
(`browsing.py`), closes the tab after some questions and opens another. `--ingest` has another process forget a
twentieth of the cables and ingest them again, all the time. `--cables` takes the cables of a folder in place of
the synthetic ones, and the real model reads them.

What is synthetic: the cables are the samples under other numbers with one word in twenty exchanged, as in
`dump.py`; the questions are made of names, words and subjects of theirs; and the vectors, for which the model
would take half an hour, are sums of one random vector a word, so that they are searched and compared as true ones
are. A paragraph has one, and as many tokens as words. The questions are read by the real model. `--words` leaves
the vectors out.
"""

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from browsing import USER, Tab
from dump import rows
from processes import ROOT, chatting

from ingest import Library
from ingest.embedding.embedder import Embedder, Embedding, Window, unit
from ingest.samples import SAMPLES
from ingest.storage.parts import Parts
from ui.access.users import User, Users

PARAGRAPHS_A_CABLE = 7.19  # of the samples
DIMENSIONS = 384
QUESTIONS_A_TAB = 3
KNOWN = 4_096  # vectors of tokens


class StandIn(Embedder):
    """Bears the name of the real model, and gives each text a vector that depends on its words alone."""

    table = unit(np.random.default_rng(0).normal(size=(KNOWN, DIMENSIONS)).astype(np.float32))

    def load(self) -> None:
        pass

    def windows(self, context: str, text: str) -> list[Window]:
        return [Window(f"{context}. {text}", len(context) + 2, 0)]

    def read(self, texts: Sequence[str]) -> list[Embedding]:
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Embedding:
        words = list(re.finditer(r"\w+", text))[:254]
        rows = [int.from_bytes(hashlib.md5(word[0].encode()).digest()[:2]) % KNOWN for word in words]
        spans = np.array([word.span() for word in words], dtype=np.int32).reshape(-1, 2)
        tokens = self.table[rows].reshape(-1, DIMENSIONS)
        return Embedding(unit(tokens.sum(axis=0)), tokens, spans)


def open_library(folder: Path, *, synthetic: bool) -> Library:
    """Open a library with the model that its cables are read by."""
    folder.mkdir(exist_ok=True)
    parts = Parts(folder, None)
    if synthetic:
        parts.embedder = StandIn()
    return Library(parts)


def fill(folder: Path, paragraphs: int, *, vectors: bool, cables: Path | None = None) -> tuple[int, int, int]:
    """Fill a library; return how many cables and paragraphs it holds, and how many vectors were made for them."""
    dump = cables or folder / "cables.csv"
    if not cables:
        with dump.open("w", encoding="utf-8") as file:
            file.writelines(rows(round(paragraphs / PARAGRAPHS_A_CABLE)))
    library = open_library(folder / "library", synthetic=not cables)
    reported = time.perf_counter()
    for progress in library.ingest([dump]):
        if progress.stage == "meaning" and not vectors:
            break
        if time.perf_counter() - reported > 20:
            reported = time.perf_counter()
            print(f"  {progress.stage}: {progress.done:,} of {progress.total:,}", flush=True)
    status = library.status()
    library.close()
    return status.cables, status.paragraphs, status.embedded


@dataclass
class Tally:
    """What the clients met with; any thread may add to it."""

    answers: list[float] = field(default_factory=list)
    found: int = 0
    errors: list[str] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    windows: list[float] = field(default_factory=list)
    tabs: int = 0
    health: list[float] = field(default_factory=list)


def questions() -> list[str]:
    """Return questions about what stands in the cables, most of which they answer."""
    asked, draw = [], random.Random(0)
    for path in sorted(SAMPLES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for paragraph in text.split("\n\n"):
            names = re.findall(r"(?:Minister|President|Ambassador) ([A-Z]\w+)", paragraph)
            words = re.findall(r"\b[a-z]{7,}\b", paragraph)
            if names and words:
                asked.append(f"what did {names[0]} say about {draw.choice(words)}?")
                asked.append(f"who spoke about {draw.choice(words)} and {draw.choice(words)}")
        asked += [f"what do cables say of {subject}?" for subject in re.findall(r"SUBJECT: (.+)", text)]
    return asked


def team(folder: Path, users: int) -> list[str]:
    """Write down who may come in; return the options of a server that a proxy names them to."""
    file = folder / "users.json"
    with Users(file).edit() as everybody:
        everybody.update({f"user{number}": User(f"user{number}") for number in range(users)})
    return ["--users", str(file), "--trusted-proxy", "127.0.0.1", "--trusted-header", USER]


def ask(url: str, number: int, pause: float, until: float, tally: Tally, asked: Sequence[str]) -> None:
    """Be one user until it is time to stop."""
    draw = random.Random(number)
    time.sleep(draw.random() * pause)
    while time.perf_counter() < until:
        body = json.dumps({"question": draw.choice(asked)}).encode()
        headers = {"content-type": "application/json", USER: f"user{number}"}
        request = urllib.request.Request(f"{url}/api/ask", body, headers)
        begun = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                answer = json.load(reply)
            tally.answers.append(time.perf_counter() - begun)
            tally.found += answer["answered"]
        except (OSError, ValueError) as error:
            tally.errors.append(str(error))
        time.sleep(pause * (0.5 + draw.random()))


def browse(url: str, number: int, pause: float, until: float, tally: Tally, asked: Sequence[str]) -> None:
    """Be one user of the window until it is time to stop."""
    draw = random.Random(number)
    time.sleep(draw.random() * pause)
    while time.perf_counter() < until:
        tab = Tab(url, user=f"user{number}")
        tally.tabs += 1
        try:
            begun = time.perf_counter()
            tab.open()
            tally.arrivals.append(time.perf_counter() - begun)
            for _ in range(QUESTIONS_A_TAB):
                time.sleep(pause * (0.5 + draw.random()))
                if time.perf_counter() > until:
                    break
                begun = time.perf_counter()
                shown = tab.ask(draw.choice(asked))
                tally.windows.append(time.perf_counter() - begun)
                if "Something went wrong" in shown:
                    tally.errors.append("the window: something went wrong")
        except (OSError, ValueError, HTTPException) as error:
            tally.errors.append(f"the window: {error}")
        finally:
            tab.close()


REWRITER = """
import sys
from pathlib import Path
from users import open_library
library = open_library(Path(sys.argv[1]), synthetic=sys.argv[2] == "synthetic")
files, place = sorted(Path(sys.argv[3]).glob("*.txt")), 0
for _ in library.ingest(files): pass  # what a run before was stopped at
while True:
    some = [files[(place + step) % len(files)] for step in range(max(1, len(files) // 20))]
    place += len(some)
    for file in some:
        for _ in library.forget(file): pass
    for _ in library.ingest(some): pass
    print(len(some), flush=True)
"""


@contextmanager
def rewriting(library: Path, cables: Path | None, kind: str) -> Iterator[list[int]]:
    """Have another process forget and ingest cables of a folder, over and over; yields how many it has done."""
    done: list[int] = []
    if cables is None:
        yield done
        return
    path = os.pathsep.join([str(Path(__file__).parent), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", REWRITER, str(library), kind, str(cables)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path})
    assert process.stdout
    lines = process.stdout
    reading = threading.Thread(target=lambda: done.extend(map(int, lines)), daemon=True)
    reading.start()
    try:
        yield done
        if process.poll() is not None:
            raise SystemExit("The process that ingests has failed.")
    finally:
        process.terminate()
        process.wait(60)


def watch(url: str, until: float, tally: Tally) -> None:
    """Ask every tenth of a second whether the server is well."""
    while time.perf_counter() < until:
        begun = time.perf_counter()
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=10) as reply:
                reply.read()
            tally.health.append(time.perf_counter() - begun)
        except OSError as error:
            tally.errors.append(f"healthz: {error}")
        time.sleep(max(0.0, 0.1 - (time.perf_counter() - begun)))


def measure(url: str, users: int, pause: float, seconds: float, share: float = 0.0) -> Tally:
    """Have the users ask; the first question, which loads the model, is not counted."""
    asked, tally, warmer = questions(), Tally(), Tally()
    ask(url, 0, 0, time.perf_counter() + 1, warmer, asked)
    if warmer.errors:
        raise SystemExit(warmer.errors[0])
    print(f"the first answer     {warmer.answers[0] * 1000:,.0f} ms", flush=True)
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=watch, args=(url, until, tally))]
    threads += [
        threading.Thread(
            target=browse if each < share * users else ask, args=(url, each, pause, until, tally, asked)
        )
        for each in range(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def reported(tally: Tally, seconds: float, process: int) -> None:
    """Print what was met with, and what the server took for it."""
    held = int(Path(f"/proc/{process}/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    now = int(Path(f"/proc/{process}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    figures = {
        "questions answered": f"{len(tally.answers):,}, {len(tally.answers) / seconds:,.1f} a second",
        "not in the archive": f"{len(tally.answers) - tally.found:,} of them",
        "errors": f"{len(tally.errors)} {'; '.join(sorted(set(tally.errors))[:3])}",
        "an answer": spread(tally.answers),
        "tabs opened": f"{tally.tabs:,}",
        "opening a tab": spread(tally.arrivals),
        "in the window": f"{len(tally.windows):,}: {spread(tally.windows)}",
        "healthz": spread(tally.health),
        "server's memory": f"{held:,.0f} MB at its peak, {now:,.0f} MB at the end",
        "server's CPU": f"{(int(user) + int(system)) / os.sysconf('SC_CLK_TCK'):,.1f} s, of its start too",
    }
    for name, figure in figures.items():
        print(f"{name:20} {figure}")


def spread(seconds: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the longest of some times."""
    if not seconds:
        return "none"
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return f"{1000 * median(seconds):,.0f} ms p50, {1000 * p95:,.0f} ms p95, {1000 * max(seconds):,.0f} ms at most"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--pause", type=float, default=5, help="of a user, in seconds")
    parser.add_argument("--window", type=float, default=0.0, help="share of the users who ask in the window")
    parser.add_argument("--ingest", action="store_true", help="let cables be forgotten and ingested beside")
    parser.add_argument("--cables", type=Path, help="a folder of cables, in place of synthetic ones")
    parser.add_argument("--port", type=int, default=7899)
    parser.add_argument("--words", action="store_true", help="make no vectors")
    parser.add_argument("--keep", type=Path, help="a folder to make the library in, or to find it in again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(exist_ok=True)
        if not (folder / "library").exists():
            begun = time.perf_counter()
            cables, paragraphs, embedded = fill(
                folder, given.paragraphs, vectors=not given.words, cables=given.cables
            )
            print(
                f"library              {cables:,} cables, {paragraphs:,} paragraphs, {embedded:,} with vectors, ",
                end="",
            )
            print(f"in {time.perf_counter() - begun:,.0f} s", flush=True)
        beside = given.cables or SAMPLES if given.ingest else None
        with (
            chatting(folder / "library", given.port, *team(folder, given.users)) as (address, process),
            rewriting(folder / "library", beside, "real" if given.cables else "synthetic") as rewritten,
        ):
            tally = measure(address, given.users, given.pause, given.seconds, given.window)
            print(
                f"users                {given.users}, each every {given.pause:g} s or so, for {given.seconds:g} s"
            )
            reported(tally, given.seconds, process)
            print(f"{'rewritten beside':20} {sum(rewritten):,} cables")


if __name__ == "__main__":
    main()
