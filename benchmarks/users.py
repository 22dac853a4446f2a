"""How the server does while many people ask at once.

    python benchmarks/users.py [--users 50] [--paragraphs 100000] [--seconds 40] [--pause 5]

Fills a library, starts `reftel chat` over it as a process of its own, and has each user ask a question every
`pause` seconds (half to one and a half times that) through `POST /api/ask`, none before the last is answered.
One more client asks `/healthz` every tenth of a second. All of it stays on this machine, on 127.0.0.1.

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
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from dump import rows
from processes import chatting

from ingest import Library
from ingest.embed import Embedder, Reading, Window, unit
from ingest.parts import Parts
from ingest.samples import SAMPLES

PARAGRAPHS_A_CABLE = 7.19  # of the samples
DIMENSIONS = 384
KNOWN = 4_096  # vectors of tokens


class StandIn(Embedder):
    """Bears the name of the real model, and gives each text a vector that depends on its words alone."""

    table = unit(np.random.default_rng(0).normal(size=(KNOWN, DIMENSIONS)).astype(np.float32))

    def load(self) -> None:
        pass

    def windows(self, context: str, text: str) -> list[Window]:
        return [Window(f"{context}. {text}", len(context) + 2, 0)]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        words = list(re.finditer(r"\w+", text))[:254]
        rows = [int.from_bytes(hashlib.md5(word[0].encode()).digest()[:2]) % KNOWN for word in words]
        spans = np.array([word.span() for word in words], dtype=np.int32).reshape(-1, 2)
        tokens = self.table[rows].reshape(-1, DIMENSIONS)
        return Reading(unit(tokens.sum(axis=0)), tokens, spans)


def fill(folder: Path, paragraphs: int, *, vectors: bool) -> tuple[int, int, int]:
    """Fill a library; return how many cables and paragraphs it holds, and how many vectors were made for them."""
    dump = folder / "cables.csv"
    with dump.open("w", encoding="utf-8") as file:
        file.writelines(rows(round(paragraphs / PARAGRAPHS_A_CABLE)))
    (folder / "library").mkdir()
    parts = Parts(folder / "library", None)
    parts.embedder = StandIn()
    library = Library(parts)
    told = time.perf_counter()
    for progress in library.ingest([dump]):
        if progress.stage == "meaning" and not vectors:
            break
        if time.perf_counter() - told > 20:
            told = time.perf_counter()
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


def ask(url: str, number: int, pause: float, until: float, tally: Tally, asked: Sequence[str]) -> None:
    """Be one user until it is time to stop."""
    draw = random.Random(number)
    time.sleep(draw.random() * pause)
    while time.perf_counter() < until:
        body = json.dumps({"question": draw.choice(asked)}).encode()
        request = urllib.request.Request(f"{url}/api/ask", body, {"content-type": "application/json"})
        begun = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                answer = json.load(reply)
            tally.answers.append(time.perf_counter() - begun)
            tally.found += answer["answered"]
        except (OSError, ValueError) as error:
            tally.errors.append(str(error))
        time.sleep(pause * (0.5 + draw.random()))


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


def measure(url: str, users: int, pause: float, seconds: float) -> Tally:
    """Have the users ask; the first question, which loads the model, is not counted."""
    asked, tally, warmer = questions(), Tally(), Tally()
    ask(url, 0, 0, time.perf_counter() + 0.01, warmer, asked)
    if warmer.errors:
        raise SystemExit(warmer.errors[0])
    print(f"the first answer     {warmer.answers[0] * 1000:,.0f} ms", flush=True)
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=watch, args=(url, until, tally))]
    threads += [
        threading.Thread(target=ask, args=(url, each, pause, until, tally, asked)) for each in range(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def told(tally: Tally, seconds: float, process: int) -> None:
    """Print what was met with, and what the server took for it."""
    held = int(Path(f"/proc/{process}/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    figures = {
        "questions answered": f"{len(tally.answers):,}, {len(tally.answers) / seconds:,.1f} a second",
        "not in the archive": f"{len(tally.answers) - tally.found:,} of them",
        "errors": f"{len(tally.errors)} {'; '.join(sorted(set(tally.errors))[:3])}",
        "an answer": spread(tally.answers),
        "healthz": spread(tally.health),
        "server's memory": f"{held:,.0f} MB at its peak",
        "server's CPU": f"{(int(user) + int(system)) / os.sysconf('SC_CLK_TCK'):,.1f} s, of its start too",
    }
    for name, figure in figures.items():
        print(f"{name:20} {figure}")


def spread(seconds: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the longest of some times."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return f"{1000 * median(seconds):,.0f} ms p50, {1000 * p95:,.0f} ms p95, {1000 * max(seconds):,.0f} ms at most"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--pause", type=float, default=5, help="of a user, in seconds")
    parser.add_argument("--port", type=int, default=7899)
    parser.add_argument("--words", action="store_true", help="make no vectors")
    parser.add_argument("--keep", type=Path, help="a folder to make the library in, or to find it in again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(exist_ok=True)
        if not (folder / "library").exists():
            begun = time.perf_counter()
            cables, paragraphs, embedded = fill(folder, given.paragraphs, vectors=not given.words)
            print(
                f"library              {cables:,} cables, {paragraphs:,} paragraphs, {embedded:,} with vectors, ",
                end="",
            )
            print(f"in {time.perf_counter() - begun:,.0f} s", flush=True)
        with chatting(folder / "library", given.port) as (address, process):
            tally = measure(address, given.users, given.pause, given.seconds)
            print(
                f"users                {given.users}, each every {given.pause:g} s or so, for {given.seconds:g} s"
            )
            told(tally, given.seconds, process)


if __name__ == "__main__":
    main()
