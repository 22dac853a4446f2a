"""The models that can be used on this machine: its usual ports are asked, all at once and briefly.

Nothing but this machine is asked, and nothing that is found is used until somebody chooses it.
"""

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread

from assistant.model_servers.listing import ListedModel, NotAModelServer, by_ollama, by_openai
from assistant.model_servers.model_name import ServerModel, ollama_here, sent_to

PATIENCE = 0.7  # seconds that all servers together are given
_WAITING = 3 * PATIENCE  # for a look that is under way, on a machine that has much else to do
FRESH = 5.0  # seconds for which what was found is taken to be still there
# Where the programs listen that speak OpenAI's protocol, unless somebody has told them otherwise.
USUAL: tuple[tuple[str, str], ...] = (
    ("http://127.0.0.1:8080/v1", "llama.cpp or LocalAI"),
    ("http://127.0.0.1:1234/v1", "LM Studio"),
    ("http://127.0.0.1:8000/v1", "vLLM"),
    ("http://127.0.0.1:1337/v1", "Jan"),
    ("http://127.0.0.1:4891/v1", "GPT4All"),
    ("http://127.0.0.1:5000/v1", "text-generation-webui"),
    ("http://127.0.0.1:5001/v1", "KoboldCpp"),
    ("http://127.0.0.1:30000/v1", "SGLang"),
    ("http://127.0.0.1:12434/engines/v1", "Docker Model Runner"),
)


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model of a server on this machine. `name` is what `--model` takes, `title` what its server calls it;
    `program` and `host` say what runs it and where. `sent_to`: where what it is asked goes on to, if it does.
    """

    name: str
    title: str
    program: str
    host: str
    sent_to: str | None = None


def look(
    env: Mapping[str, str] | None = None,
    usual: Sequence[tuple[str, str]] | None = None,
    patience: float = PATIENCE,
) -> tuple[FoundModel, ...]:
    """Return the models of all servers on this machine that answer as such within `patience` seconds.

    It runs an event loop, and so in a thread that has none.
    """
    return asyncio.run(_all(os.environ if env is None else env, USUAL if usual is None else usual, patience))


async def _all(
    env: Mapping[str, str], usual: Sequence[tuple[str, str]], patience: float
) -> tuple[FoundModel, ...]:
    asking = [_ollama(env, patience), *(_openai(url, program, patience) for url, program in usual)]
    return tuple(model for found in await asyncio.gather(*asking) for model in found)


async def _ollama(env: Mapping[str, str], patience: float) -> list[FoundModel]:
    host = ollama_here(env)
    with suppress(NotAModelServer):
        if host:
            return [_of_ollama(each, host, env) for each in await by_ollama(f"http://{host}", patience)]
    return []


def _of_ollama(model: ListedModel, host: str, env: Mapping[str, str]) -> FoundModel:
    name = f"ollama:{model.name}"
    goes = sent_to(name, env) or ("Ollama's cloud" if model.passed_on else None)
    return FoundModel(name, model.name, model.program, host, goes)


async def _openai(url: str, program: str, patience: float) -> list[FoundModel]:
    with suppress(NotAModelServer):
        found = [(ServerModel(url, each.name), each) for each in await by_openai(url, patience)]
        return [FoundModel(str(model), each.name, each.program or program, model.host) for model, each in found]
    return []


class ModelServers:
    """What was found on this machine, and when. Any thread may ask."""

    def __init__(self, look: Callable[[], tuple[FoundModel, ...]] = look) -> None:
        self._look = look
        self._lock = Lock()
        self._last: Future[tuple[FoundModel, ...]] | None = None
        self._begun = 0.0
        self._ever: dict[str, FoundModel] = {}

    def begin(self) -> "Future[tuple[FoundModel, ...]]":
        """Look in the background, unless that is under way or has just been done."""
        with self._lock:
            is_recent = time.monotonic() - self._begun < FRESH
            if self._last is None or (self._last.done() and not is_recent):
                self._begun, self._last = time.monotonic(), Future()
                Thread(target=self._fill, args=(self._last,), name="model servers", daemon=True).start()
            return self._last

    def found(self) -> tuple[FoundModel, ...]:
        """Return what is there now; it may take as long as a look does."""
        try:
            return self.begin().result(_WAITING)
        except TimeoutError:
            return ()

    def again(self) -> tuple[FoundModel, ...]:
        """Look anew, because something may have changed, and return what is there."""
        self._begun = 0.0
        return self.found()

    def known(self, name: str) -> FoundModel | None:
        """Return a model that was found since this process began, whether or not it still answers."""
        return self._ever.get(name) or next((each for each in self.found() if each.name == name), None)

    def _fill(self, found: "Future[tuple[FoundModel, ...]]") -> None:
        try:
            models = self._look()
        except Exception as error:  # noqa: BLE001 -- whatever it is, whoever waits is to have it
            found.set_exception(error)
        else:
            self._ever |= {each.name: each for each in models}
            found.set_result(models)
