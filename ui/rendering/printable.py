"""Text for a terminal or a log: what would steer it, or is no character, is written as an escape, as JSON has it.

Cables and the names of files are anybody's: they may hold what clears a screen, moves its cursor or turns letters
around.
"""

import re
from typing import TextIO

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a text whose lines and tabs stay, and in which nothing else is but characters to be seen.

    JSON stays the same JSON, as such characters stand in its strings alone.
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """Return a text as one line that holds only characters to be seen."""
    return printable(text).replace("\n", "\\n").replace("\t", " ")


def guard(stream: TextIO) -> None:
    """Let a stream write nothing but printable text from now on."""
    write = stream.write
    stream.write = lambda text: write(printable(text))  # type: ignore[method-assign]
