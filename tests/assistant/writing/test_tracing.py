"""What LangChain's callbacks and tracers see of an answer, and that nothing is traced unasked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from recording import by_way_of, recording

from assistant import Assistant, Turn

QUESTION = "what did Huseynli say about Russia?"
WRITTEN = "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5]."
TURNS = (Turn("user", "Whom did the embassy in Baku see?"), Turn("assistant", "Elchin Huseynli [1]."))


# Callbacks


@dataclass(eq=False)
class Tree(BaseCallbackHandler):
    """The runs in the order in which they begin, each with its parent, and the order in which they end."""

    begun: dict[UUID, tuple[str, UUID | None]] = field(default_factory=dict)
    ended: list[UUID] = field(default_factory=list)

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: UUID, **more: Any) -> None:
        self.begun[run_id] = (more["name"], more["parent_run_id"])

    def on_retriever_start(self, serialized: Any, query: str, *, run_id: UUID, **more: Any) -> None:
        self.begun[run_id] = (more["name"], more["parent_run_id"])

    def on_chat_model_start(self, serialized: Any, messages: Any, *, run_id: UUID, **more: Any) -> None:
        self.begun[run_id] = (more["name"], more["parent_run_id"])

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **more: Any) -> None:
        self.ended.append(run_id)

    def on_retriever_end(self, documents: Any, *, run_id: UUID, **more: Any) -> None:
        self.ended.append(run_id)

    def on_llm_end(self, response: Any, *, run_id: UUID, **more: Any) -> None:
        self.ended.append(run_id)

    def drawn(self) -> list[str]:
        """The names of the runs, each under those of its parents."""
        return [self._path(run) for run in self.begun]

    def _path(self, run: UUID) -> str:
        name, parent = self.begun[run]
        return f"{self._path(parent)} / {name}" if parent else name


def test_callbacks_see_one_tree_from_the_question_to_the_second_opinion(library, model):
    model.will_say(QUESTION, WRITTEN, "1: yes")
    tree = Tree()
    chain = Assistant(library, model="openai:scripted", second_opinion=True).chain
    chain.invoke({"question": "did he think the Kremlin was in earnest?", "turns": TURNS}, {"callbacks": [tree]})
    assert tree.drawn() == [
        "reftel",
        "reftel / rewrite",
        "reftel / CableRetriever",
        "reftel / write",
        "reftel / second opinion",
    ]
    first, *others = tree.begun
    assert tree.ended == [*others, first]


def test_the_tree_hangs_where_the_chain_is_used(library, model):
    model.will_say(WRITTEN)
    tree = Tree()
    chain = (lambda asked: asked.strip()) | Assistant(library, model="openai:scripted").chain
    chain.invoke(f" {QUESTION} ", {"callbacks": [tree], "run_name": "mine"})
    assert tree.drawn()[-3:] == ["mine / reftel", "mine / reftel / CableRetriever", "mine / reftel / write"]


# LangSmith, played by a server on this machine

ASKING = """
import sys
from langchain_core.tracers.langchain import wait_for_all_tracers
from assistant import Assistant
print(Assistant.open(sys.argv[1], model="openai:scripted", cache=False).ask(sys.argv[2]).text)
wait_for_all_tracers()
"""


# How LangSmith's client is told to send runs: as JSON, a batch at a time.
IN_JSON = {
    "use_multipart_endpoint": False,
    "size_limit": 100,
    "size_limit_bytes": 20_000_000,
    "scale_up_nthreads_limit": 1,
    "scale_up_qsize_trigger": 1_000,
    "scale_down_nempty_trigger": 4,
}


@contextmanager
def collecting() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve what takes LangSmith's runs; its address, and all that it is sent."""
    sent: list[dict[str, Any]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({"version": "0.0.0", "batch_ingest_config": IN_JSON})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            sent.append({"path": self.path, **json.loads(body)})
            self._reply({})

        def _reply(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()


def asked(folder: Path, **env: str) -> str:
    """Ask in a process of its own, as LangSmith's settings are read but once in each."""
    done = subprocess.run(
        [sys.executable, "-c", ASKING, folder, QUESTION],
        env={**os.environ, **env},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def test_langsmith_gets_the_runs_if_it_is_asked_for(sample_folder, model):
    model.will_say(WRITTEN)
    with collecting() as (url, sent):
        asked(sample_folder, LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT=url, LANGSMITH_API_KEY="none")
    runs = {run["name"]: run for batch in sent for run in batch.get("post", [])}
    assert set(runs) == {"reftel", "CableRetriever", "write"}
    assert len({run["trace_id"] for run in runs.values()}) == 1
    assert {runs[name]["parent_run_id"] for name in ("CableRetriever", "write")} == {runs["reftel"]["id"]}


def test_on_this_machine_it_gets_them_past_a_proxy(sample_folder, model):
    model.will_say(WRITTEN)
    with collecting() as (url, sent), recording() as (proxy, seen):
        reported = {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": url, "LANGSMITH_API_KEY": "none"}
        asked(sample_folder, **reported, **by_way_of(proxy))
    assert seen == []
    assert sent


def test_it_gets_nothing_otherwise(sample_folder, model):
    model.will_say(WRITTEN)
    with collecting() as (url, sent):
        reported = asked(sample_folder, LANGSMITH_ENDPOINT=url, LANGSMITH_API_KEY="none")
    assert "move beyond words [1]" in reported
    assert sent == []
