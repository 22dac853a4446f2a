"""What the tests share: the sample library, built once, and where the published cables lie if they are there."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

# First, so that it watches from here on; nothing is switched off for the tests that a user need not switch off.
from watching import pytest_sessionfinish, pytest_terminal_summary, pytest_unconfigure  # noqa: F401  # hooks

for name in [name for name in os.environ if name.casefold() in ("http_proxy", "https_proxy", "all_proxy")]:
    del os.environ[name]  # nor is a server on this machine asked by way of a proxy
HOW_MUCH = {
    "REFTEL_FLIPS",
    "REFTEL_KILLS",
    "REFTEL_LEAKS",
    "REFTEL_MUTATIONS",
}  # what asks for longer runs of some tests
for name in [name for name in os.environ if name.startswith("REFTEL_") and name not in HOW_MUCH]:
    del os.environ[name]
# Several processes that run tests share the cores: each takes one, and binds itself to none.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from argon2 import PasswordHasher
from chroma_server import ChromaServer
from filelock import FileLock
from model_server import KEY, ScriptedModel, serving
from probing import Prober
from servers import Postgres

from assistant import Assistant
from ingest import Library
from ingest.samples import SAMPLES
from ingest.search.chroma_store import ChromaStore
from ui.access import users

SHARED = Path(__file__).parents[2] / "shared"
LONGEST = (
    "whole/test_benchmarks.py",
    "whole/damage",
    "whole/privacy",
    "whole",
    "browser",
    "quality",
    "reftel",
    "repository",
    "ui",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files that take longest first, so that all workers of a run are done at about the same time."""
    places = [Path(__file__).parent / each for each in LONGEST]

    def place(item: pytest.Item) -> int:
        return next((n for n, each in enumerate(places) if item.path.is_relative_to(each)), len(places))

    items.sort(key=place)


@pytest.fixture(scope="session")
def unopened_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds the sample cables, indexed by words and by meaning, to be copied only.

    A process that reads the file of a SQLite database which it has open loses its locks on it, and the next process
    that closes that database then takes away its log. So what is open is never copied.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent  # of all processes that run tests: one of them builds it, each takes a copy
    with FileLock(place / "samples.lock"):
        if not (place / "samples").exists():
            library = Library.open(place / "samples.part")
            for _ in library.ingest([SAMPLES]):
                pass
            library.close()
            (place / "samples.part").rename(place / "samples")
    return place / "samples"


@pytest.fixture(scope="session")
def sample_folder(unopened_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, to be opened and asked."""
    return shutil.copytree(unopened_samples, tmp_path_factory.mktemp("own") / "samples")


@pytest.fixture(scope="session")
def library(sample_folder: Path) -> Iterator[Library]:
    """The sample library, open; tests read it and leave it as it is."""
    opened = Library.open(sample_folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """An assistant for the sample library, without a model."""
    return Assistant(library)


@pytest.fixture(scope="session", autouse=True)
def quick_probe() -> Iterator[Callable[[ChromaStore], None]]:
    """Every check of vectors starts a process, which takes a second to load Chroma; here one loads it for all.

    Yields the probe itself, for tests of it.
    """
    prober, usual = Prober(), ChromaStore.probe

    def probe(store: ChromaStore) -> None:
        prober.probe(store)

    ChromaStore.probe = probe
    yield usual
    ChromaStore.probe = usual
    prober.close()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[PasswordHasher]:
    """Passwords are hashed at a fraction of what guessing them is meant to cost.

    Yields what hashes them otherwise, for tests of it.
    """
    usual = users._HASHER
    users._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield usual
    users._HASHER = usual


@pytest.fixture
def shared() -> Path:
    """The folder of published cables and labels; skips where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the published cables are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; who stops it starts it again."""
    if not Postgres.is_installed():
        pytest.skip("PostgreSQL is not on this machine")
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server; who kills it starts it again."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield server
    server.kill()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    """A chat model that says what it is told to, behind the protocol of a real one."""
    with serving() as scripted:
        monkeypatch.setenv("OPENAI_BASE_URL", scripted.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield scripted
