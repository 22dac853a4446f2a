"""What is recorded of each request and each question: a number, a line in the log, counts for the metrics."""

import logging
import secrets
import time
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal, Self

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import Answer
from ui.access.reader_access import Reader, reader
from ui.server import metrics
from ui.server.open_routes import methods

log = logging.getLogger(__name__)

Door = Literal["window", "gradio", "api", "mcp", "stdio"]
_PLACES = frozenset({"api", "mcp", "metrics", "healthz"})  # what a path begins with; the rest is the window
STREAMS = ("/gradio_api/", "/mcp")
_LEFT = 499  # what nginx notes where the client went away before there was an answer


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who asks in one of the ways, and the number of their request."""

    door: Door
    reader: Reader
    request_id: str | None = None

    @classmethod
    def by(cls, door: Door, request: Any) -> Self:
        """Return the visit of a request that has passed the gate; a Gradio request will do too."""
        return cls(door, reader(request), getattr(request.state, "request_id", None))


def noted(visit: Visit, question: str, snapshots: Iterable[Answer]) -> Generator[Answer, None, None]:
    """Yield the snapshots of an answer, and record how it went once it ends, fails or is abandoned."""
    began, outcome, answer = time.perf_counter(), "left", None
    error: str | None = None
    with metrics.IN_FLIGHT.labels(visit.door).track_inprogress():
        try:
            for answer in snapshots:
                yield answer
            outcome = answer.outcome if answer else "refused"
        except Exception as raised:
            outcome, error = "failed", type(raised).__name__
            raise
        finally:
            seconds = time.perf_counter() - began
            metrics.question(visit.door, outcome, seconds, answer.usage if answer else None)
            log.info(
                "question",
                extra={
                    "door": visit.door,
                    "reader": visit.reader.name,
                    "outcome": outcome,
                    **({"error": error} if error else {}),
                    "seconds": round(seconds, 3),
                    "cited": len({citation.cable for citation in answer.citations}) if answer else 0,
                    "request_id": visit.request_id,
                    # `--log-questions` lowers the level; otherwise no text of a question reaches any log.
                    **({"question": question} if log.isEnabledFor(logging.DEBUG) else {}),
                },
            )


def _counted(path: str) -> AbstractContextManager[Any]:
    """Count a request as under way; the streams of the window and of MCP stay open when nothing is."""
    return nullcontext() if path.startswith(STREAMS) else metrics.REQUESTS_IN_FLIGHT.track_inprogress()


def _logged_path(scope: Scope) -> str:
    """Return the path of a request without its query, which may hold a question.

    For the window's own traffic only the route is recorded: the rest of the path is the name of a session.
    """
    path: str = scope["path"]
    if not path.startswith("/gradio_api/"):
        return path
    return next(iter(methods(path).values()), "/gradio_api/")


class RequestLog:
    """ASGI middleware, outside the gate: what the gate turns away is recorded too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request a number, which the response contains, and record what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = secrets.token_hex(8)
        began, status = time.perf_counter(), _LEFT

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = state["request_id"]
            await send(message)

        try:
            with _counted(scope["path"]):
                await self.app(scope, receive, noting)
        except Exception:  # the log records it as a 500, and it is raised again
            status = 500
            raise
        finally:
            seconds = time.perf_counter() - began
            first = scope["path"].split("/")[1]
            metrics.request(first if first in _PLACES else "window", status, seconds)
            log.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": _logged_path(scope),
                    "status": status,
                    "reader": state["reader"].name if "reader" in state else None,
                    "seconds": round(seconds, 3),
                    "request_id": state["request_id"],
                },
            )
