"""The gate: every request, at whichever door, goes through here and is somebody's from then on."""

from dataclasses import dataclass, field
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import ReftelError
from ui.access import peers
from ui.access.attempts import Attempts
from ui.access.origins import Proxies, names_loopback
from ui.access.reader_access import OWNER, Reader
from ui.access.refusals import refusal
from ui.access.root_path import root_of
from ui.access.sessions import COOKIE, Sessions
from ui.access.users import User, Users

OPEN = {"/healthz", "/login", "/script/login.js", "/logout"}  # what needs no login
_LOOKING = 8  # threads that look who somebody is: the file of the users may lie on a slow disk
_PROGRAMS = ("/gradio_api", "/config", "/api", "/mcp", "/metrics")  # what no browser shows as a page

SOMEBODY_ELSE = "This window belongs to another user of this machine."
ELSEWHERE = "This request comes from another site's page."


@dataclass(frozen=True, slots=True)
class Logins:
    """What a server with logins goes by."""

    users: Users
    sessions: Sessions
    proxies: Proxies
    attempts: Attempts = field(default_factory=Attempts)


class _Refused(Exception):
    """A request that goes no further, with the status that it gets."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class OwnersGate:
    """ASGI middleware for a machine's own user, who needs no login.

    So nothing but their own programs, at this machine's own name, may come in: no page of the web that has its
    name lead here, or that posts here, and no other user of the machine where the system tells them apart.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._looking = CapacityLimiter(_LOOKING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say that the request is the owner's, and pass it on."""
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            if not names_loopback(connection):
                await _refuse(
                    scope, receive, send, 421, "Unknown host name: open http://127.0.0.1 with this port instead."
                )
                return
            if not await run_sync(peers.is_admitted, scope, limiter=self._looking):
                await _refuse(scope, receive, send, 403, SOMEBODY_ELSE)
                return
            if not Proxies().is_from_own_page(connection):
                await _refuse(scope, receive, send, 403, ELSEWHERE)
                return
            scope.setdefault("state", {})["reader"] = OWNER
            scope = Proxies().believed(scope)
        await self.app(scope, receive, send)


class LoginGate:
    """ASGI middleware that lets in whoever has logged in, holds a token, or is vouched for by a trusted proxy."""

    def __init__(self, app: ASGIApp, logins: Logins) -> None:
        self.app, self.logins = app, logins
        self._looking = CapacityLimiter(_LOOKING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say whose the request is, and pass it on; or send a browser to the login, and a program away."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        state = scope.setdefault("state", {})
        try:
            who = await run_sync(self._who, connection, limiter=self._looking)
            state["reader"], state["session"] = who
        except _Refused as refusal:
            await _refuse(scope, receive, send, refusal.status, refusal.reason)
        except ReftelError:  # it names files of this machine, which is for its log
            await _refuse(
                scope, receive, send, 503, "Nobody can log in at the moment: the users file cannot be read."
            )
        else:
            scope = self.logins.proxies.believed(scope)
            await self.app(scope, receive, _unkept(send) if scope["type"] == "http" else send)

    def _who(self, connection: HTTPConnection) -> tuple[Reader, bool]:
        """Return who sends a request, and whether by a session, which can be ended."""
        users, proxies = self.logins.users, self.logins.proxies
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        user: User | None
        name = proxies.user(connection)
        if name is not None:
            user = users.get(name)
            if user is None:
                raise _Refused(403, "That user may not log in here.")
        elif scheme.casefold() == "bearer":
            user = users.by_token(token.strip())
            if user is None:
                raise _Refused(401, "Unknown token.")
            return user.reader, False  # no other site's page can send it
        else:
            user = self.logins.sessions.user(connection.cookies.get(COOKIE, ""))
            if user is None:
                raise _Refused(401, "Log in, or send a token: Authorization: Bearer TOKEN.")
        if not proxies.is_from_own_page(connection):
            raise _Refused(403, ELSEWHERE)
        return user.reader, name is None


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()  # the handshake, which is turned down
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    response: Response = refusal(status, reason)
    if status == 401:
        if _is_page(HTTPConnection(scope), scope["method"]):
            where = scope["path"] + (f"?{query.decode()}" if (query := scope["query_string"]) else "")
            response = RedirectResponse(f"{root_of(scope)}/login?next={quote(where, safe='')}", 303)
        else:
            response.headers["www-authenticate"] = "Bearer"
    await response(scope, receive, send)


def _is_page(connection: HTTPConnection, method: str) -> bool:
    path = connection.scope["path"]
    asks_for_page = method in ("GET", "HEAD") and "text/html" in connection.headers.get("accept", "")
    return asks_for_page and not any(path == each or path.startswith(f"{each}/") for each in _PROGRAMS)


def _unkept(send: Send) -> Send:
    """Return a `send` that has nothing kept, by a browser or on the way, that is one user's."""

    async def send_unkept(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("cache-control", "no-store")
        await send(message)

    return send_unkept
