"""Errors as readers see them: without the folders of the machine that serves them."""

import os
import re
from pathlib import Path

from starlette.requests import HTTPConnection

from ingest.errors import ReftelError
from ingest.sources.folder_walk import place_of
from ui.access.reader_access import OWNER, Reader

_FOLDERS = re.compile(r"""(?<![\w/.:<])/(?:[^\s/'"():,;<>]+/)+""")


def without_folders(text: str, *known: Path) -> str:
    """Return a text in which of each absolute path only the name at its end is left.

    Of the folders that are known what lies in them is left as a whole; they may have spaces in their names.
    """
    for folder in known:
        for spelt in {os.path.abspath(folder), os.path.realpath(folder)}:
            whole = rf"{re.escape(place_of(spelt))}(/|(?![\w.-]))"
            text = re.sub(whole, lambda found: "" if found[1] else "the archive", text)
    return _FOLDERS.sub("", text)


def message_to(who: Reader | None, error: ReftelError) -> str:
    """Return the words of an error for a reader: only the owner of the machine sees its folders."""
    return str(error) if who is OWNER else without_folders(str(error))


def message_in_reply(request: HTTPConnection, error: ReftelError) -> str:
    """Return the words of an error for whoever sends a request, who may not have logged in."""
    return message_to(getattr(request.state, "reader", None), error)
