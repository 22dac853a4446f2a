"""Whether a file whose name tells nothing of its kind holds the text of a cable."""

import re

from ingest.sources.encodings import decode, is_binary

# Lines that stand at the head of cables: transmission, sender, class line, fields, or the frame of the archive.
SIGNS = re.compile(
    r"^[ \t]*(?:"
    r"VZCZC\w|DE[ \t]+R[A-Z]{4,7}[ \t]+#\d|FM[ \t]+[A-Z]|E\.?[ ]?O\.?[ ]?1\d{4}|TAGS?[ \t]*:"
    r"|(?:UNCLAS|CONFIDENTIAL|SECRET|U N C L A S|C O N F I D|S E C R E T)[^\n]*\b\d{2,8}\b"
    r"|Message Text[ \t]*$)",
    re.MULTILINE,
)
_BEGINNING = 4096


def begins_as_a_cable(beginning: bytes) -> bool:
    """Tell whether the bytes of a file begin as the text of a cable does."""
    return not is_binary(beginning) and has_signs(decode(beginning))


def has_signs(text: str) -> bool:
    """Tell whether a text begins as that of a cable does."""
    return SIGNS.search(text, 0, _BEGINNING) is not None
