"""A chat window that runs over the same library has everything loaded: what a command asks is asked there.

The window writes its address where only its own user can, and not in the library's folder, which may come from
somebody else. Only one without logins does; and it is asked for quotes alone, since with a chat model its
environment may be another than ours. No address is asked but one of this machine, and nothing that it names.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_cache_path

from assistant.answer import Answer
from assistant.settings import Settings
from ingest.domain.filters import Filters
from ingest.files.private_folder import library_folder, make_private
from ui.access.private_file import write_private

_PATIENCE = 30  # seconds for an answer; answering without the window is faster than waiting longer
_LONGEST = 1 << 24  # bytes of a reply


@contextmanager
def announced(folder: Path, address: str, settings: Settings) -> Iterator[None]:
    """Announce the window at `address` to commands on the library in `folder`, for as long as it runs."""
    mine = {"address": address, "process": os.getpid(), "answers": _answers(settings)}
    try:
        file = announcement(folder)
        write_private(file, json.dumps(mine))
    except OSError:  # no place for it: commands do without
        yield
        return
    try:
        yield
    finally:
        if _read(file) == mine:
            file.unlink(missing_ok=True)


def ask(
    settings: Settings,
    question: str,
    where: Filters,
    *,
    literal: bool,
    spread: bool = False,
    collection: str | None = None,
) -> Answer | None:
    """Return the answer of a window that runs over the library of these settings and answers as they would.

    None if there is none, or it cannot say: the caller's own library then reports what is wrong.
    """
    try:
        found = _read(announcement(library_folder(settings.library)))
    except OSError:
        return None
    if settings.model or not found or found["answers"] != _answers(settings) or not _lives(found["process"]):
        return None
    how = {"literal": literal, "spread": spread}
    given = {"question": question, **how, "filters": asdict(where), "collection": collection}
    try:
        # By itself this goes through no proxy and where no redirect leads, which urllib's `urlopen` does.
        with closing(HTTPConnection(*_place(found["address"]), timeout=_PATIENCE)) as window:
            window.request("POST", "/api/ask", json.dumps(given).encode(), {"content-type": "application/json"})
            reply = window.getresponse()
            received = reply.read(_LONGEST + 1)
            is_answer = reply.status == 200 and len(received) <= _LONGEST
            from pydantic import TypeAdapter

            return TypeAdapter(Answer).validate_json(received) if is_answer else None
    except (OSError, ValueError, HTTPException):  # a reply that is no answer is a ValueError too
        return None


def announcement(folder: Path) -> Path:
    """Return the file that announces a window over the library in `folder`.

    Raises OSError where there is no folder for it that is this user's alone: others could announce what they like.
    """
    own = user_cache_path("reftel", appauthor=False) / "windows"
    make_private(own)
    found = own.lstat()
    is_own = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)
    if not stat.S_ISDIR(found.st_mode) or not is_own:
        raise PermissionError(f"{own} is not this user's alone")
    # Machines may share the home that this lies in.
    name = hashlib.sha256(os.fsencode(f"{gethostname()}:{os.path.realpath(folder)}")).hexdigest()
    return own / f"{name}.json"


def _place(address: Any) -> tuple[str, int]:
    """Return host and port of a window on this machine; raises ValueError for whatever else an address may be."""
    parts = urlsplit(str(address))
    host, port = parts.hostname or "", parts.port
    if parts.scheme != "http" or port is None or not ip_address(host).is_loopback:
        raise ValueError(f"{address} is no window on this machine")
    return host, port


def _answers(settings: Settings) -> str:
    """Return a digest of what an answer of quotes depends on, beside the folder; a URL may hold a password."""
    parts = (version("reftel"), settings.model, settings.embedder, settings.strict, settings.database_url)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found if {"address", "process", "answers"} <= found.keys() else None
    except (OSError, ValueError, AttributeError, RecursionError):  # none there, or none that we have written
        return None


def _lives(process: Any) -> bool:
    if type(process) is not int or process <= 0:  # 0 and less name groups of processes, one's own among them
        return False
    try:
        os.kill(process, 0)
    except (OSError, OverflowError):
        return False
    return True
