"""A chat model for the tests: a server on this machine that speaks as OpenAI's does and says what it was told.

It is met over HTTP by the real client, so that what is tested is what a user's own model goes through.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    `words` is said and, where it is streamed, comes word by word. `status` other than 200 is an error, whose
    message is `words`. `cut` breaks the connection off before the end; `hang` says nothing until the server stops.
    """

    words: str = ""
    status: int = 200
    cut: bool = False
    hang: bool = False


@dataclass
class ScriptedModel:
    """The script: `replies` are given in order, the last one again and again; `heard` is what was asked."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)

    def will_say(self, *replies: str | Reply) -> None:
        """Set the script; a text is short for a reply with these words."""
        self.replies = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]

    def next_reply(self, request: dict[str, Any]) -> Reply:
        """Return what to do with a request, and remember what it asked."""
        self.heard.append("\n".join(message["content"] for message in request["messages"]))
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving() -> Iterator[ScriptedModel]:
    """Serve a scripted model on a free port for as long as the context lasts."""
    model = ScriptedModel()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"model": model}))
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
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
        reply = self.model.next_reply(request)
        if reply.hang:
            self.model.stopping.wait()
        elif reply.status != 200:
            self._whole(reply.status, {"error": {"message": reply.words, "type": "scripted", "code": None}})
        elif request.get("stream"):
            self._stream(reply)
        else:
            message = {"role": "assistant", "content": reply.words}
            self._whole(200, _completion("chat.completion", message=message, finish_reason="stop"))

    def _whole(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        self.send_header("x-should-retry", "false")  # or the client waits and tries again
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        self._event(_completion("chat.completion.chunk", delta={"role": "assistant", "content": ""}))
        for word in reply.words.split(" "):
            self._event(_completion("chat.completion.chunk", delta={"content": f"{word} "}))
        if reply.cut:
            return  # without the empty chunk, which tells the client that the text was not all
        self._event(_completion("chat.completion.chunk", delta={}, finish_reason="stop"))
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
