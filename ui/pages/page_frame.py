"""What the pages share: the header, and their style sheets."""

import hashlib
from functools import cache, partial
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.access.root_path import root_of
from ui.rendering.templates import render

# The style sheets of the pages, of the window, and of a cable on a page of its own.
SHEETS = (
    "colours",
    "page",
    "timeline",
    "cables",
    "collections",
    "notes",
    "pictures",
    "pinning",
    "workspace",
    "cable_pages",
    "printed",
)
WINDOW_SHEETS = (
    "colours",
    "chat",
    "asking",
    "talks",
    "account",
    "timeline",
    "tables",
    "models",
    "notes",
    "pinning",
    "reading",
)
CABLE_SHEETS = ("colours", "chat", "asking", "notes", "pinning", "reading", "printed")
# Of the pages; those of the window come with Gradio's page.
SCRIPTS = ("cable", "cables", "login", "notes", "pinning", "reading", "terms", "theme", "workspace")
_FOR_A_YEAR = "public, max-age=31536000, immutable"  # the address of a sheet changes with what it holds


def router() -> APIRouter:
    """Return the routes of the style sheets, `/style/page.css`, and of the scripts, `/script/cable.js`."""
    routes = APIRouter()

    @routes.get("/style/{name}.css")
    def style(name: str) -> Response:
        if name not in SHEETS:
            raise HTTPException(404, "There is nothing at this address.")
        return Response(sheet(name), media_type="text/css", headers={"cache-control": _FOR_A_YEAR})

    @routes.get("/script/{name}.js")
    def script(name: str) -> Response:
        if name not in SCRIPTS:
            raise HTTPException(404, "There is nothing at this address.")
        return Response(static(f"{name}.js"), media_type="text/javascript")

    return routes


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return a page made of a template of `ui/templates/pages`.

    Its links begin with the path of a proxy, and keep what the address says of the theme, `?__theme=dark`; without
    that, the system decides.
    """
    root = root_of(request.scope)
    theme = request.query_params.get("__theme", "")
    known = {
        "theme": theme if theme in ("dark", "light") else "",
        "root": root,
        "to": partial(_to, root, theme if theme in ("dark", "light") else ""),
        "here": request.url.path,
        "sheets": [root + sheet_address(name) for name in SHEETS],
    }
    return HTMLResponse(render(f"pages/{template}", **known, **shown), status)


def leading_to(request: Request, address: str) -> RedirectResponse:
    """Return what leads a browser from a form that it has sent to a page, in the same theme."""
    theme = request.query_params.get("__theme", "")
    return RedirectResponse(_to(root_of(request.scope), theme if theme in ("dark", "light") else "", address), 303)


def sheet(name: str) -> str:
    """Return one of our style sheets."""
    return static(f"{name}.css")


@cache
def static(name: str) -> str:
    """Return one of our static files."""
    return (files("ui") / "static" / name).read_text(encoding="utf-8")


def sheet_address(name: str) -> str:
    """Return the address of one of the style sheets of the pages, which changes with what it holds."""
    return f"/style/{name}.css?v={hashlib.sha256(sheet(name).encode()).hexdigest()[:12]}"


def _to(root: str, theme: str, address: str) -> str:
    address = root + address
    if not theme:
        return address
    path, hash, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}__theme={theme}{hash}{fragment}"
