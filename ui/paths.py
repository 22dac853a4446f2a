"""What is told to somebody at a browser names no folder of the machine that serves it."""

import os
import re
from pathlib import Path

from ingest.sources import place_of

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
