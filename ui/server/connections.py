"""Connections: how many there may be, and how long each may keep the server waiting.

uvicorn waits forever for the rest of a head, and for a client that does not read; and whoever opens connections
until no file descriptor is left stops the server. Here each connection has a time limit, and when there is no room
for more, the one that has been silent longest is closed.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.access.origins import Proxies, network
from ui.access.peers import PEER, Peer
from ui.access.refusals import refusal_body

HEAD = 1 << 16  # bytes of a request's head


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Connections in all and from one address; the seconds that a client has for a head, between two requests, and
    to go on reading.
    """

    most: int = 2_048
    from_one: int = 256  # a browser has six; several may share an address
    head: float = 15.0
    idle: float = 15.0
    unread: float = 120.0


USUAL = ConnectionLimits()


class Door:
    """The connections that are open. `proxies` bring many people each, and are not counted by address."""

    def __init__(self, limits: ConnectionLimits, proxies: Proxies) -> None:
        self.limits, self._proxies = limits, proxies
        self._open: dict[Connection, str] = {}  # with the network that each comes from

    @property
    def protocol(self) -> type[asyncio.Protocol]:
        """Return the protocol that uvicorn uses for each connection."""
        return cast(type[asyncio.Protocol], partial(Connection, door=self))

    def admit(self, new: "Connection", address: str) -> bool:
        """Accept a connection, if need be in place of another; return whether there is room for it."""
        origin = "" if self._proxies.trusts(address) else network(address)
        if origin:
            same = [each for each, known in self._open.items() if known == origin]
            if len(same) >= self.limits.from_one and not self._make_room(same):
                return False
        if len(self._open) >= self.limits.most and not self._make_room(self._open):
            return False
        self._open[new] = origin
        return True

    def leave(self, gone: "Connection") -> None:
        """Forget a connection."""
        self._open.pop(gone, None)

    def _make_room(self, among: Collection["Connection"]) -> bool:
        """Close the connection that has sent nothing for the longest time although it is its turn to send."""
        waited_for = [each for each in among if each.is_waited_for()]
        if not waited_for:
            return False
        quiet = min(waited_for, key=lambda each: each.received)
        self.leave(quiet)
        quiet.transport.abort()
        return True


class Connection(H11Protocol):
    """A connection with a time limit for each head; it says in one line what is wrong with a request."""

    def __init__(self, *given: Any, door: Door, **named: Any) -> None:
        super().__init__(*given, **named)
        self._door = door
        self.received = self.loop.time()  # when something came last
        self._head: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def is_waited_for(self) -> bool:
        """Return whether the server can do nothing before more of a request arrives."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for a head, or say that there are too many connections."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, PEER: Peer(self.client, self.server)}  # for all its requests
        if self._door.admit(self, self.client[0] if self.client else ""):
            self._wait_for_head()
        else:
            self._refuse(503, "There are too many connections; try again in a minute.")

    def data_received(self, data: bytes) -> None:
        """Take what came. The time for a head runs from its beginning: sending small pieces gains nothing."""
        self.received = self.loop.time()
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget about it."""
        self._door.leave(self)
        _cancel(self._head)
        _cancel(self._unread)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Start waiting for a client that does not read."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._door.limits.unread, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: it reads."""
        super().resume_writing()
        _cancel(self._unread)

    def send_400_response(self, msg: str) -> None:
        """Say that this is not a request; whatever is in progress on the connection ends."""
        self._refuse(400, "This is not an HTTP request.")

    def _should_upgrade(self) -> bool:
        return False  # nothing here speaks anything but HTTP

    def _wait_for_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            _cancel(self._head)
            self._head = None
        elif self._head is None:
            self._head = self.loop.call_later(self._door.limits.head, self._head_is_late)

    def _head_is_late(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse(408, "The headers of this request took too long to arrive.")
        else:
            self.transport.close()

    def _refuse(self, status: int, words: str) -> None:
        if self.cycle and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not (self.cycle and self.cycle.response_started and not self.cycle.response_complete):
            body = refusal_body(words)
            head = (
                f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
                f"x-content-type-options: nosniff\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode() + body)
        self.transport.close()


def within_descriptors(limits: ConnectionLimits) -> ConnectionLimits:
    """Return the limits that this process's file descriptors allow, after raising their number as far as needed.

    Half of few, and all but some of many, are left for the library.
    """
    try:
        from resource import RLIMIT_NOFILE, getrlimit, setrlimit  # noqa: PLC0415  # Windows has none
    except ImportError:
        return limits
    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = min(hard, limits.most + _SPARE) if hard >= 0 else limits.most + _SPARE  # below 0: without limit
    if 0 <= soft < wanted:
        setrlimit(RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return limits if soft < 0 else replace(limits, most=min(limits.most, max(soft // 2, soft - _SPARE)))


_SPARE = 512


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer:
        timer.cancel()
