"""What programs left in a text, and nobody wrote: ligatures, signs that show nothing, escaped characters."""

import html
import re

from ingest.language.letters import unprinted

# "&#39;", and what was escaped twice: "&amp;#39;", "&amp;quot;".
ENTITY = re.compile(r"&(?:amp;){0,4}(?P<name>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});)")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")


def tidied(text: str) -> str:
    """Return a text without them; every other character stays in it."""
    if "&" in text:
        text = ENTITY.sub(_meant, text)
    return unprinted(text)


def _meant(entity: re.Match[str]) -> str:
    """Return the character that an entity stands for; one that is unknown, or stands for none, is left alone."""
    found = html.unescape("&" + entity["name"])
    return found if 1 <= len(found) <= 2 and not CONTROLS.search(found) else entity[0]
