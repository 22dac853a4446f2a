"""Several servers over one archive: whatever is stopped in the middle, nobody is told anything wrong.

Two servers with folders of their own ask the same database. While a client asks again and again, cables are read in from
a third folder, the database and Chroma crash and come back, another machine goes on with the reading, and a server is
replaced.
"""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from chroma_server import ChromaServer
from quick import done, write
from servers import Postgres, free_port, wait_for

from ingest import Library
from ingest.errors import LibraryBusy

ROOT = Path(__file__).parents[3]
BEFORE, AFTER = range(1, 5), range(5, 17)  # cables
MATTERS = (
    "harbour tariff glacier railway orchard cement whaling embassy reindeer broadcasting parliament uranium "
    "fishery pension earthquake lottery opera"
).split()


def said(number: int) -> str:
    """Return what the Minister says in a cable, of a matter that is in no other."""
    return f"The Minister said that the {MATTERS[number]} was what he lay awake over."


def asked(number: int) -> str:
    return f"what did the Minister say about the {MATTERS[number]}?"


def fill(folder: Path, numbers: range) -> Path:
    for number in numbers:
        write(folder, number, said(number), "The weather was fine.")
    return folder


class Team:
    """The processes of a team that shares a database and a Chroma server."""

    def __init__(self, folder: Path, database: str, chroma: str) -> None:
        self.folder = folder
        self.environment = os.environ | {"REFTEL_DATABASE_URL": database, "REFTEL_CHROMA_URL": chroma}
        self._ports: dict[str, int] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def command(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a command over the folder of that name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "ui.cli.main", *words, "--library", str(self.folder / name)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def serve(self, name: str) -> None:
        self._ports.setdefault(name, free_port())
        self._running[name] = self.command(name, "serve", "--log-format", "text", "--port", str(self._ports[name]))
        wait_for(lambda: self.health(name) == 200, (self.folder / f"{name}.log").read_text)

    def health(self, name: str) -> int:
        return self.get(name, "/healthz")[0]

    def ask(self, name: str, question: str) -> tuple[int, dict[str, object]]:
        return self.get(name, "/api/ask", {"question": question})

    def get(self, name: str, path: str, sent: object = None) -> tuple[int, dict[str, object]]:
        """Return status and answer; status 0 where nobody listens."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._ports[name]}{path}",
            data=None if sent is None else json.dumps(sent).encode(),
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except (urllib.error.URLError, ConnectionError):
            return 0, {}

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        self._running[name].send_signal(how)
        return self._running.pop(name).wait(120)

    def close(self) -> None:
        for name in list(self._running):
            self.stop(name, signal.SIGKILL)


class Client(Thread):
    """Somebody who asks about the first cables again and again, and goes to the next server where one is gone."""

    def __init__(self, team: Team) -> None:
        super().__init__()
        self.team, self.done = team, Event()
        self.statuses: Counter[int] = Counter()
        self.wrong: list[object] = []

    def run(self) -> None:
        while not self.done.is_set():
            for number in BEFORE:
                # What was asked is asked again until somebody answers it.
                while not (self.done.is_set() or self._asked(number)):
                    self.done.wait(0.1)
                self.done.wait(0.1)  # the servers have other things to do

    def _asked(self, number: int) -> bool:
        for server in ("one", "two"):
            status, answer = self.team.ask(server, asked(number))
            self.statuses[status] += 1
            if status == 200:
                if not answers(answer, number):
                    self.wrong.append(answer)
                return True
            if status and not (status == 503 and "cannot be reached at the moment" in str(answer["error"])):
                self.wrong.append((status, answer))
        return False


def answers(answer: dict[str, object], number: int) -> bool:
    """Whether an answer is of that cable, word for word, and of no other."""
    cited = [(each["cable"], each["quote"]) for each in answer["citations"]]
    return (f"10OSLO{number}", said(number)) in cited and {cable for cable, _ in cited} == {f"10OSLO{number}"}


@pytest.fixture
def team(postgres: Postgres, chroma: ChromaServer, tmp_path: Path) -> Iterator[Team]:
    started = Team(tmp_path, postgres.database(), chroma.url)
    yield started
    started.close()


def test_nobody_is_told_anything_wrong_whatever_is_stopped(team, postgres, chroma, tmp_path):
    assert team.command("third", "ingest", str(fill(tmp_path / "first", BEFORE))).wait(300) == 0
    team.serve("one")
    team.serve("two")
    for server in ("one", "two"):
        found_by(team, server, BEFORE)
    client = Client(team)
    client.start()
    try:
        ingest = team.command("third", "ingest", str(fill(tmp_path / "second", AFTER)))
        wait_for(lambda: team.get("one", "/api/status")[1].get("cables", 0) > len(BEFORE), log(team, "third"))
        chroma.kill()
        postgres.stop()
        wait_for(lambda: client.statuses[503] > 3, log(team, "one"))
        assert team.health("one") == 503
        reported = ingest.wait(300)
        postgres.start()
        wait_for(lambda: team.health("one") == team.health("two") == 200, log(team, "one"))
        # What the ingest had read is there already; what it left undone, the next one goes on with.
        assert reported == 0 or re.search("cannot be reached at the moment|does not answer", log(team, "third")())
        before = client.statuses[503]
        reported = team.command("fourth", "ingest", str(tmp_path / "second")).wait(300)
        assert reported == 0 or f"The Chroma server at {chroma.url} does not answer" in log(team, "fourth")()
        assert client.statuses[503] == before  # who asks needs no Chroma
        chroma.start()
        assert team.command("fourth", "ingest", str(tmp_path / "second")).wait(300) == 0
        for name in ("third", "fourth"):
            assert "Traceback" not in log(team, name)()
        for server in ("one", "two"):
            found_by(team, server, [*BEFORE, *AFTER])
        assert team.stop("one") == 0  # as its successor is to start
        team.serve("one")
    finally:
        client.done.set()
        client.join()
    assert client.wrong == []
    assert client.statuses[200] > 10
    assert team.get("one", "/api/status")[1]["cables"] == len(BEFORE) + len(AFTER)


def test_who_writes_on_another_machine_is_waited_for(team, postgres, tmp_path):
    url = team.environment["REFTEL_DATABASE_URL"]
    here, there = (Library.open(tmp_path / name, database=url) for name in ("here", "there"))
    work = here.ingest([fill(tmp_path / "first", range(1, 3))])
    next(work)
    assert there.status().last_run.state == "running"
    with pytest.raises(LibraryBusy, match=rf"Another process is writing to .* \(ingest since .*{os.getpid()} on"):
        done(there.ingest(patience=0))
    done(work)
    done(there.ingest(patience=0))
    assert there.status().indexed == here.status().indexed == 4
    here.close()
    there.close()


def found_by(team: Team, server: str, numbers: list[int] | range) -> None:
    """Wait until a server finds each of these cables."""
    left = dict.fromkeys(numbers)

    def found() -> bool:
        for number in list(left):
            status, left[number] = team.ask(server, asked(number))
            if status == 200 and answers(left[number], number):
                del left[number]
        return not left

    wait_for(found, lambda: str(left))


def log(team: Team, name: str) -> Callable[[], str]:
    return (team.folder / f"{name}.log").read_text
