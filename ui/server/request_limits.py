"""What a request must be: a head that makes sense, and a body that is neither too large nor too slow.

Anything else is refused in one line of JSON, and its connection closed, before anything has read it.
"""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.refusals import refusal_body

LARGEST = 1 << 20  # bytes of a body
LONGEST = 3 << 14  # bytes of a target: a filter may hold a paragraph, and a browser writes nine signs for one
_HOST = re.compile(r"[A-Za-z0-9._-]*(?::\d{0,5})?|\[[0-9A-Fa-f:.]+\](?::\d{0,5})?")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f]")
# After a refusal we read on, so that whoever is still sending gets to read why they were refused.
_LINGER = 10.0  # seconds at most
_LINGER_SILENCE = 0.5  # seconds without a byte, twice in a row
_LINGER_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds in which nothing of a body may come, and how many bytes a second there must be beyond these."""

    silence: float = 20.0
    rate: int = 1_000


@dataclass(slots=True)
class _Body:
    """What has arrived of a body."""

    whole: bool
    received: int = 0
    began: float = field(default_factory=time.monotonic)

    def take(self, message: Message) -> None:
        self.received += len(message.get("body", b""))
        self.whole = message["type"] != "http.request" or not message.get("more_body", False)

    def patience(self, pace: Pace) -> float:
        """Return how long to wait for the next part."""
        owed = self.began + pace.silence + self.received / pace.rate - time.monotonic()
        return max(0.0, min(pace.silence, owed))


class Bounds:
    """ASGI middleware that enforces these limits. `larger`: how many bytes a body may have at some paths."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None, pace: Pace = Pace()) -> None:
        self.app, self.larger, self.pace = app, larger or {}, pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        largest = self.larger.get(scope["path"], LARGEST)
        body = _Body(whole=headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers)
        refused = started = False

        async def refuse(status: int, words: str) -> Message:
            nonlocal refused
            refused = True
            if not started:
                await _refuse(send, status, words)
                if status != 408:
                    await _linger(receive, body)
                await send({"type": "http.response.body", "body": b""})
            return {"type": "http.disconnect"}

        async def receive_bounded() -> Message:
            if refused or body.whole:  # what is waited for is that the client goes away
                return {"type": "http.disconnect"} if refused else await receive()
            try:
                async with asyncio.timeout(body.patience(self.pace)):
                    message = await receive()
            except TimeoutError:
                return await refuse(408, "The body of this request took too long to arrive.")
            body.take(message)
            return message if body.received <= largest else await refuse(413, _too_large(largest))

        async def send_bounded(message: Message) -> None:
            nonlocal started
            if refused:  # what the application makes of the end of the request is no answer to it
                return
            if message["type"] == "http.response.start":
                started = True
                if not body.whole:
                    MutableHeaders(scope=message)["connection"] = "close"
            elif not body.whole and not message.get("more_body", False):
                await send({**message, "more_body": True})
                await _linger(receive, body)
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        if wrong := _wrong(scope, headers, largest):
            await refuse(*wrong)
            return
        try:
            await self.app(scope, receive_bounded, send_bounded)
        except Exception:  # whatever the application makes of a request that ended in its midst
            if not refused:
                raise


def _wrong(scope: Scope, headers: Headers, largest: int) -> tuple[int, str] | None:
    """Return the status and the words with which a head is refused."""
    hosts, lengths = headers.getlist("host"), headers.getlist("content-length")
    if scope["http_version"] not in ("1.0", "1.1"):
        return 400, "This is neither HTTP/1.1 nor HTTP/1.0."
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
        return 414, f"The address is longer than {LONGEST:,} bytes."
    if not scope["path"].startswith("/") or _NO_TEXT.search(scope["path"]):
        return 400, "This is not an address: it must begin with / and contain no control characters."
    if len(hosts) > 1 or not all(map(_HOST.fullmatch, hosts)):
        return 400, "The Host header names no host."
    if len(lengths) > 1 or not all(each.isascii() and each.isdigit() for each in lengths):
        return 400, "The Content-Length is not a number of bytes."
    if lengths and "transfer-encoding" in headers:
        return 400, "The request has a Content-Length and a Transfer-Encoding: one of them is wrong."
    if lengths and int(lengths[0]) > largest:
        return 413, _too_large(largest)
    return None


def _too_large(largest: int) -> str:
    return f"The body is larger than {largest:,} bytes."


async def _refuse(send: Send, status: int, words: str) -> None:
    body = refusal_body(words)
    headers = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _linger(receive: Receive, body: _Body) -> None:
    """Read on for a while: a connection closed while the client is sending takes the answer with it."""
    last_byte, last_moment, silent = body.received + _LINGER_BYTES, time.monotonic() + _LINGER, 0
    # Twice, for a busy server may find the time over before it has looked at what came meanwhile.
    while not body.whole and silent < 2 and body.received < last_byte and time.monotonic() < last_moment:
        try:
            async with asyncio.timeout(_LINGER_SILENCE):
                body.take(await receive())
            silent = 0
        except TimeoutError:
            silent += 1
