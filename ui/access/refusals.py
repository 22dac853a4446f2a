"""The one form in which a request is told that it failed: `{"error": "what happened, and what to do"}`."""

import json
from collections.abc import Mapping

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import JSONResponse

BROKEN = "Something went wrong; the server's log says what."


def refusal(status: int, words: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the reply to a request that failed, for the reason in `words`."""
    return JSONResponse({"error": words}, status, headers)


def refusal_body(words: str) -> bytes:
    """Return what such a reply says, for where it is written by hand: before there is an application to ask."""
    return json.dumps({"error": words}).encode()


def faults(error: ValidationError | RequestValidationError) -> str:
    """Return what is wrong with what a program sent, in one line."""
    return "; ".join(f"{_place(each['loc'])}{each['msg']}" for each in error.errors())


def _place(steps: tuple[str | int, ...]) -> str:
    names = [str(step) for step in steps if step not in ("body", "query", "path")]
    return f"{'.'.join(names)}: " if names else ""
