"""What is answered where a request fails: a page for whoever asks for one, and for all others one line of JSON."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException  # FastAPI raises this as well as its own, which is one
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import LibraryError, NotebookError
from ui.access.error_text import message_in_reply
from ui.access.refusals import BROKEN, faults, refusal
from ui.pages import page_frame

SECONDS = "5"  # after which it is worth asking again
_log = logging.getLogger(__name__)


def _refused(request: Request, error: HTTPException) -> Response:
    said = error.detail if isinstance(error.detail, str) else HTTPStatus(error.status_code).phrase
    return _told(request, error.status_code, said, error.headers)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    return _told(request, 422, faults(error))


def _unreachable(request: Request, error: LibraryError) -> Response:
    return _told(request, 503, message_in_reply(request, error), {"retry-after": SECONDS})


def _unkept(request: Request, error: NotebookError) -> Response:
    status = 503 if isinstance(error.__cause__, LibraryError) else 409
    return _told(request, status, message_in_reply(request, error))


def _broken(request: Request, error: Exception) -> Response:
    return _told(request, 500, BROKEN)


# Each class of error with what answers it; the window, an application of its own, is given the same.
HANDLERS: Mapping[Any, Callable[[Request, Any], Response]] = {
    HTTPException: _refused,
    RequestValidationError: _invalid,
    LibraryError: _unreachable,
    NotebookError: _unkept,
    Exception: _broken,
}


class Unbroken:
    """ASGI middleware that answers a request which met a bug, and logs it; the innermost of all.

    Starlette would answer it outside of all others: without a number, and without the headers that pages have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it if nothing has been sent when it fails."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:  # whatever went wrong, the client is told in the usual form
            if started or scope["type"] != "http":
                raise
            _log.exception("A request failed")  # without its text, which is the user's own
            reply = await run_in_threadpool(_broken, Request(scope), error)  # a page is read from the disk
            await reply(scope, receive, send)


def tell(application: FastAPI) -> None:
    """Have an application answer in this way, whatever goes wrong with a request."""
    for kind, handler in HANDLERS.items():
        if kind is not Exception:  # which `Unbroken` answers
            application.add_exception_handler(kind, handler)
    application.add_middleware(Unbroken)


def _told(request: Request, status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return refusal(status, words, headers)
    title = "Temporarily unavailable" if status == HTTPStatus.SERVICE_UNAVAILABLE else "That did not work"
    page = page_frame.page(request, "trouble.html", status=status, title=title, trouble=words)
    page.headers.update(headers or {})
    return page
