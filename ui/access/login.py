"""The page to log in at, and the way out."""

import logging
from importlib.resources import files
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import SettingsError
from ingest.language.counts import count
from ui.access.gate import ELSEWHERE, Logins
from ui.access.root_path import root_of
from ui.access.sessions import AGE, COOKIE
from ui.rendering.templates import template

log = logging.getLogger(__name__)

STYLE = (files("ui") / "static" / "login.css").read_text(encoding="utf-8")
_FORM = template("pages/login.html")  # read once, not by a coroutine

WRONG = "Wrong name or password."
NOBODY_KNOWS = "Nobody can log in at the moment: the users file cannot be read."
NOT_ENDED = (
    "You are logged out in this browser, but the logout could not be recorded: a copy of your cookie still works."
)
_LARGEST = 4096  # bytes of a filled-in form
_AT_ONCE = 2  # passwords that are hashed side by side: each takes 64 MiB of memory, and logins are rare


def router(logins: Logins) -> APIRouter:
    """Return the routes by which one logs in and out."""
    routes = APIRouter(default_response_class=HTMLResponse)
    hashing = CapacityLimiter(_AT_ONCE)

    @routes.get("/login")
    def form(request: Request, next: str = "/") -> Response:
        return _page(request, next)

    @routes.post("/login")
    async def log_in(request: Request) -> Response:
        if not logins.proxies.is_from_own_page(request):
            return _page(request, "/", ELSEWHERE, 403)
        filled = await _filled(request)
        if filled is None:
            return _page(request, "/", "This form contains more than a name and a password.", 413)
        name, password, target = (filled.get(each, "") for each in ("name", "password", "next"))
        address = logins.proxies.address(request)
        if wait := logins.attempts.begin(name, address):
            reason = f"Too many attempts. Try again in {count(-(-wait // 60), 'minute')}."
            return _page(request, target, reason, 429, {"retry-after": str(wait)})
        try:
            user = await to_thread.run_sync(logins.users.by_password, name, password, limiter=hashing)
            if user is None:
                return _page(request, target, WRONG, 401)
            before = request.cookies.get(COOKIE, "")  # of whoever sat here before
            await to_thread.run_sync(logins.sessions.end, before)
        except SettingsError as error:
            log.error("%s", error)
            return _page(request, target, NOBODY_KNOWS, 503)
        logins.attempts.succeeded(name, address)
        response = RedirectResponse(root_of(request.scope) + _local(target), 303)
        response.set_cookie(
            COOKIE,
            logins.sessions.begin(user),
            max_age=AGE,
            path=root_of(request.scope) or "/",
            httponly=True,
            samesite="lax",
            secure=logins.proxies.is_encrypted(request),
        )
        return response

    @routes.post("/logout")
    def log_out(request: Request) -> Response:
        if not logins.proxies.is_from_own_page(request):
            return _page(request, "/", ELSEWHERE, 403)
        response: Response = RedirectResponse(f"{root_of(request.scope)}/login", 303)
        try:
            logins.sessions.end(request.cookies.get(COOKIE, ""))
        except SettingsError as error:
            log.error("%s", error)
            response = _page(request, "/", NOT_ENDED, 503)
        response.delete_cookie(COOKIE, path=root_of(request.scope) or "/")
        return response

    return routes


def _page(
    request: Request, target: str, trouble: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    root = root_of(request.scope)
    html = _FORM.render(root=root, next=_local(target), trouble=trouble, style=STYLE)
    return HTMLResponse(html, status, {"cache-control": "no-store", **(headers or {})})


async def _filled(request: Request) -> dict[str, str] | None:
    """Return what was written into the form, None where that is too much to be one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None)
    return {name: values[0] for name, values in fields.items()}


def _local(target: str) -> str:
    """Return where to go after the login: a page of ours, whatever the address said."""
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_ours else "/"
