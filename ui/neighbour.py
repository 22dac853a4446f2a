"""A chat window that runs over the same library has everything loaded: what a command asks is asked there.

The window puts its address down in the library's folder. Only one without logins does, which is its owner's as the
folder is; and it is asked for quotes alone, since with a chat model its environment may be another than ours.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from pydantic import TypeAdapter, ValidationError

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
    mine = {"address": address, "process": os.getpid(), "answers": _answers(settings)}
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
    found = _read(library_folder(settings.library) / _FILE)
    if settings.model or not found or found["answers"] != _answers(settings) or not _lives(found["process"]):
        return None
    given = {"question": question, "literal": literal, "filters": asdict(where)}
    body, kind = json.dumps(given).encode(), {"content-type": "application/json"}
    try:
        with urlopen(Request(f"{found['address']}/api/ask", body, kind), timeout=_PATIENCE) as reply:
            return TypeAdapter(Answer).validate_json(reply.read())
    except (OSError, ValidationError):
        return None


def _answers(settings: Settings) -> str:
    """Return a digest of what an answer of quotes depends on, beside the folder; the URL may tell a password."""
    parts = (version("reftel"), settings.model, settings.embedder, settings.strict, settings.database_url)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found if {"address", "process", "answers"} <= found.keys() else None
    except (OSError, ValueError, AttributeError, RecursionError):  # none there, or none that we have written
        return None


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, ValueError, TypeError):
        return False
    return True
