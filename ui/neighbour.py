"""A chat window that runs over the same library has everything loaded: what a command asks is asked there.

The window puts its address down in the library's folder. Only one without logins does, which is its owner's as the
folder is; and it is asked for quotes alone, since with a chat model its environment may be another than ours. The
folder may have come from somebody else, so no address is asked but one of this machine, and nothing that it names.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from assistant.answer import Answer
from assistant.settings import Settings
from ingest.entries import Where
from ingest.folder import library_folder
from ui.private import write_private

_FILE = "serving.json"
_PATIENCE = 30  # seconds for an answer; with a window that is not so quick one is better off alone


@contextmanager
def announced(folder: Path, address: str, settings: Settings) -> Iterator[None]:
    """Let commands on the library in `folder` know, for as long as it runs, of the window at `address`."""
    file = folder / _FILE
    mine = {
        "address": address,
        "folder": str(folder.resolve()),  # the file may be copied along with it
        "process": os.getpid(),
        "answers": _answers(settings),
    }
    try:
        write_private(file, json.dumps(mine))
    except OSError:  # a folder that is only for reading: commands do without
        yield
        return
    try:
        yield
    finally:
        if _read(file) == mine:
            file.unlink(missing_ok=True)


def ask(settings: Settings, question: str, where: Where, *, literal: bool) -> Answer | None:
    """Return the answer of a window that runs over the library of these settings and answers as they would.

    None where there is none, or it cannot tell: whoever asks is then told by his own library what is wrong.
    """
    folder = library_folder(settings.library)
    found = _read(folder / _FILE)
    if settings.model or not found or found["folder"] != str(folder.resolve()):
        return None
    if found["answers"] != _answers(settings) or not _lives(found["process"]):
        return None
    given = {"question": question, "literal": literal, "filters": asdict(where)}
    try:
        # By itself this goes through no proxy and where no redirect leads, which urllib's `urlopen` does.
        with closing(HTTPConnection(*_place(found["address"]), timeout=_PATIENCE)) as window:
            window.request("POST", "/api/ask", json.dumps(given).encode(), {"content-type": "application/json"})
            reply = window.getresponse()
            return TypeAdapter(Answer).validate_json(reply.read()) if reply.status == 200 else None
    except (OSError, ValueError, HTTPException):  # a reply that is no answer is a ValueError too
        return None


def _place(address: Any) -> tuple[str, int]:
    """Return host and port of a window on this machine; raises ValueError for whatever else an address may be."""
    parts = urlsplit(str(address))
    host, port = parts.hostname or "", parts.port
    if parts.scheme != "http" or port is None or not ip_address(host).is_loopback:
        raise ValueError(f"{address} is no window on this machine")
    return host, port


def _answers(settings: Settings) -> str:
    """Return a digest of what an answer of quotes depends on, beside the folder; the URL may tell a password."""
    parts = (version("reftel"), settings.model, settings.embedder, settings.strict, settings.database_url)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found if {"address", "folder", "process", "answers"} <= found.keys() else None
    except (OSError, ValueError, AttributeError, RecursionError):  # none there, or none that we have written
        return None


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, ValueError, TypeError):
        return False
    return True
