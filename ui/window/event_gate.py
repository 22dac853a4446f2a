"""ASGI middleware before Gradio: only listed events, in their shape, and each reader in their own sessions."""

import json
import re
from typing import Annotated, Any
from urllib.parse import parse_qsl

from gradio import Blocks
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.reader_access import Reader, reader
from ui.access.refusals import refusal
from ui.window.events import shape_of
from ui.window.window_sessions import WindowSessions

API = "/gradio_api"
_OF_THE_BODY = {b"content-type", b"content-length", b"content-encoding", b"transfer-encoding"}
_HEARTBEAT = re.compile(rf"(?P<before>{API}/heartbeat/)(?P<session>[A-Za-z0-9-]{{1,40}})")

Session = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]


class _Numbered(BaseModel):
    fn_index: Annotated[int, Field(strict=True)]


class _Cancelled(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    session_hash: Session
    fn_index: int
    event_id: Annotated[str, Field(max_length=64)]


class _RefusedEvent(Exception):
    """A request that is not an event of the window."""


class _TooMany(Exception):
    """An event beyond those that a reader may have in progress."""


class EventGate:
    """Checks what the browser sends to Gradio, and passes on only what it has read, not what was sent."""

    def __init__(self, app: ASGIApp, blocks: Blocks) -> None:
        self.app, self.blocks = app, blocks
        self.sessions = WindowSessions(blocks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a valid request; answer 422 to any other."""
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        try:
            scope, receive = await self._checked(scope, receive)
        except (_RefusedEvent, ValidationError):
            await refusal(422, "This is not an event of the chat window.")(scope, receive, send)
        except ClientDisconnect:  # there is nobody left to answer
            return
        except _TooMany:
            await refusal(429, "Too many requests are in progress already.")(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """Return a request as Gradio may see it; raises _RefusedEvent, _TooMany or ValidationError."""
        path, who = scope["path"], reader(Request(scope))
        if heartbeat := _HEARTBEAT.fullmatch(path):
            return _at(scope, heartbeat["before"] + self.sessions.bound(who, heartbeat["session"])), receive
        if path == f"{API}/queue/data":
            return self._of_session(scope, who), receive
        if path in (f"{API}/queue/join", f"{API}/run/predict"):
            event = self._event(await Request(scope, receive).body(), who, queued=path.endswith("join"))
            if not self.sessions.has_room(who):
                raise _TooMany
            await self.sessions.used(who, event["session_hash"])
            return _with_body(scope, receive, event)
        if path == f"{API}/cancel":
            body = await Request(scope, receive).body()
            cancelled = _Cancelled.model_validate_json(body)
            bound = {"session_hash": self.sessions.bound(who, cancelled.session_hash)}
            return _with_body(scope, receive, cancelled.model_dump() | bound)
        if path == f"{API}/info":
            return scope, receive
        raise _RefusedEvent

    def _event(self, body: bytes, who: Reader, *, queued: bool) -> dict[str, Any]:
        event = self.blocks.fns.get(_Numbered.model_validate_json(body).fn_index)
        shape = shape_of(event) if event else None
        if event is None or shape is None or event.queue != queued:
            raise _RefusedEvent
        sent = shape.model_validate_json(body)
        return sent.model_dump() | {"session_hash": self.sessions.bound(who, sent.session_hash)}

    def _of_session(self, scope: Scope, who: Reader) -> Scope:
        given = [
            value for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name == "session_hash"
        ]
        if len(given) != 1:
            raise _RefusedEvent
        return {**scope, "query_string": b"session_hash=" + self.sessions.bound(who, given[0]).encode()}


def _at(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": path.encode()}


def _with_body(scope: Scope, receive: Receive, content: dict[str, Any]) -> tuple[Scope, Receive]:
    """Return the request with another body: what was read of the one that was sent."""
    body = json.dumps(content).encode()
    kept = [each for each in scope["headers"] if each[0] not in _OF_THE_BODY]
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    unread = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive_instead() -> Message:
        return next(unread, None) or await receive()

    return {**scope, "headers": [*kept, *headers]}, receive_instead
