"""A chat model for the tests: a server on this machine that speaks as OpenAI's and Ollama's do, as it was told.

It is met over HTTP by the real client, so that what is tested is what a user's own model goes through.
"""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

KEY = "sk-not-to-be-told-0123456789"  # what it is asked with


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    `words` is said and, where it is streamed, comes word by word, with a `pause` in seconds before each; each counts
    as a token. `status` other than 200 is an error, whose message is `words`; a client may come again where the
    server says after how many seconds, `retry_after`. `cut` breaks the connection off before the end; `hang` says
    nothing until the server stops; `page` sends the words as a web page, `tool` as a call of a tool.
    """

    words: str = ""
    status: int = 200
    pause: float = 0.0
    retry_after: float | None = None
    cut: bool = False
    hang: bool = False
    page: bool = False
    tool: bool = False
    calls: tuple[tuple[str, dict[str, Any] | str], ...] = ()


@dataclass
class ScriptedModel:
    """The script: `replies` are given in order, the last one again and again.

    `pages` is what it answers to whoever only looks, by path. `prompts` is what was asked, `requests` the same with all that came with it, `sent_at` when each word was sent.
    """

    url: str = ""
    pages: dict[str, Any] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)

    def will_say(self, *replies: str | Reply) -> None:
        """Set the script; a text is short for a reply with these words."""
        self.replies = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]

    @property
    def root(self) -> str:
        """The address without the path of OpenAI's protocol, which is Ollama's."""
        return self.url.removesuffix("/v1")

    def next_reply(self, request: dict[str, Any]) -> Reply:
        """Return what to do with a request, and remember what it asked."""
        self.requests.append(request)
        self.prompts.append("\n".join(message["content"] for message in request["messages"]))
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[ScriptedModel]:
    """Serve a scripted model on a free port for as long as the context lasts."""
    model = ScriptedModel()
    family = {"address_family": socket.AF_INET6 if ":" in host else socket.AF_INET}
    made = type("Server", (ThreadingHTTPServer,), family)
    server = made((host, 0), type("Bound", (_Handler,), {"model": model}))
    server.daemon_threads = True
    model.url = f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/v1"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield model
    finally:
        model.stopping.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: ScriptedModel

    def do_POST(self) -> None:
        self.close_connection = True  # a client of a stream waits for more until the socket closes
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path in self.model.pages or self.path == "/api/show":
            self.do_GET()
            return
        reply = self.model.next_reply(request)
        if reply.hang:
            self.model.stopping.wait()
        elif reply.status != 200:
            error: dict[str, Any] = {"error": {"message": reply.words, "type": "scripted", "code": None}}
            if self.path == "/api/chat":
                error = {"error": reply.words}
            # Or the client waits as it thinks best, and tries again.
            again = ("x-should-retry", "false")
            if reply.retry_after is not None:
                again = ("retry-after", str(reply.retry_after))
            self._whole(reply.status, "application/json", json.dumps(error), again)
        elif reply.page:
            self._whole(200, "text/html", f"<!doctype html><p>{reply.words}</p>")
        elif self.path == "/api/chat":
            self._ollama(reply, request)
        elif request.get("stream"):
            self._stream(reply, request)
        else:
            message = {"role": "assistant", "content": reply.words}
            whole = _completion("chat.completion", message=message, finish_reason="stop")
            self._whole(200, "application/json", json.dumps(whole))

    def do_GET(self) -> None:
        """Answer whoever asks what the server has."""
        self.close_connection = True
        page = self.model.pages.get(self.path)
        self._whole(404 if page is None else 200, "application/json", json.dumps(page or {"error": "not found"}))

    def _ollama(self, reply: Reply, request: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        for word in reply.words.split(" ") if reply.words else ():
            time.sleep(reply.pause)
            self._line({"message": {"role": "assistant", "content": f"{word} "}, "done": False})
        if reply.calls:
            called = [{"function": {"name": name, "arguments": given}} for name, given in reply.calls]
            self._line({"message": {"role": "assistant", "content": "", "tool_calls": called}, "done": False})
        if reply.cut:
            return
        received, written = len(self.model.prompts[-1].split()), len(reply.words.split())
        counted = {"prompt_eval_count": received, "eval_count": written}
        ending = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
        self._line(ending | counted)
        self._chunk(b"")

    def _line(self, body: dict[str, Any]) -> None:
        given = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
        self._chunk(json.dumps(given | body).encode() + b"\n")

    def _whole(self, status: int, kind: str, body: str, *headers: tuple[str, str]) -> None:
        data = body.encode()
        self.send_response(status)
        for header in (
            ("content-type", kind),
            ("content-length", str(len(data))),
            ("connection", "close"),
            *headers,
        ):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Reply, request: dict[str, Any]) -> None:
        words = reply.words.split(" ")
        said = words[: request.get("max_completion_tokens") or request.get("max_tokens")]
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        self._event(_completion("chat.completion.chunk", delta={"role": "assistant", "content": ""}))
        if reply.tool:
            call = {
                "index": 0,
                "id": "1",
                "type": "function",
                "function": {"name": reply.words, "arguments": "{}"},
            }
            self._event(_completion("chat.completion.chunk", delta={"tool_calls": [call]}))
            words = said = []
        for place, (name, given) in enumerate(reply.calls):
            arguments = given if isinstance(given, str) else json.dumps(given)
            pieces = (
                {"id": f"call_{place}", "type": "function", "function": {"name": name, "arguments": ""}},
                *({"function": {"arguments": arguments[at : at + 7]}} for at in range(0, len(arguments), 7)),
            )
            for piece in pieces:  # as OpenAI sends a call: its name, then what it is called with, bit by bit
                self._event(
                    _completion("chat.completion.chunk", delta={"tool_calls": [{"index": place, **piece}]})
                )
        for word in said if reply.words or not reply.calls else []:
            time.sleep(reply.pause)
            self._event(_completion("chat.completion.chunk", delta={"content": f"{word} "}))
            self.model.sent_at.append(time.perf_counter())
        if reply.cut:
            return  # without the empty chunk, which tells the client that the text was not all
        ending = "stop" if len(said) == len(words) else "length"
        self._event(_completion("chat.completion.chunk", delta={}, finish_reason=ending))
        if (request.get("stream_options") or {}).get("include_usage"):
            received = len(self.model.prompts[-1].split())
            usage = {
                "prompt_tokens": received,
                "completion_tokens": len(said),
                "total_tokens": received + len(said),
            }
            self._event(_completion("chat.completion.chunk") | {"choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, body: dict[str, Any]) -> None:
        self._chunk(b"data: " + json.dumps(body).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""


def _completion(kind: str, **choice: Any) -> dict[str, Any]:
    choices = [{"index": 0, "finish_reason": None, **choice}]
    return {"id": "scripted", "object": kind, "created": 0, "model": "scripted", "choices": choices}
